"""The page of a job: for who started it, and as good as absent for everybody else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard import jobs
from dueregard.almanac import clock
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.people.models import Person

pytestmark = pytest.mark.django_db


def nothing(work: jobs.Work) -> None:
    return None


@pytest.fixture
def job(start: Any, analyst: Person) -> Job:
    return start(nothing, by=analyst, href="/statistics/")


@pytest.fixture
def page(client: Client, analyst: Person) -> Any:
    """Return a function that opens a page of the job as the person who started it."""
    client.force_login(analyst)

    def open_page(name: str, job: Job) -> str:
        response = client.get(reverse(name, args=[job.pk]))
        assert response.status_code == 200
        return response.content.decode()

    return open_page


def test_a_waiting_job_can_be_followed_and_cancelled(page: Any, job: Job) -> None:
    html = page("job", job)
    assert "Test nothing" in html
    assert "Waiting to start" in html
    assert "Check progress" in html
    assert reverse("cancel-job", args=[job.pk]) in html
    assert f'data-progress-href="{reverse("job-progress", args=[job.pk])}"' in html
    assert "data-finished" not in html


def test_a_running_job_shows_how_far_it_is(page: Any, job: Job) -> None:
    Job.objects.update(
        state="running",
        worker="somebody",
        lease_until=clock.now(),
        progress_done=3,
        progress_of=10,
        progress_words="Reading the file",
        taken_up_again=1,
    )
    html = page("job-progress", job)
    assert "Reading the file" in html
    assert "<progress" in html
    assert 'value="3"' in html
    assert 'max="10"' in html
    assert "The work was interrupted and has been taken up again." in html
    assert "<html" not in html


def test_a_finished_job_says_so_and_leads_back(page: Any, job: Job) -> None:
    worker.work(once=True)
    html = page("job", job)
    assert "This has finished." in html
    assert 'href="/statistics/"' in html
    assert " data-finished" in html
    assert reverse("cancel-job", args=[job.pk]) not in html


@pytest.mark.parametrize("name", ["job", "job-progress"])
@pytest.mark.parametrize("role", ["equality-lead", "manager", "outsider"])
def test_a_job_does_not_exist_for_a_stranger(
    client: Client, cast: dict[str, Person], job: Job, role: str, name: str
) -> None:
    client.force_login(cast[role])
    response = client.get(reverse(name, args=[job.pk]))
    absent = client.get(reverse(name, args=["00000000-0000-4000-8000-000000000000"]))
    assert response.status_code == absent.status_code == 404
    assert response.content == absent.content


def test_a_stranger_cannot_cancel(client: Client, cast: dict[str, Person], job: Job) -> None:
    client.force_login(cast["manager"])
    assert client.post(reverse("cancel-job", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.state == "waiting"


def test_nobody_is_asked_to_sign_in_first(client: Client, job: Job) -> None:
    response = client.get(reverse("job", args=[job.pk]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("sign-in"))


def test_an_administrator_sees_every_job(client: Client, cast: dict[str, Person], job: Job) -> None:
    client.force_login(cast["administrator"])
    assert client.get(reverse("job", args=[job.pk])).status_code == 200


def test_the_button_cancels_and_leads_back_to_the_job(client: Client, analyst: Person, job: Job) -> None:
    client.force_login(analyst)
    response = client.post(reverse("cancel-job", args=[job.pk]), follow=True)
    assert response.redirect_chain == [(reverse("job", args=[job.pk]), 302)]
    assert b"cancelled before it finished" in response.content
    again = client.post(reverse("cancel-job", args=[job.pk]), follow=True)
    assert again.status_code == 200


def test_following_a_link_cancels_nothing(client: Client, analyst: Person, job: Job) -> None:
    client.force_login(analyst)
    assert client.get(reverse("cancel-job", args=[job.pk])).status_code == 405
    job.refresh_from_db()
    assert job.state == "waiting"


def test_a_page_asks_the_database_as_often_with_three_jobs_as_with_one(
    page: Any, start: Any, job: Job, analyst: Person
) -> None:
    page("job", job)
    with CaptureQueriesContext(connection) as with_one:
        page("job", job)
    for _ in range(2):
        start(nothing, by=analyst)
    with CaptureQueriesContext(connection) as with_three:
        page("job", job)
    assert len(with_one) == len(with_three)
