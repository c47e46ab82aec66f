"""Policies of the tests, as far as a test needs them. Import it where a version in force is needed."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from dueregard.decisions.gate import actions as gate
from dueregard.decisions.models import Decision, Outcome, Proposal, Relevance
from dueregard.people.models import Person
from dueregard.policies.texts import actions as policies
from dueregard.policies.texts import writing
from dueregard.policies.texts.actions import Described
from dueregard.policies.texts.models import Policy, Version
from tests.decisions.building import Case, case_of

TITLE = "Working carers’ policy"


def described(title: str = TITLE, **changes: object) -> Described:
    """Return what a policy of the tests is."""
    said: dict[str, object] = {
        "title": title,
        "purpose": "Time off for people who care.",
        "audience": "everyone",
        "covers": ("employees", "carers"),
    }
    return Described(**(said | changes))  # type: ignore[arg-type]  # the names are those of the class


def decided(
    case: Case, title: str = "Working carers’ leave", *, outcome: Outcome = Outcome.ADJUST
) -> Decision:
    """Return a decision, taken at once: a second person agreed that no analysis is needed."""
    case.proposed(title=title).agreed(Relevance.NONE)
    with case.watch.later().running():
        return gate.decide(case.proposal, case.deciding(outcome=outcome), by=case.maker)


@dataclass
class Room:
    """A policy with the people about it; time goes on by a minute with each step."""

    case: Case
    policy: Policy = field(init=False)
    others: int = 0

    @property
    def owner(self) -> Person:
        """Who owns it."""
        return self.case.owner

    @property
    def second(self) -> Person:
        """Who approves it."""
        return self.case.second

    def begun(self, title: str = TITLE, **changes: object) -> Version:
        """Begin the policy; nothing is written yet."""
        with self.case.watch.later().running():
            self.policy = policies.begin(described(title, **changes), token=uuid4(), by=self.owner)
        return self.policy.versions.get()

    def clause(self, version: Version, heading: str = "Leave", text: str = "Five days a year.") -> Version:
        """Add a clause to a draft, at the end."""
        version.refresh_from_db()
        with self.case.watch.later().running():
            return writing.add(
                version,
                heading=heading,
                text=text,
                token=uuid4(),
                revision=version.revision,
                by=self.owner,
            )

    def reworded(self, version: Version, text: str) -> Version:
        """Let the first clause read so."""
        with self.case.watch.later().running():
            first = version.clauses[0]
            return writing.reword(
                version,
                first["key"],
                heading=first["heading"],
                text=text,
                revision=version.revision,
                by=self.owner,
            )

    def grounded(self, version: Version, proposal: Proposal | None = None) -> Version:
        """Let a draft rest on a proposal; on one that is decided now, unless another is named."""
        if proposal is None:
            self.others += 1
            proposal = decided(self.case, f"{self.policy.title} {self.others}").proposal
        with self.case.watch.later().running():
            return policies.rest_on(version, proposal, by=self.owner)

    def ready(self, title: str = TITLE, **changes: object) -> Version:
        """Go on until the first draft can be approved."""
        return self.grounded(self.clause(self.begun(title, **changes)))

    def approve(self, version: Version) -> Version:
        """Approve a draft as it is."""
        version.refresh_from_db()
        with self.case.watch.later().running():
            return policies.approve(version, revision=version.revision, by=self.second)

    def approved(self, title: str = TITLE, **changes: object) -> Version:
        """Go on until the first version is approved."""
        return self.approve(self.ready(title, **changes))

    def launch(self, version: Version) -> Version:
        """Bring an approved version into force."""
        with self.case.watch.later().running():
            return policies.launch(version, by=self.owner)

    def launched(self, title: str = TITLE, **changes: object) -> Version:
        """Go on until the first version is in force."""
        return self.launch(self.approved(title, **changes))

    def next(self, text: str = "Seven days a year.", *, is_material: bool = True) -> Version:
        """Begin the next version with its first clause reworded, ready to be approved."""
        with self.case.watch.later().running():
            version = policies.begin_version(self.policy, by=self.owner)
        version = self.reworded(version, text)
        with self.case.watch.later().running():
            version = policies.say_what_changed(
                version, "There are more days.", is_material=is_material, by=self.owner
            )
        return self.grounded(version) if is_material else version


def room_of(cast: dict[str, Person]) -> Room:
    """Return a policy's people from the cast."""
    return Room(case_of(cast))


def keys(version: Version) -> list[str]:
    """Return the keys of the clauses, in their order."""
    return [clause["key"] for clause in version.clauses]


NOBODY = UUID(int=0)
