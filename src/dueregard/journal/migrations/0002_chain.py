"""Tie the entries together: number each, and give each its code over itself and the code of the one before."""

from django.db import migrations, models

from dueregard.journal import heads, seals
from dueregard.journal.models import Entry


def chain_what_is_there(apps, schema_editor):
    """Number the entries in the order in which they were written, and chain them."""
    before = apps.get_model("journal", "Entry")
    seals.remove(Entry, schema_editor.connection)
    number, code = 0, ""
    for old in before.objects.order_by("id").iterator():
        number += 1
        values = {name: getattr(old, name) for name in ("at", *Entry.CONTENT)}
        code = Entry(number=number, **values).code_after(code)
        before.objects.filter(pk=old.pk).update(number=number, code=code)
    if number:
        heads.keep(Entry.CHAIN, number, code)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AddField("entry", "number", models.PositiveBigIntegerField(null=True, editable=False)),
        migrations.AddField("entry", "code", models.CharField(max_length=64, default="", editable=False)),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
        migrations.AlterField("entry", "number", models.PositiveBigIntegerField(unique=True, editable=False)),
        migrations.AlterField("entry", "code", models.CharField(max_length=64, editable=False)),
        migrations.AlterModelOptions("entry", {"ordering": ["number"], "verbose_name_plural": "entries"}),
        migrations.AddIndex("entry", models.Index(fields=["actor_id", "number"], name="journal_actor")),
    ]
