"""What managers and the board are told: names to the direct manager, bands of ten or more to those above, no more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.people.models import Person, Staff, Team
from dueregard.policies.models import RollOut, Tally, Task, Version
from dueregard.policies.rollout import reports, tallies, tasks
from dueregard.policies.rollout.reports import Reader
from dueregard.policies.rollout.system import ROLL_OUT
from tests.networks.members import NOW
from tests.policies.conftest import spread
from tests.policies.launched import hire
from tests.policies.rollout.test_concerns import confirm

Cast = dict[str, Person]


@pytest.fixture
def line(cast: Cast, version: Version) -> dict[str, list[Staff]]:
    """Return the staff of two teams under two managers, who report to the executive; one team has six people."""
    chief = cast["executive"].staff
    made = {}
    for name, number in (("Large", 30), ("Small", 6)):
        manager = hire(1, team=chief.team, manager=chief, prefix=f"M{name}")
        made[name] = hire(number, manager=manager[0], prefix=name)
        made[f"{name} manager"] = manager
    spread(version.roll_out)
    return made


def counted(roll_out: RollOut) -> Tally:
    tallies.keep(roll_out, tallies.counted_groups(roll_out), by=ROLL_OUT)
    return Tally.objects.select_related("roll_out__policy").get()


def read_by(staff: list[Staff]) -> None:
    for one in staff:
        confirm(Task.objects.get(staff=one))


def shown(found: list[reports.Shown]) -> list[tuple[str, str, str]]:
    return [(" ".join(each.names), each.people, each.share) for each in found]


def test_a_direct_manager_reads_the_names_of_their_own_reports_who_have_not_read(
    line: dict[str, list[Staff]],
) -> None:
    manager = line["Large manager"][0].person
    read_by(line["Large"][:29])
    assert [task.staff for task in reports.not_yet(manager)] == line["Large"][29:]
    assert not reports.not_yet(line["Large"][0].person).exists()


def test_nobody_else_reads_a_name(
    line: dict[str, list[Staff]], cast: Cast, client_of: Callable[..., Any]
) -> None:
    names = [one.person.name for one in line["Large"]]
    for who in ("executive", "equality-lead", "policy-owner", "administrator", "staff"):
        for address in ("/policies/reading/team/", "/policies/rollouts/"):
            page = client_of(cast[who]).get(address).content.decode()
            assert not [name for name in names if f"{name}<" in page]


def test_a_manager_above_reads_teams_of_ten_or_more_and_never_the_small_one(
    line: dict[str, list[Staff]], cast: Cast, version: Version
) -> None:
    read_by(line["Large"][:20])
    tally = counted(version.roll_out)
    assert shown(reports.of_teams_below(tally, Reader.of(cast["executive"]))) == [
        ("Team Large", "25-49", "50% to 74%")
    ]
    assert (
        reports.of_teams_below(tally, Reader.of(line["Large manager"][0].person)) == []
    )  # they read the names


def test_a_directorate_of_six_is_shown_only_together_with_another(
    line: dict[str, list[Staff]], cast: Cast, version: Version
) -> None:
    groups = [group for group in counted(version.roll_out).groups if group["level"] == tallies.DIRECTORATE]
    with_small = [group for group in groups if "Directorate Small" in group["names"]]
    assert [group["names"] for group in with_small] == [["Directorate Small", "Operations"]]
    assert all(group["people"] >= 10 for group in groups)


def test_the_board_is_for_those_who_oversee_and_the_owner(
    line: dict[str, list[Staff]], cast: Cast, version: Version
) -> None:
    tally = counted(version.roll_out)
    readers = {who for who, person in cast.items() if reports.of_board(tally, Reader.of(person))}
    assert readers == {"policy-owner", "equality-lead", "executive"}


def test_a_reader_with_many_reports_in_a_group_is_not_shown_it(
    line: dict[str, list[Staff]], cast: Cast, version: Version
) -> None:
    tally = counted(version.roll_out)
    before = shown(reports.of_board(tally, Reader.of(cast["equality-lead"])))
    assert any("Large" in names for names, _, _ in before)
    lead = cast["equality-lead"].staff
    Staff.objects.filter(pk__in=[one.pk for one in line["Large"][:3]]).update(manager=lead)
    after = shown(reports.of_board(tally, Reader.of(cast["equality-lead"])))
    assert not any("Large" in names for names, _, _ in after)


def test_it_is_counted_once_a_day_in_the_background(version: Version, cast: Cast) -> None:
    worker.work(once=True)
    for _ in range(2):
        tasks.count_readers()
        worker.work(once=True)
    assert Job.objects.filter(kind=tallies.COUNT, state="done").count() == 1
    assert Tally.objects.get().counted_on == clock.today()
    with clock.standing_at(NOW + timedelta(days=1)):
        tasks.count_readers()
        worker.work(once=True)
        assert Tally.objects.get().counted_on == clock.today()


def test_counting_is_allowed_to_the_system_alone(version: Version, cast: Cast) -> None:
    for person in cast.values():
        with pytest.raises(NotAllowed):
            tallies.keep(version.roll_out, [], by=person)
        with pytest.raises(NotAllowed):
            tallies.begin_counting(version.roll_out, by=person)


def test_leavers_are_not_counted(version: Version, cast: Cast, team: Team) -> None:
    hire(20, team=team)
    spread(version.roll_out)
    everybody = tallies.counted_groups(version.roll_out)[0]["people"]
    Staff.objects.filter(number="P00001").update(ended=clock.today() - timedelta(days=1))
    assert tallies.counted_groups(version.roll_out)[0]["people"] == everybody - 1


def test_counting_takes_one_query_whatever_the_number_of_staff(version: Version, cast: Cast) -> None:
    from django.db import connection

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            tallies.counted_groups(version.roll_out)
        return len(captured)

    spread(version.roll_out)
    few = queries()
    hire(40)
    spread(version.roll_out)
    assert queries() == few == 1
