"""What stands between a consultation and its outcome: one pure function over facts."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """What the gate looks at."""

    is_closed: bool
    parked: int
    uncoded: int
    themes: int
    words: int
    undecided: tuple[str, ...] = ()
    changed_without_a_change: tuple[str, ...] = ()
    without_reply: tuple[str, ...] = ()
    introduction: str = ""
    next_steps: str = ""
    is_late: bool = False
    late_because: str = ""
    is_considered: bool = False
    is_considered_before_its_time: bool = False
    warnings: tuple[str, ...] = field(default=())


def before_considering(facts: Facts) -> tuple[str, ...]:
    """Return what stops the decision-maker from saying that they have considered the responses."""
    asked = (
        (not facts.is_closed, "It takes answers still."),
        (facts.parked > 0, "Some answers without a name are not let in yet. That happens within the hour."),
        (
            facts.uncoded > 0,
            f"{facts.uncoded:,} answer{'' if facts.uncoded == 1 else 's'} in words still to be read and coded.",
        ),
        (facts.words > 0 and facts.themes == 0, "There are answers in words and no theme."),
        (bool(facts.undecided), f"Not decided yet: {_listed(facts.undecided)}."),
        (
            bool(facts.changed_without_a_change),
            "Said to be changed, without a change to the text that cites it: "
            f"{_listed(facts.changed_without_a_change)}.",
        ),
    )
    return tuple(sentence for is_so, sentence in asked if is_so)


def refusals(facts: Facts) -> tuple[str, ...]:
    """Return everything that stops an outcome from being published; none is a pass."""
    asked = (
        (bool(facts.without_reply), f"No reply yet to: {_listed(facts.without_reply)}."),
        (not facts.introduction.strip(), "Write how the outcome begins."),
        (not facts.next_steps.strip(), "Write what happens next."),
        (
            facts.is_late and not facts.late_because.strip(),
            "More than 12 weeks have passed since it closed. Say why: the reason is published with it.",
        ),
        (
            not facts.is_considered,
            "The decision-maker has not said yet that they have considered the responses.",
        ),
        (
            facts.is_considered_before_its_time,
            "A response came or a theme was decided after the responses were considered. They are to be considered "
            "again.",
        ),
    )
    return (*before_considering(facts), *(sentence for is_so, sentence in asked if is_so))


def _listed(names: tuple[str, ...]) -> str:
    return "; ".join(f"“{name}”" for name in names)
