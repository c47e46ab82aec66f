"""What a person sees and changes of their own account: allauth's views, with our forms.

What each writes stands with its entry in the journal.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from dueregard import access, journal
from dueregard.people.accounts import actions, address, forms
from dueregard.people.requests import SignedInRequest


class Recorded:
    """Stands before a view of allauth's: what it writes and the entry about it are one transaction.

    Only what follows a valid form is in the transaction. Attempts are counted before it, so that a count stands
    whatever happens next, and a new password is hashed before it.
    """

    request: HttpRequest
    deed: str
    done: str

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, and record it."""
        with journal.acting():
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            journal.record(self.deed, self.request.user, by=self.request.user)
        return answer

    def get_success_url(self) -> str:
        """Go back to the page of the account, which says what was done."""
        return f"{reverse('mfa_index')}?done={self.done}"


class SecondFactorAdded(Recorded):
    """Stands before a view that adds one: with the first of them come recovery codes, which are shown only now."""

    did_generate_recovery_codes: bool

    def get_success_url(self) -> str:
        """Show new recovery codes first."""
        if self.did_generate_recovery_codes:
            return reverse("mfa_view_recovery_codes")
        return super().get_success_url()


# The page of the account


class Security(second_factor.IndexView):
    """Show how a person signs in, and what was just done."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what was just done."""
        return super().get_context_data(**kwargs) | {"done": self.request.GET.get("done", "")}


SECURITY = access.signed_in(require_safe(Security.as_view()))


class ConfirmByPassword(account.ReauthenticateView):
    """Ask for the password again."""

    form_class = forms.ConfirmByPasswordForm


class ConfirmByCode(second_factor.ReauthenticateView):
    """Ask for the second factor again."""

    form_class = forms.ConfirmByCodeForm


class ConfirmByPasskey(passkeys.ReauthenticateWebAuthnView):
    """Ask for the passkey again."""

    form_class = forms.ConfirmByPasskeyForm

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form) | {"form": form})


CONFIRM_BY_PASSWORD = access.signed_in(ConfirmByPassword.as_view())
CONFIRM_BY_CODE = access.signed_in(ConfirmByCode.as_view())
CONFIRM_BY_PASSKEY = access.signed_in(ConfirmByPasskey.as_view())


class ChangePassword(account.PasswordChangeView):
    """Change the password by way of the old one; it ends every other session."""

    form_class = forms.NewPasswordOfOneselfForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send those who have no password here yet to where one gets a link."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password and end the other sessions."""
        person = form.user
        form.hash()
        with journal.acting():
            answer: HttpResponse = super().form_valid(form)
            actions.end_other_sessions(person, besides=self.request.session.session_key, by=person)
            journal.record("changed their password", person, by=person)
        return answer


CHANGE_PASSWORD = access.signed_in(ChangePassword.as_view())


# The second factor


class AddApp(SecondFactorAdded, app.ActivateTOTPView):
    """Add an authenticator app, and recovery codes with it."""

    form_class = forms.AddAppForm
    deed, done = "added an authenticator app", "app-added"


class RemoveApp(Recorded, app.DeactivateTOTPView):
    """Remove the authenticator app."""

    deed, done = "removed an authenticator app", "app-removed"


class MakeRecoveryCodes(Recorded, recovery_codes.GenerateRecoveryCodesView):
    """Make new recovery codes in place of the old ones."""

    deed, done = "made recovery codes", "codes-made"

    def get_success_url(self) -> str:
        """Show them, once."""
        return reverse("mfa_view_recovery_codes")


ADD_APP = access.signed_in(AddApp.as_view())
REMOVE_APP = access.signed_in(RemoveApp.as_view())
RECOVERY_CODES = access.signed_in(require_GET(recovery_codes.ViewRecoveryCodesView.as_view()))
MAKE_RECOVERY_CODES = access.signed_in(MakeRecoveryCodes.as_view())


# Passkeys


class AddPasskey(SecondFactorAdded, passkeys.AddWebAuthnView):
    """Add a passkey, and recovery codes if there are none yet."""

    form_class = forms.AddPasskeyForm
    deed, done = "added a passkey", "passkey-added"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep what was entered when something about it is wrong."""
        said: dict[str, Any] = super().get_context_data(**kwargs)
        here = {"is_possible": address.is_asked_under(self.request), "address": settings.ADDRESS}
        return said | kwargs | here


class RenamePasskey(Recorded, passkeys.EditWebAuthnView):
    """Give a passkey another name."""

    form_class = forms.RenamePasskeyForm
    deed, done = "renamed a passkey", "passkey-renamed"


class RemovePasskey(Recorded, passkeys.RemoveWebAuthnView):
    """Remove a passkey."""

    deed, done = "removed a passkey", "passkey-removed"


PASSKEYS = access.signed_in(require_safe(passkeys.ListWebAuthnView.as_view()))
ADD_PASSKEY = access.signed_in(AddPasskey.as_view())
RENAME_PASSKEY = access.signed_in(RenamePasskey.as_view())
REMOVE_PASSKEY = access.signed_in(RemovePasskey.as_view())


# Sessions


@access.signed_in
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """Show where a person is signed in."""
    there = UserSession.objects.purge_and_list(request.user)
    there.sort(key=lambda session: session.created_at, reverse=True)
    return render(
        request,
        "usersessions/usersession_list.html",
        {"sessions": there, "done": request.GET.get("done", "")},
    )


@access.signed_in
@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    """End one of one's own sessions."""
    asked = request.POST.get("session", "")
    session = get_object_or_404(UserSession, user=request.user, pk=asked if asked.isdecimal() else 0)
    actions.end_session(session, by=request.user)
    return redirect(f"{reverse('usersessions_list')}?done=one")


@access.signed_in
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End every session but this one."""
    actions.end_other_sessions(request.user, besides=request.session.session_key, by=request.user)
    return redirect(f"{reverse('usersessions_list')}?done=others")
