"""Choosing whether to be told by email that there may be something new, and the sending of it."""

from contextlib import suppress
from datetime import time

from django.db import transaction

from dueregard import jobs, journal, post
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.working_days import is_working_day
from dueregard.people.digests import DigestChoice, Frequency
from dueregard.people.models import Person

DIGEST = "digest"
AT = time(7, 30)
AT_A_TIME = 200


def register() -> None:
    """Tell the post of the message. It is private, so its words are those of every private message."""
    post.kind(
        DIGEST, subject="You have updates in Due Regard", template="post/mail/neutral.txt", private=True
    )


@journal.action
def choose_digest(frequency: Frequency | None, *, by: Person) -> DigestChoice | None:
    """Choose how often one is told, or with nothing that one is not told at all."""
    require(by, "people.choose_digest")
    if frequency is None:
        DigestChoice.objects.filter(person=by).delete()
        journal.record("chose no digest", by, by=by)
        return None
    chosen = {"frequency": frequency, "made_on": clock.today()}
    choice, _ = DigestChoice.objects.update_or_create(person=by, defaults=chosen)
    journal.record("chose a digest", by, by=by, frequency=str(frequency))
    return choice


@jobs.tick("send the digests", every=60)
def send_digests() -> None:
    """From half past seven in London on working days, write to everyone whose day it is, in an order drawn at random.

    It looks at the choices and at nothing else. Whoever has left is not written to, and their choice is removed. It is
    nobody's deed, so it has no entry in the journal.
    """
    now = clock.now().astimezone(clock.LONDON)
    if now.time() < AT or not is_working_day(now.date()):
        return
    while _send_some():
        pass
    DigestChoice.objects.of_leavers(now.date()).delete()


@transaction.atomic
def _send_some() -> bool:
    """Put some messages in the outbox, and say whether there may be more; two workers never take the same ones."""
    today = clock.today()
    due = DigestChoice.objects.due(today).select_related("person")
    taken = list(due.select_for_update(of=("self",), skip_locked=True).order_by("?")[:AT_A_TIME])
    for choice in taken:
        # An address that mail cannot go to must not hold up everybody else.
        with suppress(post.NotAnAddress):
            post.send(DIGEST, to=choice.person.email, key=f"{DIGEST} {today}")
    DigestChoice.objects.filter(pk__in=[choice.pk for choice in taken]).update(sent_on=today)
    return len(taken) == AT_A_TIME
