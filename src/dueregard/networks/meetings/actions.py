"""Every write of series and of their single dates."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks.acting import action, note
from dueregard.networks.meetings import dates, refusals
from dueregard.networks.meetings.models import Change, Coming, Expected, Series
from dueregard.networks.seats import Place

YEARS_AHEAD = timedelta(days=2 * 365)
MOVED_AT_MOST = timedelta(days=365)
RHYTHM = ("first", "every_weeks", "skips_holidays")


@dataclass(frozen=True)
class Plan:
    """What is said of a series by those who make or change it."""

    title: str
    about: str
    kind: str
    audience: str
    first: date
    at: time
    minutes: int
    every_weeks: int
    last: date
    skips_holidays: bool
    link: str

    @classmethod
    def of(cls, series: Series) -> "Plan":
        """Return what is said of a series now."""
        return cls(**{name: getattr(series, name) for name in cls.__dataclass_fields__})


# A series


@action
def make(plan: Plan, *, without: tuple[date, ...] = (), token: UUID, by: Place) -> Series:
    """Make a series. The same token again is the same series, so a page that is sent twice makes one.

    Raises
    ------
    refusals.NotNow
        When it cannot be held as planned; its kinds say why.
    """
    require(by, "networks.run", by.network)
    made = Series.objects.filter(pk=token).first()
    if made is not None:
        if made.network_id != by.network.pk or Plan.of(made) != plan:
            raise refusals.SentBefore
        return made
    _check_ahead(plan)
    _check_without(plan, without)
    series = Series(id=token, network=by.network)
    _write(series, plan)
    series.save(force_insert=True)
    for day in without:
        Change.objects.create(series=series, date=day, changed_on=clock.today())
    note("made a series of meetings", series)
    return series


@action
def change(series: Series, plan: Plan, *, seen: int, by: Place) -> Series:
    """Change a series for all its dates. `seen` is its sequence on the page that was filled in.

    Once the first date is past its rhythm stays, and so do its kind and whom it is for from the beginning: what was
    said, and who means to come, hangs on them.
    """
    require(by, "networks.run", series.network)
    series = _locked(series)
    if Plan.of(series) == plan:
        return series
    if series.sequence != seen:
        raise refusals.ChangedMeanwhile
    _check_change(series, plan)
    _write(series, plan)
    _count_change(series)
    _forget_lost_dates(series)
    note("changed a series of meetings", series)
    return series


@action
def cancel(series: Series, *, by: Place) -> Series:
    """Cancel a series; calendars are told for 30 days. Pressed twice it is cancelled once."""
    require(by, "networks.run", series.network)
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if series.cancelled_on is None:
        series.cancelled_on = clock.today()
        _count_change(series)
        note("cancelled a series of meetings", series)
    return series


# One date of it


@action
def skip(series: Series, day: date, *, reason: str, by: Place) -> Series:
    """Leave out one date, with a reason that those who meant to come read."""
    require(by, "networks.run", series.network)
    series = _locked(series)
    meeting = coming_up(series, day)
    if not (meeting.is_skipped and meeting.reason == reason):
        _set_change(series, day, None, None, reason)
    return series


@action
def move(series: Series, day: date, *, new_date: date, new_at: time, reason: str = "", by: Place) -> Series:
    """Hold one date on another day, or at another time."""
    require(by, "networks.run", series.network)
    series = _locked(series)
    meeting = coming_up(series, day)
    if (new_date, new_at) == (meeting.date, meeting.was_at):
        raise refusals.SameTime
    if dates.moment(new_date, new_at) <= clock.now():
        raise refusals.InThePast
    if new_date > day + MOVED_AT_MOST:
        raise refusals.TooFarAhead(day + MOVED_AT_MOST)
    if meeting.is_skipped or (new_date, new_at, reason) != (meeting.day, meeting.at, meeting.reason):
        _set_change(series, day, new_date, new_at, reason)
    return series


@action
def hold_after_all(series: Series, day: date, *, by: Place) -> Series:
    """Hold a date that was skipped or moved as its rhythm says."""
    require(by, "networks.run", series.network)
    series = _locked(series)
    found = Change.objects.filter(series=series, date=day).first()
    if found is not None:
        if dates.moment(day, series.at) <= clock.now():
            raise refusals.InThePast
        found.delete()
        _count_change(series)
        note("put a date of a series back", series)
    return series


# The steps of these


def coming_up(series: Series, day: date) -> dates.Meeting:
    """Return a date of a series that is not over, skipped or not."""
    if series.is_cancelled:
        raise refusals.Cancelled
    meeting = series.meeting_on(day)
    if meeting is None:
        raise refusals.NoSuchDate
    if meeting.ends <= clock.now():
        raise refusals.Over
    return meeting


def _locked(series: Series) -> Series:
    """Return the series as it stands, held until the end of the action."""
    series = Series.objects.select_for_update(of=("self",)).select_related("network").get(pk=series.pk)
    if series.is_cancelled:
        raise refusals.Cancelled
    return series


def _write(series: Series, plan: Plan) -> None:
    kept: dict[str, Any] = series.inside if series.contents else {}
    for name in plan.__dataclass_fields__:
        if name != "link":
            setattr(series, name, getattr(plan, name))
    series.changed_on = clock.today()
    series.enclose(kept | {"link": plan.link})


def _count_change(series: Series) -> None:
    """Note that calendars must read the series anew."""
    series.sequence += 1
    series.changed_on = clock.today()
    series.save()


def _set_change(series: Series, day: date, new_date: date | None, new_at: time | None, reason: str) -> None:
    what = {"new_date": new_date, "new_at": new_at, "reason": reason, "changed_on": clock.today()}
    changed, _ = Change.objects.update_or_create(series=series, date=day, defaults=what)
    _count_change(series)
    note("changed a date of a series", changed, series)


def _check_ahead(plan: Plan) -> None:
    if dates.moment(plan.first, plan.at) <= clock.now():
        raise refusals.InThePast
    _check_last(plan)


def _check_last(plan: Plan) -> None:
    latest = max(plan.first, clock.today()) + YEARS_AHEAD
    if plan.last > latest:
        raise refusals.TooFarAhead(latest)
    if not any(dates.days_of(plan)):
        raise refusals.NoDates


def _check_without(plan: Plan, without: tuple[date, ...]) -> None:
    days = set(dates.days_of(plan))
    for day in without:
        if day not in days:
            raise refusals.NotAmongThem(day)
    if days <= set(without):
        raise refusals.NoDates


def _check_change(series: Series, plan: Plan) -> None:
    if (plan.kind, plan.audience) != (series.kind, series.audience):
        raise ValueError("The kind of a series and whom it is for stay as they are.")
    has_begun = dates.moment(series.first, series.at) <= clock.now()
    if not has_begun:
        _check_ahead(plan)
    elif any(getattr(plan, name) != getattr(series, name) for name in RHYTHM):
        raise refusals.HasBegun
    else:
        _check_last(plan)
    _check_nothing_lost(series, plan)


def _check_nothing_lost(series: Series, plan: Plan) -> None:
    """Refuse a plan without a date that is past, or about which something was written."""
    past = {each.date for each in series.meetings if each.starts <= clock.now()}
    written = {
        *series.agenda.values_list("date", flat=True),
        *series.minutes_of.values_list("date", flat=True),
    }
    lost = (past | written) - set(dates.days_of(plan))
    if lost:
        raise refusals.WouldBeLost(min(lost))


def _forget_lost_dates(series: Series) -> None:
    """Delete what hangs on dates that the series has no more."""
    days = set(dates.days_of(series))
    for model in (Change, Coming, Expected):
        model.objects.filter(series=series).exclude(date__in=days).delete()
