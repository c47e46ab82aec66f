"""The people of the tests of leave: a carer with two managers, and people for whom the carer's leave is not there."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from dueregard.almanac import clock
from dueregard.leave import actions as leave
from dueregard.leave.days import Days, Part
from dueregard.leave.models import LedgerLine, Request
from dueregard.people.models import Directorate, Person, Team
from tests.people_of_the_tests import make_person

TODAY = date(2026, 11, 2)  # a Monday
NOW = datetime(2026, 11, 2, 10, tzinfo=clock.LONDON)


@dataclass
class Carers:
    """A carer, those who answer, and others."""

    carer: Person
    manager: Person
    head: Person
    colleague: Person
    stranger: Person
    other_manager: Person
    administrator: Person
    nobody_above: Person

    @property
    def others(self) -> list[Person]:
        """Everybody for whom the carer's leave is not there."""
        return [self.colleague, self.stranger, self.other_manager, self.administrator, self.nobody_above]


def make_carers() -> Carers:
    operations = Directorate.objects.create(name="Operations")
    here, elsewhere = (
        Team.objects.create(name=name, directorate=operations) for name in ("Here", "Elsewhere")
    )
    made = Carers(
        carer=make_person("adviser", here, name="Carer Example"),
        manager=make_person("manager", here, name="Manager Example"),
        head=make_person("executive", here, name="Head Example"),
        colleague=make_person("adviser", here, name="Colleague Example"),
        stranger=make_person("adviser", elsewhere, name="Stranger Example"),
        other_manager=make_person("manager", elsewhere, name="Other Manager"),
        administrator=make_person("administrator", elsewhere, name="Administrator Example"),
        nobody_above=make_person("executive", elsewhere, name="Chief Example"),
    )
    manage(made.carer, made.manager)
    manage(made.colleague, made.manager)
    manage(made.manager, made.head)
    manage(made.head, made.nobody_above)
    manage(made.stranger, made.other_manager)
    manage(made.other_manager, made.nobody_above)
    manage(made.administrator, made.other_manager)
    return made


def manage(person: Person, manager: Person | None) -> None:
    """Give somebody a line manager; whoever is asked afterwards knows."""
    person.staff.manager = manager and manager.staff
    person.staff.save(update_fields=["manager"])
    for each in (person, manager):
        if each is not None:
            each.__dict__.pop("is_employed", None)
            each.refresh_from_db()


def on(
    day: int, month: int = 11, year: int = 2026, *, last: date | None = None, part: Part = Part.WHOLE
) -> Days:
    """Return days of leave by their first day, in November 2026 unless told otherwise."""
    first = date(year, month, day)
    return Days(first, last or first, part)


def ask(person: Person, days: Days) -> Request:
    """Ask for leave from a page of its own."""
    return leave.ask(days, token=uuid4(), by=person)


def lines(person: Person) -> list[tuple[str, int, int]]:
    """Return somebody's ledger: the kind of each line, its minutes, and what is left."""
    found = LedgerLine.objects.filter(account__staff__person=person).order_by(
        "account__year_starts", "number"
    )
    return list(found.values_list("kind", "minutes", "balance"))
