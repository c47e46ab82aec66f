"""The pages of reading: what waits, the text that must be opened, one press, the receipt, and who runs roll-outs."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.people.models import Person, Staff
from dueregard.policies.models import OtherForm, Plan, PolicyConcern, Reading, RollOut, Task
from dueregard.policies.rollout import actions, concerns, tallies
from dueregard.policies.rollout.concerns import LONGEST
from dueregard.policies.rollout.system import ROLL_OUT
from tests.networks.members import NOW
from tests.policies.conftest import spread
from tests.policies.launched import OTHERS, WORDS, hire, launch, launched_policy
from tests.policies.training.schooling import published

Cast = dict[str, Person]
TaskOf = Callable[[Person], Task]
ClientOf = Callable[[Person], Client]


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_somebody_reads_confirms_in_one_press_and_has_a_receipt(
    cast: Cast, client_of: ClientOf, task_of: TaskOf, roll_out: RollOut
) -> None:
    client, address = client_of(cast["staff"]), f"/policies/reading/{task_of(cast['staff']).pk}/"
    assert "1 thing waits for you." in page_of(client, "/")
    assert "Due by 2 December 2026" in page_of(client, "/policies/reading/")
    text = page_of(client, address)
    assert WORDS["text"] in text
    assert "Which one you used is not kept" not in text  # there is no other form
    answer = client.post(address, {"token": token_in(text), "how": "read"})
    assert answer.url == f"{address}done/"
    assert "You read version 1 on 4 November 2026" in page_of(client, answer.url)
    assert "Version 1, read on 4 November 2026" in page_of(client, "/policies/reading/")
    assert "Nothing waits for you." in page_of(client, "/")
    assert client.get(address).url == f"{address}done/"
    assert client.post(address, {"token": token_in(text), "how": "read"}).url == f"{address}done/"
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("token", ["", "no token", "of another"])
def test_the_text_must_be_opened_first(cast: Cast, client_of: ClientOf, task_of: TaskOf, token: str) -> None:
    if token == "of another":
        token = token_in(
            page_of(client_of(cast["adviser"]), f"/policies/reading/{task_of(cast['adviser']).pk}/")
        )
    answer = client_of(cast["staff"]).post(
        f"/policies/reading/{task_of(cast['staff']).pk}/", {"token": token, "how": "read"}
    )
    assert answer.status_code == 409
    assert "the text was not opened" in answer.content.decode()
    assert not Reading.objects.exists()


def test_a_concern_is_told_in_two_sentences_put_in_and_not_shown(
    cast: Cast, client_of: ClientOf, task_of: TaskOf
) -> None:
    client, address = client_of(cast["staff"]), f"/policies/reading/{task_of(cast['staff']).pk}/"
    text = page_of(client, address)
    assert "nothing joins the two" in text
    too_long = client.post(
        address, {"token": token_in(text), "how": "concern", "concern": "x" * (LONGEST + 1)}
    )
    assert "must be 500 characters or fewer" in too_long.content.decode()
    assert "x" * (LONGEST + 1) in too_long.content.decode()  # nothing that was written is lost
    answer = client.post(
        address, {"token": token_in(text), "how": "concern", "concern": "Not for part-timers."}
    )
    assert "Not for part-timers" not in page_of(client, answer.url)
    assert [each.words for each in concerns.held()] == ["Not for part-timers."]
    assert not PolicyConcern.objects.exists()


def test_words_beside_the_other_button_are_no_concern(
    cast: Cast, client_of: ClientOf, task_of: TaskOf
) -> None:
    client, address = client_of(cast["staff"]), f"/policies/reading/{task_of(cast['staff']).pk}/"
    sent = {"token": token_in(page_of(client, address)), "how": "read", "concern": "Begun, and left."}
    client.post(address, sent)
    assert concerns.held() == []


def test_a_material_change_shows_what_changed_and_which_parts(
    cast: Cast, client_of: ClientOf, task_of: TaskOf, roll_out: RollOut
) -> None:
    staff = cast["staff"]
    client, address = client_of(staff), f"/policies/reading/{task_of(staff).pk}/"
    old = token_in(page_of(client, address))
    client.post(address, {"token": old, "how": "read"})
    changed = {**WORDS, "text": "In hours, too."}
    added = {"key": "telling", "heading": "Telling your team", "text": "You need not."}
    second = launch(
        roll_out.policy,
        roll_out.version.decision,
        by=cast["policy-owner"],
        clauses=[changed, added],
        what_changed="Leave can be taken in hours.",
    )
    spread(second.roll_out)
    assert "Changed: Leave can be taken in hours." in page_of(client, "/policies/reading/")
    text = page_of(client, f"/policies/reading/{task_of(staff).pk}/")
    assert "What changed since you read version 1" in text
    assert "Leave can be taken in hours." in text
    assert re.search(r"Half days <strong[^>]*>Changed", text)
    assert re.search(r"Telling your team <strong[^>]*>New", text)
    assert "Taken out: Asking." in text
    difference = page_of(client, f"/policies/versions/{second.pk}/difference/?from=1")
    assert "In hours, too." in difference
    other = page_of(client_of(cast["adviser"]), f"/policies/reading/{task_of(cast['adviser']).pk}/")
    assert "What changed since" not in other  # who never read it reads it whole


def test_a_text_that_changed_while_it_was_open_is_shown_anew(
    cast: Cast, client_of: ClientOf, task_of: TaskOf, roll_out: RollOut
) -> None:
    client, address = client_of(cast["staff"]), f"/policies/reading/{task_of(cast['staff']).pk}/"
    old = token_in(page_of(client, address))
    launch(
        roll_out.policy,
        roll_out.version.decision,
        by=cast["policy-owner"],
        is_material=False,
        clauses=[OTHERS],
    )
    answer = client.post(address, {"token": old, "how": "concern", "concern": "Kept?"})
    assert answer.status_code == 409
    assert "A new version came into force while you were reading" in answer.content.decode()
    assert "Kept?" in answer.content.decode()
    assert not Reading.objects.exists()


def test_managers_read_their_line_and_everybody_the_other_forms(
    cast: Cast, client_of: ClientOf, task_of: TaskOf, roll_out: RollOut
) -> None:
    owner = client_of(cast["policy-owner"])
    plan, forms = (
        f"/policies/rollouts/plan/{roll_out.policy_id}/",
        f"/policies/rollouts/forms/{roll_out.version_id}/",
    )
    assert "Enter a whole number of days from 7 to 120" in owner.post(plan, {"days": "3"}).content.decode()
    owner.post(plan, {"days": "21", "for_managers": "Speak about it."})
    assert Plan.objects.get().days == 21
    assert "begins with https://" in owner.post(forms, {"audio": "http://x.example/"}).content.decode()
    owner.post(forms, {"easy-read": "https://rowan.example/easy", "bsl": "/evidence/x/"})
    Staff.objects.filter(person=cast["staff"]).update(manager=cast["manager"].staff)
    for who, reads in (("manager", True), ("adviser", False)):
        text = page_of(client_of(cast[who]), f"/policies/reading/{task_of(cast[who]).pk}/")
        assert ("Speak about it." in text) is reads
        assert "https://rowan.example/easy" in text
        assert "Which one you used is not kept" in text
    owner.post(forms, {"bsl": "/evidence/x/"})
    assert [each.kind for each in OtherForm.objects.all()] == ["bsl"]


def test_the_page_of_a_roll_out_says_how_far_it_is_and_stops_and_resumes(
    cast: Cast, client_of: ClientOf, version: object
) -> None:
    roll_out = RollOut.objects.get()
    client, address = client_of(cast["policy-owner"]), f"/policies/rollouts/{roll_out.pk}/"
    employed = Staff.objects.employed().count()
    assert f"0 of {employed} asked" in page_of(client, address)
    assert "Not counted yet" in page_of(client, address)
    client.post(f"{address}stop/")
    assert "Stopped" in page_of(client, address)
    assert client.post(f"{address}stop/").status_code == 409
    client.post(f"{address}resume/")
    spread(RollOut.objects.get())
    tallies.keep(roll_out, tallies.counted_groups(roll_out), by=ROLL_OUT)
    page = page_of(client, address)
    assert f"{employed} of {employed} asked" in page
    assert "Too few to show" in page  # the owner is more than a tenth of so few


def test_concerns_are_listed_without_a_name_or_a_day(
    cast: Cast, client_of: ClientOf, roll_out: RollOut
) -> None:
    client = client_of(cast["policy-owner"])
    assert "No concerns" in page_of(client, "/policies/concerns/")
    assert "/policies/concerns/" in page_of(client, "/voice/")
    assert "/policies/concerns/" not in page_of(client_of(cast["staff"]), "/voice/")
    for number, words in enumerate(("Too late for me.", "")):
        PolicyConcern.objects.create(
            id=UUID(int=number), policy=roll_out.policy, month=clock.today().replace(day=1), words=words
        )
    page = page_of(client, "/policies/concerns/")
    assert "November 2026" in page
    assert "Too late for me." in page
    assert "did not say what it is" in page


def test_nobody_asked_twice_or_out_of_the_audience_is_led_to_the_list(
    cast: Cast, client_of: ClientOf, task_of: TaskOf, roll_out: RollOut
) -> None:
    task = task_of(cast["staff"])
    roll_out.policy.versions.update(stage="replaced")
    assert client_of(cast["staff"]).get(f"/policies/reading/{task.pk}/").url == "/policies/reading/"
    assert "Nothing to read" in page_of(client_of(cast["staff"]), "/policies/reading/")


def test_every_list_takes_no_more_queries_for_three_rows_than_for_one(
    cast: Cast, client_of: ClientOf, roll_out: RollOut
) -> None:
    owner, manager = cast["policy-owner"], cast["manager"]
    published(owner, "first", policy=roll_out.policy)
    Staff.objects.filter(person=cast["staff"]).update(manager=manager.staff)
    tallies.keep(roll_out, tallies.counted_groups(roll_out), by=ROLL_OUT)
    PolicyConcern.objects.create(id=roll_out.pk, policy=roll_out.policy, month=clock.today(), words="x")

    def queries() -> dict[str, int]:
        found = {}
        for who, address in (
            (cast["staff"], "/policies/reading/"),
            (cast["staff"], "/"),
            (manager, "/policies/reading/team/"),
            (owner, "/policies/rollouts/"),
            (owner, f"/policies/rollouts/{roll_out.pk}/"),
            (owner, "/policies/concerns/"),
            (cast["staff"], "/policies/training/"),
            (owner, "/policies/training/write/"),
        ):
            client = client_of(who)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found[address] = len(captured)
        return found

    one = queries()
    for title in ("Second", "Third"):
        version = launched_policy(cast, title=title)
        spread(version.roll_out)
        tallies.keep(version.roll_out, tallies.counted_groups(version.roll_out), by=ROLL_OUT)
        published(owner, title.lower(), policy=version.policy)
        PolicyConcern.objects.create(id=version.pk, policy=version.policy, month=clock.today(), words="x")
    hire(30, manager=manager.staff)
    assert queries() == one


def test_what_is_late_says_so(cast: Cast, client_of: ClientOf, roll_out: RollOut) -> None:
    Staff.objects.filter(person=cast["staff"]).update(manager=cast["manager"].staff)
    with clock.standing_at(NOW + timedelta(days=30)):
        assert "Was due by 2 December 2026" in page_of(client_of(cast["staff"]), "/policies/reading/")
        assert "was due by 2 December 2026" in page_of(client_of(cast["manager"]), "/policies/reading/team/")


def test_plan_and_forms_refuse_whoever_does_not_run_it(cast: Cast, roll_out: RollOut) -> None:
    from dueregard.access import NotAllowed

    for who in ("staff", "executive", "manager"):
        with pytest.raises(NotAllowed):
            actions.plan(roll_out.policy, days=20, for_managers="", by=cast[who])
        with pytest.raises(NotAllowed):
            actions.put_form(roll_out.version, "bsl", "https://x.example/", by=cast[who])
