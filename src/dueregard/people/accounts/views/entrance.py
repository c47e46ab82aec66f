"""Signing in and out, and a forgotten password: allauth's views, with our forms and our decisions."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base import views as second_factor
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from requests import RequestException

from dueregard import access, journal
from dueregard.people.accounts import actions, address, forms, limits, openid
from dueregard.people.accounts.limits import SENDING, within
from dueregard.people.requests import SignedInRequest

# Signing in and out


class SignIn(account.LoginView):
    """Ask for address and password, and offer the other ways in."""

    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which other ways there are."""
        offered = {"provider": settings.OIDC_NAME if openid.is_offered() else "", "address": settings.ADDRESS}
        return (
            super().get_context_data(**kwargs)
            | offered
            | {"has_passkeys": address.is_asked_under(self.request)}
        )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Let the form of this page lead to the provider, where there is one, and nowhere else."""
    view = SignIn.as_view()
    if openid.is_offered():
        view = csp_update({"form-action": [openid.origin()]})(view)
    return view(request)


SIGN_IN = access.everyone(within(SENDING)(sign_in))


class EnterCode(second_factor.AuthenticateView):
    """Ask for a second factor after the password."""

    form_class = forms.CodeForm
    webauthn_form_class = forms.PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer a passkey to those who have one."""
        said: dict[str, Any] = super().get_context_data(**kwargs)
        ids = said.get("js_data", {}).get("request_options", {}).get("publicKey", {}).get("allowCredentials")
        return said | {"has_passkeys": bool(ids)}


ENTER_CODE = access.everyone(EnterCode.as_view())


class SignInByPasskey(passkeys.LoginWebAuthnView):
    """Sign in with a passkey alone."""

    form_class = forms.SignInByPasskeyForm

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that it was not accepted, and what else can be done."""
        return render(self.request, "account/passkey_refused.html")


SIGN_IN_BY_PASSKEY = access.everyone(within(SENDING)(SignInByPasskey.as_view()))


@access.everyone
@require_POST
def begin_again(request: HttpRequest) -> HttpResponse:
    """Forget a password that was given, before the second factor: somebody else is to sign in."""
    clear_login(request)
    return redirect("sign-in")


def _where_offered(view: Any) -> Any:
    def asked(request: HttpRequest) -> HttpResponseBase:
        if not openid.is_offered():
            raise Http404
        try:
            answer: HttpResponseBase = view(request)
        except (RequestException, OAuth2Error):
            return render(request, "account/provider_away.html", {"provider": settings.OIDC_NAME}, status=503)
        return answer

    return asked


OPENID_SIGN_IN = access.everyone(_where_offered(require_POST(OAuth2LoginView.adapter_view(openid.Adapter))))
OPENID_CALLBACK = access.everyone(
    _where_offered(require_GET(OAuth2CallbackView.adapter_view(openid.Adapter)))
)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: SignedInRequest) -> HttpResponse:
    """Ask, then end the session."""
    if request.method == "POST":
        actions.sign_out(request.user, request=request)
        return redirect("home")
    return render(request, "account/logout.html")


# A forgotten password


class ForgottenPassword(account.PasswordResetView):
    """Send a link, if there is an account; say the same if there is none."""

    form_class = forms.ForgottenPasswordForm


FORGOTTEN_PASSWORD = access.everyone(within(SENDING)(ForgottenPassword.as_view()))
LINK_SENT = access.everyone(require_safe(account.PasswordResetDoneView.as_view()))


class NewPassword(account.PasswordResetFromKeyView):
    """Set a new password by way of the link; it ends every session."""

    form_class = forms.NewPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password, end the sessions and let attempts be counted anew."""
        person = self.reset_user
        form.hash()
        with journal.acting():
            answer: HttpResponse = super().form_valid(form)
            actions.end_sessions(person, by=person)
            journal.record("reset their password", person, by=person)
        limits.forget_attempts(self.request, person.email)
        return answer


NEW_PASSWORD = access.everyone(within(SENDING)(NewPassword.as_view()))
NEW_PASSWORD_SET = access.everyone(require_safe(account.PasswordResetFromKeyDoneView.as_view()))
