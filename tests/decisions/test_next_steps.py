"""What a person is offered on the page of a proposal leads somewhere."""

import re

from dueregard.people.models import Person
from tests.decisions.building import Case
from tests.voice.test_pages import client_of, read


def offered(case: Case, person: Person) -> list[str]:
    page = read(client_of(person), f"/decisions/{case.proposal.pk}/")
    return re.findall(rf'href="(/decisions/{case.proposal.pk}/[a-z/-]+)"', page)


def test_every_link_that_is_offered_opens(case: Case) -> None:
    case.proposed().agreed()
    for begin in (lambda: None, case.begun):  # before there is a working paper, and with one
        begin()
        for person in (case.owner, case.second, case.maker):
            found = offered(case, person)
            assert [each for each in found if client_of(person).get(each).status_code != 200] == []
    assert f"/decisions/{case.proposal.pk}/analysis/adopt/" in offered(case, case.second)
