from django.db import migrations, models


def keep_first_weeks(apps, schema_editor):
    """Keep the first week of each rota, where there was place for one alone."""
    apps.get_model("leave", "WorkingPattern").objects.filter(place__gt=1).delete()


class Migration(migrations.Migration):
    """Keep a row for each of the weeks that take turns; whoever had one week has a first one."""

    dependencies = [
        ('leave', '0002_agreed_time'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='workingpattern',
            options={'ordering': ['from_day', 'place']},
        ),
        migrations.RemoveConstraint(
            model_name='workingpattern',
            name='pattern_once_a_day',
        ),
        migrations.AddField(
            model_name='workingpattern',
            name='place',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name='workingpattern',
            constraint=models.UniqueConstraint(fields=('staff', 'from_day', 'place'), name='pattern_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='workingpattern',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 4)), name='pattern_of_a_few_weeks'),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_first_weeks),
    ]
