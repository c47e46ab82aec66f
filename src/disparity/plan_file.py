"""Reading an analysis plan from its TOML file, and saying everything that is wrong with it at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, cast, get_args

from disparity.errors import PlanError
from disparity.plan import (
    FORMAT,
    PERIOD,
    RESERVED,
    SHARES,
    Better,
    Characteristic,
    Family,
    Kind,
    Measure,
    Plan,
    Protection,
    Slice,
)
from disparity.plan_input import input_of, periods_of, population_of
from disparity.plan_levels import CROSS, name_of, reasons_of, refuse_levels, refuse_value
from disparity.plan_rollup import rollup_of
from disparity.plan_section import Lines, Section
from disparity.plan_several import each_of
from disparity.problems import Problem
from disparity.regular_file import read_small

LARGEST_PLAN = 1_000_000
"""Bytes. A plan is written by hand; more than this is another kind of file."""

MOST_INTERSECTIONS = 3
TOP = (
    "format",
    "title",
    "unit",
    "input",
    "characteristic",
    "measure",
    "periods",
    "population",
    "analysis",
    "protect",
)
OF_ANALYSIS = ("slices", "intersections", "adjust_for", "family", "minimum")
OF_CHARACTERISTIC = ("name", "column", "reference", "levels", "map", "unknown", "several", "rollup")
OF_MEASURE = ("name", "kind", "column", "event", "better", "step", "unit", "unknown", "levels", "map")


def read_plan(source: Path | bytes) -> Plan:
    """Return the plan in a file, or in the bytes of one.

    Raises
    ------
    PlanError
        With every problem of the plan, each with its place and what to do.
    """
    if isinstance(source, Path):
        written, problem = read_small(source, largest=LARGEST_PLAN, called="the plan")
        if problem is not None:
            raise PlanError([problem])
    else:
        written = source
    text = _decode(written)
    values = _parse(text)
    problems: list[Problem] = []
    plan = _plan(values, problems, text=text, digest=sha256(written).hexdigest())
    if problems:
        raise PlanError(problems)
    return plan


def _decode(written: bytes) -> str:
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        what, fix = "the plan is not in UTF-8", "Save it as UTF-8 text"
        raise PlanError([Problem(what, f"the plan, line {line}", fix, kind="not-utf-8")]) from error


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        what, fix = "brackets are nested too deeply", "A plan needs one level of brackets at most"
        raise PlanError([Problem(what, "the plan", fix, kind="not-toml")]) from error
    except ValueError as error:
        found = re.fullmatch(
            r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL
        )
        what = f"the plan is not well-formed TOML: {(found[1] if found else str(error)).rstrip('.').lower()}"
        where = "the plan"
        if found:
            where = f"the plan, line {found[2]}, column {found[3]}" if found[2] else "the end of the plan"
        fix = "Mend it there; text stands in quotation marks, lists in square brackets"
        raise PlanError([Problem(what, where, fix, kind="not-toml")]) from error


def _plan(values: dict[str, Any], problems: list[Problem], *, text: str, digest: str) -> Plan:
    lines = Lines(text)
    top = Section(values, problems, lines)
    top.allow(TOP)
    if "format" not in values or values["format"] != FORMAT:
        what = "the format is missing" if "format" not in values else "this is not a format that can be read"
        top.refuse("format", what, f'Write format = "{FORMAT}" in the first line', "format")
    characteristics = tuple(
        each
        for section in _tables(values, "characteristic", problems, lines)
        for each in _characteristics(section)
    )
    measures = tuple(_measure(section) for section in _tables(values, "measure", problems, lines))
    analysis = _table(values, "analysis", problems, lines)
    analysis.allow(OF_ANALYSIS)
    slices = _slices(analysis, characteristics)
    intersections = analysis.whole("intersections", 1)
    if not 1 <= intersections <= MOST_INTERSECTIONS:
        what = f"{intersections} characteristics cannot be crossed"
        analysis.refuse("intersections", what, f"Write 1, 2 or {MOST_INTERSECTIONS}", "out-of-range")
    adjust_for = _columns_of(analysis, "adjust_for")
    _refuse_wholes(analysis, characteristics, slices, adjust_for)
    minimum = analysis.whole("minimum", 0)
    if minimum < 0:
        fix = "Write how many people each group needs, such as 30, or 0"
        analysis.refuse("minimum", "a minimum cannot be below 0", fix, "out-of-range")
    named = {c.name for c in characteristics}
    others = [name for name in (*(each.name for each in slices), *adjust_for) if name not in named]
    periods = periods_of(_table(values, "periods", problems, lines))
    of_population = _table(values, "population", problems, lines)
    population = population_of(of_population, characteristics)
    if population is None and any(measure.kind == "representation" for measure in measures):
        fix = 'Add [population] with count = "…" and columns = { "…" = "…" }'
        top.refuse("", "a representation needs a population to compare with", fix, "missing")
    if periods is not None and PERIOD in {each.name for each in slices}:
        what = f'"{PERIOD}" cannot be a slice of a plan that has periods'
        analysis.refuse("slices", what, "Remove it: every finding has its period", "clash")
    others = list(dict.fromkeys([*others, *([] if periods is None else [PERIOD])]))
    _refuse_clashes(top, [c.name for c in characteristics] + [measure.name for measure in measures] + others)
    return Plan(
        title=top.text("title", required=True) or "",
        unit=top.text("unit", required=True) or "",
        characteristics=characteristics,
        measures=measures,
        slices=slices,
        intersections=intersections,
        adjust_for=adjust_for,
        family=cast("Family", analysis.choice("family", get_args(Family)) or "report"),
        minimum=minimum,
        protection=_protection(_table(values, "protect", problems, lines)),
        input=input_of(_table(values, "input", problems, lines)),
        periods=periods,
        population=population,
        sha256=digest,
        text=text,
    )


def _tables(values: dict[str, Any], key: str, problems: list[Problem], lines: Lines) -> list[Section]:
    """Return the sections of an array of tables; at least one must be there."""
    tables = values.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        what, fix = f'"{key}" must be a list of tables', f"Head each of them with [[{key}]]"
        problems.append(Problem(what, key, fix, kind="wrong-type"))
        return []
    if not tables:
        fix = f"Add one, headed [[{key}]]"
        problems.append(Problem(f"the plan has no {key}", "the plan", fix, kind="missing"))
    sections = []
    for number, table in enumerate(tables, start=1):
        name = table.get("name")
        label = f'{key} {number} ("{name}")' if isinstance(name, str) else f"{key} {number}"
        line = lines.of_table(f"[[{key}]]", number)
        sections.append(Section(table, problems, lines, label=label, line=line))
    return sections


def _table(values: dict[str, Any], key: str, problems: list[Problem], lines: Lines) -> Section:
    table = values.get(key, {})
    if not isinstance(table, dict):
        problems.append(Problem(f'"{key}" must be a table', key, f"Head it with [{key}]", kind="wrong-type"))
        table = {}
    return Section(table, problems, lines, label=key, line=lines.of_table(f"[{key}]", 1))


def _characteristics(section: Section) -> Iterator[Characteristic]:
    """Give a characteristic, and after it the roll-up that it has; or one for each of several levels at once."""
    section.allow(OF_CHARACTERISTIC)
    reasons = reasons_of(section)
    read = Characteristic(
        name=name_of(section),
        column=section.text("column", required=True) or "",
        reference=section.text("reference", raw=True),
        levels=section.texts("levels"),
        map=section.mapping("map"),
        unknown=frozenset(code for codes in reasons.values() for code in codes),
        reasons={} if list(reasons) == [""] else reasons,
    )
    refuse_levels(section, read)
    if read.reference is not None:
        refuse_value(section, "reference", read.reference, read)
    if "several" in section.values:
        yield from each_of(section, read)
        return
    yield read
    if "rollup" in section.values:
        example = 'rollup = { name = "…", map = { "Indian" = "Asian" } }'
        yield rollup_of(section.inner("rollup", example), read)


def _measure(section: Section) -> Measure:
    section.allow(OF_MEASURE)
    kind = section.choice("kind", get_args(Kind), required=True)
    if kind == "proportion" and "event" not in section.values:
        what, fix = '"event" is missing', 'Say which values are counted, such as event = ["Yes"]'
        section.refuse("", what, fix, "missing")
    foreign: tuple[str, ...] = ()
    if kind in SHARES:
        foreign = ("column", "event", "step", "unit", "unknown", "levels", "map")
    elif kind:
        foreign = ("step", "unit") if kind == "proportion" else ("event", "levels")
    for key in foreign:
        if key in section.values:
            fix = "Remove it, or change the kind"
            section.refuse(key, f"a {kind} has no {key}", fix, "unknown-key")
    read = Measure(
        name=name_of(section),
        kind=cast("Kind", kind or "proportion"),
        column=section.text("column", required=kind not in SHARES) or "",
        event=section.texts("event", single=True) or (),
        better=cast("Better | None", section.choice("better", get_args(Better))),
        step=section.positive("step"),
        unit=section.text("unit"),
        unknown=frozenset(section.texts("unknown") or ()),
        levels=section.texts("levels"),
        map=section.mapping("map"),
    )
    if kind == "proportion":
        refuse_levels(section, read)
        for event in read.event:
            refuse_value(section, "event", event, read)
    return read


def _slices(analysis: Section, characteristics: tuple[Characteristic, ...]) -> tuple[Slice, ...]:
    columns = {characteristic.name: characteristic.column for characteristic in characteristics}
    return tuple(Slice(name, columns.get(name, name)) for name in _columns_of(analysis, "slices"))


def _columns_of(analysis: Section, key: str) -> tuple[str, ...]:
    """Return the names of characteristics or columns under a key, which may be an empty list."""
    names = analysis.texts(key) if analysis.values.get(key) != [] else ()
    for name in names or ():
        if name.casefold() in RESERVED or CROSS in name:
            use = "be a slice" if key == "slices" else "be adjusted for"
            fix = "Rename the column in the data"
            analysis.refuse(key, f'"{name}" cannot {use}: it has a meaning of its own', fix, "reserved")
    return names or ()


def _refuse_wholes(
    analysis: Section,
    characteristics: tuple[Characteristic, ...],
    slices: tuple[Slice, ...],
    adjust_for: tuple[str, ...],
) -> None:
    """Refuse a characteristic with several levels at once where people must be in one place."""
    wholes = {each.one_of.whole.name for each in characteristics if each.one_of is not None}
    for key, names in (("slices", [each.name for each in slices]), ("adjust_for", adjust_for)):
        for name in names:
            if name in wholes:
                what = f'"{name}" has several levels at once, so that nobody is in one of them alone'
                analysis.refuse(key, what, f'Name one level, such as "{name}: …"', "clash")


def _refuse_clashes(top: Section, names: Iterable[str]) -> None:
    """Refuse names that are the same but for capital letters: files and pages are found by them."""
    first: dict[str, str] = {}
    for name in filter(None, names):
        other = first.get(name.casefold())
        if other is None:
            first[name.casefold()] = name
            continue
        what = (
            f'"{name}" is used twice'
            if other == name
            else f'"{name}" and "{other}" differ only in capital letters'
        )
        top.refuse("", what, "Give each characteristic, measure and slice a name of its own", "clash")


def _protection(section: Section) -> Protection:
    section.allow(("threshold", "round"))
    public = Protection()
    threshold = section.whole("threshold", public.threshold)
    rounding = section.whole("round", public.round)
    loose = "the public rule can be tightened, not loosened"
    if threshold < public.threshold:
        what = f"a threshold of {threshold} is too low: {loose}"
        section.refuse("threshold", what, f"Write {public.threshold} or more", "loosened")
    if rounding < public.round or rounding % public.round:
        what = f"counts cannot be rounded to {rounding}: {loose}"
        section.refuse("round", what, f"Write {public.round} or a multiple of it", "loosened")
    return Protection(threshold, rounding)
