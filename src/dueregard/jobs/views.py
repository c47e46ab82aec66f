from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dueregard import access
from dueregard.jobs import actions as jobs
from dueregard.jobs.errors import AlreadyFinished
from dueregard.jobs.models import Job


@access.signed_in
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far a job has come, or how it ended."""
    return render(request, "jobs/job.html", {"job": _job(request, pk)})


@access.signed_in
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the progress panel alone, for the script that keeps it fresh."""
    return render(request, "jobs/_panel.html", {"job": _job(request, pk)})


@access.signed_in
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a job; one that has ended in the meantime is shown as it is."""
    with suppress(AlreadyFinished):
        jobs.cancel(_job(request, pk), by=request.user)
    return redirect("job", pk=pk)


def _job(request: HttpRequest, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
