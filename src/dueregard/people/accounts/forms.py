"""The forms of accounts: allauth's, in our words."""

import struct
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    UserTokenForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from dueregard.people.models import Person

NEW_PASSWORD = "At least 12 characters. Three random words are easy to remember and hard to guess."  # noqa: S105
LONGEST_NAME = 60
CODE = "6 digits from your authenticator app, or one of your recovery codes"


def _say(form: forms.Form, name: str, label: str, required: str, hint: str = "") -> None:
    """Put a field into our words."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)


def _ask_for_address(form: forms.Form, name: str) -> None:
    _say(form, name, "Email address", "Enter your email address")
    form.fields[name].error_messages["invalid"] = "Enter an email address, like name@example.org"
    form.fields[name].widget.attrs["spellcheck"] = "false"


def _ask_for_code(form: forms.Form, label: str, hint: str) -> None:
    _say(form, "code", label, "Enter the code", hint)
    form.fields["code"].widget.attrs |= {
        "spellcheck": "false",
        "inputmode": "numeric",
        "class": "govuk-input--width-10",
    }


def _limit_name(form: forms.Form) -> None:
    form.fields["name"].validators.append(
        MaxLengthValidator(LONGEST_NAME, "The name must be 60 letters or fewer")
    )


class SignInForm(LoginForm):
    """E-mail address and password. One answer to every mistake, so that nobody learns who has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self, "login")
        _say(self, "password", "Password", "Enter your password")


class ForgottenPasswordForm(ResetPasswordForm):
    """The address to which a link is sent, if there is an account for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self, "email")

    def clean_email(self) -> str:
        """Find whom the link is for: nobody who is not let in, and nobody by a look-alike of their address."""
        email: str = self.cleaned_data["email"]
        people = Person.objects.select_related("staff").filter(email__iexact=email)
        self.users = [one for one in people if one.email.lower() == email.lower() and one.may_sign_in]
        return email


class LinkForm(UserTokenForm):
    """A link that was sent: whose it is, and whether it can still be used."""

    def clean(self) -> dict[str, Any]:
        """Refuse a link of somebody who has left since it was sent."""
        cleaned: dict[str, Any] = super().clean()
        if self.reset_user is not None and not self.reset_user.may_sign_in:
            raise ValidationError("This link cannot be used", code="invalid_password_reset")
        return cleaned


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, by way of a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # it can be shown instead of typed twice
        _say(self, "password1", "New password", "Enter a new password", NEW_PASSWORD)

    def hash(self) -> None:
        """Run the slow hash, before the transaction: it must not hold back other people's writes."""
        self.user.set_password(self.cleaned_data["password1"])

    def save(self) -> None:
        """Keep the new password."""
        self.user.save(update_fields=["password"])


class NewPasswordOfOneselfForm(ChangePasswordForm):
    """A new password, by way of the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self, "oldpassword", "Current password", "Enter your current password")
        _say(self, "password1", "New password", "Enter a new password", NEW_PASSWORD)

    def hash(self) -> None:
        """Run the slow hash, before the transaction."""
        self.user.set_password(self.cleaned_data["password1"])

    def save(self) -> None:
        """Keep the new password."""
        self.user.save(update_fields=["password"])


class ConfirmByPasswordForm(ReauthenticateForm):
    """The password again, before something about the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Password", "Enter your password")


class _CodeOnce:
    """A code of an authenticator app is taken once, for as long as it could be taken again."""

    user: Person
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # stands before a form of allauth's
        if self.authenticator.type == Authenticator.Type.TOTP:
            seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
            digits = "".join(filter(str.isdigit, code))
            if not cache.add(f"code:{self.user.pk}:{digits}", True, timeout=seconds):
                raise ValidationError(
                    "This code was used already. Wait for the next one", code="incorrect_code"
                )
        return code


class CodeForm(_CodeOnce, AuthenticateForm):
    """The code that is asked for after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "Code", CODE)


class ConfirmByCodeForm(_CodeOnce, ReauthenticateByCodeForm):
    """The code again, before something about the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "Code", CODE)


class AddAppForm(ActivateTOTPForm):
    """The first code of an authenticator app, which shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(
            self, "Code from your authenticator app", "6 digits. The app shows a new code every 30 seconds."
        )

    @property
    def secret_in_fours(self) -> str:
        """The secret as people can type it: in groups of four letters."""
        return " ".join(self.secret[place : place + 4] for place in range(0, len(self.secret), 4))


# What reading a passkey's answer can fail with, when somebody has put it together by hand.
_UNREADABLE = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    EOFError,
    struct.error,
    InvalidSignature,
)


def _refused() -> ValidationError:
    return ValidationError(
        "The passkey was not accepted. Try again, or use another way", code="incorrect_code"
    )


class _PasskeyRead:
    """An answer that cannot be read, or is signed by nobody we know, is a wrong one and no fault of ours."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # stands before a form of allauth's
        except _UNREADABLE as problem:
            raise _refused() from problem


class SignInByPasskeyForm(_PasskeyRead, LoginWebAuthnForm):
    """A passkey that lets one in alone."""


class PasskeyForm(_PasskeyRead, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class ConfirmByPasskeyForm(_PasskeyRead, ReauthenticateWebAuthnForm):
    """The passkey again, before something about the account is changed."""


class AddPasskeyForm(AddWebAuthnForm):
    """A name for a passkey, and what the browser says about it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name", "Enter a name", "For example, the device that it is on.")
        _limit_name(self)
        _say(
            self,
            "passwordless",
            "Sign in with this passkey alone",
            "",
            "If you leave this unticked, the passkey is asked for after your password.",
        )
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages["required"] = str(_refused().message)

    def clean(self) -> dict[str, Any]:
        """Read what the browser says about the new passkey."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _UNREADABLE as problem:
            raise _refused() from problem
        return cleaned


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name", "Enter a name", "For example, the device that it is on.")
        _limit_name(self)
