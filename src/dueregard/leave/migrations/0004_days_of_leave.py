import django.db.models.deletion
import dueregard.almanac.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep each day of leave by itself, whether it is paid, and what is carried over or adjusted in a ledger.

    The way back is open until a ledger has such a line, which is sealed and has no place there.
    """

    dependencies = [
        ('leave', '0003_weeks_that_take_turns'),
        ('people', '0004_digest_choice'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('day', models.DateField()),
                ('minutes', models.IntegerField()),
                ('is_paid', models.BooleanField()),
                ('at', models.DateTimeField(default=dueregard.almanac.clock.now, editable=False)),
            ],
            options={
                'ordering': ['staff', 'number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='ledgerline',
            name='ledger_line_fits_its_kind',
        ),
        migrations.AddField(
            model_name='request',
            name='is_paid',
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='kind',
            field=models.CharField(choices=[('entitlement', 'Entitlement'), ('carried', 'Carried'), ('adjusted', 'Adjusted'), ('taken', 'Taken'), ('returned', 'Returned')], max_length=11),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'entitlement'), ('minutes', models.F('balance')), ('number', 1), ('request', None)), models.Q(('kind', 'carried'), ('minutes__gt', 0), ('number__gt', 1), ('request', None)), models.Q(('kind', 'adjusted'), ('number__gt', 1), ('request', None), models.Q(('minutes', 0), _negated=True)), models.Q(('kind', 'taken'), ('minutes__lt', 0), ('number__gt', 1), ('request__isnull', False)), models.Q(('kind', 'returned'), ('minutes__gt', 0), ('number__gt', 1), ('request__isnull', False)), _connector='OR'), name='ledger_line_fits_its_kind'),
        ),
        migrations.AddField(
            model_name='dayline',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='day_lines', to='leave.request'),
        ),
        migrations.AddField(
            model_name='dayline',
            name='staff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leave_days', to='people.staff'),
        ),
        migrations.AddConstraint(
            model_name='dayline',
            constraint=models.UniqueConstraint(fields=('staff', 'number'), name='leave_day_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='dayline',
            constraint=models.CheckConstraint(condition=models.Q(('minutes', 0), _negated=True), name='leave_day_of_some_minutes'),
        ),
    ]
