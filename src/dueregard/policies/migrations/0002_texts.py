

import django.db.models.deletion
import dueregard.almanac.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0100_consultations'),
        ('policies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('stands', 'It stands as it is'), ('minor', 'It needs a minor correction'), ('material', 'It needs a material change'), ('retire', 'It is not needed any more')], max_length=8)),
                ('because', models.TextField()),
                ('was_due_on', models.DateField(null=True)),
                ('next_on', models.DateField(help_text='The next day to look at it; none where it is to go.', null=True)),
                ('at', models.DateTimeField(default=dueregard.almanac.clock.now, editable=False)),
            ],
            options={
                'ordering': ['-at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='version',
            name='version_approved_on_a_decision',
        ),
        migrations.RemoveConstraint(
            model_name='version',
            name='version_launched_at_some_time',
        ),
        migrations.AddField(
            model_name='policy',
            name='is_public',
            field=models.BooleanField(default=False, help_text='Whether the public may read what is in force.'),
        ),
        migrations.AddField(
            model_name='version',
            name='ended_because',
            field=models.TextField(blank=True, help_text='Why it was dropped or retired.'),
        ),
        migrations.AddField(
            model_name='version',
            name='proposal',
            field=models.ForeignKey(help_text='The proposal whose decision it is to rest on.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='policy_versions', to='decisions.proposal'),
        ),
        migrations.AddField(
            model_name='version',
            name='revision',
            field=models.PositiveIntegerField(default=1, help_text='Grows with each change, so that nobody writes over another.'),
        ),
        migrations.AlterField(
            model_name='version',
            name='stage',
            field=models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('launched', 'In force'), ('replaced', 'Replaced'), ('retired', 'Retired'), ('dropped', 'Dropped')], default='draft', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ('draft', 'approved'))), fields=('policy',), name='version_one_at_work'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('stage__in', ['draft', 'dropped'])), models.Q(models.Q(('stage', 'draft'), _negated=True), ('approved_at__isnull', False), ('approved_by__isnull', False), ('decision__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='version_approved_on_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('launched_at__isnull', False), ('stage__in', ('launched', 'replaced', 'retired'))), models.Q(models.Q(('stage__in', ('launched', 'replaced', 'retired')), _negated=True), ('launched_at', None)), _connector='OR'), name='version_launched_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['retired', 'dropped']), _negated=True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='version_ended_with_a_reason'),
        ),
        migrations.AddField(
            model_name='review',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policies.version'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='policy_review_says_why'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_on', None), ('outcome', 'retire')), models.Q(models.Q(('outcome', 'retire'), _negated=True), ('next_on__isnull', False)), _connector='OR'), name='policy_review_names_the_next'),
        ),
    ]
