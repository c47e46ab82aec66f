"""The command: plain sentences, the right exit code, never a traceback, and a folder whole or absent."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from disparity import report
from disparity.command import main
from disparity.output_folder import FolderNotFree, free_folder, moved_into_place
from tests.disparity.commands import GOOD, PLAN, run, run_apart
from tests.disparity.engines import OTHERS, engine_of


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(GOOD)
    return path


def test_check_of_a_plan_and_data_in_order(plan, data, capsys):
    before = sorted(data.parent.iterdir())
    assert run("check", plan, data) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Plan: in order",
        "Data: 200 rows, 200 accepted, 0 refused",
        "Nothing was changed.",
    ]
    assert sorted(data.parent.iterdir()) == before


def test_check_lists_the_rows_to_mend(plan, data, capsys):
    data.write_text(GOOD + "Malle,Agreed\n" * 2)
    assert run("check", plan, data) == 1
    said = capsys.readouterr().out
    assert 'column "sex", rows 202 and 203: "Malle" is not one of the levels of "sex".' in said
    assert 'Did you mean "Male"?' in said
    assert said.endswith("Nothing was changed.\n")


def test_check_lists_what_is_wrong_with_the_plan_and_with_the_file(plan, tmp_path, capsys):
    plan.write_text(PLAN.replace("event", "evnt"))
    assert run("check", plan, tmp_path / "none.csv") == 1
    said = capsys.readouterr().out
    assert 'Did you mean "event"' in said
    assert "the file of data is not there" in said
    assert "Nothing was changed." in said


def test_check_tells_what_is_worth_knowing(plan, data, capsys):
    data.write_text("sex,outcome\nMale,agreed\n")
    assert run("check", plan, data) == 0
    assert "Worth knowing:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["check", "a"], ["analyse", "a", "b"], ["x"], ["check", "--x"]]
)
def test_wrong_usage(arguments, capsys):
    assert main(arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_help_is_no_error(capsys):
    assert main(["--help"]) == 0
    assert "analyse" in capsys.readouterr().out


@pytest.mark.parametrize("internal", [False, True])
def test_analyse_writes_a_report(plan, data, tmp_path, capsys, internal):
    out = tmp_path / "report"
    assert run("analyse", plan, data, "--out", out, *(["--internal"] if internal else [])) == 0
    assert report.read_report(out).is_internal is internal
    said = capsys.readouterr()
    assert f"The report is in {out}" in said.out
    assert ("exact" in said.out) is internal
    assert said.err == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "plan.toml", "report"]


def test_analyse_replaces_a_report_of_its_own(plan, data, tmp_path):
    out = tmp_path / "report"
    assert run("analyse", plan, data, "--out", out) == 0
    plan.write_text(PLAN.replace("Leave", "Other"))
    assert run("analyse", plan, data, "--out", out) == 0
    assert report.read_report(out).title == "Other"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "plan.toml", "report"]


def test_analyse_writes_to_an_empty_folder(plan, data, tmp_path):
    (tmp_path / "report").mkdir()
    assert run("analyse", plan, data, "--out", tmp_path / "report") == 0


def test_analyse_refuses_when_any_row_is_refused(plan, data, tmp_path, capsys):
    data.write_text(GOOD + "Malle,Agreed\n")
    assert run("analyse", plan, data, "--out", tmp_path / "report") == 1
    assert "Nothing was written." in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    "content", ["", "a,b\n1,2\n", "sex;outcome\nMale;Agreed\n", b"\xff\xfe\x00", b"PK\x03\x04", b"PAR1"]
)
def test_analyse_refuses_a_file_it_cannot_use(plan, data, tmp_path, capsys, content):
    data.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run("analyse", plan, data, "--out", tmp_path / "report") == 1
    said = capsys.readouterr().err
    assert "data.csv" in said
    assert "Nothing was written." in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "plan.toml"]


def test_analyse_leaves_a_folder_with_other_things_alone(plan, data, tmp_path, capsys):
    out = tmp_path / "report"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    assert run("analyse", plan, data, "--out", out) == 1
    assert "thesis.txt" in capsys.readouterr().err
    (out / "release.json").write_text(json.dumps({"format": "disparity/release@1", "files": {}}))
    assert run("analyse", plan, data, "--out", out) == 1
    assert (out / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    "record", ["", "[]", '{"format": "x", "files": {}}', '{"format": "disparity/release@1"}', "[" * 100_000]
)
def test_a_record_that_is_not_ours_protects_its_folder(tmp_path, record):
    (tmp_path / "release.json").write_text(record)
    with pytest.raises(FolderNotFree, match=r"release\.json"):
        free_folder(tmp_path, keep=())


def test_analyse_refuses_places_a_report_cannot_go(plan, data, tmp_path, capsys):
    for out in (data, tmp_path, tmp_path / "none" / "report"):
        assert run("analyse", plan, data, "--out", out) == 1
        assert "Nothing was written." in capsys.readouterr().err
    assert data.read_text() == GOOD


def test_a_report_never_replaces_the_folder_its_data_are_in(plan, tmp_path, capsys):
    out = tmp_path / "report"
    out.mkdir()
    names = {"findings.csv": "", "release.json": ""}
    (out / "findings.csv").write_text(GOOD)
    (out / "release.json").write_text(json.dumps({"format": "disparity/release@1", "files": names}))
    assert run("analyse", plan, out / "findings.csv", "--out", out) == 1
    assert "which is being read" in capsys.readouterr().err
    assert (out / "findings.csv").read_text() == GOOD


def test_a_report_that_fails_half_way_leaves_the_one_before(plan, data, tmp_path, monkeypatch, capsys):
    out = tmp_path / "report"
    assert run("analyse", plan, data, "--out", out) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fail(release, directory):
        (directory / "findings.csv").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "write_report", fail)
    assert run("analyse", plan, data, "--out", out) == 1
    assert "No space left on device. Nothing was written." in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "plan.toml", "report"]


def test_nothing_stands_in_its_place_before_all_is_written(tmp_path):
    target = tmp_path / "report"
    with moved_into_place(target) as folder:
        (folder / "a").write_text("x")
        assert not target.exists()
    assert [path.name for path in target.iterdir()] == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_what_a_file_holds_cannot_steer_the_terminal(plan, data, capsys):
    data.write_text("sex,outcome\n\x1b[2JMale,Agreed\n")
    assert run("check", plan, data) == 1
    data.write_text("se\x1b[2Jx,outcome\nMale,Agreed\n")
    assert run("check", plan, data) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_paths_that_are_no_files(plan, data, tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    for wrong in (tmp_path, tmp_path / "pipe", tmp_path / "none", "/dev/null", "a\0b", "x" * 5_000):
        assert run("check", plan, wrong) == 1
        assert run("check", wrong, data) == 1
        assert run("analyse", wrong, wrong, "--out", tmp_path / "report") == 1
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_terminal_that_knows_only_ascii_is_spoken_to(plan, data):
    data.write_text("sex,outcome\nZoë,Agreed\n", encoding="utf-8")
    ended = run_apart("check", plan, data, stdout=subprocess.PIPE, PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert b"Zo\\xeb" in ended.stdout


def test_a_reader_who_has_seen_enough_causes_no_traceback(plan, data):
    reading, writing = os.pipe()
    os.close(reading)
    ended = run_apart("check", plan, data, stdout=writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.parametrize(
    "options",
    [
        ["--engine", "mysql"],
        ["--engine", "postgres"],
        ["--database", "postgresql://x"],
        ["--master", "local[2]"],
    ],
)
def test_an_engine_that_cannot_be_is_wrong_usage(plan, data, tmp_path, capsys, options):
    assert run("analyse", plan, data, "--out", tmp_path / "report", *options) == 2
    assert "usage:" in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_an_engine_that_does_not_answer_is_a_sentence(plan, data, tmp_path, capsys):
    out = tmp_path / "report"
    nowhere = "postgresql://someone:s3cret@127.0.0.1:1/x"
    assert run("analyse", plan, data, "--out", out, "--engine", "postgres", "--database", nowhere) == 1
    said = capsys.readouterr()
    assert said.err.endswith("Nothing was written.\n")
    assert "s3cret" not in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "plan.toml"]


@pytest.mark.parametrize("name", OTHERS)
def test_a_report_says_the_same_whichever_engine_counted(plan, data, tmp_path, name):
    engine = engine_of(name)
    where = ["--database", engine.database] if engine.database else ["--master", engine.master]
    assert run("analyse", plan, data, "--out", tmp_path / "here", "--internal") == 0
    arguments = ("analyse", plan, data, "--out", tmp_path / "there", "--internal", "--engine", name, *where)
    ended = run_apart(*arguments, stdout=subprocess.PIPE)
    assert ended.returncode == 0, ended.stderr
    here, there = (
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir() if path.suffix != ".xlsx"}
        for folder in ("here", "there")
    )
    assert (
        json.loads(here.pop("release.json"))["cube_sha256"]
        == json.loads(there.pop("release.json"))["cube_sha256"]
    )
    assert here == there
