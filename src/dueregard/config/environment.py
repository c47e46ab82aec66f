"""What the environment says: each setting read by one of a few typed readers, and refused in a sentence when wrong.

A sentence names the setting, the value unless it is secret, and an example. A setting that is there but empty counts
as not set. What is set under a name we do not know stops the start too: a slip in a name would else pass unnoticed.
"""

import difflib
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "DUEREGARD_"
OF_THE_TESTS = "DUEREGARD_TEST_"


@dataclass(frozen=True)
class Setting:
    """A setting there is: an example of its value, and whether the value may be shown."""

    example: str
    is_secret: bool = False


# Every setting is here and in `.env.example`; a test compares the two with what is read.
SETTINGS: dict[str, Setting] = {
    "PORT": Setting("8000"),
    "DUEREGARD_BIND": Setting("127.0.0.1"),
    "DUEREGARD_VAR": Setting("/srv/dueregard"),
    "DUEREGARD_DATABASE_URL": Setting("postgresql://dueregard:…@localhost:5432/dueregard", is_secret=True),
    "DUEREGARD_COMMONS_URL": Setting("postgresql://commons:…@localhost:5432/commons", is_secret=True),
    "DUEREGARD_KEYS": Setting("/srv/keys/dueregard.json"),
    "DUEREGARD_BODY": Setting("Borough of Example"),
    "DUEREGARD_ADDRESS": Setting("https://dueregard.example.org"),
    "DUEREGARD_PROXIES": Setting("1"),
    "DUEREGARD_OIDC_URL": Setting("https://login.example.org/tenant/v2.0"),
    "DUEREGARD_OIDC_CLIENT_ID": Setting("due-regard"),
    "DUEREGARD_OIDC_CLIENT_SECRET": Setting("…", is_secret=True),
    "DUEREGARD_OIDC_NAME": Setting("Microsoft"),
    "DUEREGARD_MAIL": Setting("smtp"),
    "DUEREGARD_MAIL_FROM": Setting("Due Regard <no-reply@example.org>"),
    "DUEREGARD_SMTP_URL": Setting("smtp://user:…@mail.example.org:587?starttls=1", is_secret=True),
    "DUEREGARD_NOTIFY_KEY": Setting("…", is_secret=True),
    "DUEREGARD_NOTIFY_TEMPLATE": Setting("f33517ff-2a88-4f6e-b855-c550268ce08a"),
    "DUEREGARD_NOTIFY_URL": Setting("https://api.notifications.service.gov.uk"),
    "DUEREGARD_WORKING_HOURS": Setting("09:00-17:00"),
    "DUEREGARD_FEEDBACK_LINE": Setting("0808 157 0333"),
    "DUEREGARD_FEEDBACK_DUTY_EMAIL": Setting("duty@example.org"),
    "DUEREGARD_FEEDBACK_KEPT_DAYS": Setting("365"),
    "DUEREGARD_LEAVE_PAID_DAYS": Setting("5"),
    "DUEREGARD_LEAVE_PAID_FOR": Setting("employee"),
    "DUEREGARD_LEAVE_YEAR": Setting("rolling"),
    "DUEREGARD_LEAVE_YEAR_STARTS": Setting("04-01"),
    "DUEREGARD_LEAVE_PRO_RATA": Setting("0"),
    "DUEREGARD_LEAVE_CARRY_OVER_DAYS": Setting("2"),
    "DUEREGARD_LEAVE_PAID_IS_STATUTORY": Setting("1"),
    "DUEREGARD_VOICE_ACKNOWLEDGE_WITHIN": Setting("5"),
    "DUEREGARD_VOICE_ANSWER_WITHIN": Setting("20"),
    "DUEREGARD_VOICE_LONGER_BY": Setting("10"),
    "DUEREGARD_VOICE_ESCALATE_AFTER": Setting("5"),
    "DUEREGARD_HOSTS": Setting("dueregard.example.org"),
    "DUEREGARD_ORIGINS": Setting("https://dueregard.example.org"),
    "DUEREGARD_HTTPS": Setting("1"),
    "DUEREGARD_DEMO": Setting("0"),
    "DUEREGARD_DEBUG": Setting("0"),
    "DUEREGARD_JOB_LEASE": Setting("15"),
    "DUEREGARD_UPLOAD_LIMIT_MB": Setting("200"),
}


def is_set(name: str) -> bool:
    """Say whether the environment gives this setting a value."""
    return bool(_given(name))


def text(name: str, default: str = "") -> str:
    """Return a setting as it stands."""
    return _given(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether a setting is 1 rather than 0."""
    given = _given(name)
    if given not in {"", "0", "1"}:
        raise wrong(name, "Use 1 for yes or 0 for no")
    return given == "1" if given else default


def number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a setting that is a whole number within limits."""
    given = _given(name)
    if not given:
        return default
    if not (given.isascii() and given.isdecimal()) or not least <= int(given[:12]) <= most:
        raise wrong(name, f"Use a whole number from {least} to {most}")
    return int(given)


def seconds(name: str, default: float, *, least: float, most: float) -> float:
    """Return a setting that is a length of time; parts of a second are allowed."""
    given = _given(name)
    if not given:
        return default
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", given) or not least <= float(given) <= most:
        raise wrong(name, f"Use a number of seconds from {least:g} to {most:g}")
    return float(given)


def one_of(name: str, choices: Collection[str], default: str) -> str:
    """Return a setting that has a few values to choose from."""
    given = _given(name) or default
    if given not in choices:
        raise wrong(name, f"Use one of: {', '.join(choices)}")
    return given


def url(name: str, default: str = "", *, schemes: Collection[str] = ("https", "http")) -> str:
    """Return a setting that is a web address, without a slash at its end."""
    given = _given(name) or default
    if given and not _is_url(given, schemes):
        raise wrong(name, f"Use an address that begins with {' or '.join(f'{each}://' for each in schemes)}")
    return given.rstrip("/")


def listed(name: str, default: str = "") -> list[str]:
    """Return the parts of a setting, parted by commas."""
    return [part.strip() for part in (_given(name) or default).split(",") if part.strip()]


def origins(name: str) -> list[str]:
    """Return the origins that a setting lists: each a scheme and a host, and nothing else."""
    parts = listed(name)
    for part in parts:
        if not _is_url(part, ("https", "http")) or urlsplit(part).path.strip("/"):
            raise wrong(
                name, f"“{part}” is not an origin: use https:// and the name of the host, parted by commas"
            )
    return [part.rstrip("/") for part in parts]


def wrong(name: str, what_to_do: str) -> ImproperlyConfigured:
    """Return the refusal of a setting, in a sentence."""
    setting = SETTINGS[name]
    value = "has a value that cannot be used" if setting.is_secret else f"is “{_given(name)}”"
    return ImproperlyConfigured(f"{name} {value}. {what_to_do}, for example {name}={setting.example}")


def refuse_unknown() -> None:
    """Stop the start when something is set that is not a setting, and say what was probably meant."""
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and not name.startswith(OF_THE_TESTS) and name not in SETTINGS:
            nearest = difflib.get_close_matches(name, SETTINGS, n=1, cutoff=0)[0]
            raise ImproperlyConfigured(
                f"{name} is not a setting. Did you mean {nearest}, for example {nearest}={SETTINGS[nearest].example}? "
                "Every setting is in .env.example."
            )


def refuse_contradictions(*, invented_body: str) -> None:
    """Stop the start when settings that are each right do not go together."""
    if flag("DUEREGARD_DEBUG") and flag("DUEREGARD_HTTPS"):
        raise ImproperlyConfigured(
            "DUEREGARD_DEBUG=1 shows source code to whoever meets an error, and DUEREGARD_HTTPS=1 says that this is in "
            "use. Set one of them to 0."
        )
    if flag("DUEREGARD_DEMO") and text("DUEREGARD_BODY", invented_body) != invented_body:
        raise ImproperlyConfigured(
            f"DUEREGARD_DEMO=1 lets anyone sign in as anyone, and DUEREGARD_BODY is “{text('DUEREGARD_BODY')}”, a real "
            "body. Set DUEREGARD_DEMO=0 for real use, or leave DUEREGARD_BODY out of a demonstration."
        )
    together = ("DUEREGARD_OIDC_URL", "DUEREGARD_OIDC_CLIENT_ID", "DUEREGARD_OIDC_CLIENT_SECRET")
    missing = [name for name in together if not is_set(name)]
    if missing and len(missing) < len(together):
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} must be set too, for the sign-in of your organisation: {', '.join(together)} "
            "go together."
        )


def _given(name: str) -> str:
    if name not in SETTINGS:
        raise KeyError(f"{name} is read but not in SETTINGS: a slip of ours.")
    return os.environ.get(name, "").strip()


def _is_url(given: str, schemes: Collection[str]) -> bool:
    try:
        parts = urlsplit(given)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or a broken IPv6 address
        return False
