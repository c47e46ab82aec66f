"""Two worlds: the same days asked for as one kind of leave and as the other. Whoever is not the asker cannot tell.

Everything that a manager, the manager above, a colleague or a stranger can reach is the same byte for byte: the request
in each of its states, what its forms answer, lists, the calendar, what is published of take-up, mails and the journal.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client

from dueregard.journal.models import Entry
from dueregard.leave import actions as leave
from dueregard.leave.days import Days, Part
from dueregard.leave.models import Request
from dueregard.people.models import Person
from dueregard.post.models import Message
from tests.leave.carers import Carers, on
from tests.leave.reading import client_of

TOKEN = UUID("5d0c7a52-2f4e-4f62-8c3e-7a1f6d1c9b10")

WORLDS: dict[str, Days] = {
    "half a day": on(5, part=Part.AFTERNOON),
    "days": on(9, last=date(2026, 11, 12)),
    "over the end of March": on(31, 3, 2027, last=date(2027, 4, 2)),
}

Deed = Callable[[Carers, Request], object]

DEEDS: dict[str, Deed] = {
    "asked": lambda carers, request: None,
    "agreed": lambda carers, request: leave.agree(request, by=carers.manager),
    "moved": lambda carers, request: leave.postpone(
        request, to=later(request), reason="Two hearings.", by=carers.manager
    ),
    "withdrawn": lambda carers, request: leave.withdraw(request, by=carers.carer),
}


def later(request: Request) -> date:
    return date(2026, 11, 16) if request.first.year == 2026 else date(2027, 4, 12)


def readable(client: Client, carers: Carers, request: Request) -> list[tuple[str, int, bytes]]:
    """Return all that somebody can open, and all that the forms of a request answer."""
    address = f"/leave/requests/{request.pk}/"
    month = request.first.replace(day=1).isoformat()
    found = []
    for page in (
        *("/", "/leave/", "/leave/ask/", "/leave/weeks/", "/leave/take-up/", "/leave/agreed-time/"),
        *("/leave/calendar/", f"/leave/calendar/?month={month}", "/you/", "/people/"),
        *(address, f"{address}sent/", f"{address}postpone/", f"/leave/weeks/{request.staff_id}/"),
    ):
        response = client.get(page)
        found.append((page, response.status_code, without_secrets(response)))
    days = request.first.day, request.first.month, request.first.year
    to = later(request)
    for page, sent in (
        ("agree/", {}),
        ("withdraw/", {}),
        ("postpone/", {}),
        ("postpone/", dict(zip(("to_day", "to_month", "to_year"), days, strict=True)) | {"reason": "x"}),
        ("postpone/", {"to_day": to.day, "to_month": to.month, "to_year": to.year, "reason": "Hearings."}),
    ):
        with transaction.atomic():
            response = client.post(address + page, sent)
            found.append((f"POST {page}", response.status_code, without_secrets(response)))
            transaction.set_rollback(True)
    return found


def without_secrets(response: Any) -> bytes:
    """Return what is read without what is drawn anew for each page and has nothing to do with leave."""
    headers = sorted((name, value) for name, value in response.headers.items() if name != "Set-Cookie")
    body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", response.content)
    body = re.sub(rb'name="token" value="[^"]+"', b"", body)
    return re.sub(rb"nonce[-=\"a-zA-Z0-9+/_]+", b"", body) + repr(headers).encode()


def world(carers: Carers, days: Days, deed: Deed, *, is_paid: bool, people: list[Person]) -> dict[str, Any]:
    """Let the days be asked for as that kind, and something be done; return what everybody else then sees. Undo it."""
    with transaction.atomic():
        deed(carers, request := leave.ask(days, token=TOKEN, is_paid=is_paid, by=carers.carer))
        request = Request.objects.get(pk=request.pk)
        seen: dict[str, Any] = {
            person.name: readable(client_of(person), carers, request) for person in people
        }
        letters = [(one.kind, one.occasion, one.letter()) for one in Message.objects.all()]
        seen["mails"] = sorted((kind, about, one.to, one.subject, one.text) for kind, about, one in letters)
        seen["journal"] = list(
            Entry.objects.order_by("number").values_list(
                "deed", "subject_kind", "subject_id", "actor_id", "detail"
            )
        )
        transaction.set_rollback(True)
    return seen


def differences(carers: Carers, days: Days, deed: str, people: list[Person]) -> list[str]:
    paid, unpaid = (
        world(carers, days, DEEDS[deed], is_paid=is_paid, people=people) for is_paid in (True, False)
    )
    return [name for name, seen in paid.items() if unpaid[name] != seen]


@pytest.mark.parametrize(
    ("days", "deed"),
    [("half a day", "asked"), ("over the end of March", "moved"), ("days", "withdrawn")],
)
def test_a_manager_cannot_tell_paid_leave_from_unpaid(carers: Carers, days: str, deed: str) -> None:
    assert differences(carers, WORLDS[days], deed, [carers.manager]) == []


def test_nor_can_a_manager_where_next_years_paid_leave_is_used_up(carers: Carers) -> None:
    leave.ask(on(5, 4, 2027, last=date(2027, 4, 9)), token=uuid4(), by=carers.carer)
    days = on(30, 3, 2027, last=date(2027, 3, 31))
    assert differences(carers, days, "asked", [carers.manager]) == []


@pytest.mark.prove
@pytest.mark.parametrize("days", WORLDS)
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_the_asker_can_tell(carers: Carers, days: str, deed: str) -> None:
    everybody = [carers.manager, carers.head, *carers.others]
    assert differences(carers, WORLDS[days], deed, everybody) == []


def test_control_the_asker_can_tell(carers: Carers) -> None:
    """What is compared would show a difference if there were one: it does in the asker's own pages."""
    seen = []
    for is_paid in (True, False):
        with transaction.atomic():
            request = leave.ask(on(5), token=TOKEN, is_paid=is_paid, by=carers.carer)
            seen.append(readable(client_of(carers.carer), carers, request))
            transaction.set_rollback(True)
    different = {page for (page, *one), (_, *other) in zip(*seen, strict=True) if one != other}
    assert {"/leave/", f"/leave/requests/{TOKEN}/"} <= different
