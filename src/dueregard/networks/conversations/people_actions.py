"""Every write of introductions, and of conversations between two."""

from django.db.models import QuerySet

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.acting import action, note
from dueregard.networks.conversations import refusals, signatures
from dueregard.networks.conversations.actions import next_turn
from dueregard.networks.conversations.models import Conversation, Introduction, Kind, Participant
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place


@action
def introduce(text: str, *, interests: str = "", buddy: bool = False, by: Place) -> Introduction:
    """Introduce oneself, or change what one's introduction says.

    It keeps the name that stands under it from the first: signing it anew would show that two names are one person.
    """
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    kept = own_introduction(by)
    if kept is None:
        kept = Introduction(network=network, turn=next_turn(network))
        kept.mark = seats.mark(network.pk, by.voice, about="introduction")
        signed = by.signature
    else:
        signed = kept.inside["signed"]
    said = {"text": text, "interests": interests, "buddy": buddy, "signed": signed, "voice": by.voice}
    kept.enclose(said)
    kept.save()
    note("wrote an introduction", kept)
    return kept


@action
def remove_introduction(*, by: Place) -> None:
    """Remove one's own introduction; where there is none, nothing is done. Conversations between two stay."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    kept = own_introduction(by)
    if kept is not None:
        kept.delete()
        note("removed an introduction", network)


def own_introduction(place: Place) -> Introduction | None:
    """Return the introduction of a place, or nothing."""
    found = seats.marks(place.network.pk, place.voice, about="introduction")
    return Introduction.objects.visible_to(place).filter(mark__in=found).first()


@action
def say_hello(introduction: Introduction, *, by: Place) -> Conversation:
    """Begin a conversation with whoever wrote an introduction, or find the one that the two have under these names.

    A conversation in which either has another name is left alone: to go on with it would show that two names are
    one person.
    """
    require(by, "networks.sit", introduction.network)
    network = seats.locked(by.network)
    voice, signed = introduction.inside["voice"], introduction.inside["signed"]
    if voice == by.voice:
        raise refusals.Yourself
    if not signatures.still_here(network, [voice]):
        raise refusals.NobodyThere
    for mine in _participants(network, by.voice).filter(
        conversation__in=_participants(network, voice).values("conversation")
    ):
        theirs = _participants(network, voice).get(conversation=mine.conversation_id)
        if (mine.inside["signed"], theirs.inside["signed"]) == (by.signature, signed):
            return mine.conversation
    conversation = Conversation(
        network=network, kind=Kind.PAIR, turn=next_turn(network), last_day=clock.today()
    )
    conversation.enclose({"title": "", "covered": "", "names": 0})
    conversation.save(force_insert=True)
    for each, name in ((by.voice, by.signature), (voice, signed)):
        participant = Participant(network=network, conversation=conversation)
        participant.mark = seats.mark(network.pk, each, about="pair")
        participant.enclose({"voice": each, "signed": name})
        participant.save(force_insert=True)
    note("began a conversation between two", conversation)
    return conversation


def _participants(network: Network, voice: str) -> QuerySet[Participant]:
    """Return where a voice is one of two."""
    found = seats.marks(network.pk, voice, about="pair")
    return Participant.objects.filter(network=network, mark__in=found).select_related("conversation")
