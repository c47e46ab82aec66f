"""The demonstration's policies: the working carers' one in its third version, and one at each other stage. Invented.

Everything is made by the actions that people use, each on its day in the past, and each approved text rests on a
decision that has passed the gate.
"""

import random
import tomllib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from dueregard.almanac import clock
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate.actions import Deciding
from dueregard.decisions.gate.rule import months_after
from dueregard.decisions.models import Outcome, Proposal, Relevance
from dueregard.decisions.proposals import actions as proposals
from dueregard.decisions.proposals.actions import Wording
from dueregard.decisions.proposals.models import QUESTIONS
from dueregard.demo import readings
from dueregard.demo.cast import member
from dueregard.people.models import Person
from dueregard.policies.models import Policy, Version
from dueregard.policies.texts import actions as policies
from dueregard.policies.texts import writing
from dueregard.policies.texts.actions import Described
from dueregard.records import bodies

A_DAY = timedelta(days=1)
AT_LEAST_HELD = 60 * A_DAY
"""The first version of the carers' policy has held so long before the second was launched."""

Told = Mapping[str, Any]


def is_made() -> bool:
    """Say whether there are policies already."""
    return Policy.objects.exists()


@transaction.atomic
def make(*, seed: int) -> None:
    """Write each policy, and take each version as far as its file tells, all or nothing.

    It is no action itself: the gate looks for the entry of each step, which is written when the step's action ends.
    """
    chance = random.Random(f"{seed} policies")  # noqa: S311  (what is drawn is invented, the same for each seed)
    people = {role: _person(role) for role in ("policy-owner", "equality-lead", "executive")}
    for told in _told()["policy"]:
        _Maker(told, chance, **{role.replace("-", "_"): person for role, person in people.items()}).make()
    readings.make(seed=seed)


def carers_week(today: date) -> date:
    """Return the Tuesday of the last Carers Week, which is held in the second week of June, that is over for long."""
    for year in (today.year, today.year - 1):
        day = date(year, 6, 8) + (1 - date(year, 6, 8).weekday()) % 7 * A_DAY
        if day <= today - AT_LEAST_HELD:
            return day
    return date(today.year - 1, 6, 9)


@dataclass
class _Maker:
    """Makes one policy."""

    told: Told
    chance: random.Random
    policy_owner: Person
    equality_lead: Person
    executive: Person

    def make(self) -> None:
        """Write each version in its turn."""
        described = Described(
            **{key: value for key, value in self.told.items() if key not in ("version", "is_public")},
            is_public=self.told.get("is_public", False),
        )
        for number, told in enumerate(self.told["version"]):
            with self._ago(told["begun"]):
                if number == 0:
                    self.policy = policies.begin(described, token=self._key(), by=self.policy_owner)
                    version = self.policy.versions.get()
                else:
                    version = policies.begin_version(self.policy, by=self.policy_owner)
                version = self._write(version, told)
            self._go_on(version, told)

    def _write(self, version: Version, told: Told) -> Version:
        """Write the clauses and what changes."""
        by = self.policy_owner
        for heading, text in (*told.get("clauses", ()), *told.get("add", ())):
            version = writing.add(
                version, heading=heading, text=text, token=self._key(), revision=version.revision, by=by
            )
        named = {clause["heading"]: clause["key"] for clause in version.clauses}
        for heading, text in told.get("reword", ()):
            version = writing.reword(
                version, named[heading], heading=heading, text=text, revision=version.revision, by=by
            )
        for heading in told.get("move_up", ()):
            version = writing.move(version, named[heading], up=True, revision=version.revision, by=by)
        if "what_changed" in told:
            is_material = not told.get("is_minor", False)
            version = policies.say_what_changed(version, told["what_changed"], is_material=is_material, by=by)
        return version

    def _go_on(self, version: Version, told: Told) -> None:
        """Let it rest on its decision, be approved and launched."""
        proposal = self._decide(told["decided"]) if "decided" in told else None
        if "rests_on" in told:
            proposal = Proposal.objects.filter(body=bodies.home(), title=told["rests_on"]).first()
        if proposal is not None:
            with self._ago(told["begun"]):
                version = policies.rest_on(version, proposal, by=self.policy_owner)
        if "approved" in told:
            with self._ago(told["approved"]):
                version = policies.approve(version, revision=version.revision, by=self.equality_lead)
        if "launched" in told or "launched_in_carers_week" in told:
            day = self._launch_day(told)
            review_on = day + told["review_after"] * A_DAY if "review_after" in told else None
            with _on(day):
                policies.launch(version, review_on=review_on, by=self.policy_owner)

    def _launch_day(self, told: Told) -> date:
        """Return the day of a launch: that of Carers Week where it lies behind the approval, else soon after it."""
        if "launched" in told:
            return clock.today() - told["launched"] * A_DAY
        approved = clock.today() - told["approved"] * A_DAY
        week = carers_week(clock.today())
        return week if week > approved else approved + 20 * A_DAY

    def _decide(self, told: Told) -> Proposal:
        """Take a decision for which a second person agreed that no analysis is needed."""
        with self._ago(told["at"] + 6):
            proposal = proposals.propose(
                Wording(
                    title=told["title"],
                    why=told["why"],
                    what=told["what"],
                    decide_by=clock.today() + 30 * A_DAY,
                    affects=["staff"],
                    options=["One text", "As it is"],
                ),
                token=self._key(),
                body=bodies.home(),
                decision_maker=self.executive,
                by=self.policy_owner,
            )
            screening = proposals.screen(
                proposal,
                dict.fromkeys((code for code, _ in QUESTIONS), False),
                relevance=Relevance.NONE,
                because=told["because"],
                by=self.policy_owner,
            )
        with self._ago(told["at"] + 3):
            proposals.view_screening(screening, is_agreed=True, by=self.equality_lead)
        with self._ago(told["at"]):
            deciding = Deciding(
                outcome=Outcome.CONTINUE,
                reasons=told["reasons"],
                review_on=months_after(clock.today(), 12),
            )
            gate.decide(proposal, deciding, by=self.executive)
        return proposal

    def _key(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _ago(self, days: int) -> AbstractContextManager[None]:
        return _on(clock.today() - days * A_DAY)


def _on(day: date) -> AbstractContextManager[Any]:
    """Let it be a quarter to ten in the morning of that day, or of the Friday before where it is no working day."""
    day -= max(day.weekday() - 4, 0) * A_DAY
    return clock.standing_at(clock.start_of(day) + timedelta(hours=9, minutes=45))


def _person(role: str) -> Person:
    return Person.objects.select_related("staff").get(email=member(role).email)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
