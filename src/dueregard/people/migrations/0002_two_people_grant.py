"""Let two people stand behind each role; what is there already comes from set-up and stays in force."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT


def mark_what_is_there(apps, schema_editor):
    """Say of each holding that was there before that it comes from set-up."""
    apps.get_model("people", "RoleHolding").objects.update(source="set-up")


def keep_only_what_is_held(apps, schema_editor):
    """Going back, forget what nobody agreed to, and keep early ends: no right may grow by it."""
    holdings = apps.get_model("people", "RoleHolding").objects
    holdings.filter(source="asked", agreed_at__isnull=True).delete()
    holdings.filter(ended_at__lte=F("starts")).delete()
    holdings.filter(source="asked", ended_at__lte=F("agreed_at")).delete()
    holdings.filter(agreed_at__gt=F("starts")).update(starts=F("agreed_at"))
    holdings.filter(ended_at__isnull=False).filter(Q(ends__isnull=True) | Q(ends__gt=F("ended_at"))).update(
        ends=F("ended_at")
    )
    if schema_editor.connection.vendor == "postgresql":
        # What the deletions leave to be checked at the end would else hold up the changes to the table.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def person():
    return models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            "roleholding",
            "source",
            models.CharField(
                choices=[("asked", "Asked for and agreed"), ("set-up", "From set-up, or with employment")],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "roleholding",
            "why",
            models.TextField(blank=True, default="", help_text="Why the person needs the role.", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField("roleholding", "asked_by", person()),
        migrations.AddField("roleholding", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField("roleholding", "agreed_by", person()),
        migrations.AddField("roleholding", "agreed_at", models.DateTimeField(null=True)),
        migrations.AddField("roleholding", "ended_by", person()),
        migrations.AddField(
            "roleholding",
            "ended_at",
            models.DateTimeField(help_text="When it was ended early, or turned down.", null=True),
        ),
        migrations.RunPython(mark_what_is_there, keep_only_what_is_held),
        migrations.AddIndex("roleholding", models.Index(fields=["person", "role"], name="role_of_person")),
        migrations.AddConstraint(
            "roleholding",
            models.CheckConstraint(
                condition=Q(source="set-up", asked_by__isnull=True, asked_at__isnull=True, agreed_by__isnull=True)
                | Q(source="asked", asked_by__isnull=False, asked_at__isnull=False, ends__isnull=False),
                name="role_asked_with_an_end",
            ),
        ),
        migrations.AddConstraint(
            "roleholding",
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="role_agreed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            "roleholding",
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="role_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            "roleholding",
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("person")), name="role_not_asked_by_its_holder"
            ),
        ),
        migrations.AddConstraint(
            "roleholding",
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("person")) & ~Q(agreed_by=F("asked_by")),
                name="role_agreed_by_another",
            ),
        ),
    ]
