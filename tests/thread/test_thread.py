"""The thread: joined once, drawn in its order, and never through what somebody may not see."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
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
    thread.join(world["Seen"], world["north"], relation=Relation.ANSWERS, by=lead)
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
    cast["staff"].is_employed  # noqa: B018  (asked once for each request, not for each bead)
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
