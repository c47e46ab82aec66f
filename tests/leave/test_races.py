"""Many at once, with connections of their own: nobody gets more than five days, and no answer is lost.

The controls take the lock and the constraint away. They must overspend, or these races prove nothing.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from dueregard import journal
from dueregard.almanac import clock
from dueregard.leave import accounts
from dueregard.leave import actions as leave
from dueregard.leave.days import Days
from dueregard.leave.models import Account, DayLine, LedgerLine, Request, State
from dueregard.people.models import Directorate, Person, Staff, Team
from tests.leave.carers import NOW, TODAY, Carers, ask, make_carers, on
from tests.people_of_the_tests import make_person

AT_ONCE = 8
PAID_DAYS = 5
EIGHT_DAYS = [day for day in (TODAY + timedelta(days=number) for number in range(1, 11)) if day.weekday() < 5]

Ask = Callable[[Person, Days, Barrier], object]


def at_once(*deeds: Callable[[Barrier], object]) -> list[str]:
    """Do all of them at the same moment, each with a connection of its own; return what came of each."""
    barrier = Barrier(len(deeds), timeout=60)
    came: list[str] = [""] * len(deeds)

    def do(place: int) -> None:
        try:
            with clock.standing_at(NOW):
                deeds[place](barrier)
            came[place] = "done"
        except Exception as problem:  # noqa: BLE001  (whatever happens in a thread is what the test asks about)
            came[place] = type(problem).__name__
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def ask_as_in_use(person: Person, days: Days, barrier: Barrier) -> None:
    barrier.wait()
    ask(person, days)


def ask_for_unpaid_leave(person: Person, days: Days, barrier: Barrier) -> None:
    barrier.wait()
    leave.ask(days, token=uuid4(), is_paid=False, by=person)


def ask_with_the_check_outside(person: Person, days: Days, barrier: Barrier) -> None:
    """Ask as somebody might write it: look first, and then begin the transaction that writes."""
    taking = accounts.taking(days, person.staff, is_paid=True)
    barrier.wait()
    with journal.acting():
        request = Request.objects.create(
            id=uuid4(), staff=person.staff, first=days.first, last=days.last, part=days.part,
            asked_first=days.first, asked_last=days.last, state=State.AGREED, decided_at=clock.now(),
        )  # fmt: skip
        for year, line in taking.lines.items():
            account = Account.objects.get(staff=person.staff, year_starts=year.first)
            LedgerLine.objects.create(
                account=account, request=request,
                number=line.number, kind=line.kind, minutes=line.minutes, balance=line.balance,
            )  # fmt: skip
        journal.record("asked for leave", request, by=person)


def races(count: int, asked: Ask) -> Counter[str]:
    """Let so many people each send eight requests at once; return how often each outcome came."""
    team = Team.objects.create(name="Here", directorate=Directorate.objects.create(name="Operations"))
    people = [make_person("adviser", team, name=f"Carer {number}") for number in range(count)]
    came: Counter[str] = Counter()
    for person in people:
        with clock.standing_at(NOW):  # the account is open, so that nothing but its lock holds anybody up
            leave.withdraw(
                ask(person, Days(TODAY + timedelta(days=30), TODAY + timedelta(days=30))), by=person
            )
        came.update(at_once(*(asking(asked, person, Days(day, day)) for day in EIGHT_DAYS)))
    return came


def asking(asked: Ask, person: Person, days: Days) -> Callable[[Barrier], object]:
    return lambda barrier: asked(Person.objects.get(pk=person.pk), days, barrier)


def overspent() -> int:
    """Count the people who have more than five days."""
    standing = Request.objects.standing().values_list("staff")
    return sum(1 for days in Counter(staff for (staff,) in standing).values() if days > PAID_DAYS)


def take_away_the_constraints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two lines of one account, and two days of one person, have one number, in the databases of this test."""
    for model, name in ((LedgerLine, "ledger_numbered_once"), (DayLine, "leave_day_numbered_once")):
        constraints = {constraint.name: constraint for constraint in model._meta.constraints}
        numbered_once = constraints.pop(name)
        with monkeypatch.context() as without, connection.schema_editor() as editor:
            without.setattr(model._meta, "constraints", list(constraints.values()))
            editor.remove_constraint(model, numbered_once)


def take_away_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)


def careless(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return how to ask without what protects this database; SQLite knows no lock of rows to take away."""
    if connection.vendor == "sqlite":
        return ask_with_the_check_outside
    take_away_the_lock(monkeypatch)
    return ask_as_in_use


def nobody_has_more_than_five_days(people: int) -> None:
    came = races(people, ask_as_in_use)
    assert came == {"done": people * PAID_DAYS, "NotEnough": people * (AT_ONCE - PAID_DAYS)}
    assert overspent() == 0
    balances = LedgerLine.objects.values_list("balance", flat=True)
    assert min(balances) == 0


def test_eight_requests_at_once_never_take_more_than_five_days(shared_databases: dict[str, str]) -> None:
    nobody_has_more_than_five_days(10)


def test_eight_requests_at_once_never_take_more_than_the_statutory_week(
    shared_databases: dict[str, str],
) -> None:
    came = races(3, ask_for_unpaid_leave)
    assert came == {"done": 3 * PAID_DAYS, "OverTwelveMonths": 3 * (AT_ONCE - PAID_DAYS)}
    assert overspent() == 0
    days = DayLine.objects.filter(is_paid=False)
    assert {sum(one.minutes for one in days.filter(staff=staff)) for staff in Staff.objects.all()} == {2220}


@pytest.mark.prove
def test_eight_requests_at_once_of_200_people(shared_databases: dict[str, str]) -> None:
    nobody_has_more_than_five_days(200)


def test_control_without_lock_and_constraint_somebody_gets_more(
    shared_databases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away_the_constraints(monkeypatch)
    came = races(10, careless(monkeypatch))
    assert overspent() > 0, came


def test_control_without_lock_the_constraint_still_holds(
    shared_databases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    came = races(10, careless(monkeypatch))
    assert came["IntegrityError"] > 0
    assert overspent() == 0


def test_one_page_sent_eight_times_at_once_asks_once(shared_databases: dict[str, str]) -> None:
    carers = prepared()
    token = uuid4()

    def send(barrier: Barrier) -> None:
        person = Person.objects.get(pk=carers.carer.pk)
        barrier.wait()
        leave.ask(on(5), token=token, by=person)

    assert at_once(*[send] * AT_ONCE) == ["done"] * AT_ONCE
    assert Request.objects.count() == 1
    assert list(LedgerLine.objects.order_by("number").values_list("balance", flat=True)) == [2220, 1776]


@pytest.mark.parametrize("repeat", range(3))
def test_an_answer_and_a_withdrawal_at_once_leave_a_whole_ledger(
    shared_databases: dict[str, str], repeat: int
) -> None:
    carers = prepared()
    with clock.standing_at(NOW):
        request = ask(carers.carer, on(5))
    came = at_once(
        answering(carers.manager, lambda by: leave.postpone(request, to=on(12).first, reason="x", by=by)),
        answering(carers.carer, lambda by: leave.withdraw(request, by=by)),
    )
    assert came in (["done", "done"], ["AlreadyWithdrawn", "done"])
    request.refresh_from_db()
    assert request.is_withdrawn
    assert LedgerLine.objects.order_by("-number")[0].balance == 2220


@pytest.mark.parametrize("repeat", range(3))
def test_of_two_answers_at_once_the_second_is_told(shared_databases: dict[str, str], repeat: int) -> None:
    carers = prepared()
    with clock.standing_at(NOW):
        request = ask(carers.carer, on(5))
    came = at_once(
        answering(carers.manager, lambda by: leave.postpone(request, to=on(12).first, reason="x", by=by)),
        answering(carers.head, lambda by: leave.agree(request, by=by)),
    )
    assert sorted(came) == ["AlreadyAnswered", "done"]
    request.refresh_from_db()
    assert request.state == (State.POSTPONED if came[0] == "done" else State.AGREED)
    assert LedgerLine.objects.order_by("-number")[0].balance == 1776


def prepared() -> Carers:
    with clock.standing_at(NOW):
        return make_carers()


def answering(person: Person, answer: Callable[[Person], object]) -> Callable[[Barrier], object]:
    def do(barrier: Barrier) -> None:
        by = Person.objects.get(pk=person.pk)
        barrier.wait()
        answer(by)

    return do
