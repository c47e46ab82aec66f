"""The thread: joined once, drawn in its order, and never through what somebody may not see."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.access import NotAllowed
from dueregard.journal.models import Entry
from dueregard.people.models import Directorate, Person, ServiceArea, Team
from dueregard.thread import actions as thread
from dueregard.thread import kinds, reports
from dueregard.thread.kinds import Kind, Station
from dueregard.thread.models import Link, Relation

Cast = dict[str, Person]


@pytest.fixture
def world(cast: Cast, team: Team, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Three kinds that stand for any: colleagues see all; of the areas nobody sees one called hidden."""
    monkeypatch.setattr(kinds, "_kinds", {})
    see_all = ServiceArea.objects.__class__.visible_to
    monkeypatch.setattr(
        ServiceArea.objects.__class__,
        "visible_to",
        lambda self, user: see_all(self, user).exclude(name="Hidden"),
    )
    for model, station in (
        (Team, Station.MEASURE),
        (ServiceArea, Station.ISSUE),
        (Directorate, Station.DECISION),
    ):
        code = model.__name__.lower()
        kinds.register(
            Kind(code, code, model, station, stage=str, title=str, day=lambda one: None, href=lambda one: "/")
        )
    north = Directorate.objects.create(name="North")
    made = {
        name: ServiceArea.objects.create(name=name, directorate=north) for name in ("Seen", "Hidden", "Far")
    }
    return {"team": team, "north": north, **made}


def titles(record: Any, user: Person) -> list[str]:
    return [bead.title for bead in reports.around(record, user).beads]


def test_the_strip_stands_in_order_follows_links_and_stops_at_what_is_hidden(
    world: dict[str, Any], cast: Cast
) -> None:
    lead = cast["equality-lead"]
    thread.join(world["north"], world["team"], relation=Relation.LED_TO, by=lead)
    thread.join(world["Seen"], world["north"], relation=Relation.CHANGED, by=lead)
    for one, other in (("Hidden", "team"), ("Hidden", "Far")):
        Link.objects.create(
            from_kind="servicearea", from_id=world[one].pk,
            to_kind=kinds.of(world[other]).code, to_id=world[other].pk, relation=Relation.LED_TO,
        )  # fmt: skip
    for record in ("Seen", "north", "team"):
        assert titles(world[record], cast["staff"]) == ["Seen", "North", "Team 1"]
    strip = reports.around(world["north"], cast["staff"])
    assert [bead.is_here for bead in strip.beads] == [False, True, False]
    assert titles(world["Far"], cast["staff"]) == ["Far"]
    assert titles(world["Seen"], cast["outsider"]) == []
    assert not Link.objects.visible_to(cast["outsider"]).exists()
    assert Link.objects.visible_to(cast["staff"]).count() == 2


def test_two_records_are_joined_once_by_somebody_who_sees_both(world: dict[str, Any], cast: Cast) -> None:
    ends = (world["Seen"], world["north"])
    made = thread.join(*ends, relation=Relation.LED_TO, by=cast["staff"])
    assert thread.join(*ends, relation=Relation.LED_TO, by=cast["analyst"]) == made
    entry = Entry.objects.get()
    assert (entry.deed, entry.subject_id, entry.actor_id) == (
        "joined two records",
        str(made.pk),
        cast["staff"].pk,
    )
    for by, earlier in ((cast["staff"], world["Hidden"]), (cast["inspector"], world["Far"])):
        with pytest.raises(NotAllowed):
            thread.join(earlier, world["north"], relation=Relation.LED_TO, by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        thread.join(world["Seen"], world["Seen"], relation=Relation.LED_TO, by=cast["staff"])
    with pytest.raises(ValueError, match="Person is not on the thread"):
        thread.join(cast["staff"], world["Seen"], relation=Relation.LED_TO, by=cast["staff"])
    assert Link.objects.count() == 1


def test_joining_is_undone_when_it_cannot_be_recorded(
    world: dict[str, Any], cast: Cast, fill_journal: Any
) -> None:
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        thread.join(world["Seen"], world["north"], relation=Relation.LED_TO, by=cast["staff"])
    assert not Link.objects.exists()


def test_many_beads_take_as_many_queries_as_few(world: dict[str, Any], cast: Cast) -> None:
    counts = []
    _ = cast["staff"].is_employed, cast["staff"].roles_now  # asked once for each request, not for each bead
    for number in (1, 8):
        for each in range(number):
            area = ServiceArea.objects.create(name=f"Area {number} {each}", directorate=world["north"])
            thread.join(area, world["north"], relation=Relation.LED_TO, by=cast["staff"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reports.around(world["north"], cast["staff"])
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_kind_and_a_model_stand_for_one_another(world: dict[str, Any]) -> None:
    kind = kinds.get("team")
    kinds.register(kind)
    with pytest.raises(ValueError, match="something else"):
        kinds.register(Kind("area", "x", Team, Station.ISSUE, str, str, lambda one: None, str))


# Invariant 19: a link's relation must be allowed for its two ends, and a withdrawn link stays visible as withdrawn.


@pytest.mark.parametrize("relation", Relation)
def test_19_a_relation_joins_only_the_stations_that_it_allows(relation: Relation) -> None:
    allowed = {(one, other) for one in Station for other in Station if relation.joins(one, other)}
    said, done = (Station.ISSUE, Station.CONSULTATION), (Station.DECISION, Station.ACTION)
    assert (
        allowed
        == {
            Relation.LED_TO: {(one, other) for one in Station for other in Station if one <= other},
            Relation.CHANGED: {(one, other) for one in said for other in done},
        }[relation]
    )


def test_19_what_leads_back_is_not_joined(world: dict[str, Any], cast: Cast) -> None:
    for earlier, later, relation in (
        ("north", "Seen", Relation.LED_TO),
        ("team", "north", Relation.LED_TO),
        ("north", "team", Relation.CHANGED),
        ("Seen", "Far", Relation.CHANGED),
    ):
        with pytest.raises(thread.WrongRelation):
            thread.join(world[earlier], world[later], relation=relation, by=cast["staff"])
    assert not Link.objects.exists()


def test_19_a_withdrawn_link_joins_nothing_and_both_records_show_it(
    world: dict[str, Any], cast: Cast
) -> None:
    lead, staff = cast["equality-lead"], cast["staff"]
    wrong = thread.join(world["Seen"], world["north"], relation=Relation.LED_TO, by=staff)
    thread.join(world["north"], world["team"], relation=Relation.LED_TO, by=staff)
    thread.withdraw(wrong, "It was about another matter.", by=lead)
    assert titles(world["north"], staff) == ["North", "Team 1"]
    for record, other, comes_from_there in (("Seen", "North", False), ("north", "Seen", True)):
        shown = reports.around(world[record], staff).withdrawn
        assert [(each.other.title, each.comes_from_there, each.link.withdrawn_because) for each in shown] == [
            (other, comes_from_there, "It was about another matter.")
        ]
    assert reports.around(world["north"], cast["outsider"]).withdrawn == ()
    entry = Entry.objects.latest("number")
    assert (entry.deed, entry.subject_id, entry.actor_id) == ("withdrew a link", str(wrong.pk), lead.pk)
    with pytest.raises(thread.AlreadyWithdrawn):
        thread.withdraw(wrong, "Again.", by=lead)
    again = thread.join(world["Seen"], world["north"], relation=Relation.LED_TO, by=staff)
    assert again != wrong
    assert titles(world["north"], staff) == ["Seen", "North", "Team 1"]


def test_a_link_is_withdrawn_with_a_reason_by_those_who_answer_for_decisions(
    world: dict[str, Any], cast: Cast
) -> None:
    link = thread.join(world["Seen"], world["north"], relation=Relation.LED_TO, by=cast["staff"])
    for role in ("staff", "manager", "inspector", "outsider"):
        with pytest.raises(NotAllowed):
            thread.withdraw(link, "No.", by=cast[role])
    with pytest.raises(DatabaseError), transaction.atomic():
        thread.withdraw(link, "", by=cast["executive"])
    hidden = Link.objects.create(
        from_kind="servicearea", from_id=world["Hidden"].pk, to_kind="directorate", to_id=world["north"].pk,
        relation=Relation.LED_TO,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        thread.withdraw(hidden, "No.", by=cast["executive"])


def test_withdrawing_is_undone_when_it_cannot_be_recorded(
    world: dict[str, Any], cast: Cast, fill_journal: Any
) -> None:
    link = thread.join(world["Seen"], world["north"], relation=Relation.LED_TO, by=cast["staff"])
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        thread.withdraw(link, "It was wrong.", by=cast["executive"])
    assert Link.objects.standing().get() == link


def test_the_page_asks_why_and_withdraws(world: dict[str, Any], cast: Cast) -> None:
    link = thread.join(world["Seen"], world["north"], relation=Relation.LED_TO, by=cast["staff"])
    page = f"/thread/links/{link.pk}/withdraw/"
    lead, staff = Client(), Client()
    lead.force_login(cast["equality-lead"])
    staff.force_login(cast["staff"])
    assert staff.get(page).status_code == 404
    assert "Enter why it was wrong" in lead.post(page, {"because": " "}).content.decode()
    assert lead.post(page, {"because": "Another matter."}).status_code == 302
    assert lead.get(page).status_code == 404
    link.refresh_from_db()
    assert link.withdrawn_because == "Another matter."
