"""A policy from its first clause to the difference that a reader reads: by keyboard without JavaScript, and on a phone.

Three people: its owner writes and launches, the equality lead reads and approves, a colleague reads.
"""

import pytest

from dueregard.people.models import Person
from dueregard.policies.texts.models import Stage, Version
from tests.decisions.building import case_of
from tests.networks.windows import Reader, by_keyboard, on_a_phone  # noqa: F401  (fixtures)
from tests.policies.texts.building import decided

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
TITLE = "Carers’ leave"


@pytest.fixture(params=["by_keyboard", "on_a_phone"])
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.getfixturevalue(request.param)
    return found


def test_a_policy_is_written_approved_launched_changed_and_read(cast: Cast, reader: Reader) -> None:
    decided(case_of(cast), "Leave for carers")
    write(reader, cast)
    approve_and_launch(reader, cast)
    change(reader, cast)
    read(reader, cast)


def add_clause(reader: Reader, heading: str, text: str) -> None:
    reader.reads("Add a clause")
    reader.write("Heading", heading)
    reader.write("Text", text)
    reader.press("Save the clause", role="button")
    reader.reads("Write the clauses", heading)


def write(reader: Reader, cast: Cast) -> None:
    reader.sign_in(cast["policy-owner"], "/policies/")
    reader.reads("Policies", "No policies yet")
    reader.press("Begin a policy")
    reader.reads("Begin a policy")
    reader.is_refused(
        "Begin the policy", "Begin a policy", "Enter what it is called", "Select whom it covers"
    )
    reader.write("What is it called?", TITLE)
    reader.write("What is it for?", "Time to care for somebody.")
    reader.choose("Everyone who works here", of="audience")
    reader.choose("Employees", of="covers")
    reader.choose("People who care for somebody", of="covers")
    reader.choose("The public may read it while it is in force", of="is_public")
    reader.press("Begin the policy", role="button")
    reader.reads("Write the clauses", "No clauses yet")
    reader.press("Add the first clause")
    reader.is_refused("Save the clause", "Add a clause", "Enter a heading", "Enter the text")
    add_clause(reader, "How to ask", "Ask your manager.")
    reader.press("Add a clause at the end")
    add_clause(reader, "How much leave", "You have five days a year.")
    reader.press("Move up “How much leave”", role="button")
    reader.reads("Write the clauses", "1. How much leave", "2. How to ask")
    reader.press("Reword “How to ask”")
    reader.reads("Reword the clause")
    reader.write("Text", "Ask your manager, by telephone if it is urgent.")
    reader.press("Save the clause", role="button")
    reader.press("Say on which proposal it rests")
    reader.reads("What the policy rests on")
    reader.is_refused("Save", "What the policy rests on", "Select a proposal")
    reader.pick("Which proposal does it rest on?", "Leave for carers (decided)")
    reader.press("Save", role="button")
    reader.reads(TITLE, "Draft", "Nothing is missing.", "The decision on “Leave for carers”")


def approve_and_launch(reader: Reader, cast: Cast) -> None:
    version = Version.objects.get(stage=Stage.DRAFT)
    reader.sign_in(cast["equality-lead"], "/policies/")
    reader.reads("Policies", "Yours to do")
    reader.press(f"Read “{TITLE}”, version {version.number}, and approve it")
    reader.reads("Read the draft and approve it", "Once you approve it, nobody can change this text.")
    reader.press("Approve this text", role="button")
    reader.reads(TITLE, "Approved", "Digest of the text")
    reader.sign_in(cast["policy-owner"], "/policies/")
    reader.press(f"Launch “{TITLE}”, version {version.number}")
    reader.reads("Launch the policy", f"version {version.number} holds")
    reader.press("Launch it", role="button")
    reader.reads(TITLE, "In force")
    version.refresh_from_db()
    assert version.is_in_force


def change(reader: Reader, cast: Cast) -> None:
    """Begin the next version, reword a clause, and say that it is a minor correction."""
    version = Version.objects.get()
    reader.open(f"/policies/{version.policy_id}/")
    reader.reads(TITLE, "Version 1, since", "History")
    reader.press("Begin the next version", role="button")
    reader.reads("What changes")
    reader.is_refused("Save", "What changes", "Enter what changed")
    reader.choose("A minor correction: nobody is asked to read it again", of="is_material")
    reader.write("What changed, in plain words?", "It says whole days.")
    reader.press("Save", role="button")
    reader.reads(TITLE, "It says what the version in force says.")
    reader.press("Write the clauses")
    reader.press("Reword “How much leave”")
    reader.write("Text", "You have five whole days a year.")
    reader.press("Save the clause", role="button")
    approve_and_launch(reader, cast)


def read(reader: Reader, cast: Cast) -> None:
    reader.sign_in(cast["staff"], "/policies/")
    reader.pick("Whom it covers", "People who care for somebody")
    reader.press("Find a policy", role="button")
    reader.reads("Policies", "1 policy, by title.")
    reader.press(TITLE)
    reader.reads(TITLE, "1. How much leave", "You have five whole days a year.", "It says whole days.")
    reader.press("See each change, word by word")
    reader.reads("What is different in version 2", "Reworded", "put in: whole")
    assert "How to ask" not in reader.words  # what stays as it is is folded
    reader.sign_in(None, "/policies/public/")
    reader.press(TITLE)
    reader.reads(TITLE, "You have five whole days a year.", "Version 2, in force since")
