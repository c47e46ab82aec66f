"""What the walk through the role matrix needs of leave."""

from uuid import uuid4

from dueregard.people.models import Person, Staff, Team
from tests.people_of_the_tests import make_person


def managed_by(manager: Person | None) -> Staff:
    """Make somebody whom this person manages, or nobody does."""
    team = manager.staff.team if manager else Team.objects.order_by("name")[0]
    staff = make_person("staff", team, name=f"Managed {uuid4().hex} Example").staff
    staff.manager = manager and manager.staff
    staff.save(update_fields=["manager"])
    return staff
