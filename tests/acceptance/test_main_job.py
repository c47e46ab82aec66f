"""The main job, line by line: microdata in, equality evidence out, safe, on a page that a person signs in to see.

Each test is thin: it runs the line on the real thing. The rooms' own tests go into the corners.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.test import Client

from dueregard.access.routes import routes
from dueregard.demo.cast import CAST
from dueregard.demo.files import write_files
from dueregard.people.models import Person
from tests.acceptance import every_page, network_pages
from tests.acceptance.main_journey import House, journey, press_by_keyboard
from tests.access import test_role_matrix as matrix
from tests.browsing import axe, no_sideways_scroll
from tests.config.test_supervisor import RELEASES, Demonstration, free_port, is_free
from tests.disparity import open_university as open_university_plans
from tests.disparity import test_open_university
from tests.disparity import test_open_university_safety as safety
from tests.evidence_of_the_tests import Evidence
from tests.processes import Mark
from tests.statistics import killing, test_bad_input

ROOT = Path(__file__).parents[2]
OPEN_UNIVERSITY = ROOT.parent / "shared/data/oulad-studentInfo.csv"
PLAN_TITLE = "Passing and withdrawing at the Open University, 2013 and 2014"


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


# 1. The demonstration serves, and ends with its process group


@needs_proc
def test_1_the_demonstration_serves_and_ends_with_its_group(tmp_path: Path) -> None:
    demonstration = Demonstration(tmp_path / "var", free_port())
    try:
        demonstration.start()
        assert demonstration.get("")[0] == 200
        assert len(demonstration.released()) == RELEASES
        for member in CAST:
            assert member.name in demonstration.log.read_text()
        demonstration.end(signal.SIGTERM)
        assert demonstration.mark.goes_out(within=25)
        assert is_free(demonstration.port)
    finally:
        demonstration.mark.kill()


# 2. Exactly those counts, and one seed makes one set of files


def test_2_the_casework_has_the_published_counts_and_one_seed_makes_one_set_of_files(tmp_path: Path) -> None:
    first = write_files(tmp_path / "first", seed=2024, scale="full")
    second = write_files(tmp_path / "second", seed=2024, scale="full")
    cases = pq.read_table(tmp_path / "first/casework.parquet", columns=["child", "case", "new_in_year"])
    is_new = pc.equal(cases["new_in_year"], "yes")
    new = cases.filter(is_new)
    existing = cases.filter(pc.invert(is_new))
    assert (len(cases), len(pc.unique(cases["child"]))) == (137_347, 137_347)
    assert (len(new), len(pc.unique(new["case"]))) == (86_419, 55_830)
    assert not set(pc.unique(new["case"]).to_pylist()) & set(pc.unique(existing["case"]).to_pylist())
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


# 3. The Open University: right when internal, safe when not


def test_3_internal_figures_agree_with_statsmodels_and_safe_ones_tell_nothing(tmp_path: Path) -> None:
    (tmp_path / "exact").mkdir()
    test_open_university.test_every_exact_proportion_agrees_with_statsmodels("crossed", tmp_path / "exact")
    (tmp_path / "small").mkdir()
    safety.test_30_of_142_cells_are_small_and_all_of_them_are_hidden(tmp_path / "small")
    folders = {}
    for name, options in {"safe": [], "internal": ["--internal"]}.items():
        (tmp_path / name).mkdir()
        plan = open_university_plans.SAFE["crossed"]
        folders[name] = open_university_plans.analyse(plan, tmp_path / name, *options)
    safety.test_no_file_has_a_small_or_an_exact_count(folders["safe"], folders["internal"])
    safety.test_no_interval_gives_the_exact_counts_back(folders["safe"], folders["internal"])


# 4. In Chromium


@pytest.mark.browser
def test_4_the_journey_in_a_browser(page: Any, house: House, open_university: Path, tmp_path: Path) -> None:
    faults: dict[str, list[str]] = {}
    pictures = Path(os.environ.get("DUEREGARD_TEST_PICTURES", tmp_path))

    def look(name: str) -> None:
        found = axe(page)
        if found:
            faults[name] = found
        if name == "findings":
            page.screenshot(
                path=pictures / "findings.png",
                clip={"x": 0, "y": 0, "width": 1200, "height": 1350},
                full_page=True,
            )
            assert (pictures / "findings.png").stat().st_size > 20_000

    journey(page, house, open_university, look)
    assert faults == {}


@pytest.mark.browser
def test_4_the_journey_at_320_pixels(narrow_page: Any, house: House, open_university: Path) -> None:
    faults: dict[str, list[str]] = {}

    def look(name: str) -> None:
        no_sideways_scroll(narrow_page)
        found = axe(narrow_page)
        if found:
            faults[name] = found

    journey(narrow_page, house, open_university, look)
    assert faults == {}


@pytest.mark.browser
def test_4_the_journey_by_keyboard_only(page: Any, house: House, open_university: Path) -> None:
    journey(page, house, open_university, lambda name: None, go=press_by_keyboard)


@pytest.mark.browser
def test_4_the_journey_without_javascript(
    page_without_javascript: Any, house: House, open_university: Path
) -> None:
    journey(page_without_javascript, house, open_university, lambda name: None, has_script=False)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("window", "each"),
    [
        # Of the many pages of the networks some are enough: their journeys look at them too, on a phone.
        ("page", 2),
        ("narrow_page", 5),
        *(pytest.param(name, 1, marks=pytest.mark.prove) for name in ("page", "narrow_page")),
    ],
)
def test_4_every_page_breaks_no_rule_of_accessibility(
    window: str,
    each: int,
    request: pytest.FixtureRequest,
    live_server: Any,
    evidence: Evidence,
    cast: dict[str, Person],
    valid_html: Callable[[dict[str, str]], list[str]],
) -> None:
    opened = request.getfixturevalue(window)
    opened.expected += ["404", "500"]  # some of the pages say that something is not there, or has changed
    faults: dict[str, list[str]] = {}
    html: dict[str, str] = {}
    reader = ""
    of_networks = network_pages.pages(evidence, cast)
    for role, address in every_page.pages(evidence, cast) + of_networks[::each]:
        if role != reader:
            sign_in_as(opened, live_server.url, None if role == "public" else cast[role])
            reader = role
        answer = opened.goto(f"{live_server.url}{address}")
        no_sideways_scroll(opened)
        found = axe(opened)
        if found:
            faults[f"{role} {address}"] = found
        html[f"{role} {address}"] = answer.text()
    assert faults == {}
    if window == "page":  # it is the same at any width
        assert valid_html(html | network_pages.unopened(of_networks, html, cast)) == []


def sign_in_as(opened: Any, address: str, person: Person | None) -> None:
    opened.context.clear_cookies()
    if person is not None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies["session"]
        opened.context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])


# 5. Bad input


@pytest.mark.django_db
def test_5_bad_files_are_refused_in_words_and_the_worker_lives(analyst: Person) -> None:
    browser = Client()
    browser.force_login(analyst)
    test_bad_input.test_every_bad_file_is_refused_in_words_and_the_same_worker_goes_on(browser)


# 6. Who gets what


def test_6_the_role_matrix_lists_every_route_and_role() -> None:
    listed = {(row["pattern"], row["method"], row["object"]) for row in matrix.rows()}
    assert {pattern for pattern, _, _ in listed} == {route.pattern for route in routes()}
    assert all(re.fullmatch(r"\d{3}", row[who]) for row in matrix.rows() for who in matrix.PEOPLE)


def test_6_a_view_without_a_policy_stops_the_start(tmp_path: Path, shared_databases: dict[str, str]) -> None:
    program = (
        "from django.urls import path; from dueregard.config import urls;"
        "urls.urlpatterns.append(path('forgotten/', lambda request: None));"
        "import dueregard.config.wsgi"
    )
    environment = Mark().environment(DUEREGARD_VAR=str(tmp_path), DUEREGARD_DEMO="1", **shared_databases)
    environment["DJANGO_SETTINGS_MODULE"] = "dueregard.config.settings"
    start = [sys.executable, "-c", f"import django; django.setup(); {program}"]
    refused = subprocess.run(start, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "The route /forgotten/ has no access policy" in refused.stderr
    start[-1] = "import django; django.setup(); import dueregard.config.wsgi"
    assert subprocess.run(start, env=environment, capture_output=True, check=False).returncode == 0


# 7. Killed workers


@needs_proc
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", killing.KINDS)
def test_7_a_killed_worker_leaves_it_complete_or_absent(kind: killing.Kind, analyst: Person) -> None:
    assert killing.kill_loop(kind, times=2, seed=2024, by=analyst, students=killing.Students()) >= 1


@needs_proc
@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", killing.KINDS)
def test_7_twenty_kills_over_the_whole_of_long_work(kind: killing.Kind, analyst: Person) -> None:
    students = killing.Students(copies=500, regions=500)
    assert killing.kill_loop(kind, times=20, seed=149, by=analyst, students=students) >= 12


# 8. One script runs everything


def test_8_continuous_integration_runs_every_check_and_every_test() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert script.splitlines()[-2:] == ["make check", "make test"]
    assert "export CI=true" in script
    assert "set -eu" in script
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    picture = re.search(r"!\[[^]]+\]\((docs/images/[^)]+\.png)\)", readme)
    assert picture
    assert (ROOT / picture.group(1)).read_bytes().startswith(b"\x89PNG")
