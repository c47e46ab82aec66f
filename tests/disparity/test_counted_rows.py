"""A file of counts: each row stands for so many people, and every page of its report says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from disparity import (
    Cube,
    DataError,
    PlanError,
    Receipt,
    breakdown,
    build_cube,
    check,
    internal_release,
    make_release,
    prepare,
    protect,
    read_plan,
    read_report,
    write_report,
)
from disparity.plan import Input
from disparity.problems import Problem
from tests.disparity.data_files import write

HEAD = 'format = "disparity/plan@1"\ntitle = "Searches"\nunit = "search"\n'
REST = """
[[characteristic]]
name = "sex"
column = "sex"
[[measure]]
name = "arrested"
kind = "proportion"
column = "outcome"
event = "Arrest"
"""
PLAN = f'{HEAD}[input]\ncount = "number"\n{REST}'
ROWS = 'sex,outcome,number\nMale,Arrest,"1,200"\nMale,None,300\nFemale,Arrest, 40 \nFemale,None,60.0\n,None,+20\n'


def with_input(lines: str) -> str:
    return f"{HEAD}[input]\n{lines}\n{REST}"


def only_problem(text: str) -> Problem:
    with pytest.raises(PlanError) as refused:
        read_plan(text.encode())
    (problem,) = refused.value.problems
    return problem


def receipt_of(directory: Path, rows: str, text: str = PLAN) -> Receipt:
    return check(read_plan(text.encode()), write(directory, rows))


def cube_of(directory: Path, rows: str, text: str = PLAN) -> Cube:
    plan = read_plan(text.encode())
    receipt = prepare(plan, write(directory, rows), directory / "out")
    assert not receipt.refused, receipt.problems
    return build_cube(plan, directory / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)


def test_every_key_of_the_input_is_read() -> None:
    lines = """count = ["White", "Black"]
counted_by = "ethnic group"
zero = ["-"]
unknown = ["c", "z"]
rounded = 10
only = { "level" = "England", "type" = ["Age", "Sex"] }"""
    assert read_plan(with_input(lines).encode()).input == Input(
        count=("White", "Black"),
        counted_by="ethnic group",
        zero=frozenset({"-"}),
        unknown=frozenset({"c", "z"}),
        rounded=10,
        only={"level": ("England",), "type": ("Age", "Sex")},
    )


@pytest.mark.parametrize(
    ("lines", "what", "place"),
    [
        (
            "rounded = 5",
            '"rounded" says something of counts, and the plan names none',
            "input → rounded (line 5)",
        ),
        (
            'count = "n"\nrounded = 1',
            "a source cannot be rounded to the nearest 1",
            "input → rounded (line 6)",
        ),
        ('count = "n"\nrounded = 2.5', "this must be a whole number", "input → rounded (line 6)"),
        ('count = ["a", "b"]', "several columns hold counts", "input → count (line 5)"),
        ('count = ["a"]\ncounted_by = "a"', '"a" is a column of counts', "input → counted_by (line 6)"),
        (
            'count = "n"\nzero = ["-"]\nunknown = ["-"]',
            '"-" is both 0 and not known',
            "input → unknown (line 7)",
        ),
        ('count = ""', "this text is blank", "input → count (line 5)"),
        ('coumt = "n"', 'there is no key called "coumt" here', "input → coumt (line 5)"),
        ('only = ["England"]', "this must be a table", "input → only (line 5)"),
        ("only = { level = 1.5 }", "this must be text", "input → only → level (line 5)"),
        (
            'count = "n"\ncounted_by = "g"\nonly = { g = "x" }',
            '"g" is made of the headings',
            "input → only (line 7)",
        ),
    ],
)
def test_mistakes_in_the_input_are_said_with_their_place(lines: str, what: str, place: str) -> None:
    problem = only_problem(with_input(lines))
    assert problem.what.startswith(what)
    assert problem.where == place
    assert problem.fix


def test_each_row_stands_for_as_many_as_it_says(tmp_path: Path) -> None:
    cube = cube_of(tmp_path, ROWS)
    assert cube.rows == 1620
    release = internal_release(cube)
    found = {(f.group, f.comparator): f for f in release.findings}
    assert (found["Male", "everyone else"].n, found["Male", "everyone else"].events) == (1500, 1200)
    assert (found["Female", "everyone else"].n, found["Female", "everyone else"].events) == (100, 40)
    (sex, arrested) = release.completeness
    assert (sex.people, sex.known, arrested.known) == (1620, 1600, 1620)


def test_rows_that_stand_for_nobody_say_nothing(tmp_path: Path) -> None:
    text = with_input('count = "number"\nzero = ["-"]')
    cube = cube_of(tmp_path, ROWS + "Other,Arrest, - \nOther,None,0\n", text)
    assert cube.digest() == cube_of(tmp_path, ROWS, text).digest()


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("-3", "not-a-count"),
        ("1.5", "not-a-count"),
        ("", "not-a-count"),
        ("c", "not-a-count"),
        ("1e3", "not-a-count"),
        ('"12,34"', "not-a-count"),
        ("#REF!", "spreadsheet-error"),
        ("10000000001", "too-large"),
    ],
)
def test_what_is_no_count_refuses_its_row(tmp_path: Path, written: str, kind: str) -> None:
    receipt = receipt_of(tmp_path, f"{ROWS}Male,None,{written}\n")
    (problem,) = receipt.problems
    assert (receipt.accepted, receipt.refused) == (5, 1)
    assert (problem.kind, problem.where) == (kind, 'column "number", row 7')
    assert problem.fix


def test_a_count_that_is_not_published_leaves_its_row_aside_and_says_so(tmp_path: Path) -> None:
    text = with_input('count = "number"\nunknown = ["c"]')
    receipt = receipt_of(tmp_path, ROWS + "Male,None,c\n", text)
    (note,) = receipt.notes
    assert (receipt.rows_in, receipt.refused, note.kind) == (5, 0, "left-aside")
    assert note.what.startswith("1 counts are not published")
    assert cube_of(tmp_path, ROWS + "Male,None,c\n", text).digest() == cube_of(tmp_path, ROWS, text).digest()


def test_rows_that_the_plan_does_not_want_are_passed_over_and_counted(tmp_path: Path) -> None:
    text = with_input('count = "number"\nonly = { sex = ["Male", "Female", "Femal"] }')
    receipt = receipt_of(tmp_path, ROWS + "Both,None,so many\n", text)
    assert (receipt.rows_in, receipt.refused) == (4, 0)
    never, passed = receipt.notes
    assert (never.kind, never.what) == ("wanted-never-seen", 'no row has "Femal", which the plan wants')
    assert never.fix.startswith('Did you mean "Female"?')
    assert passed.kind == "passed-over"
    assert passed.what.startswith("2 rows were passed over")


def test_only_works_for_a_file_of_people_too(tmp_path: Path) -> None:
    text = with_input('only = { region = "N" }')
    rows = "sex,outcome,region\nMale,Arrest, N \nMale,Arrest,S\nFemale,None,N\n"
    assert cube_of(tmp_path, rows, text).rows == 2


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("sex,outcome,number\nMale,Arrest,0\n", "all counts are 0"),
        ("sex,outcome,number\nMale,Arrest,c\n", "no row has a count"),
        ("sex,outcome,number\nBoth,Arrest,3\n", "the file has no row that the plan wants"),
        ("sex,outcome,number\n", "the file has a header and no rows"),
    ],
)
def test_a_file_in_which_nobody_is_counted_is_refused(tmp_path: Path, rows: str, what: str) -> None:
    text = with_input('count = "number"\nunknown = ["c"]\nonly = { sex = ["Male"] }')
    with pytest.raises(DataError) as refused:
        receipt_of(tmp_path, rows, text)
    assert any(problem.what.startswith(what) for problem in refused.value.problems)


def test_a_missing_column_of_counts_is_a_problem_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        receipt_of(tmp_path, "sex,outcome,numbers\nMale,Arrest,3\n")
    (problem,) = refused.value.problems
    assert (problem.kind, problem.what) == ("missing-column", 'there is no column called "number"')


WIDE = "age,White,Black\nTotal,900,700\n0 to 9,100,c\n10 to 17,200,300\n"
OF_WIDE = """
[[characteristic]]
name = "ethnic group"
column = "group"
[[measure]]
name = "are ten or older"
kind = "proportion"
column = "age"
levels = ["0 to 9", "10 to 17"]
event = "10 to 17"
"""


def test_several_columns_of_counts_are_read_as_one_for_each_heading(tmp_path: Path) -> None:
    lines = 'count = ["White", "Black"]\ncounted_by = "group"\nunknown = ["c"]\nonly = { age = ["0 to 9", "10 to 17"] }'
    text = f"{HEAD}[input]\n{lines}\n{OF_WIDE}"
    receipt = receipt_of(tmp_path, WIDE, text)
    assert (receipt.rows_in, receipt.accepted) == (3, 3)
    assert [note.kind for note in receipt.notes] == ["passed-over", "read-repeatedly", "left-aside"]
    release = internal_release(cube_of(tmp_path, WIDE, text))
    assert {(f.group, f.n, f.events) for f in release.findings} == {("White", 300, 200), ("Black", 300, 300)}


def test_a_refused_count_is_listed_with_its_row_as_it_was(tmp_path: Path) -> None:
    text = f'{HEAD}[input]\ncount = ["White", "Black"]\ncounted_by = "group"\n{OF_WIDE}'
    receipt = prepare(read_plan(text.encode()), write(tmp_path, WIDE), tmp_path / "out")
    with (tmp_path / "out" / "refused.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert receipt.refused == len(listed) == 3
    assert [(row["row"], row["age"], row["Black"]) for row in listed] == [
        ("2", "Total", "700"), ("2", "Total", "700"), ("3", "0 to 9", "c"),
    ]  # fmt: skip
    assert "is not a whole number of people" in listed[2]["reasons"]


@pytest.mark.parametrize("rounded", [None, 10])
@pytest.mark.parametrize("internal", [False, True])
def test_every_page_says_that_it_is_from_counts(tmp_path: Path, rounded: int | None, internal: bool) -> None:
    text = with_input(f'count = "number"\n{"" if rounded is None else f"rounded = {rounded}"}')
    cube = cube_of(tmp_path, ROWS, text)
    release = internal_release(cube) if internal else make_release(protect(cube))
    assert release.manifest["input"] == {"from_counts": True, "rounded_to": rounded}
    write_report(release, tmp_path / "report")
    report = read_report(tmp_path / "report")
    assert report.manifest == release.manifest
    sentences = ["These figures are from a file of counts, not of people one by one."]
    if rounded:
        sentences.append("They are approximate: the source is rounded to the nearest 10.")
    table = breakdown(report, measure="arrested", characteristic="sex").table
    assert list(table.notes)[: len(sentences)] == sentences
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    book = load_workbook(tmp_path / "report" / "findings.xlsx")
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    for sentence in sentences:
        assert sentence in page
        assert any(sentence in cell for cell in words)
    assert ("approximate" in page) == bool(rounded)


def test_a_report_of_people_does_not_say_so(tmp_path: Path) -> None:
    rows = "sex,outcome\n" + "Male,Arrest\nFemale,None\n" * 30
    release = make_release(protect(cube_of(tmp_path, rows, HEAD + REST)))
    assert release.manifest["input"] == {"from_counts": False, "rounded_to": None}
    write_report(release, tmp_path / "report")
    assert "file of counts" not in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
