"""Clauses are added, reworded, moved and taken out; nobody writes over another, and no word is lost."""

from uuid import uuid4

import pytest
from django.test import Client

from dueregard.access import NotAllowed
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.policies.texts import writing
from dueregard.policies.texts.clauses import MOST_CLAUSES
from dueregard.policies.texts.models import Version
from dueregard.policies.texts.refusals import (
    ChangedMeanwhile,
    NotADraft,
    TakenOutMeanwhile,
    TooManyClauses,
)
from tests.networks.talking import client_of
from tests.policies.texts.building import Room, keys

Cast = dict[str, Person]


def headings(version: Version) -> list[str]:
    return [one["heading"] for one in Version.objects.get(pk=version.pk).clauses]


@pytest.fixture
def draft(room: Room) -> Version:
    version = room.begun()
    for heading in ("Leave", "Pay", "Asking"):
        version = room.clause(version, heading, f"About {heading.lower()}.")
    return version


def test_add_puts_a_clause_where_it_was_asked_for_once_for_a_token(room: Room, draft: Version) -> None:
    token = uuid4()
    for _ in range(2):
        writing.add(
            draft,
            heading="Hours",
            text="By the hour.",
            token=token,
            revision=draft.revision,
            after=keys(draft)[0],
            by=room.owner,
        )
    assert headings(draft) == ["Leave", "Hours", "Pay", "Asking"]
    assert Entry.objects.order_by("-number")[0].deed == "added a clause"
    assert Entry.objects.filter(deed="added a clause").count() == 4


def test_reword_move_and_take_out(room: Room, draft: Version) -> None:
    leave, pay, asking = keys(draft)
    draft = writing.reword(
        draft, pay, heading="Pay and pensions", text="Both.", revision=draft.revision, by=room.owner
    )
    draft = writing.move(draft, asking, up=True, revision=draft.revision, by=room.owner)
    assert keys(draft) == [leave, asking, pay]
    draft = writing.move(draft, leave, up=False, revision=draft.revision, by=room.owner)
    draft = writing.take_out(draft, asking, revision=draft.revision, by=room.owner)
    assert headings(draft) == ["Leave", "Pay and pensions"]
    deeds = list(Entry.objects.order_by("-number").values_list("deed", flat=True)[:4])
    assert deeds == ["took out a clause", "moved a clause", "moved a clause", "reworded a clause"]


def test_what_was_changed_meanwhile_is_not_written_over(room: Room, draft: Version) -> None:
    first = keys(draft)[0]
    writing.reword(draft, first, heading="Leave", text="Seven.", revision=draft.revision, by=room.owner)
    with pytest.raises(ChangedMeanwhile):
        writing.reword(draft, first, heading="Leave", text="Nine.", revision=draft.revision, by=room.owner)
    draft.refresh_from_db()
    assert draft.clauses[0]["text"] == "Seven."


def test_a_clause_that_was_taken_out_is_not_written(room: Room, draft: Version) -> None:
    first = keys(draft)[0]
    now = writing.take_out(draft, first, revision=draft.revision, by=room.owner)
    with pytest.raises(TakenOutMeanwhile):
        writing.move(now, first, up=True, revision=now.revision, by=room.owner)


def test_clauses_are_written_by_the_owner_and_in_a_draft(cast: Cast, room: Room, draft: Version) -> None:
    for who in ("staff", "equality-lead", "executive"):
        with pytest.raises(NotAllowed):
            writing.take_out(draft, keys(draft)[0], revision=draft.revision, by=cast[who])
        with pytest.raises(NotAllowed):
            writing.add(draft, heading="A", text="B", token=uuid4(), revision=draft.revision, by=cast[who])
    approved = room.approve(room.grounded(draft))
    with pytest.raises(NotADraft):
        writing.take_out(approved, keys(draft)[0], revision=approved.revision, by=room.owner)


def test_a_text_does_not_grow_for_ever(room: Room, draft: Version) -> None:
    kept = [{"key": f"k{number}", "heading": "H", "text": "T"} for number in range(MOST_CLAUSES)]
    Version.objects.filter(pk=draft.pk).update(clauses=kept)
    with pytest.raises(TooManyClauses):
        room.clause(draft)


# On the pages


def sent(client: Client, version: Version, path: str, **data: object):
    return client.post(
        f"/policies/versions/{version.pk}/{path}", {"revision": version.revision, **data}, follow=False
    )


def test_an_owner_writes_on_the_pages(room: Room, draft: Version) -> None:
    client = client_of(room.owner)
    key = keys(draft)[0]
    page = client.get(f"/policies/versions/{draft.pk}/clauses/{key}/").content.decode()
    assert "About leave." in page
    answer = sent(client, draft, f"clauses/{key}/", heading="Leave", text="Line one\r\n\r\nLine two")
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.clauses[0]["text"] == "Line one\n\nLine two"
    assert sent(client, draft, f"clauses/{key}/change/", do="down").status_code == 302
    assert headings(draft) == ["Pay", "Leave", "Asking"]
    draft.refresh_from_db()
    token = uuid4()
    assert sent(client, draft, "clauses/add/", heading="Hours", text="Short.", token=token).status_code == 302
    assert headings(draft)[-1] == "Hours"
    assert sent(client, draft, f"clauses/{key}/change/", do="burn").status_code == 404


def test_a_mistake_in_a_clause_has_its_own_sentence_and_keeps_the_words(room: Room, draft: Version) -> None:
    key = keys(draft)[0]
    page = sent(client_of(room.owner), draft, f"clauses/{key}/", heading="", text="My long words").content
    assert "Enter a heading" in page.decode()
    assert "My long words" in page.decode()


def test_nothing_that_somebody_wrote_is_lost_when_two_write_at_once(room: Room, draft: Version) -> None:
    client = client_of(room.owner)
    key = keys(draft)[0]
    assert sent(client, draft, f"clauses/{key}/", heading="Leave", text="The first").status_code == 302
    late = sent(client, draft, f"clauses/{key}/", heading="Leave", text="My second thoughts")
    words = late.content.decode()
    assert late.status_code == 409
    assert "Somebody saved another change to this draft while you had it open." in words
    assert "My second thoughts" in words  # in the box, to be sent again
    assert "The first" in words  # beside it, as the clause reads now
    draft.refresh_from_db()
    assert f'name="revision" value="{draft.revision}"' in words
    assert (
        sent(client, draft, f"clauses/{key}/", heading="Leave", text="My second thoughts").status_code == 302
    )
    assert Version.objects.get(pk=draft.pk).clauses[0]["text"] == "My second thoughts"


def test_words_for_a_draft_that_was_approved_or_a_clause_that_is_gone_come_back(
    room: Room, draft: Version
) -> None:
    client = client_of(room.owner)
    key = keys(draft)[0]
    now = writing.take_out(draft, key, revision=draft.revision, by=room.owner)
    gone = sent(client, now, f"clauses/{key}/", heading="Leave", text="Late words")
    assert (gone.status_code, "Late words" in gone.content.decode()) == (409, True)
    assert "This clause was taken out" in gone.content.decode()
    approved = room.approve(room.grounded(now))
    late = sent(client, approved, f"clauses/{keys(now)[0]}/", heading="Pay", text="Later words")
    assert (late.status_code, "Later words" in late.content.decode()) == (409, True)
    assert "not a draft any more" in late.content.decode()
    assert client.get(f"/policies/versions/{approved.pk}/write/").status_code == 404
    moved = sent(client, approved, f"clauses/{keys(now)[0]}/change/", do="down")
    assert (moved.status_code, "not a draft any more" in moved.content.decode()) == (409, True)
