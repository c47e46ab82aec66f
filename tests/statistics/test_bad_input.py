"""Bad input through the pages and the worker, and through the command: said in words, and nothing half done."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disparity.command import main
from dueregard.intake.models import Receipt
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.statistics.models import Analysis, Dataset
from tests.statistics.bad_files import (
    ABOUT_THE_PLAN,
    BAD_FILES,
    BAD_ROWS,
    EMPTY,
    GOOD,
    MILLION_COLUMNS,
    MISSPELT_PLAN,
    NOTHING_BUT_NUL,
    ONLY_A_HEADER,
    PLAN,
    SWELLS,
    BadFile,
    BadRows,
)

ADD = "/statistics/datasets/add/"
ROOT = Path(__file__).parents[2]
# How each hostile name is shown, and how the problem calls the file: a folder takes 255 bytes, not letters.
HOSTILE = {
    "../../../outside.csv": ("outside.csv", "outside.csv"),
    "<script>alert(1)<b>.csv": ("<script>alert(1)<b>.csv", "<script>alert(1)<b>.csv"),
    "\u202egnp.csv\n": ("gnp.csv", "gnp.csv"),
    "é" * 140 + ".csv": ("é" * 140 + ".csv", "é" * 75 + ".csv"),
}


@pytest.fixture(autouse=True)
def _empty_folders() -> Iterator[None]:
    yield
    for folder in ("datasets", "analyses", "files"):
        shutil.rmtree(settings.VAR / folder, ignore_errors=True)


@pytest.fixture
def browser(analyst: Person) -> Client:
    client = Client()
    client.force_login(analyst)
    return client


def send(browser: Client, content: bytes, name: str, *, plan: str = PLAN) -> str:
    """Send the form, and return the address of the new dataset or, where it was refused, the page in words."""
    answer = browser.post(
        ADD,
        {
            "file": SimpleUploadedFile(name, content),
            "plan": "own",
            "plan_file": SimpleUploadedFile("plan.toml", plan.encode()),
        },
    )
    if answer.status_code == 302:
        return answer.headers["Location"]
    assert answer.status_code == 200
    return read(answer.content)


def read(content: bytes) -> str:
    """Return a page as its reader sees it; what somebody sent never became markup."""
    page = content.decode()
    assert "<script>alert" not in page
    return unescape(page)


def page_at(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return read(answer.content)


def deeds(dataset: Dataset) -> list[str]:
    return list(Entry.objects.filter(subject_id=str(dataset.pk)).values_list("deed", flat=True))


def folders() -> set[str]:
    """Return what there is of rows and of analyses, half-written uploads included."""
    kept = [settings.VAR / "datasets", settings.VAR / "analyses", settings.VAR / "files" / "incoming"]
    return {path.name for folder in kept if folder.is_dir() for path in folder.iterdir()}


def nothing_was_taken_in() -> bool:
    made = [model.objects.exists() for model in (Dataset, Receipt, Analysis, Job, Entry)]
    return not any(made) and not folders() and not list((settings.VAR / "files").rglob("?" * 64))


# Refused beside the field, before anything is kept


@pytest.mark.parametrize(
    ("content", "name", "plan", "words"),
    [
        (b"", "empty.csv", PLAN, ["The data file is empty. Export it again and check that it has rows"]),
        (
            GOOD,
            "n" * 150 + ".csv",
            PLAN,
            ["The name of the data file is too long. Give it a name of at most 150 characters"],
        ),
        (GOOD, "good.csv", MISSPELT_PLAN, list(ABOUT_THE_PLAN)),
        (b"x" * 1_048_577, "large.csv", PLAN, ["The selected file must be smaller than 1MB"]),
    ],
    ids=["an empty file", "a long name", "a misspelt key of the plan", "more than the limit"],
)
def test_the_form_says_what_is_wrong_and_keeps_nothing(
    content: bytes, name: str, plan: str, words: list[str], browser: Client, settings: object
) -> None:
    settings.UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined]
    page = send(browser, content, name, plan=plan)
    assert "There is a problem" in page
    for sentence in words:
        assert page.count(sentence) >= 2, "in the summary and beside the field"
    assert nothing_was_taken_in()
    worker.work(once=True)
    assert send(browser, GOOD, "good.csv").startswith("/statistics/datasets/")


# Refused by the worker


def test_every_bad_file_is_refused_in_words_and_the_same_worker_goes_on(browser: Client) -> None:
    sent = {bad.name: send(browser, bad.content, bad.name) for bad in BAD_FILES}
    good = send(browser, GOOD, "good.csv")
    worker.work(once=True)
    for bad in BAD_FILES:
        dataset = Dataset.objects.get(file_name=bad.name)
        page = page_at(browser, sent[bad.name])
        assert "The file was refused" in page, bad.name
        assert "Nothing of it was taken in" in page
        for words in bad.words:
            assert words in page, bad.name
        assert all(problem[part] for problem in dataset.refusal for part in ("what", "where", "fix"))
        assert deeds(dataset) == ["added a dataset", "refused a dataset"]
        assert "Run the analysis" not in page
    received = Dataset.objects.get(receipt__isnull=False)
    assert folders() == {str(received.pk)}
    assert "Receipt" in page_at(browser, good)
    assert (received.file_name, Receipt.objects.get().accepted) == ("good.csv", 160)
    assert deeds(received) == ["added a dataset", "received a dataset"]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert not Analysis.objects.exists()


def test_a_hostile_name_is_shown_as_text_and_leads_nowhere(browser: Client) -> None:
    sent = {name: send(browser, ONLY_A_HEADER.content, name) for name in HOSTILE}
    worker.work(once=True)
    for name, address in sent.items():
        page = page_at(browser, address)
        assert "The file was refused" in page
        assert ONLY_A_HEADER.what in page
        assert f"{HOSTILE[name][0]}, added on" in page
    where = {dataset.refusal[0]["where"] for dataset in Dataset.objects.all()}
    assert where == {called for _, called in HOSTILE.values()}
    assert not folders()
    assert not [
        path for path in settings.VAR.rglob("*") if path.name.startswith(("outside", "..", "<script"))
    ]
    assert not [above for above in settings.VAR.parents if (above / "outside.csv").exists()]


def test_bad_rows_are_refused_with_reasons_and_the_others_accepted(browser: Client) -> None:
    sent = {bad.name: send(browser, bad.content, bad.name) for bad in BAD_ROWS}
    worker.work(once=True)
    for bad in BAD_ROWS:
        dataset = Dataset.objects.get(file_name=bad.name)
        page = page_at(browser, sent[bad.name])
        for words in bad.words:
            assert words in page
        receipt = dataset.receipt
        assert receipt is not None
        assert (receipt.rows_in, receipt.accepted, receipt.refused) == (
            160 + len(bad.rows),
            160,
            len(bad.rows),
        )
        assert deeds(dataset) == ["added a dataset", "received a dataset"]
        listed = b"".join(browser.get(f"{sent[bad.name]}refused-rows/").streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(listed)))
        assert [row["row"] for row in rows] == [str(162 + number) for number in range(len(bad.rows))]
        assert all(bad.what in row["reasons"] for row in rows)
        assert "Confirm that the analysis may go on" in read(
            browser.post(f"{sent[bad.name]}analyse/").content
        )
        assert not Analysis.objects.exists()


# The same through the command


@pytest.mark.parametrize("bad", [*BAD_FILES, *BAD_ROWS, EMPTY, NOTHING_BUT_NUL], ids=lambda bad: bad.name)
def test_the_command_refuses_it_in_words_and_writes_nothing(
    bad: BadFile | BadRows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, data, out = tmp_path / "plan.toml", tmp_path / bad.name, tmp_path / "out"
    plan.write_text(PLAN)
    data.write_bytes(bad.content)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert main(["check", str(plan), str(data)]) == 1
    checked = capsys.readouterr()
    assert main(["analyse", str(plan), str(data), "--out", str(out)]) == 1
    analysed = capsys.readouterr()
    for words in bad.words:
        assert words in checked.out
        assert words in analysed.err
    assert (checked.err, analysed.out) == ("", "")
    assert checked.out.endswith("Nothing was changed.\n")
    assert analysed.err.endswith("Nothing was written.\n")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_the_command_refuses_a_misspelt_plan_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, data, out = tmp_path / "plan.toml", tmp_path / "good.csv", tmp_path / "out"
    plan.write_text(MISSPELT_PLAN)
    data.write_bytes(GOOD)
    assert main(["check", str(plan), str(data)]) == 1
    checked = capsys.readouterr().out
    assert main(["analyse", str(plan), str(data), "--out", str(out)]) == 1
    analysed = capsys.readouterr().err
    for words in ABOUT_THE_PLAN:
        assert words in checked
        assert words in analysed
    assert not out.exists()
    plan.write_text(PLAN)
    assert main(["analyse", str(plan), str(data), "--out", str(out)]) == 0
    assert (out / "release.json").is_file()


PEAK = """
import re, sys
from pathlib import Path
from disparity.command import main
code = main(sys.argv[1:])
print("peak", re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("bad", [MILLION_COLUMNS, SWELLS], ids=lambda bad: bad.name)
def test_a_file_made_to_swell_takes_little_memory(bad: BadFile, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / bad.name).write_bytes(bad.content)
    ended = subprocess.run(
        [sys.executable, "-c", PEAK, "check", str(tmp_path / "plan.toml"), str(tmp_path / bad.name)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    assert ended.returncode == 1
    assert bad.what in ended.stdout
    assert int(ended.stdout.rsplit("peak ", 1)[1]) < 250_000, "kilobytes"
