"""Journey J12 in a real browser, without JavaScript and by keyboard: learn of it, read, mean it, take the training."""

from collections.abc import Iterator
from typing import Any

import pytest

from dueregard.people.models import Directorate, Person, Team
from dueregard.policies.models import Completion, Reading, RollOut
from dueregard.policies.rollout import concerns
from tests.leave.test_in_the_browser import Reader
from tests.people_of_the_tests import make_person
from tests.policies.conftest import spread
from tests.policies.launched import WORDS, launch, launched_policy
from tests.policies.training.schooling import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> dict[str, Person]:
    team = Team.objects.create(name="Team", directorate=Directorate.objects.create(name="Operations"))
    return {role: make_person(role, team) for role in ("staff", "policy-owner", "equality-lead", "executive")}


@pytest.fixture
def reader(request: pytest.FixtureRequest, live_server: Any) -> Iterator[Reader]:
    page = request.getfixturevalue("page_without_javascript")
    made = Reader(page, live_server.url, by_keyboard=True, looks=False)
    yield made
    assert made.faults == {}


def test_somebody_reads_has_a_concern_and_takes_the_training_by_keyboard_without_javascript(
    reader: Reader, people: dict[str, Person]
) -> None:
    version = launched_policy(people)
    module = published(people["policy-owner"], policy=version.policy)
    spread(version.roll_out)
    reader.sign_in(people["staff"])
    assert "2 things wait for you." in reader.page.locator("main").inner_text()
    reader.press("My reading and training")
    reader.reads("My reading and training")
    reader.press("Working carers")
    reader.reads("Working carers")
    reader.page.get_by_label("Your concern").fill("What of part-timers?")
    reader.press("I’ve read it and have a concern", role="button")
    reader.reads("Thank you")
    assert Reading.objects.get().version == version
    assert [each.words for each in concerns.held()] == ["What of part-timers?"]
    reader.press(module.title)
    reader.press("Begin")
    reader.press("Next page")
    reader.press("Go to the questions")
    reader.reads("Questions")
    for answer in ("No", "Yes, if work is busy"):
        reader.page.get_by_label(answer, exact=True).check()
    reader.press("Check my answers", role="button")
    assert "never refused" in reader.page.locator("main").inner_text()
    reader.page.get_by_label("No, only moved", exact=True).check()
    reader.press("Check my answers", role="button")
    reader.reads("Done")
    assert Completion.objects.get().staff == people["staff"].staff
    minor_then_material(version, people)
    reader.sign_in(people["staff"])
    assert "1 thing waits for you." in reader.page.locator("main").inner_text()
    reader.press("My reading and training")
    reader.press("Working carers")
    assert "Hours count." in reader.page.locator("main").inner_text()
    presses = reader.presses
    reader.press("I’ve read it", role="button")
    assert reader.presses == presses + 1
    reader.reads("Thank you")


def minor_then_material(version: Any, people: dict[str, Person]) -> None:
    """Launch a minor change, which asks nobody, and then a material one, which asks everybody again."""
    owner, decision = people["policy-owner"], version.decision
    launch(version.policy, decision, by=owner, is_material=False)
    assert RollOut.objects.count() == 1
    changed = {**WORDS, "text": "In hours, too."}
    third = launch(version.policy, decision, by=owner, clauses=[changed], what_changed="Hours count.")
    spread(third.roll_out)
