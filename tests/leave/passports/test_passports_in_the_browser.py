"""A passport in a real browser, from the first word to a new manager: by keyboard without scripts, and on a phone."""

from datetime import timedelta

import pytest

from dueregard.almanac import clock
from dueregard.design.wording import gov_date
from dueregard.leave.passports.models import Grant, Passport, Reading
from tests.leave.carers import Carers, make_carers, manage
from tests.leave.passports.owners import HARD, HELPS, TO_AGREE, TO_KNOW, address
from tests.networks.windows import Reader, by_keyboard, on_a_phone  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAST_DAY = clock.today() + timedelta(days=90)


@pytest.fixture(params=["by_keyboard", "on_a_phone"])
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def carers() -> Carers:
    return make_carers()


def test_a_passport_is_written_shown_signed_taken_back_and_shown_to_a_new_manager(
    reader: Reader, carers: Carers
) -> None:
    write_and_show(reader, carers)
    read_and_sign(reader, carers)
    change_managers(reader, carers)
    stop_and_destroy(reader, carers)


def write_and_show(reader: Reader, carers: Carers) -> None:
    reader.sign_in(carers.carer, "/")
    reader.press("If you care for somebody")
    reader.reads("If you care for somebody", "You can use this")
    reader.press("A passport for you")
    assert reader.presses == 2
    reader.reads("Passports", "You have no passport")
    reader.press("Begin your passport")
    reader.reads("Begin your passport")
    reader.write("What is hard?", HARD)
    reader.write("What helps, or would help?", HELPS)
    reader.press("Save", role="button")
    reader.reads("Passports", "Only you")
    reader.press("Sign it and show it to your manager")
    reader.reads("Show it to your manager", "There is nothing to show yet")
    reader.press("Write it")
    reader.reads("Your passport")
    reader.write("What may your manager know?", TO_KNOW)
    reader.write("What would you like to agree?", TO_AGREE)
    reader.press("Save", role="button")
    reader.press("Sign it and show it to your manager")
    reader.reads("Show it to your manager", TO_KNOW, TO_AGREE)
    assert HARD not in reader.words
    reader.write_day("last_day", clock.today() - timedelta(days=1))
    reader.is_refused("Sign and show", "Show it to your manager", "must be today or later")
    reader.write_day("last_day", LAST_DAY)
    reader.press("Sign and show", role="button")
    reader.reads("Passports", f"Manager Example, version 1, until {gov_date(LAST_DAY)}")


def read_and_sign(reader: Reader, carers: Carers) -> None:
    reader.sign_in(carers.manager, "/")
    reader.press("A passport waits for you")
    reader.reads("Passports", "Waits for you to sign")
    reader.press("Carer Example")
    reader.reads("Passport of Carer Example", TO_KNOW, TO_AGREE)
    assert HARD not in reader.words
    reader.press("Sign it", role="button")
    reader.reads("Passport of Carer Example", f"Manager Example, {gov_date(clock.today())}")
    reader.sign_in(carers.carer, "/leave/passports/")
    reader.press("See who has read it")
    reader.reads("Who has read your passport", "Manager Example")
    assert reader.words.count("Manager Example") == Reading.objects.count() == 2
    reader.press("Passports")
    reader.press(f"Version 1, {gov_date(clock.today())}")
    reader.reads(f"Version 1, {gov_date(clock.today())}", "It stays as it was signed")


def change_managers(reader: Reader, carers: Carers) -> None:
    manage(carers.carer, carers.other_manager)
    for person in (carers.manager, carers.other_manager):
        reader.sign_in(person, "/leave/passports/")
        reader.reads("Passports")
        assert "Carer Example" not in reader.words
    old = Grant.objects.get()
    reader.sign_in(carers.carer, "/")
    reader.press("A passport waits for you")
    reader.reads("Passports", "Other Manager is your manager now")
    reader.press("Show it to Other Manager")
    reader.reads("Show it to your manager", "what Other Manager will read")
    reader.press("Sign and show", role="button")
    reader.reads("Passports", "Other Manager, version 1")
    reader.sign_in(carers.other_manager, address(Grant.objects.exclude(pk=old.pk).get()))
    reader.reads("Passport of Carer Example", TO_AGREE)


def stop_and_destroy(reader: Reader, carers: Carers) -> None:
    reader.sign_in(carers.carer, "/leave/passports/")
    before = reader.presses
    reader.press("Stop showing it", role="button")
    assert reader.presses - before == 1
    reader.reads("Passports", "Only you")
    reader.press("Destroy your passport")
    reader.reads("Destroy your passport")
    reader.press("Destroy it", role="button")
    reader.reads("Passports", "You have no passport")
    assert not Passport.objects.exists()
