from django.db import migrations
from django.db.models import Sum


def write_days(apps, schema_editor):
    """Write what each request that stands has taken, on the first of its days in each leave year."""
    Request, DayLine = apps.get_model("leave", "Request"), apps.get_model("leave", "DayLine")
    last = {}
    for request in Request.objects.exclude(state="withdrawn").filter(day_lines=None).order_by("asked_at", "id"):
        years = request.lines.order_by("account__year_starts").values_list("account__year_starts")
        for year_starts, minutes in years.annotate(Sum("minutes")):
            if minutes < 0:
                last[request.staff_id] = number = last.get(request.staff_id, 0) + 1
                DayLine.objects.create(
                    staff_id=request.staff_id,
                    number=number,
                    day=max(request.first, year_starts),
                    minutes=-minutes,
                    is_paid=True,
                    request=request,
                    at=request.asked_at,
                )


class Migration(migrations.Migration):
    """Write the days of requests that were made before days were kept. Backwards the table itself goes."""

    dependencies = [
        ('leave', '0004_days_of_leave'),
    ]

    operations = [
        migrations.RunPython(write_days, migrations.RunPython.noop),
    ]
