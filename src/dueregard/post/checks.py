"""What stops the start: settings that cannot be right, and kinds of message without a template."""

from email.utils import getaddresses
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from dueregard.post import kinds
from dueregard.post.errors import PostError
from dueregard.post.letters import checked_address, sender_address
from dueregard.post.outlets import OUTLETS, notify
from dueregard.post.outlets.smtp import Server


def refuse_wrong_settings() -> None:
    """Stop the start with a sentence where a setting is missing or cannot be right."""
    if settings.MAIL not in OUTLETS:
        raise ImproperlyConfigured(f"DUEREGARD_MAIL is “{settings.MAIL}”. It can be: {', '.join(OUTLETS)}.")
    _refuse_wrong_sender()
    site = urlsplit(settings.ADDRESS)
    if site.scheme not in {"http", "https"} or not site.hostname or site.query or site.fragment:
        raise ImproperlyConfigured(
            f"DUEREGARD_ADDRESS is “{settings.ADDRESS}”. Give it the address of this site, such as "
            "https://dueregard.example.org."
        )
    if settings.MAIL == "smtp":
        Server.of(settings.SMTP_URL_WITH_PASSWORD)
    if settings.MAIL == "notify":
        notify.refuse_wrong_settings()
    if settings.MAIL in {"smtp", "notify"} and settings.HTTPS and site.scheme != "https":
        raise ImproperlyConfigured(
            f"DUEREGARD_ADDRESS is “{settings.ADDRESS}”. Messages link to it: give it the https:// address of "
            "this site."
        )


def _refuse_wrong_sender() -> None:
    wrong = ImproperlyConfigured(
        f"DUEREGARD_MAIL_FROM is “{settings.MAIL_FROM}”. Give it one address, such as "
        "Due Regard <due-regard@example.org>."
    )
    if len(getaddresses([settings.MAIL_FROM])) != 1 or not settings.MAIL_FROM.isprintable():
        raise wrong
    sender = sender_address()
    if sender.endswith("@localhost"):
        if settings.MAIL == "smtp" and not (settings.DEMO or settings.DEBUG):
            raise ImproperlyConfigured(
                "DUEREGARD_MAIL_FROM is missing. Set the address that messages come from."
            )
        return
    try:
        checked_address(sender)
    except PostError:
        raise wrong from None


@checks.register("post")
def check_kinds(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Report each kind of message whose template is missing or has a fault."""
    found: list[checks.CheckMessage] = []
    for kind in kinds.registered():
        try:
            get_template(kind.template)
        except (TemplateDoesNotExist, TemplateSyntaxError) as problem:
            found.append(
                checks.Error(
                    f"The template {kind.template} of “{kind.name}” messages cannot be read: {problem}",
                    hint="Write it as plain text into the templates folder of the app that sends them.",
                    id="post.E001",
                )
            )
    return found
