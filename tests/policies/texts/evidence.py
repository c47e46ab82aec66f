"""The policies that the role matrix and the walk over every page need: the cast's policy owner's, and another's."""

from dataclasses import dataclass

from dueregard.people.models import Person
from dueregard.policies.texts import actions as policies
from dueregard.policies.texts.models import Policy, ReviewOutcome, Version
from tests.decisions.building import Case
from tests.people_of_the_tests import make_person
from tests.policies.texts.building import Room, described


@dataclass(frozen=True)
class Records:
    """One policy in force with a draft of its next version, and another that waits for its first launch."""

    policy: Policy
    shown: Version
    draft: Version
    approved: Version

    def parameters(self, pattern: str) -> dict[str, object]:
        """Return the parameters of a route."""
        if "/versions/" not in pattern:
            return {"pk": self.policy.pk}
        if "/launch/" in pattern:
            return {"pk": self.approved.pk}
        version = self.shown if pattern.endswith("/versions/<uuid:pk>/") else self.draft
        return {"pk": version.pk, "key": version.clauses[0]["key"]}


def make(people: dict[str, Person], *, is_own: bool) -> Records:
    """Make the policies of the cast's owner; or of another, where the public reads nothing and a draft is shown."""
    team = people["other"].staff.team
    owner = people["policy-owner"] if is_own else make_person("policy-owner", team, name="Other Owner")
    room = Room(Case(owner, people["equality-lead"], people["executive"]))
    whose = "ours" if is_own else "theirs"
    waiting = room.approved(f"Travel, {whose}")
    launched = room.launched(f"Leave, {whose}", is_public=is_own)
    if is_own:
        policies.review(launched, ReviewOutcome.RETIRE, because="Nobody needs it.", by=owner)
    draft = room.next()
    return Records(room.policy, launched if is_own else draft, draft, waiting)


def pages(ours: Records, theirs: Records) -> list[tuple[str, str]]:
    """Return (role, address) of each page that the journey in the browser does not open."""
    approved, draft = f"/policies/versions/{ours.approved.pk}", f"/policies/versions/{ours.draft.pk}"
    return [
        ("staff", "/policies/?q=nothing+like+it"),
        ("staff", f"/policies/{theirs.policy.pk}/"),
        ("policy-owner", "/policies/to-review/"),
        ("policy-owner", f"/policies/{ours.policy.pk}/"),
        ("policy-owner", f"/policies/{ours.policy.pk}/details/"),
        ("policy-owner", f"/policies/{ours.policy.pk}/hand-over/"),
        ("policy-owner", f"/policies/{ours.policy.pk}/review/"),
        ("policy-owner", f"{approved}/"),
        ("policy-owner", f"{draft}/drop/"),
        ("policy-owner", f"{draft}/difference/"),
        ("equality-lead", f"/policies/{ours.policy.pk}/retire/"),
        ("equality-lead", f"{draft}/approve/"),
    ]


def crowd(room: Room, number: int) -> None:
    """Add policies in force."""
    for each in range(number):
        with room.case.watch.later().running():
            room.launched(f"Policy {room.others} {each}", covers=described().covers)
