"""Who can answer issues, who answers which where nobody is named, and who the chief executive is."""

from django.db.models import Exists, OuterRef

from dueregard.almanac import clock
from dueregard.people.models import Person, PersonQuerySet, RoleHolding, Staff
from dueregard.voice.models import Remit
from dueregard.voice.refusals import NobodyToAnswer

ROLES_THAT_LEAD = ("executive", "equality-lead", "policy-owner", "manager", "quality-lead")


def leaders() -> PersonQuerySet:
    """Return who can answer issues: people employed here who manage somebody, or hold a role that leads."""
    employed = Staff.objects.employed().filter(person=OuterRef("pk"))
    managed = Staff.objects.employed().filter(manager__person=OuterRef("pk"))
    held = RoleHolding.objects.at(clock.now()).filter(person=OuterRef("pk"), role__in=ROLES_THAT_LEAD)
    return (
        Person.objects.get_queryset()
        .filter(Exists(employed), is_active=True)
        .filter(Exists(managed) | Exists(held))
    )


def is_leader(person: Person) -> bool:
    """Say whether this person can answer issues."""
    return leaders().filter(pk=person.pk).exists()


def on_the_list() -> list[Person]:
    """Return the leaders whom members can choose: those with a remit, and the chief executive."""
    with_remits = {remit.leader_id for remit in Remit.objects.all()}
    chief = chief_executive()
    chosen = with_remits | ({chief.pk} if chief else set())
    return list(leaders().filter(pk__in=chosen).order_by("name", "pk"))


def leader_called(key: str) -> Person | None:
    """Return the leader whom a member has chosen, or nobody where none was, or they lead no more."""
    return leaders().filter(pk=key).first() if key else None


def leader_for(theme: str) -> Person:
    """Return who answers what is raised under a theme; what is in nobody's remit is the chief executive's.

    Raises
    ------
    NobodyToAnswer
        When there is neither.
    """
    remit = Remit.objects.filter(theme=theme, leader__in=leaders()).select_related("leader").first()
    found = remit.leader if remit else chief_executive()
    if found is None:
        raise NobodyToAnswer
    return found


def chief_executive() -> Person | None:
    """Return the one to whom late issues go up.

    Of the people employed here who hold the role of executive: one whom nobody manages, else the one who has held
    the role longest; of several alike the first by name.
    """
    held = RoleHolding.objects.at(clock.now()).filter(role="executive", person__in=leaders())
    held = held.select_related("person").order_by("starts", "person__name", "person_id")
    found = held.filter(person__staff__manager=None).first() or held.first()
    return found.person if found else None
