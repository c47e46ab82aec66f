"""How many take leave: what is said in bands, and that nothing can be worked out from it."""

from collections import defaultdict
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.leave import take_up
from dueregard.leave.days import Days
from dueregard.people.models import Directorate, Person, Staff, Team
from tests.leave.carers import NOW, Carers, ask, on
from tests.leave.reading import client_of, page_of
from tests.people_of_the_tests import make_person


def test_whether_something_is_said_of_a_directorate_hangs_on_its_size_alone() -> None:
    for of in range(300):
        is_said = {take_up.said(count, of) is not None for count in range(of + 1)}
        assert is_said == {of >= 20}, of


def test_no_band_tells_that_fewer_than_ten_did_or_did_not_take_leave() -> None:
    for of in range(20, 300):
        counts = defaultdict(list)
        for count in range(of + 1):
            counts[take_up.said(count, of)].append(count)
        for words, possible in counts.items():
            assert len(possible) >= 10, (of, words)
            assert max(possible) >= 9, (of, words)  # nobody is said to be one of a few who took it
            assert of - min(possible) >= 10, (of, words)  # nor one of a few who did not


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        (0, 40, "fewer than 10"),
        (9, 40, "fewer than 10"),
        (10, 40, "10-24"),
        (24, 40, "10-24"),
        (25, 40, "25 or more"),
        (40, 40, "25 or more"),
        (25, 34, "10 or more"),
        (250, 260, "200 or more"),
        (15, 19, None),
    ],
)
def test_bands_by_hand(count: int, of: int, words: str | None) -> None:
    assert take_up.said(count, of) == words


def test_who_took_leave_by_the_end_of_the_last_quarter_is_counted_once_whatever_its_kind(
    carers: Carers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_up, "said", lambda count, of: f"{count} of {of}")
    with clock.standing_at(datetime(2026, 9, 7, 9, tzinfo=clock.LONDON)):
        ask(carers.carer, on(8, 9))
        ask(carers.carer, on(9, 9))
        ask(carers.colleague, on(30, 9, last=date(2026, 10, 2)))
        ask(carers.stranger, on(1, 10))
    assert take_up.in_twelve_months() == (
        Days(date(2025, 10, 1), date(2026, 9, 30)),
        [take_up.TakeUp("Operations", "2 of 8")],
    )
    with clock.standing_at(NOW.replace(year=2027)):
        assert [one.band for one in take_up.in_twelve_months()[1]] == ["2 of 8"]


def test_the_page_is_for_the_equality_lead_and_executives_and_gives_no_number(carers: Carers) -> None:
    lead = make_person("equality-lead", Team.objects.get(name="Here"))
    Directorate.objects.create(name="Nobody works here")
    for person in (lead, carers.head):
        page = page_of(person, "/leave/take-up/")
        assert "from 1 October 2025 to 30 September 2026" in page
        assert page.count("too small to say") == 2
        assert "take carers’ leave" in page_of(person, "/leave/")
    for person in (carers.carer, carers.manager, carers.administrator):
        assert client_of(person).get("/leave/take-up/").status_code == 404
        assert "take-up" not in client_of(person).get("/leave/").content.decode()


def test_before_there_are_directorates_the_page_says_so(db: None) -> None:
    assert take_up.in_twelve_months()[1] == []


def test_more_directorates_take_no_more_queries(carers: Carers) -> None:
    def queries() -> int:
        client = client_of(Person.objects.get(pk=carers.head.pk))
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/leave/take-up/").status_code == 200
        return len(captured)

    one = queries()
    for name in ("Second", "Third"):
        team = Team.objects.create(name=name, directorate=Directorate.objects.create(name=name))
        make_person("adviser", team, name=f"{name} Example")
    assert Staff.objects.count() == 10
    assert queries() == one
