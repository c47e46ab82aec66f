"""What django-allauth asks of us: the decisions of this house at the places where it lets one decide."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dueregard.access import envelopes
from dueregard.people.accounts import actions, address, limits

SEALED_ABOUT = "mfa.Authenticator"


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, sessions and messages."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right. Check both and try again",
        "incorrect_password": "The password is not right. Check it and try again",
        "enter_current_password": "The current password is not right. Check it and try again",
        "too_many_login_attempts": "There were too many attempts. Wait 5 minutes and try again",
        "rate_limited": "There were too many attempts. Wait 5 minutes and try again",
        "invalid_password_reset": "This link cannot be used",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are made by the organisation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Allow a next page only within this site, whatever host a request names."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with data only where the passkey script asks for them; everything else is a page."""
        return request.path == reverse("mfa_login_webauthn") and super().is_ajax(request)

    # Letting in

    def pre_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse | None:
        """Stop those who are not let in, before a second factor is asked of them."""
        if user.may_sign_in:
            return None
        clear_login(request)
        return self.respond_user_inactive(request, user)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session; between the password and the second factor somebody may have left."""
        if not user.may_sign_in:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        actions.sign_in(user, request=request)

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        actions.sign_out(request.user, request=request)  # type: ignore[arg-type]  # asked only when signed in

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Answer as if there were no such account."""
        return render(request, "account/no_account.html", status=403)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return limits.key_of(credentials.get("email", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is looked at, when there were too many attempts."""
        if limits.is_reached(limits.FAILING, request):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt that failed."""
        limits.count(limits.FAILING, request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Say whether this is the password of the person who is signed in."""
        return self.authenticate(context.request, email=user.email, password=password) == user

    # Messages: to the address that we hold, never to one as somebody typed it; links begin with our own address

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link by which a new password is set."""
        uid, _, token = key.partition("-")
        return address.of("account_reset_password_from_key", uidb36=uid, key=token)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Send the link."""
        super().send_password_reset_mail(user, user.email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message, which needs nothing of the request that caused it."""
        self.render_mail(template_prefix, email, context).send()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person that their account was changed: one message for all changes, which names the change."""
        what = template_prefix.rpartition("/")[2]
        self.send_mail("account/email/account_changed", user.email, {"what": what, "site": settings.ADDRESS})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the page of the account, which says what was done."""
        return f"{reverse('mfa_index')}?done=password"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, recovery codes and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right. Check it and enter it again",
    }

    def encrypt(self, text: str) -> str:
        """Close a secret, so that a stolen database does not tell it."""
        return base64.b64encode(envelopes.close(text, about=SEALED_ABOUT)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open it."""
        return envelopes.open_(base64.b64decode(encrypted_text), about=SEALED_ABOUT)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to our own address, not to the host that a request names."""
        return {"id": address.host(), "name": "Due Regard"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return a name for a passkey whose owner gives it none."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
