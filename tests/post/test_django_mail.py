"""What Django and its apps send goes through the outbox too."""

from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction

from dueregard import post
from dueregard.config import settings as our_settings
from dueregard.post.models import Message
from dueregard.post.sending import send_due
from tests.post.conftest import ADDRESS, Told


@pytest.fixture(autouse=True)
def _real_backend(settings: Any) -> None:
    """Use the backend of the settings, which the test runner replaces by one of its own."""
    settings.EMAIL_BACKEND = "dueregard.post.django_mail.OutboxBackend"


def test_the_settings_name_the_outbox() -> None:
    assert our_settings.EMAIL_BACKEND == "dueregard.post.django_mail.OutboxBackend"


@pytest.mark.django_db(transaction=True)
def test_a_message_waits_in_the_outbox_without_a_transaction_of_the_caller(outlet: Told) -> None:
    assert send_mail("Choose a new password", "Follow this link", None, [ADDRESS]) == 1
    assert Message.objects.get().kind == "account"
    send_due()
    (letter,) = outlet.carried
    assert (letter.to, letter.subject, letter.text) == (ADDRESS, "Choose a new password", "Follow this link")


@pytest.mark.django_db
def test_a_message_goes_with_the_transaction_of_the_caller() -> None:
    with transaction.atomic():
        send_mail("Choose a new password", "Follow this link", None, [ADDRESS])
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_same_words_twice_are_two_messages() -> None:
    for _ in range(2):
        send_mail("Choose a new password", "Follow this link", None, [ADDRESS])
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_no_recipient_learns_of_another(outlet: Told) -> None:
    EmailMessage("Hello", "Text", to=["a@rowan.example", "b@rowan.example"], bcc=["c@rowan.example"]).send()
    send_due()
    assert sorted(letter.to for letter in outlet.carried) == [
        *("a@rowan.example", "b@rowan.example", "c@rowan.example")
    ]
    for letter in outlet.carried:
        assert letter.as_email().as_string().count("@rowan.example") == 1


@pytest.mark.django_db
def test_the_plain_text_goes_out(outlet: Told) -> None:
    message = EmailMultiAlternatives("Hello", "Plain", to=[ADDRESS])
    message.attach_alternative("<p>Fancy</p>", "text/html")
    message.send()
    send_due()
    assert [letter.text for letter in outlet.carried] == ["Plain"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        (EmailMessage("Hello\nBcc: c@rowan.example", "Text", to=[ADDRESS]), post.UnfitMessage),
        (EmailMessage("Hello", "Text", to=[ADDRESS, "nobody"]), post.NotAnAddress),
        (
            EmailMessage("Hello", "Text", to=[ADDRESS], attachments=[("a.txt", "A", "text/plain")]),
            post.UnfitMessage,
        ),
    ],
)
def test_what_cannot_go_out_is_refused_whole(message: EmailMessage, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        message.send()
    assert not Message.objects.exists()
