import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.leave.agreed_time.models import AgreedTime, TimeUsed
from dueregard.leave.days import Days, LeaveYear, Part, last_day_to_postpone, latest_new_first_day
from dueregard.leave.ledger import Kind, Line
from dueregard.leave.passports.models import Grant, Passport, Reading, Signature, SignedVersion
from dueregard.leave.patterns import LONGEST_ROTA, Pattern, Rota, Week, spread
from dueregard.leave.querysets import AskedQuerySet, OwnQuerySet
from dueregard.leave.rules import decides, has_asked, is_administrator, is_employed, manages
from dueregard.people.models import Person, Staff

__all__ = [
    "Account",
    "AgreedTime",
    "DayLine",
    "Grant",
    "LedgerLine",
    "Passport",
    "Reading",
    "Request",
    "Signature",
    "SignedVersion",
    "State",
    "TimeUsed",
    "WorkingPattern",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_IN_A_DAY = 24 * 60


class WorkingPatternQuerySet(OwnQuerySet):
    def of(self, staff: Staff) -> Pattern:
        """Return how somebody works: Monday to Friday in equal parts, until a pattern says otherwise."""
        later: dict[date, list[Week]] = {}
        for one in self.filter(staff=staff).order_by("from_day", "place"):
            later.setdefault(one.from_day, []).append(one.week)
        rotas: list[tuple[date, Rota]] = [(since, tuple(weeks)) for since, weeks in later.items()]
        return Pattern((spread(staff.weekly_minutes),), tuple(rotas))


class WorkingPattern(RulesModel):
    """The minutes a person works on each weekday, from some day on: a row for each of the weeks that take turns."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="working_patterns")
    from_day = models.DateField()
    place = models.PositiveSmallIntegerField(default=1)
    monday = models.PositiveSmallIntegerField()
    tuesday = models.PositiveSmallIntegerField()
    wednesday = models.PositiveSmallIntegerField()
    thursday = models.PositiveSmallIntegerField()
    friday = models.PositiveSmallIntegerField()
    saturday = models.PositiveSmallIntegerField(default=0)
    sunday = models.PositiveSmallIntegerField(default=0)

    OWNER = "staff"
    objects = WorkingPatternQuerySet.as_manager()

    class Meta:
        ordering = ["from_day", "place"]
        rules_permissions = {"set": manages, "change_hours": is_administrator}
        constraints = [
            models.UniqueConstraint(fields=["staff", "from_day", "place"], name="pattern_once_a_day"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=LONGEST_ROTA), name="pattern_of_a_few_weeks"
            ),
            models.CheckConstraint(
                condition=Q(**{f"{day}__lte": MINUTES_IN_A_DAY for day in WEEKDAYS}),
                name="pattern_within_each_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} from {self.from_day}"

    @property
    def week(self) -> Week:
        """The minutes of each weekday, Monday first."""
        return (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday,
        )  # fmt: skip


class Account(models.Model):
    """One person's paid leave in one leave year.

    It is opened when the person first asks, with the entitlement of the hours they are employed for on that day.
    A change of hours during the year leaves that line as it was made and adds one that adjusts it. Where paid leave is
    counted in any twelve months there are no accounts, only the days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="leave_accounts")
    year_starts = models.DateField()

    OWNER = "staff"
    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["year_starts"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "year_starts"], name="account_once_a_leave_year")
        ]

    def __str__(self) -> str:
        return f"{self.staff} from {self.year_starts}"

    @property
    def year(self) -> LeaveYear:
        """The leave year."""
        return LeaveYear(self.year_starts)


class LedgerLine(models.Model):
    """A line of a ledger. The database itself refuses to change or remove it (`journal.seals`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=[(kind.value, kind.name.capitalize()) for kind in Kind])
    minutes = models.IntegerField()
    balance = models.IntegerField()
    request = models.ForeignKey("Request", models.PROTECT, null=True, related_name="lines")
    at = models.DateTimeField(default=clock.now, editable=False)

    OWNER = "account__staff"
    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["account", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="ledger_never_below_zero"),
            models.UniqueConstraint(fields=["account", "number"], name="ledger_numbered_once"),
            models.CheckConstraint(
                condition=Q(kind=Kind.ENTITLEMENT.value, number=1, minutes=F("balance"), request=None)
                | Q(kind=Kind.CARRIED.value, number__gt=1, minutes__gt=0, request=None)
                | (Q(kind=Kind.ADJUSTED.value, number__gt=1, request=None) & ~Q(minutes=0))
                | Q(kind=Kind.TAKEN.value, number__gt=1, minutes__lt=0, request__isnull=False)
                | Q(kind=Kind.RETURNED.value, number__gt=1, minutes__gt=0, request__isnull=False),
                name="ledger_line_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes}"

    @property
    def line(self) -> Line:
        """The line as the rules know it."""
        return Line(self.number, Kind(self.kind), self.minutes, self.balance)


class DayLineQuerySet(OwnQuerySet):
    def minutes_by_day(self, staff: Staff, *, since: date) -> dict[bool, dict[date, int]]:
        """Return the minutes that somebody took on each day since that one: paid under True, unpaid under False."""
        found = self.filter(staff=staff, day__gte=since).order_by().values_list("is_paid", "day")
        taken: dict[bool, dict[date, int]] = {True: {}, False: {}}
        for is_paid, day, minutes in found.annotate(models.Sum("minutes")):
            taken[is_paid][day] = minutes
        return taken


class DayLine(models.Model):
    """Minutes of leave on one day, or given back: what is counted in any twelve months. It is sealed like the ledger.

    Leave counts on the days for which it was asked, wherever the work has moved it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="leave_days")
    number = models.PositiveIntegerField()
    day = models.DateField()
    minutes = models.IntegerField()
    is_paid = models.BooleanField()
    request = models.ForeignKey("Request", models.PROTECT, related_name="day_lines")
    at = models.DateTimeField(default=clock.now, editable=False)

    OWNER = "staff"
    objects = DayLineQuerySet.as_manager()

    class Meta:
        ordering = ["staff", "number"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "number"], name="leave_day_numbered_once"),
            models.CheckConstraint(condition=~Q(minutes=0), name="leave_day_of_some_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.minutes}"


class State(models.TextChoices):
    """Where a request stands. There is no refusal."""

    WAITING = "waiting"
    AGREED = "agreed"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"


class RequestQuerySet(AskedQuerySet):
    def waiting_for(self, user: Any) -> "RequestQuerySet":
        """Return what waits for an answer from this person, the soonest first."""
        waiting = self.visible_to(user).filter(state=State.WAITING)
        return waiting.exclude(staff__person_id=user.pk).order_by("first", "id")

    def on_calendar_of(self, staff: Staff) -> "RequestQuerySet":
        """Return the requests whose days somebody's team sees: of the team, and of those they manage."""
        return self.standing().filter(Q(staff__team_id=staff.team_id) | Q(staff__manager_id=staff.pk))

    def standing(self) -> "RequestQuerySet":
        """Return the requests that were not withdrawn."""
        return self.exclude(state=State.WITHDRAWN)

    def between(self, first: date, last: date) -> "RequestQuerySet":
        """Return the requests of which some day lies between the two, both included."""
        return self.filter(first__lte=last, last__gte=first)


class Request(RulesModel):
    """Somebody asks for days of leave. Its key is the token of the page it was sent from, so it is made once."""

    id = models.UUIDField(primary_key=True, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="leave_requests")
    first = models.DateField()
    last = models.DateField()
    part = models.CharField(max_length=9, choices=[(part.value, part.name.capitalize()) for part in Part])
    is_paid = models.BooleanField(default=True, editable=False)
    asked_first = models.DateField(editable=False)
    asked_last = models.DateField(editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="Why the work needs the leave to be later.")

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "id"]
        rules_permissions = {
            "ask": is_employed,
            "agree": decides,
            "postpone": decides,
            "withdraw": has_asked,
        }
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="leave_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(part=Part.WHOLE.value) | Q(first=F("last")), name="leave_half_is_of_one_day"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN)
                | Q(state=State.WAITING, decided_at=None)
                | Q(state__in=[State.AGREED, State.POSTPONED], decided_at__isnull=False),
                name="leave_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(first=F("asked_first"), last=F("asked_last"), reason="")
                | (Q(first__gt=F("asked_first")) & ~Q(reason="")),
                name="leave_moved_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} from {self.first}"

    @property
    def days(self) -> Days:
        """The days as they stand."""
        return Days(self.first, self.last, Part(self.part))

    @property
    def asked_days(self) -> Days:
        """The days that were asked for."""
        return Days(self.asked_first, self.asked_last, Part(self.part))

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == State.WAITING

    @property
    def is_withdrawn(self) -> bool:
        """Whether the asker took it back."""
        return self.state == State.WITHDRAWN

    @property
    def has_begun(self) -> bool:
        """Whether its first day is here."""
        return self.first <= clock.today()

    @property
    def last_day_to_postpone(self) -> date:
        """The last day on which it can be postponed."""
        return last_day_to_postpone(self.asked_days, asked_on=clock.day_of(self.asked_at))

    @property
    def latest_new_first_day(self) -> date:
        """The latest day to which it can be postponed."""
        return latest_new_first_day(self.asked_first)

    @property
    def may_still_be_postponed(self) -> bool:
        """Whether it waits for an answer and the time to postpone has not run out."""
        return self.is_waiting and clock.today() <= self.last_day_to_postpone

    @property
    def may_still_be_withdrawn(self) -> bool:
        """Whether it stands and has not begun."""
        return not self.is_withdrawn and not self.has_begun
