"""A slow and obvious model of leave, to compare the rules with: a set of half days, and sums over it.

It shares no code with the rules but the words for days. Sequences of deeds are drawn at random and done to both: people
who work full time, part time, compressed or in weeks that take turns ask for paid and unpaid days and halves, take
them back and are moved, over bank holidays, year ends, 29 February and both changes of the clocks; days and years pass,
leave years are fixed or there are none, and hours change.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from dueregard.leave.days import LeaveYear

WORLDS: list[tuple[date, tuple[int, int]]] = [
    (date(2027, 3, 15), (4, 1)),  # Easter, the clocks go forward, a leave year ends
    (date(2026, 10, 12), (4, 1)),  # the clocks go back
    (date(2026, 12, 14), (1, 1)),  # Christmas, and a leave year ends with the year
    (date(2028, 2, 14), (3, 1)),  # a leap day ends a leave year
    (date(2028, 2, 14), (4, 1)),  # a leap day within one
]
HOLIDAYS = {
    *(
        date(2026, month, day)
        for month, day in ((4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28))
    ),
    *(date(2027, month, day) for month, day in ((1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30))),
    *(date(2027, 12, day) for day in (25, 26, 27, 28)),
    *(date(2028, month, day) for month, day in ((1, 1), (1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28))),
    *(date(2028, 12, day) for day in (25, 26)),
    *(date(2029, month, day) for month, day in ((1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27))),
    *(date(2029, 12, day) for day in (25, 26)),
    *(date(2030, month, day) for month, day in ((1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26))),
    *(date(2030, 12, day) for day in (25, 26)),
    *(date(2031, month, day) for month, day in ((1, 1), (4, 11), (4, 14), (5, 5), (5, 26), (8, 25))),
    *(date(2031, 12, day) for day in (25, 26)),
    date(2026, 12, 26),
    date(2032, 1, 1),
}

Week = tuple[int, int, int, int, int, int, int]
Rota = tuple[Week, ...]
Half = tuple[date, str]

ROTAS: list[Rota] = [
    ((444, 444, 444, 444, 444, 0, 0),),
    ((445, 445, 443, 443, 444, 0, 0),),
    ((555, 555, 555, 555, 0, 0, 0),),
    ((0, 0, 444, 444, 444, 0, 0),),
    ((480, 0, 241, 0, 479, 0, 0),),
    ((494, 494, 494, 493, 493, 0, 0), (493, 493, 493, 493, 0, 0, 0)),
    ((720, 720, 720, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0)),
    ((0, 444, 0, 444, 0, 0, 0), (444, 0, 444, 0, 444, 0, 0)),
]
SELDOM: list[Rota] = [
    ((0, 0, 0, 0, 0, 600, 600),),
    ((1, 0, 0, 0, 0, 0, 0),),
    ((0, 0, 0, 0, 0, 0, 0),),
]


@dataclass(frozen=True)
class World:
    """Who somebody is, and what their body's policy says."""

    begins: date
    starts: tuple[int, int]
    rota: Rota
    started: date
    paid_days: int
    is_rolling: bool
    is_pro_rata: bool
    carry_over_days: int
    paid_is_statutory: bool


def draw_rota(random: Random) -> Rota:
    return random.choice(SELDOM if random.random() < 0.1 else ROTAS)


def draw_world(random: Random) -> World:
    begins, starts = random.choice(WORLDS)
    return World(
        begins=begins,
        starts=starts,
        rota=draw_rota(random),
        started=begins - timedelta(days=random.choice((0, 3, 10, 100, 3000, 3000))),
        paid_days=random.choice((5, 5, 2, 0)),
        is_rolling=random.random() < 0.3,
        is_pro_rata=random.random() < 0.8,
        carry_over_days=random.choice((0, 0, 1, 3)),
        paid_is_statutory=random.random() < 0.3,
    )


@dataclass
class Booking:
    """What one request holds: the halves asked for with their minutes, what of them came back, where it stands now."""

    is_paid: bool
    minutes: dict[Half, int]
    now: list[Half]
    back: dict[Half, int] = field(default_factory=dict)

    def held(self, half: Half) -> int:
        return self.minutes[half] - self.back.get(half, 0)


class Model:
    """What halves of days are booked, by which request; what is left is what was given less their minutes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.today = world.begins
        self.rotas: list[tuple[date, Rota]] = [(world.started, world.rota)]
        self.booked: dict[int, Booking] = {}
        self.given: dict[date, int] = {}
        self.carried: dict[date, int] = {}
        self.gone: list[tuple[date, int]] = []
        """What withdrawn leave of years that were over has cost those, and gave to later ones."""

    # How it is worked

    def rota(self, day: date) -> tuple[date, Rota]:
        return [one for one in self.rotas if one[0] <= day or one is self.rotas[0]][-1]

    def whole(self, day: date) -> int:
        return 0 if day in HOLIDAYS else self.worked(day)[day.weekday()]

    def worked(self, day: date) -> Week:
        since, rota = self.rota(day)
        number = (day.toordinal() - 1) // 7 - (since.toordinal() - 1) // 7
        return rota[number % len(rota)]

    def halves(self, first: date, last: date, part: str) -> list[Half]:
        names = ["morning", "afternoon"] if part == "whole" else [part]
        count = (last - first).days + 1
        return [(first + timedelta(days=number), name) for number in range(count) for name in names]

    def priced(self, halves: list[Half]) -> dict[Half, int]:
        prices = {}
        for day, name in halves:
            whole = self.whole(day)
            minutes = whole // 2 if name == "morning" else whole - whole // 2
            if minutes:
                prices[day, name] = minutes
        return prices

    # What is left

    def share(self, paid_days: int) -> int:
        rota = self.rota(self.today)[1]
        total = sum(sum(week) for week in rota)
        days = 5 * len(rota) if self.world.is_pro_rata else len([1 for week in rota for each in week if each])
        return (total * paid_days + days - 1) // days if days else 0

    def year(self, day: date) -> date:
        first = date(day.year, *self.world.starts)
        return first if first <= day else date(day.year - 1, *self.world.starts)

    def touch(self, year: date) -> None:
        """Open a leave year, and carry over into it what was left of the one before."""
        self.given.setdefault(year, self.share(self.world.paid_days))
        before = date(year.year - 1, year.month, year.day)
        if self.world.carry_over_days and year <= self.today and self.world.started < year:
            if before in self.given:
                saved = dict(self.given), dict(self.carried)
                self.touch(before)
                left = self.left(before)
                self.given, self.carried = saved
            else:
                left = self.share(self.world.paid_days)
            due = min(left, self.share(self.world.carry_over_days)) - self.carried.get(year, 0)
            self.carried[year] = self.carried.get(year, 0) + max(0, due)

    def left(self, year: date) -> int:
        held = sum(
            booking.held(half)
            for booking in self.booked.values()
            if booking.is_paid
            for half in booking.minutes
            if self.year(half[0]) == year
        )
        gone = sum(minutes for each, minutes in self.gone if each == year)
        return self.given[year] + self.carried.get(year, 0) - held - gone

    def taken(self, *, is_paid: bool) -> dict[date, int]:
        counts = {is_paid} | ({True} if self.world.paid_is_statutory else set())
        taken: dict[date, int] = {}
        for booking in self.booked.values():
            if booking.is_paid in counts:
                for half in booking.minutes:
                    taken[half[0]] = taken.get(half[0], 0) + booking.held(half)
        return {day: minutes for day, minutes in taken.items() if minutes}

    def week_by_law(self, day: date) -> int:
        rota = self.rota(day)[1]
        if min(map(sum, rota)) == max(map(sum, rota)):
            return sum(self.worked(day))
        if (day - self.world.started).days < 7:
            return sum(self.worked(day))
        weeks = min(52, (day.toordinal() - 1) // 7 - (self.world.started.toordinal() - 1) // 7)
        total = sum(sum(self.worked(day - timedelta(weeks=number))) for number in range(1, weeks + 1))
        return (total + weeks - 1) // weeks

    def over_twelve_months(self, wanted: dict[Half, int], *, is_paid: bool) -> bool:
        taken = self.taken(is_paid=is_paid)
        new = {day for day, _ in wanted}
        for (day, _), minutes in wanted.items():
            taken[day] = taken.get(day, 0) + minutes
        for end in taken:
            within = {day for day in taken if a_year_before(end) < day <= end}
            most = self.share_on(end) if is_paid else self.week_by_law(end)
            if within & new and sum(taken[day] for day in within) > most:
                return True
        return False

    def share_on(self, day: date) -> int:
        today, self.today = self.today, day
        share = self.share(self.world.paid_days)
        self.today = today
        return share

    # What is done

    def ask(self, key: int, first: date, last: date, part: str, *, is_paid: bool) -> str:
        halves = self.halves(first, last, part)
        wanted = self.priced(halves)
        if self.overlaps(halves):
            return "Overlapping"
        if not wanted:
            return "NothingToTake"
        if is_paid and not self.world.is_rolling:
            years = sorted({self.year(day) for day, _ in wanted})
            saved = dict(self.given), dict(self.carried)
            for year in years:
                self.touch(year)
                if sum(each for (day, _), each in wanted.items() if self.year(day) == year) > self.left(year):
                    self.given, self.carried = saved
                    return "NotEnough"
        elif self.over_twelve_months(wanted, is_paid=is_paid):
            return "OverTwelveMonths"
        self.booked[key] = Booking(is_paid, wanted, halves)
        return ""

    def overlaps(self, halves: list[Half], besides: int | None = None) -> bool:
        others = {half for key, one in self.booked.items() if key != besides for half in one.now}
        return any(half in others for half in halves)

    def give(self, booking: Booking, costs: int) -> None:
        """Give back what is held beyond what it costs, the latest days first."""
        over = sum(booking.held(half) for half in booking.minutes) - costs
        this = self.year(self.today)
        touched = set()
        for day, name in sorted(booking.minutes, reverse=True):
            back = min(max(0, over), booking.held((day, name)))
            over -= back
            if back and booking.is_paid and not self.world.is_rolling:
                touched.add(max(self.year(day), this))
                if self.year(day) < this:
                    self.gone += [(self.year(day), back), (this, -back)]
            booking.back[day, name] = booking.back.get((day, name), 0) + back
        for year in touched:
            gone, self.gone = self.gone, [one for one in self.gone if one[0] != year]
            self.touch(year)
            self.gone = gone

    def withdraw(self, key: int) -> str:
        self.give(self.booked[key], 0)
        del self.booked[key]
        return ""

    def move(self, key: int, to: date, part: str) -> str:
        booking = self.booked[key]
        first, last = booking.now[0][0], booking.now[-1][0]
        if not first < to <= a_month_after(first):
            return "NotPostponed"
        length = (last - first).days + 1
        count = max(sum(1 for each in range(length) if self.whole(first + timedelta(days=each))), 1)
        days = [to + timedelta(days=number) for number in range(length + 366)]
        found = [day for day in days if self.whole(day)][:count]
        if len(found) < count or found[0] != to:
            return "NothingToTake"
        halves = self.halves(to, found[-1], part)
        if self.overlaps(halves, besides=key):
            return "Overlapping"
        prices = self.priced(halves)
        if not prices:
            return "NothingToTake"
        self.give(booking, sum(prices.values()))
        booking.now = halves
        return ""

    def change_hours(self, rota: Rota) -> None:
        this = self.year(self.today)
        years = [year for year in sorted(self.given) if year >= this]
        for year in years:
            self.touch(year)
        was = self.share(self.world.paid_days)
        self.rotas = [one for one in self.rotas if one[0] < self.today]
        self.rotas.append((self.today, rota))
        becomes = self.share(self.world.paid_days)
        for year in years:
            after = date(year.year + 1, year.month, year.day)
            days, of = (after - max(self.today, year)).days, (after - year).days
            more, less = max(0, becomes - was), max(0, was - becomes)
            self.given[year] += (more * days + of - 1) // of - min(less * days // of, self.left(year))


def a_year_before(day: date) -> date:
    """Return the same day a year earlier, or 28 February where there is none."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if is_leap_day else day.day)


def a_month_after(day: date) -> date:
    """Return the same day of the next month, or the nearest before it that there is."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise ValueError(day)


def left_of(model: Model) -> dict[LeaveYear, int]:
    """Return what is left of each leave year that has an account."""
    return {LeaveYear(year): model.left(year) for year in model.given}
