"""The pages of passports as their readers find them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.leave.passports import actions
from dueregard.leave.passports.models import Grant, Passport, Reading, SignedVersion
from dueregard.networks.membership import actions as membership
from dueregard.people.models import Person
from tests.leave.carers import Carers, manage
from tests.leave.passports.owners import (
    AT_SHORT_NOTICE,
    HARD,
    SECRETS,
    TO_AGREE,
    TO_KNOW,
    WORDS,
    address,
    shown,
    signed,
    written,
)
from tests.leave.reading import client_of, page_of, words_in
from tests.networks.members import make_network, seat
from tests.networks.two_worlds import normalised
from tests.people_of_the_tests import make_person

pytestmark = pytest.mark.django_db

HOME = "/leave/passports/"
DAY = {"last_day_day": "2", "last_day_month": "12", "last_day_year": "2026"}


def post(person: Person, what: str, **said: str) -> str:
    response = client_of(person).post(f"{HOME}{what}/", said, follow=True)
    return words_in(response.content.decode())


def test_it_is_begun_written_shown_signed_and_read(carers: Carers) -> None:
    assert "You have no passport" in page_of(carers.carer, HOME)
    assert "Only you" in post(carers.carer, "write", hard=HARD, to_know=TO_KNOW)
    offered = page_of(carers.carer, f"{HOME}share/")
    assert TO_KNOW in offered
    assert HARD not in offered
    assert "Manager Example, version 1, until 2 December 2026" in post(carers.carer, "share", **DAY)
    grant = Grant.objects.get()
    assert "Carer Example Waits for you to sign Until 2 December 2026" in page_of(carers.manager, HOME)
    assert TO_KNOW in page_of(carers.manager, address(grant))
    signed_page = words_in(
        client_of(carers.manager).post(f"{address(grant)}sign/", follow=True).content.decode()
    )
    assert "Manager Example, 2 November 2026" in signed_page
    assert "Sign it" not in signed_page
    assert page_of(carers.carer, f"{HOME}readings/").count("Manager Example") == Reading.objects.count() == 2


def test_the_manager_reads_the_agreed_part_and_no_note(carers: Carers) -> None:
    page = page_of(carers.manager, address(signed(carers.carer)))
    assert all(part in page for part in (TO_KNOW, TO_AGREE, AT_SHORT_NOTICE))
    assert not any(secret in page for secret in SECRETS)


@pytest.mark.parametrize("how", ["revoked", "run out", "another manager"])
def test_past_its_end_the_page_is_the_same_as_one_that_never_was(carers: Carers, how: str) -> None:
    grant = signed(carers.carer)
    if how == "revoked":
        assert "Only you" in post(carers.carer, "stop")
    elif how == "another manager":
        manage(carers.carer, carers.other_manager)
    with clock.standing_at(clock.now() + timedelta(days=31 if how == "run out" else 0)):
        for person in (carers.manager, carers.other_manager):
            client = client_of(person)
            asked = [client.get(address(grant)), client.post(f"{address(grant)}sign/")]
            nowhere = client.get("/no-such-page/")
            assert {answer.status_code for answer in asked} == {404}
            assert {answer.content for answer in asked} == {nowhere.content}
            assert "Carer Example" not in page_of(person, HOME)
    assert Reading.objects.count() == 0


def test_with_a_new_manager_the_owner_is_asked_on_the_start_page_and_on_their_own(carers: Carers) -> None:
    signed(carers.carer)
    assert "A passport waits for you" not in page_of(carers.carer, "/")
    manage(carers.carer, carers.other_manager)
    assert "A passport waits for you" in page_of(carers.carer, "/")
    assert "Other Manager is your manager now, and sees nothing" in page_of(carers.carer, HOME)
    assert "A passport waits for you" not in page_of(carers.other_manager, "/")
    shown(carers.carer)
    assert "A passport waits for you" not in page_of(carers.carer, "/")
    assert "A passport waits for you" in page_of(carers.other_manager, "/")


def test_what_the_owner_took_back_they_are_not_asked_to_show_again(carers: Carers) -> None:
    signed(carers.carer)
    post(carers.carer, "stop")
    manage(carers.carer, carers.other_manager)
    assert "A passport waits for you" not in page_of(carers.carer, "/")
    assert "is your manager now" not in page_of(carers.carer, HOME)


def test_a_changed_draft_says_that_the_manager_still_reads_the_signed_one(carers: Carers) -> None:
    signed(carers.carer)
    assert "You have changed it" not in page_of(carers.carer, HOME)
    written(carers.carer, replace(WORDS, hard="Something only I know."))
    assert "You have changed it" not in page_of(carers.carer, HOME)
    written(carers.carer, replace(WORDS, to_agree="Home on Fridays."))
    assert "You have changed it since you signed it. Your manager still reads what you signed." in page_of(
        carers.carer, HOME
    )


def test_in_a_year_it_is_looked_at_again_in_one_press(carers: Carers) -> None:
    signed(carers.carer)
    with clock.standing_at(clock.now() + timedelta(days=366)):
        assert "A passport waits for you" in page_of(carers.carer, "/")
        assert "It is time to look at it again" in page_of(carers.carer, HOME)
        assert "It is time to look at it again" not in post(carers.carer, "still-holds")


@pytest.mark.parametrize("what", ["stop", "still-holds"])
def test_what_cannot_be_done_now_is_said(carers: Carers, what: str) -> None:
    written(carers.carer)
    response = client_of(carers.carer).post(f"{HOME}{what}/")
    assert response.status_code == 409
    assert "Nothing was changed" in response.content.decode()


def test_each_mistake_has_its_sentence(carers: Carers) -> None:
    written(carers.carer)
    assert "Enter the last day" in post(carers.carer, "share")
    past = DAY | {"last_day_year": "2020"}
    assert "must be today or later, and within 12 months" in post(carers.carer, "share", **past)
    assert "What is hard? must be 4,000 characters or fewer" in post(carers.carer, "write", hard="x" * 4001)
    grant = signed(carers.carer)
    again = client_of(carers.manager).post(f"{address(grant)}sign/")
    assert (again.status_code, "You have signed this already" in again.content.decode()) == (409, True)


def test_where_there_is_nothing_or_nobody_to_show_it_to_the_page_says_so(carers: Carers) -> None:
    written(carers.carer, replace(WORDS, to_know="", to_agree="", at_short_notice=""))
    assert "There is nothing to show yet" in page_of(carers.carer, f"{HOME}share/")
    written(carers.nobody_above)
    assert "Nobody is your line manager here" in page_of(carers.nobody_above, f"{HOME}share/")


def test_the_owner_destroys_it_after_being_asked_once_more(carers: Carers) -> None:
    signed(carers.carer)
    assert "nobody can bring it back" in page_of(carers.carer, f"{HOME}destroy/")
    assert Passport.objects.count() == 1
    assert "You have no passport" in post(carers.carer, "destroy")
    assert Passport.objects.count() == 0


def test_a_version_is_read_as_it_was_signed_and_taken_as_a_file_by_its_owner_alone(carers: Carers) -> None:
    version = signed(carers.carer).version
    written(carers.carer, replace(WORDS, to_agree="Something else."))
    own = f"{HOME}versions/{version.pk}/"
    assert TO_AGREE in page_of(carers.carer, own)
    file = client_of(carers.carer).get(f"{own}paper/")
    assert (file.status_code, file["Content-Type"], file.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert b"pdfuaid" in file.content
    for other in [carers.manager, carers.head, *carers.others]:
        assert client_of(other).get(own).status_code == 404
        assert client_of(other).get(f"{own}paper/").status_code == 404


def test_nobody_reads_how_many_but_as_a_band_of_those_signed_before_the_quarter(carers: Carers) -> None:
    said = "Passports signed by two people when this quarter began: fewer than 10."
    for person in [carers.carer, *carers.others]:
        assert said in page_of(person, HOME)
    team = carers.carer.staff.team
    for number in range(11):
        person = make_person("staff", team, name=f"Owner {number}")
        manage(person, carers.manager)
        (signed if number else shown)(person)
    for days in (0, 30):
        with clock.standing_at(clock.now() + timedelta(days=days)):
            assert said in page_of(carers.administrator, HOME)
    with clock.standing_at(clock.now() + timedelta(days=61)):
        assert "began: 10-24." in page_of(carers.administrator, HOME)


def test_lists_of_three_take_no_more_queries_than_lists_of_one(carers: Carers) -> None:
    def queries(person: Person, page: str) -> int:
        client = client_of(person)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    def all_queries() -> list[int]:
        return [
            queries(carers.manager, HOME),
            queries(carers.carer, HOME),
            queries(carers.carer, f"{HOME}readings/"),
            queries(carers.manager, "/"),
        ]

    grant = signed(carers.carer)
    actions.note_reading(grant, by=carers.manager)
    shown(carers.colleague)
    one = all_queries()
    for number in range(2):
        written(carers.carer, replace(WORDS, to_agree=f"Home on {number} days."))
        actions.note_reading(signed(carers.carer), by=carers.manager)
        person = make_person("staff", carers.carer.staff.team, name=f"Another {number}")
        manage(person, carers.manager)
        shown(person)
    assert SignedVersion.objects.filter(passport__staff=carers.carer.staff).count() == 3
    assert all_queries() == one


def test_a_form_from_elsewhere_is_refused(carers: Carers) -> None:
    signed(carers.carer)
    client = Client(enforce_csrf_checks=True)
    client.force_login(carers.carer)
    assert client.post(f"{HOME}stop/").status_code == 403
    assert Grant.objects.get().ended_at is None


def test_joining_and_leaving_a_network_changes_nothing(carers: Carers) -> None:
    def pages() -> list[bytes]:
        asked = [client_of(carers.carer).get(HOME), client_of(carers.manager).get(HOME)]
        return [normalised(answer.content) for answer in asked]

    signed(carers.carer)
    chair, lead = (make_person(role, carers.stranger.staff.team) for role in ("chair", "equality-lead"))
    before = pages()
    network = make_network("Carers", chair=chair, approver=lead)
    joined = seat(network, carers.carer)
    assert pages() == before
    membership.leave(by=joined)
    assert pages() == before


def test_nothing_of_passports_knows_of_networks() -> None:
    folder = Path(actions.__file__).parent
    assert not any("networks" in file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
