"""The four checks without which a consultation is not lawful: a gate, as one pure function over facts.

R v London Borough of Brent, ex parte Gunning (1985) 84 LGR 168, confirmed in R (Moseley) v Haringey LBC [2014] UKSC
56: the proposal is still formative; enough is said for people to consider and answer; there is enough time; the answers
are conscientiously taken into account. The Consultation Principles (Cabinet Office, 2018) ask for a proportionate time
and a version that those affected can read; 28 days is the least without a reason, and is ours.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from dueregard.decisions.consultations.quiet_time import quiet_times

LEAST_DAYS = 28


class Check(IntEnum):
    """The four, in their order."""

    FORMATIVE = 1
    INFORMED = 2
    TIME = 3
    CONSIDERED = 4

    @property
    def label(self) -> str:
        """What it asks."""
        return {
            Check.FORMATIVE: "It can still be influenced",
            Check.INFORMED: "People know enough to answer",
            Check.TIME: "There is enough time",
            Check.CONSIDERED: "The answers will be considered",
        }[self]


@dataclass(frozen=True)
class Facts:
    """What the gate looks at. `opens_on` is the day on which it would open."""

    is_formative: bool
    still_open: str
    options: int
    one_option_because: str
    why: str
    information: str
    questions: int
    audiences: int
    asks_networks_by_name: bool
    is_young_version_whole: bool
    opens_on: date
    closes_on: date
    short_because: str
    who_considers: str
    considers_own_proposal: bool


@dataclass(frozen=True)
class Refusal:
    """One thing that stops the opening: of which check, and what to do."""

    check: Check
    sentence: str


def days_of(facts: Facts) -> int:
    """Return the days on which people can answer, the first and the last counted."""
    return (facts.closes_on - facts.opens_on).days + 1


def refusals(facts: Facts) -> tuple[Refusal, ...]:
    """Return everything that stops a consultation from being opened, in the order of the checks; none is a pass."""
    asked = (
        (
            Check.FORMATIVE,
            not facts.is_formative,
            "The proposal is ready to decide, or decided: people can no longer influence it.",
        ),
        (
            Check.FORMATIVE,
            not facts.still_open.strip(),
            "Say in the proposal what can still be influenced.",
        ),
        (
            Check.FORMATIVE,
            facts.options < 2 and not facts.one_option_because.strip(),
            "Give at least two options in the proposal, or say there why there is only one.",
        ),
        (Check.INFORMED, not facts.why.strip(), "Say in the proposal why it is made."),
        (
            Check.INFORMED,
            not facts.information.strip(),
            "Say what people need to know to answer.",
        ),
        (Check.INFORMED, facts.questions == 0, "Ask at least one question."),
        (Check.INFORMED, facts.audiences == 0, "Say who is asked."),
        (
            Check.INFORMED,
            not facts.asks_networks_by_name,
            "Choose the networks that are asked, or do not ask networks.",
        ),
        (
            Check.INFORMED,
            not facts.is_young_version_whole,
            "Put each question in words for young people too, or leave their version out.",
        ),
        (
            Check.TIME,
            facts.closes_on <= facts.opens_on,
            "Choose a last day that is still to come.",
        ),
        (
            Check.TIME,
            facts.opens_on < facts.closes_on
            and days_of(facts) < LEAST_DAYS
            and not facts.short_because.strip(),
            f"Give people at least {LEAST_DAYS} days, or say why there is less time.",
        ),
        (Check.CONSIDERED, not facts.who_considers, "Say who will consider the answers."),
        (
            Check.CONSIDERED,
            facts.considers_own_proposal,
            "The owner of a proposal does not consider the answers to it. Ask the decision-maker to name somebody.",
        ),
    )
    return tuple(Refusal(check, sentence) for check, is_so, sentence in asked if is_so)


def warnings(facts: Facts) -> tuple[str, ...]:
    """Return what is lawful and still worth a second thought: time when many are away, and a short time."""
    days = days_of(facts)
    if days < 2:
        return ()
    found = []
    quiet = quiet_times(facts.opens_on, facts.closes_on)
    away = sum(season.days for season in quiet)
    if 3 * away > days:
        seasons = ", ".join(f"{season.name} ({season.days} days)" for season in quiet)
        found.append(
            f"Of the {days} days, {away} fall into a time when many people are away: {seasons}. "
            "Think of a later last day."
        )
    if days < LEAST_DAYS:
        found.append(f"People have {days} days, fewer than {LEAST_DAYS}. The reason is shown to everybody.")
    return tuple(found)
