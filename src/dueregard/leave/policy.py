"""What this body's policy gives its carers beside the statutory week: read from the settings, in one place."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.conf import settings

from dueregard.leave import ledger
from dueregard.leave.days import LeaveYear, read_year_start
from dueregard.leave.patterns import Rota
from dueregard.people.models import Engagement, Staff


def read_footings(text: str) -> frozenset[str]:
    """Return the footings that a setting names, parted by commas.

    Raises
    ------
    ValueError
        When one of them is none.
    """
    return frozenset(str(Engagement(each.strip())) for each in text.split(","))


@dataclass(frozen=True)
class Policy:
    """Paid days and how they are counted; the statutory week is the law's and has no settings but one."""

    paid_days: int
    starts: tuple[int, int]
    is_rolling: bool
    """Whether paid days are counted in any twelve months, and not in leave years."""
    is_pro_rata: bool
    carry_over_days: int
    paid_for: frozenset[str]
    """On what footing one has paid days, by the codes of `people.Engagement`."""
    paid_is_statutory: bool
    """Whether a paid day uses up the statutory week as well, because the contract makes the two one right."""

    @classmethod
    def in_force(cls) -> Self:
        """Return the policy of this installation."""
        return cls(
            paid_days=settings.LEAVE_PAID_DAYS,
            starts=read_year_start(settings.LEAVE_YEAR_STARTS),
            is_rolling=settings.LEAVE_YEAR == "rolling",
            is_pro_rata=settings.LEAVE_PRO_RATA,
            carry_over_days=settings.LEAVE_CARRY_OVER_DAYS,
            paid_for=read_footings(settings.LEAVE_PAID_FOR),
            paid_is_statutory=settings.LEAVE_PAID_IS_STATUTORY,
        )

    def is_for(self, staff: Staff, *, is_paid: bool) -> bool:
        """Say whether somebody has this leave; the statutory week is for employees.

        Source: Employment Rights Act 1996, section 80J.
        """
        return staff.engagement in self.paid_for if is_paid else staff.engagement == Engagement.EMPLOYEE

    def entitlement(self, rota: Rota) -> int:
        """Return the minutes of paid leave of twelve months for somebody who works so."""
        return ledger.entitlement(rota, paid_days=self.paid_days, is_pro_rata=self.is_pro_rata)

    def most_carried(self, rota: Rota) -> int:
        """Return how many minutes may be carried over into the next leave year."""
        return ledger.entitlement(rota, paid_days=self.carry_over_days, is_pro_rata=self.is_pro_rata)

    def leave_year(self, day: date) -> LeaveYear:
        """Return the leave year of a day."""
        return LeaveYear.containing(day, starts=self.starts)
