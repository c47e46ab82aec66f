"""How large the demonstration is: exact counts at full scale, and at a twentieth of it.

The full counts are those published for 2023 to 2024 for the real service in England; the small ones are a
twentieth of each, rounded. Small keeps all service areas, so that every page still has something to show.
"""

from dataclasses import dataclass
from typing import Literal

Scale = Literal["full", "small"]


@dataclass(frozen=True)
class Counts:
    """How many of everything there are at one scale."""

    children: int
    """Children in new or existing proceedings in the year."""
    new_children: int
    new_cases: int
    existing_cases: int
    staff: int
    applicants: int
    """Applicants for a post, from outside and inside."""
    promotion_applicants: int
    leavers: int
    survey_responses: int

    @property
    def cases(self) -> int:
        """All cases with children in them."""
        return self.new_cases + self.existing_cases

    @property
    def existing_children(self) -> int:
        """Children whose case was open before the year began."""
        return self.children - self.new_children


FULL = Counts(
    children=137_347,
    new_children=86_419,
    new_cases=55_830,
    existing_cases=32_904,
    staff=2_400,
    applicants=12_000,
    promotion_applicants=1_800,
    leavers=360,
    survey_responses=1_704,
)
SMALL = Counts(
    children=6_867,
    new_children=4_321,
    new_cases=2_792,
    existing_cases=1_645,
    staff=120,
    applicants=600,
    promotion_applicants=90,
    leavers=18,
    survey_responses=85,
)


def counts_at(scale: str) -> Counts:
    """Return the counts of a scale; a ValueError says which scales there are."""
    if scale == "full":
        return FULL
    if scale == "small":
        return SMALL
    raise ValueError(f"“{scale}” is not a scale. Choose full or small.")


def shares(total: int, weights: tuple[float, ...]) -> tuple[int, ...]:
    """Share out `total` whole things by weight, so that the parts add up to it exactly.

    Each part is its share rounded down, and what is left goes to the largest remainders.
    """
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
