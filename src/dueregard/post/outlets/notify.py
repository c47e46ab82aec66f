import logging
import re
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from dueregard.post.errors import NotDelivered, Refused, Unreachable
from dueregard.post.letters import Letter

SECONDS_FOR_A_STEP = 10
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
REFUSED_FOR_GOOD = {400, 413, 422}

# It would log what the service says of a message, which may repeat the address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotifyOutlet:
    """Hands letters to GOV.UK Notify, by one generic template with the placeholders ((subject)) and ((body)).

    The client is not safe to share between threads: each round has its own.
    """

    def __init__(self) -> None:
        self._client = NotificationsAPIClient(
            settings.NOTIFY_KEY, base_url=settings.NOTIFY_URL, timeout=SECONDS_FOR_A_STEP
        )

    def deliver(self, letter: Letter) -> None:
        """Hand one letter over; its id is the reference by which Notify finds it."""
        try:
            self._client.send_email_notification(
                email_address=letter.to,
                template_id=settings.NOTIFY_TEMPLATE,
                personalisation={"subject": letter.subject, "body": without_foreign_links(letter.text)},
                reference=str(letter.id),
            )
        except APIError as problem:
            raise _outcome(problem) from None

    def close(self) -> None:
        """Let go of the connection."""
        self._client.request_session.close()


def without_foreign_links(text: str) -> str:
    """Return the text with no link but those to this site.

    Notify reads a text as Markdown and makes links of addresses. What a person wrote, such as a title, must not
    become a link in our name, so the marks of a link with a text of its own are broken, and the addresses of other
    sites lose their beginning. (Notify's own `sanitise_content_for` would take our links away too.)
    """
    site = re.escape(urlsplit(settings.ADDRESS).netloc)
    foreign = re.compile(rf"\b(https?)://(?!{site}(?:[/?#\s]|$))", re.IGNORECASE)
    return re.sub(r"\](?=[(:\[])", "] ", foreign.sub("", text))


def refuse_wrong_settings() -> None:
    """Stop the start where a setting of Notify is missing or cannot be right; the key is never repeated."""
    if not re.fullmatch(r".+-[0-9a-f-]{36}-[0-9a-f-]{36}", settings.NOTIFY_KEY):
        raise ImproperlyConfigured(
            "DUEREGARD_NOTIFY_KEY is missing or no key of GOV.UK Notify. Copy it from “API integration” there."
        )
    try:
        UUID(settings.NOTIFY_TEMPLATE)
    except ValueError:
        raise ImproperlyConfigured(
            f"DUEREGARD_NOTIFY_TEMPLATE is “{settings.NOTIFY_TEMPLATE}”. Give it the id of an e-mail template whose "
            "subject is ((subject)) and whose message is ((body))."
        ) from None
    address = urlsplit(settings.NOTIFY_URL)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
        raise ImproperlyConfigured(
            f"DUEREGARD_NOTIFY_URL is “{settings.NOTIFY_URL}”. Use an address with https://, or leave it unset."
        )


def _outcome(problem: APIError) -> NotDelivered:
    """Return what a refusal means for the letter: only a fault of the letter itself is for good."""
    code = problem.status_code
    if code in REFUSED_FOR_GOOD:
        return Refused(f"GOV.UK Notify refused the message for good ({code}).")
    if problem.response is None:
        return Unreachable("GOV.UK Notify did not answer.")
    return Unreachable(f"GOV.UK Notify took no messages ({code}).")
