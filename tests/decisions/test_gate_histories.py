"""Random histories through the actions and raw SQL: no decision out of order, no sealed row changed.

What each step should do is worked out apart from the code, by a `Tracker` that remembers what was done. After each
step the database itself is read: whatever is decided came in the right order, and what was sealed is what it was.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.decisions.analyses import actions as analyses
from dueregard.decisions.analyses.actions import Ending
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate import rule
from dueregard.decisions.gate.rule import Principle
from dueregard.decisions.models import Adoption, Analysis, Attestation, Decision, Effect, Outcome, Stage
from dueregard.decisions.refusals import NotNow
from dueregard.people.models import Person
from dueregard.records.duty import Characteristic
from tests.decisions.building import Case, case_of
from tests.people_of_the_tests import make_person

SEALED = (Adoption, Attestation, Decision)


@dataclass
class Tracker:
    """One history: what was done, and so what may be done next."""

    case: Case
    other: Person
    chance: random.Random
    analysis: Analysis
    empty: set[Characteristic] = field(default_factory=set)
    unmitigated: bool = False
    said_changed: bool = True
    adopted: Adoption | None = None
    at_work: bool = True
    attested_at: datetime | None = None
    attested: Attestation | None = None
    is_decided: bool = False
    sealed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def step(self) -> None:
        """Do what comes next, or else anything."""
        if self.at_work:
            nexts = ["adopt", "adopt", "end"] if self.said_changed else ["end"]
        elif self.attested is None:
            nexts = ["attest", "attest", "decide"]
        else:
            nexts = ["decide", "decide", "forge_decision"]
        name = self.chance.choice(nexts) if self.chance.random() < 0.65 else self.chance.choice(STEPS)
        getattr(self, name)()

    def one_of(self, right: Any, *others: Any) -> Any:
        """Return what is right, mostly."""
        return right if self.chance.random() < 0.75 else self.chance.choice(others)

    # What is written on the working paper

    def say(self) -> None:
        characteristic = self.chance.choice(list(Characteristic))
        effect = self.chance.choice([None, Effect.NOT_KNOWN, Effect.NOT_KNOWN, Effect.NEGATIVE])
        self.tried(
            "say",
            self.at_work and not self.is_decided,
            lambda: self.case.said(self.analysis, characteristic, effect=effect),
        )
        if self.at_work and not self.is_decided:
            self.empty = self.empty - {characteristic} if effect else self.empty | {characteristic}
            self.unmitigated = bool(
                self.analysis.cells.filter(effect__in=["negative", "mixed"], mitigations=None).exists()
            )

    def end(self) -> None:
        changed = self.chance.choice(["", "Half days were added.", "Half days were added."])
        ending = Ending("", changed, Outcome.ADJUST)
        self.tried(
            "end",
            self.at_work and not self.is_decided,
            lambda: analyses.end(self.analysis, ending, by=self.case.owner),
        )
        if self.at_work and not self.is_decided:
            self.said_changed = bool(changed)

    def begin_again(self) -> None:
        may = not self.is_decided
        self.tried("begin again", may, lambda: analyses.begin(self.case.proposal, by=self.case.owner))
        if may:
            self.analysis = self.case.proposal.analyses.get(is_adopted=False)
            self.said_changed = self.said_changed and self.at_work  # what changed is said anew each time
            self.at_work = True

    # The gate

    def adopt(self) -> None:
        by = self.one_of(self.case.second, self.case.owner, self.other)
        may = (
            by == self.case.second
            and self.at_work
            and not self.is_decided
            and not self.empty
            and not self.unmitigated
            and self.said_changed
        )
        self.tried("adopt", may, lambda: gate.adopt(self.analysis, by=by))
        if may:
            self.adopted = Adoption.objects.get(analysis=self.analysis)
            self.at_work, self.attested_at, self.attested = False, None, None

    def attest(self) -> None:
        if self.adopted is None:
            return
        by = self.chance.choice(
            [self.case.maker, self.case.maker, self.case.owner, self.case.second, self.other]
        )
        sha256 = self.chance.choice([self.adopted.sha256, self.adopted.sha256, "0" * 64])
        may = (
            by == self.case.maker
            and sha256 == self.adopted.sha256
            and not self.at_work
            and not self.is_decided
        )
        self.tried("attest", may, lambda: gate.attest(self.adopted, sha256=sha256, by=by))
        if may:
            self.attested = Attestation.objects.order_by("at").last()
            self.attested_at = self.case.watch.moment

    def decide(self) -> None:
        by = self.chance.choice(
            [self.case.maker, self.case.maker, self.case.second, self.case.owner, self.other]
        )
        now = self.case.watch.moment + timedelta(minutes=1)
        taken = now - timedelta(minutes=self.one_of(0, 2, 5, 60, -3))
        review = self.one_of(date(2027, 1, 15), date(2028, 1, 15), None)
        may = (
            by == self.case.maker
            and not self.at_work
            and not self.is_decided
            and self.attested_at is not None
            and self.attested_at <= taken <= now
            and review == date(2027, 1, 15)
        )
        deciding = self.case.deciding(review_on=review, taken_at=taken)
        self.tried("decide", may, lambda: gate.decide(self.case.proposal, deciding, by=by))
        self.is_decided = self.is_decided or may

    # Past the actions, in the database

    def forge_decision(self) -> None:
        """Insert a decision with moments and people at random; the database lets none through that is out of order."""
        if self.adopted is None:
            return
        now = self.case.watch.later().moment
        taken = now - timedelta(minutes=self.one_of(0, 3, 60))
        by = self.one_of(self.case.maker, self.case.second)
        attestation = self.attested or self.forged_attestation()
        may = (
            attestation is not None
            and by == self.case.maker
            and not self.is_decided
            and attestation.at <= taken
            and self.adopted == self.case.proposal.adoptions.order_by("adopted_at").last()
            and attestation.adoption_id == self.adopted.pk
        )
        row = Decision(
            proposal=self.case.proposal,
            adoption=self.adopted,
            attestation=attestation,
            outcome=Outcome.ADJUST,
            reasons="Forged.",
            person=by,
            taken_at=taken,
            recorded_at=now,
            review_on=date(2027, 1, 1),
        )
        self.forged("forge a decision", may, row)

    def forged_attestation(self) -> Attestation | None:
        """Try to insert an attestation that nobody made."""
        assert self.adopted is not None
        now = self.case.watch.later().moment
        at = now - timedelta(minutes=self.chance.choice([0, 600]))
        sha256 = self.chance.choice([self.adopted.sha256, "f" * 64])
        person = self.chance.choice([self.case.maker, self.case.owner, self.other])
        may = at > self.adopted.adopted_at and sha256 == self.adopted.sha256 and person == self.case.maker
        row = Attestation(adoption=self.adopted, sha256=sha256, words="Forged.", person=person, at=at)
        self.forged("forge an attestation", may, row)
        return None

    def change_sealed(self) -> None:
        """Try to change or remove what is sealed."""
        model = self.chance.choice(SEALED)
        if not model.objects.exists():
            return
        table = model._meta.db_table
        statement = self.chance.choice(
            [
                f"DELETE FROM {table}",
                f"UPDATE {table} SET id = id",
                f"UPDATE {table} SET proposal_id = proposal_id",
            ]
            if model is not Attestation
            else [f"DELETE FROM {table}", f"UPDATE {table} SET words = 'no'"]
        )
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        self.done["change what is sealed: refused"] += 1

    def forged(self, name: str, may: bool, row: Any) -> None:
        """Insert a row without the actions, and take it out again with the savepoint."""
        refused = False
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                assert may, f"{name}: the database let it through"
                transaction.set_rollback(True)
        except DatabaseError:
            refused = True
        assert refused != may, f"{name}: refused {refused}, may {may}"
        self.done[f"{name}: {'refused' if refused else 'in order'}"] += 1

    def tried(self, name: str, may: bool, do: Callable[[], object]) -> None:
        """Do something, and see that it is done or refused as it should be."""
        refused = False
        try:
            with transaction.atomic(), self.case.watch.later().running():
                do()
        except (NotNow, NotAllowed):
            refused = True
        assert refused != may, f"{name}: refused {refused}, may {may}"
        self.done[f"{name}: {'refused' if refused else 'done'}"] += 1

    def look(self) -> None:
        """Read the database: what is decided came in order, and what is sealed is what it was."""
        for decision in Decision.objects.select_related("adoption__analysis", "attestation"):
            adoption, attestation = decision.adoption, decision.attestation
            assert adoption is not None
            assert attestation is not None
            assert adoption.adopted_at < attestation.at <= decision.taken_at <= decision.recorded_at
            assert attestation.sha256 == adoption.sha256
            assert (
                attestation.person_id
                == decision.person_id
                == self.case.maker.pk
                != adoption.analysis.author_id
            )
            received = [
                datetime.fromisoformat(version["received_at"])
                for cell in adoption.content["cells"]
                for version in cell["cites"]
            ]
            assert max(received) <= adoption.adopted_at
        for model in SEALED:
            for row in model.objects.values():
                key = (model.__name__, str(row["id"]))
                assert self.sealed.setdefault(key, row) == row
        assert self.case.proposal.__class__.objects.get().stage in Stage.values


STEPS = (
    *("say", "say", "end", "begin_again", "adopt", "attest", "decide", "forge_decision", "forge_decision"),
    *("change_sealed", "change_sealed"),
)


def histories(number: int, cast: dict[str, Person], other: Person, *, seed: int = 3) -> Counter[str]:
    """Let so many histories happen, each undone in the end, and return what was done and refused in them."""
    chance, done = random.Random(seed), Counter[str]()
    base = case_of(cast).proposed().agreed()
    analysis = base.filled()
    for _ in range(number):
        case = case_of(cast)
        case.proposal, case.watch.moment = base.proposal, base.watch.moment
        with transaction.atomic():
            tracker = Tracker(case, other, chance, Analysis.objects.get(pk=analysis.pk))
            for _ in range(12):
                tracker.step()
                tracker.look()
            done += tracker.done
            transaction.set_rollback(True)
    return done


def check(done: Counter[str], *, least: int) -> None:
    """See that every kind of step was both done and refused often enough to prove something."""
    wanted = {f"{name}: {end}" for name in ("adopt", "attest", "decide") for end in ("done", "refused")}
    wanted |= {"forge a decision: refused", "forge a decision: in order", "change what is sealed: refused"}
    wanted |= {"forge an attestation: refused", "say: done", "say: refused", "begin again: done"}
    assert {name: done[name] for name in wanted if done[name] < least} == {}


@pytest.fixture
def other(team: Any) -> Person:
    return make_person("executive", team, name="Invented Other Executive")


def test_random_histories_never_decide_out_of_order(cast: dict[str, Person], other: Person) -> None:
    check(histories(50, cast, other), least=2)


@pytest.mark.prove
def test_five_hundred_histories_never_decide_out_of_order(cast: dict[str, Person], other: Person) -> None:
    check(histories(500, cast, other, seed=5), least=20)


@pytest.mark.parametrize("principle", [Principle.TIMELY, Principle.CONTINUING, Principle.AWARE])
def test_with_a_check_taken_out_the_histories_tell(
    principle: Principle, cast: dict[str, Person], other: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rule.CHECKS, principle, lambda facts, deciding: iter(()))
    with pytest.raises((AssertionError, DatabaseError)):
        histories(50, cast, other)


@pytest.mark.usefixtures("db")
def test_raw_sql_cannot_adopt_with_an_empty_cell_or_late_evidence(cast: dict[str, Person]) -> None:
    case = case_of(cast).proposed().agreed()
    analysis = case.filled()
    cell = analysis.cells.first()
    assert cell is not None

    def adopt_past_the_actions(**changes: Any) -> None:
        row = {"proposal": case.proposal, "analysis": analysis, "content": {}, "sha256": "0" * 64}
        row |= {"adopted_by": case.second, "adopted_at": case.watch.moment} | changes
        with transaction.atomic():
            Adoption(**row).save(force_insert=True)
            transaction.set_rollback(True)

    adopt_past_the_actions()  # in order, and undone
    analysis.cells.filter(pk=cell.pk).update(effect="")
    with pytest.raises(DatabaseError, match="an analysis with an empty cell is not adopted"):
        adopt_past_the_actions()
    analysis.cells.filter(pk=cell.pk).update(effect="mixed")
    with pytest.raises(DatabaseError, match="evidence was received after the analysis was adopted"):
        adopt_past_the_actions(adopted_at=case.watch.moment - timedelta(days=3))
    with pytest.raises(DatabaseError, match="the author of an analysis does not adopt it"):
        adopt_past_the_actions(adopted_by=case.owner)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision(
            id=uuid4(),
            proposal=case.proposal,
            outcome="adjust",
            reasons="None.",
            person=case.maker,
            taken_at=case.watch.moment,
            review_on=date(2027, 1, 1),
        ).save(force_insert=True)
