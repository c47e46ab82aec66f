"""The pages of evidence: what they show, what they refuse, and what they cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from tests.evidence_of_the_tests import Evidence, EvidenceFiles, add_dataset, ready_analysis, received_dataset


def page_of(person: Person, address: str, **query: str) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def status_of(person: Person, address: str) -> int:
    client = Client()
    client.force_login(person)
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def test_a_receipt_says_what_was_refused_and_why(evidence: Evidence, analyst: Person) -> None:
    page = page_of(analyst, f"/statistics/datasets/{evidence.datasets[0].pk}/")
    assert "803" in page
    assert "Why rows were refused" in page
    assert "“X”" in page or "&quot;X&quot;" in page
    assert "Go on without the refused rows" in page
    assert "Download the refused rows" in page


def test_the_equality_lead_reads_the_receipt_but_not_the_rows(
    evidence: Evidence, equality_lead: Person
) -> None:
    address = f"/statistics/datasets/{evidence.datasets[0].pk}/"
    page = page_of(equality_lead, address)
    assert "Download the refused rows" not in page
    assert "Run the analysis" not in page
    assert status_of(equality_lead, f"{address}refused-rows/") == 404


def test_findings_have_a_chart_a_table_and_sentences(evidence: Evidence, analyst: Person) -> None:
    page = page_of(analyst, f"/statistics/analyses/{evidence.waiting[0].pk}/measures/passed/")
    assert page.count("<svg") == 2
    assert "Passed by sex" in page
    assert "Passed by age" in page
    assert "percentage points" in page
    assert "Not released" in page
    assert "3 rows were refused" in page


def test_the_findings_of_a_released_analysis_lead_to_its_release(evidence: Evidence, analyst: Person) -> None:
    released = evidence.released[0]
    page = page_of(analyst, f"/statistics/analyses/{released.analysis_id}/measures/passed/")
    assert "Not released" not in page
    assert f'href="/statistics/releases/{released.pk}/"' in page


def test_findings_can_be_looked_at_within_a_part(evidence: Evidence, analyst: Person) -> None:
    address = f"/statistics/releases/{evidence.released[0].pk}/measures/passed/"
    page = page_of(analyst, address, by="sex × age", within="region: South")
    assert page.count("<h2") >= 1
    assert "Passed by sex × age, region: South" in page


@pytest.mark.parametrize("query", [{"by": "shoe size"}, {"within": "region: Atlantis"}])
def test_a_choice_that_does_not_exist_is_said_and_everything_is_shown(
    evidence: Evidence, analyst: Person, query: dict[str, str]
) -> None:
    address = f"/statistics/releases/{evidence.released[0].pk}/measures/passed/"
    page = page_of(analyst, address, **query)
    assert "There is a problem" in page
    assert page.count("<svg") == 2


def test_a_measure_that_does_not_exist_is_not_found(evidence: Evidence, analyst: Person) -> None:
    assert status_of(analyst, f"/statistics/releases/{evidence.released[0].pk}/measures/shoe-size/") == 404


def test_only_the_files_of_a_report_can_be_had(evidence: Evidence, analyst: Person) -> None:
    address = f"/statistics/releases/{evidence.released[0].pk}/files/"
    for name in evidence.files.hashes:
        assert status_of(analyst, f"{address}{name}") == 200
    for name in ("accepted.parquet", "refused.csv", "..", "%2e%2e%2frefused.csv"):
        assert status_of(analyst, f"{address}{name}") == 404


def test_a_report_comes_as_a_file_so_that_nothing_in_it_runs_on_our_pages(
    evidence: Evidence, analyst: Person
) -> None:
    client = Client()
    client.force_login(analyst)
    response = client.get(f"/statistics/releases/{evidence.released[0].pk}/files/report.html")
    b"".join(response.streaming_content)
    assert response.headers["Content-Disposition"] == 'attachment; filename="report.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["findings.csv", "completeness.csv", "release.json"])
def test_nothing_is_shown_of_an_analysis_whose_files_have_changed(
    evidence: Evidence, analyst: Person, name: str
) -> None:
    analysis = evidence.released[0].analysis
    page_of(
        analyst, f"/statistics/analyses/{analysis.pk}/"
    )  # read once, so that a cache could hide the change
    with (analysis.directory / name).open("a") as file:
        file.write(" ")
    client = Client(raise_request_exception=False)
    client.force_login(analyst)
    for address in (
        f"/statistics/analyses/{analysis.pk}/",
        f"/statistics/releases/{evidence.released[0].pk}/",
        f"/statistics/releases/{evidence.released[0].pk}/measures/passed/",
        f"/statistics/releases/{evidence.released[0].pk}/files/{name}",
    ):
        response = client.get(address)
        assert response.status_code == 500
        assert "The files of this analysis have changed" in response.content.decode()


def test_an_analysis_that_has_not_run_shows_no_findings(evidence: Evidence, analyst: Person) -> None:
    unready = statistics.analyse(evidence.datasets[0], despite_refused=True, by=analyst)
    page = page_of(analyst, f"/statistics/analyses/{unready.pk}/")
    assert "What the data show" not in page
    assert "Waiting to start" in page
    assert status_of(analyst, f"/statistics/analyses/{unready.pk}/measures/passed/") == 404
    assert status_of(analyst, f"/statistics/analyses/{unready.pk}/files/findings.csv") == 404


@pytest.mark.parametrize("address", ["/statistics/", "/statistics/datasets/"])
def test_lists_cost_the_same_queries_however_long(
    address: str, evidence: Evidence, evidence_files: EvidenceFiles, cast: dict[str, Person]
) -> None:
    client = Client()
    client.force_login(cast["analyst"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = queries()
    for _ in range(3):
        analysis = ready_analysis(
            evidence_files, received_dataset(evidence_files, cast["analyst"]), cast["analyst"]
        )
        statistics.release(analysis, by=cast["equality-lead"])
    assert queries() == before


def test_long_lists_come_in_pages(analyst: Person) -> None:
    for _ in range(30):
        add_dataset(analyst)
    first = page_of(analyst, "/statistics/datasets/")
    second = page_of(analyst, "/statistics/datasets/", page="2")
    assert first.count("students.csv") == 25
    assert second.count("students.csv") == 5


def test_a_plan_with_mistakes_names_each_beside_its_field(analyst: Person) -> None:
    client = Client()
    client.force_login(analyst)
    plan = b'format = "disparity/plan@1"\ntitel = "x"\nunit = "child"\n'
    page = client.post(
        "/statistics/datasets/add/",
        {
            "file": SimpleUploadedFile("a.csv", b"a\n1\n"),
            "plan": "own",
            "plan_file": SimpleUploadedFile("plan.toml", plan),
        },
    ).content.decode()
    assert "titel" in page
    assert "title" in page
    assert "There is a problem" in page
