"""Who must read a policy: people employed here today, by the audience that its owner chose."""

from django.db.models import Exists, OuterRef, Q

from dueregard.almanac import clock
from dueregard.people.models import RoleHolding, Staff, StaffQuerySet
from dueregard.policies.texts.models import Audience

PRACTICE = ("Family Court Adviser", "Guardian", "Practice Supervisor")
"""Words of the job titles of those who work with families, for whom no role need be recorded."""


def staff_of(audience: str) -> StaffQuerySet:
    """Return the employments of today that belong to an audience."""
    here = Staff.objects.employed().filter(person__is_active=True)
    if audience == Audience.MANAGERS:
        has_reports = Exists(Staff.objects.employed().filter(manager=OuterRef("pk"), person__is_active=True))
        return here.filter(has_reports | _holds("manager"))
    if audience == Audience.PRACTITIONERS:
        titled = Q(pk__in=[])
        for words in PRACTICE:
            titled |= Q(job_title__icontains=words)
        return here.filter(titled | _holds("adviser", "supervisor"))
    return here


def _holds(*roles: str) -> Exists:
    held = RoleHolding.objects.at(clock.now()).filter(role__in=roles, person=OuterRef("person"))
    return Exists(held)
