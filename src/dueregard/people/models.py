import uuid
from datetime import datetime
from typing import Any, ClassVar

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.people.calendars import CalendarFeed
from dueregard.people.digests import DigestChoice
from dueregard.people.holdings import RoleHolding, Source

__all__ = [
    "CalendarFeed",
    "DigestChoice",
    "Directorate",
    "Engagement",
    "Person",
    "RoleHolding",
    "ServiceArea",
    "Source",
    "Staff",
    "StaffQuerySet",
    "Team",
    "is_colleague",
]


def is_colleague(user: Any) -> bool:
    """Say whether this person is employed here today."""
    return bool(user.is_authenticated and user.is_employed)


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """Return the people whose name this person may read: colleagues see colleagues, everyone themselves.

        Administrators, who give roles to people from outside as well, see everyone who can sign in.
        """
        if not user.is_authenticated:
            return self.none()
        if user.holds("administrator"):
            return self.filter(Q(is_active=True) | Q(pk=user.pk))
        if is_colleague(user):
            return self.filter(Q(staff__isnull=False, is_active=True) | Q(pk=user.pk))
        return self.filter(pk=user.pk)


class PersonManager(BaseUserManager["Person"]):
    """Finds people, and keeps e-mail addresses in one form."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, user: Any) -> PersonQuerySet:
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in, employed here or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def holds(self, role: str, at: datetime | None = None) -> bool:
        """Say whether this person holds `role` at that moment (now, unless told otherwise)."""
        if role not in ROLES:
            raise ValueError(f"“{role}” is not a role. The codes are in dueregard.access.roles.")
        if at is None:
            return role in self.roles_now
        return self.may_sign_in and self.role_holdings.at(at).filter(role=role).exists()

    @cached_property
    def roles_now(self) -> frozenset[str]:
        """The roles held now: read once for each request, since each request loads its person anew.

        Whoever is not let in any more, such as a leaver, holds none.
        """
        if not self.may_sign_in:
            return frozenset()
        return frozenset(self.role_holdings.at(clock.now()).values_list("role", flat=True))

    @cached_property
    def is_employed(self) -> bool:
        """Whether this person is on the staff today."""
        staff = getattr(self, "staff", None)
        return self.is_active and staff is not None and staff.is_employed

    @property
    def may_sign_in(self) -> bool:
        """Whether this person is let in today: leavers are not, from the day after their last."""
        staff = getattr(self, "staff", None)
        return self.is_active and (staff is None or staff.is_employed)

    def has_perm(self, permission: str, subject: object = None) -> bool:
        """Ask the predicate registered under this name; there are no other permissions."""
        return bool(rules.has_perm(permission, self, subject))


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Return the parts of the organisation, to those who work in it."""
        return self.all() if is_colleague(user) else self.none()


class Directorate(models.Model):
    """A part of the organisation led by a director."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ServiceArea(models.Model):
    """A part of the country in which the service works, with the teams there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    directorate = models.ForeignKey(Directorate, models.PROTECT, related_name="service_areas")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People with one line manager, in a service area or at the national office of a directorate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    directorate = models.ForeignKey(Directorate, models.PROTECT, related_name="teams")
    service_area = models.ForeignKey(ServiceArea, models.PROTECT, null=True, blank=True, related_name="teams")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["directorate", "service_area", "name"], name="team_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Engagement(models.TextChoices):
    """On what footing somebody works here: some rights are those of employees alone."""

    EMPLOYEE = "employee", "Employee"
    AGENCY = "agency", "Agency worker"
    STUDENT = "student", "Student on placement"


class StaffQuerySet(models.QuerySet["Staff"]):
    def employed(self, at: datetime | None = None) -> "StaffQuerySet":
        """Return those employed on that day (today, unless told otherwise)."""
        day = clock.day_of(at or clock.now())
        return self.filter(started__lte=day).filter(Q(ended__isnull=True) | Q(ended__gte=day))

    def visible_to(self, user: Any) -> "StaffQuerySet":
        """Return the directory: those employed today and let in, to those employed today."""
        return self.employed().filter(person__is_active=True) if is_colleague(user) else self.none()

    def records_for(self, user: Any) -> "StaffQuerySet":
        """Return every employment, past and to come, to administrators, who record when people leave."""
        return self.all() if user.is_authenticated and user.holds("administrator") else self.none()


class Staff(models.Model):
    """The employment of a person: number, job, on what footing, team, line manager, first and last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="staff")
    number = models.CharField(max_length=20, unique=True)
    job_title = models.CharField(max_length=100)
    grade = models.CharField(max_length=20)
    engagement = models.CharField(max_length=8, choices=Engagement.choices, default=Engagement.EMPLOYEE)
    team = models.ForeignKey(Team, models.PROTECT, related_name="staff")
    manager = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    weekly_minutes = models.PositiveIntegerField(
        help_text="Working week in minutes, so that part-time is exact."
    )
    started = models.DateField()
    ended = models.DateField(null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "id"]
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("started")), name="staff_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(manager=F("id")), name="staff_not_own_manager"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_employed(self) -> bool:
        """Whether today lies between the first day and the last."""
        today = clock.day_of(clock.now())
        return self.started <= today and (self.ended is None or today <= self.ended)

    @property
    def has_left(self) -> bool:
        """Whether the person is not let in any more, because their last day is past or access was ended at once."""
        today = clock.day_of(clock.now())
        return not self.person.is_active or (self.ended is not None and self.ended < today)
