"""Colleagues who ask for leave and take it back, over and over, in a house that is served."""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.test import Client

from dueregard.almanac import clock
from dueregard.leave.models import LedgerLine, Request, State
from dueregard.people.models import Directorate, ServiceArea, Team
from tests.config.house import Browser, House
from tests.people_of_the_tests import make_person


def make_colleagues(number: int) -> list[str]:
    """Make members of staff with a manager, each signed in, and return their sessions."""
    operations = Directorate.objects.create(name="Operations")
    area = ServiceArea.objects.create(name="Alder Valley", directorate=operations)
    team = Team.objects.create(name="Team 1", directorate=operations, service_area=area)
    manager = make_person("manager", team).staff
    sessions = []
    for one in range(number):
        person = make_person("staff", team, name=f"Writer {one} Example")
        person.staff.manager = manager
        person.staff.save()
        client = Client()
        client.force_login(person)
        sessions.append(client.cookies["session"].value)
    return sessions


def a_working_day() -> date:
    """Return a Tuesday to Thursday some weeks ahead that is no bank holiday."""
    from dueregard.almanac.working_days import is_working_day

    day = clock.day_of(clock.now()) + timedelta(days=45)
    while not is_working_day(day) or day.weekday() not in {1, 2, 3}:
        day += timedelta(days=1)
    return day


@dataclass
class LeaveWriters:
    """A step asks for half a day and takes it back; each of the two counts once it was acknowledged."""

    house: House
    sessions: list[str]
    day: date = field(default_factory=a_working_day)

    def step(self, who: int, turn: int) -> list[str]:
        browser, token, done = Browser(self.house, self.sessions[who]), uuid4(), []
        try:
            status, text, to = browser.post("/leave/check/", self.form(token))
            if status != 302 or str(token) not in to:
                raise AssertionError(f"asking was answered {status}, {to}: {text[-1500:]}")
            done.append(f"asked {token}")
            status, text, to = browser.post(f"/leave/requests/{token}/withdraw/", {})
            if status != 302:
                raise AssertionError(f"withdrawing was answered {status}, {to}: {text[-1500:]}")
        except OSError:
            self.take_back(browser, token)
            if not done:
                raise
            return done
        return [*done, f"withdrew {token}"]

    def take_back(self, browser: Browser, token: UUID) -> None:
        """Nobody answered, so it may be done or not: take it back, once somebody answers, to begin anew."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                browser.post(f"/leave/requests/{token}/withdraw/", {})
            except OSError:
                time.sleep(0.05)
            else:
                return

    def form(self, token: UUID) -> dict[str, str]:
        day = self.day
        return {
            "first_day": str(day.day),
            "first_month": str(day.month),
            "first_year": str(day.year),
            "part": "morning",
            "token": str(token),
        }


def lost(acknowledged: list[str]) -> list[str]:
    """Return what was acknowledged and is not so in the database."""
    state = {str(pk): (state, minutes) for pk, state, minutes in _requests()}
    wrong = []
    for words in acknowledged:
        deed, token = words.split()
        kept = state.get(token)
        if kept is None or (deed == "withdrew" and kept != (State.WITHDRAWN, 0)):
            wrong.append(f"{words}: {kept}")
    return wrong


def _requests() -> list[tuple[UUID, str, int]]:
    """Return each request with its state and what its lines in the ledger come to."""
    lines: dict[UUID, int] = {}
    for request, minutes in LedgerLine.objects.filter(request__isnull=False).values_list(
        "request", "minutes"
    ):
        lines[request] = lines.get(request, 0) + minutes
    return [(pk, state, lines.get(pk, 0)) for pk, state in Request.objects.values_list("pk", "state")]


def half_done() -> list[str]:
    """Return the requests whose state and ledger do not agree: half an action."""
    return [
        f"{pk} is {state} with {minutes} minutes"
        for pk, state, minutes in _requests()
        if (state == State.WITHDRAWN) != (minutes == 0)
    ]


def is_whole() -> bool:
    """Say whether the database finds itself sound."""
    if connection.vendor != "sqlite":
        return True  # PostgreSQL says so by answering: its write-ahead log was replayed
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone() == ("ok",)
