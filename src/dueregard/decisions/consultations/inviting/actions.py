"""Every write of invitations, and of letters to other bodies."""

import hashlib
import secrets
from datetime import date

from django.conf import settings
from django.urls import reverse

from dueregard import journal, post
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.consultations.inviting.models import Guest, Invitation, SentOn
from dueregard.decisions.consultations.locking import locked
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.refusals import NotNow
from dueregard.people.models import Person

INVITED, SENT_ON = "consultation invitation", "consultation letter to another body"


@journal.action
def invite(
    consultation: Consultation, name: str, *, guest: Guest, to: str, expires_on: date, by: Person
) -> Invitation:
    """Invite a board or a body to answer, by a link that goes to one address and is kept nowhere else.

    The link opens its answer and, later, the reply to it, until `expires_on`.
    """
    require(by, Consultation.get_perm("write"), consultation)
    held = locked(consultation)
    if not held.asks_partners:
        raise NotNow("This consultation does not ask partner bodies and boards.")
    if not held.takes_answers:
        raise NotNow("Bodies are invited while it is open.")
    if held.invitations.filter(name__iexact=name, withdrawn_at=None).exists():
        raise NotNow("This body is invited already. To send a new link, withdraw the invitation first.")
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        consultation=held,
        name=name,
        guest=guest,
        token_sha256=digest(token),
        expires_on=expires_on,
        by=by,
    )
    post.send(
        INVITED,
        to=to,
        key=f"{INVITED} {made.pk}",
        title=held.title,
        name=name,
        closes_on=held.closes_on,
        expires_on=expires_on,
        link=f"{settings.ADDRESS}{reverse('invited-consultation', args=[token])}",
    )
    journal.record("invited a body to answer", made, by=by)
    return made


@journal.action
def withdraw(invitation: Invitation, *, by: Person) -> Invitation:
    """Let the link of an invitation open nothing any more. What was answered by it stays."""
    require(by, Consultation.get_perm("write"), invitation.consultation)
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.withdrawn_at is not None:
        raise NotNow("It is withdrawn already.")
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at"])
    journal.record("withdrew an invitation", held, by=by)
    return held


@journal.action
def send_on(consultation: Consultation, to_body: str, words: str, *, to: str, by: Person) -> SentOn:
    """Write to another body about what belongs to it: the letter goes out, and what it says is kept."""
    require(by, Consultation.get_perm("write"), consultation)
    held = locked(consultation)
    if held.is_draft or held.takes_answers:
        raise NotNow("What belongs to others is sent on once the answers are in.")
    made = SentOn(consultation=held, to=to_body, by=by)
    made.enclose(words)
    made.save(force_insert=True)
    post.send(
        SENT_ON, to=to, key=f"{SENT_ON} {made.pk}", title=held.title, to_body=to_body, words=words, by=by.name
    )
    journal.record("wrote to another body", made, by=by)
    return made


def digest(token: str) -> str:
    """Return what a link's token is kept as. It is 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Invitation | None:
    """Return the invitation of a link, while it opens."""
    found = (
        Invitation.objects.select_related("consultation__proposal").filter(token_sha256=digest(token)).first()
    )
    return found if found is not None and found.opens else None
