"""Charters: levels in turn, each change and each refusal, a history that nobody edits, and what each reader finds."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.models import Person, Team
from dueregard.policies.charters import actions
from dueregard.policies.charters.kinds import KINDS, may_follow, renewal
from dueregard.policies.charters.models import Charter, Correction, Standing
from dueregard.records import bodies
from dueregard.records.models import Evidence, EvidenceKind
from tests.leave.reading import client_of, page_of, words_in
from tests.people_of_the_tests import make_person
from tests.policies.charters.signing import ABUSE, DISABILITY, MINDFUL, NOW, WORDS, added, recorded

pytestmark = pytest.mark.django_db

Cast = dict[str, Person]


@pytest.fixture
def owner(cast: Cast) -> Iterator[Person]:
    with clock.standing_at(NOW):
        yield cast["policy-owner"]


@pytest.fixture
def charter(owner: Person) -> Charter:
    return added(owner)


def last_deed() -> str:
    return Entry.objects.order_by("-number")[0].deed


def public() -> str:
    return words_in(Client().get("/charters/").content.decode())


# The rules, without a database


@pytest.mark.parametrize(("before", "allowed"), [(0, {1}), (1, {1, 2}), (2, {1, 2, 3}), (3, {1, 2, 3})])
def test_levels_follow_in_turn_and_none_is_skipped(before: int, allowed: set[int]) -> None:
    kind = KINDS[DISABILITY]
    assert {level for level in range(-1, 6) if may_follow(kind, before, level)} == allowed


def test_a_level_holds_for_three_years_where_the_charter_says_so() -> None:
    assert renewal(KINDS[DISABILITY], date(2026, 3, 4)) == date(2029, 3, 4)
    assert renewal(KINDS[MINDFUL], date(2024, 2, 29)) == date(2027, 2, 28)
    assert renewal(KINDS[ABUSE], date(2026, 3, 4)) is None


# What is done, and what is refused


def test_a_keeper_adds_a_charter_once(charter: Charter, owner: Person, cast: Cast) -> None:
    assert last_deed() == "added a charter"
    with pytest.raises(actions.AddedAlready):
        added(cast["equality-lead"])
    with pytest.raises(actions.NotAKeeper):
        actions.add(KINDS[ABUSE], owner=cast["manager"], by=owner)


def test_only_keepers_do_anything(charter: Charter, owner: Person, cast: Cast) -> None:
    standing = recorded(charter, 1, "2026-01-01", owner)
    for who in ("staff", "manager", "executive", "administrator", "inspector", "outsider"):
        by = cast[who]
        for act in (
            lambda by=by: added(by, ABUSE),
            lambda by=by: actions.hand_over(charter, to=owner, by=by),
            lambda by=by: recorded(charter, 2, "2026-02-01", by),
            lambda by=by: actions.leave(charter, since=clock.today(), says="No.", by=by),
            lambda by=by: actions.correct(standing, why="No.", by=by),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_level_is_recorded_with_its_renewal(charter: Charter, owner: Person) -> None:
    standing = recorded(charter, 1, "2026-01-01", owner)
    assert (standing.level_name, standing.renew_on) == ("Committed", date(2029, 1, 1))
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.deed, entry.detail) == (
        "recorded a level of a charter",
        {"level": 1, "since": "2026-01-01"},
    )


@pytest.mark.parametrize(
    ("level", "since", "renew_on", "refusal"),
    [
        (3, "2026-05-01", "", actions.LevelSkipped),
        (2, "2026-01-01", "", actions.WrongDay),
        (2, "2026-11-03", "", actions.WrongDay),
        (2, "2026-05-01", "2030-05-01", actions.WrongRenewal),
    ],
)
def test_a_level_that_does_not_fit_is_refused(
    charter: Charter, owner: Person, level: int, since: str, renew_on: str, refusal: type[Exception]
) -> None:
    recorded(charter, 1, "2026-01-01", owner)
    with pytest.raises(refusal):
        recorded(charter, level, since, owner, renew_on)
    assert charter.standings.count() == 1


def test_where_the_charter_fixes_no_length_a_renewal_after_the_first_day_is_needed(owner: Person) -> None:
    charter = added(owner, ABUSE)
    for renew_on in ("", "2026-01-01"):
        with pytest.raises(actions.WrongRenewal):
            recorded(charter, 1, "2026-01-01", owner, renew_on)
    assert recorded(charter, 1, "2026-01-01", owner, "2027-01-01").renew_on == date(2027, 1, 1)


def test_a_charter_is_left_and_begun_again_from_the_first_level(charter: Charter, owner: Person) -> None:
    with pytest.raises(actions.NotInIt):
        actions.leave(charter, since=clock.today(), says="Never in it.", by=owner)
    recorded(charter, 1, "2020-01-01", owner)
    recorded(charter, 2, "2023-01-01", owner)
    actions.leave(charter, since=date(2026, 1, 1), says="Too much work.", by=owner)
    assert last_deed() == "left a charter"
    assert "No charters" in public()
    with pytest.raises(actions.LevelSkipped):
        recorded(charter, 2, "2026-02-01", owner)
    recorded(charter, 1, "2026-02-01", owner)


def test_what_was_recorded_in_error_stays_and_the_one_before_counts_again(
    charter: Charter, owner: Person
) -> None:
    first, wrong = recorded(charter, 1, "2026-01-01", owner), recorded(charter, 2, "2026-02-01", owner)
    with pytest.raises(actions.NotTheNewest):
        actions.correct(first, why="Not this one.", by=owner)
    actions.correct(wrong, why="It was another body’s.", by=owner)
    assert last_deed() == "corrected a charter"
    with pytest.raises(actions.NotTheNewest):
        actions.correct(wrong, why="Once more.", by=owner)
    assert charter.standings.count() == 2
    assert "Committed 1 January 2026" in public()
    page = page_of(owner, f"/charters/{charter.pk}/")
    assert "Recorded in error" in page
    assert "It was another body’s." in page


def test_it_is_handed_over_to_another_keeper_alone(charter: Charter, owner: Person, cast: Cast) -> None:
    with pytest.raises(actions.NotAKeeper):
        actions.hand_over(charter, to=cast["manager"], by=owner)
    assert actions.hand_over(charter, to=cast["equality-lead"], by=owner).owner == cast["equality-lead"]
    assert last_deed() == "handed over a charter"


@pytest.mark.parametrize("table", ["policies_standing", "policies_correction"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_nothing_of_the_history_is_changed_or_removed(
    charter: Charter, owner: Person, table: str, change: str
) -> None:
    actions.correct(recorded(charter, 1, "2026-01-01", owner), why="Wrong.", by=owner)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_what_cannot_be_recorded_is_undone(
    charter: Charter, owner: Person, fill_journal: Callable[[], None]
) -> None:
    standing = recorded(charter, 1, "2026-01-01", owner)
    fill_journal()
    for act in (
        lambda: added(owner, ABUSE),
        lambda: actions.hand_over(charter, to=owner, by=owner),
        lambda: recorded(charter, 2, "2026-02-01", owner),
        lambda: actions.leave(charter, since=clock.today(), says="No.", by=owner),
        lambda: actions.correct(standing, why="No.", by=owner),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    counts = [Charter.objects.count(), Standing.objects.count(), Correction.objects.count()]
    assert counts == [1, 1, 0]


# What each reader finds


def test_the_public_reads_level_and_since_when_and_no_more(charter: Charter, owner: Person) -> None:
    assert "No charters" in public()
    recorded(charter, 1, "2023-12-01", owner)
    said = public()
    assert "Disability Confident Committed 1 December 2023" in said
    assert not any(each in said for each in (owner.name, WORDS.says, "2026", "Keep the charters"))


def test_past_its_renewal_the_public_is_not_told_that_it_holds(charter: Charter, owner: Person) -> None:
    recorded(charter, 1, "2023-11-02", owner)
    assert "Committed" in public()
    with clock.standing_at(NOW + timedelta(days=1)):
        assert "No charters" in public()
        assert "Renewal late" in page_of(owner, "/charters/keep/")


@pytest.mark.parametrize(("days", "is_shown"), [(91, False), (90, True), (1, True), (0, True), (-30, True)])
def test_a_renewal_due_in_90_days_is_on_the_owners_start_page(
    charter: Charter, owner: Person, cast: Cast, days: int, is_shown: bool
) -> None:
    standing = recorded(charter, 1, "2026-01-01", owner)
    assert standing.renew_on is not None
    with clock.standing_at(clock.start_of(standing.renew_on - timedelta(days=days))):
        assert ("A charter to renew" in page_of(owner, "/")) == is_shown
        assert ("Yours to renew" in page_of(owner, "/charters/keep/")) == is_shown
        for other in ("equality-lead", "staff", "executive"):
            assert "A charter to renew" not in page_of(cast[other], "/")


def test_where_the_owner_keeps_no_charters_any_more_the_equality_lead_is_told(
    charter: Charter, owner: Person, cast: Cast
) -> None:
    recorded(charter, 1, "2023-12-01", owner)
    owner.role_holdings.filter(role="policy-owner").delete()
    assert "A charter to renew" in page_of(cast["equality-lead"], "/")


def test_a_keeper_adds_records_hands_over_and_corrects_on_its_pages(owner: Person, cast: Cast) -> None:
    client = client_of(owner)

    def sent(address: str, **said: Any) -> str:
        return words_in(client.post(address, {"sent": "", **said}, follow=True).content.decode())

    assert "No charters yet" in page_of(owner, "/charters/keep/")
    assert "Select which charter" in sent("/charters/add/")
    assert "must be a policy owner" in sent("/charters/add/", code=MINDFUL, owner=cast["staff"].email)
    assert "No level is recorded yet" in sent("/charters/add/", code=MINDFUL, owner=owner.email)
    assert "is here already" in sent("/charters/add/", code=MINDFUL, owner=owner.email)
    page = f"/charters/{Charter.objects.get().pk}/"
    days = {"since_day": "4", "since_month": "3", "since_year": "2026"}
    for sentence in ("Select the level", "Enter the first day", "Select evidence, or enter what it rests on"):
        assert sentence in sent(f"{page}level/")
    assert "Signatory since 4 March 2026" in sent(f"{page}level/", level=1, says="We signed it.", **days)
    assert "after what is recorded already" in sent(f"{page}level/", level=1, says="Again.", **days)
    assert cast["equality-lead"].name in sent(f"{page}owner/", owner=cast["equality-lead"].email)
    assert Charter.objects.get().owner == cast["equality-lead"]
    assert "Enter why" in sent(f"{page}left/", **days)
    left = days | {"since_month": "4"}
    assert "Left on 4 April 2026" in sent(f"{page}left/", says="It costs too much.", **left)
    assert "Enter what is wrong with it" in sent(f"{page}correct/")
    assert "Signatory since 4 March 2026" in sent(f"{page}correct/", why="We did not.")


def test_evidence_is_opened_by_those_who_may_read_it_and_others_learn_no_title(
    charter: Charter, owner: Person, cast: Cast
) -> None:
    evidence = Evidence.objects.create(
        body=bodies.home(), title="Validated self-assessment", kind=EvidenceKind.DOCUMENT, added_by=owner
    )
    client = client_of(owner)
    days = {"since_day": "4", "since_month": "3", "since_year": "2026"}
    client.post(f"/charters/{charter.pk}/level/", {"level": 1, "evidence": evidence.pk, **days})
    assert f"/evidence/{evidence.pk}/" in client.get(f"/charters/{charter.pk}/").content.decode()
    assert "Validated" not in public()


def test_the_pages_of_three_charters_take_no_more_queries_than_those_of_one(
    charter: Charter, owner: Person, team: Team
) -> None:
    def queries(page: str) -> int:
        client = client_of(owner)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    pages = ("/charters/", "/charters/keep/", f"/charters/{charter.pk}/", "/")
    recorded(charter, 1, "2023-12-01", owner)
    one = [queries(page) for page in pages]
    recorded(charter, 2, "2024-01-01", owner)
    recorded(charter, 3, "2024-02-01", make_person("policy-owner", team, name="Another Keeper"))
    for code in (ABUSE, MINDFUL):
        recorded(added(owner, code), 1, "2023-12-01", owner, "2026-12-01")
    assert [queries(page) for page in pages] == one
