"""Reading how the data are taken in: counts instead of people, the rows that are wanted, and the periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from disparity.dates import DateUnit
from disparity.plan import PERIOD, Characteristic, Input, Periods, Population
from disparity.plan_levels import refuse_levels
from disparity.plan_section import Section
from disparity.problems import did_you_mean, quoted

OF_INPUT = ("count", "counted_by", "zero", "unknown", "rounded", "only")
ONLY_WITH_COUNT = ("counted_by", "zero", "unknown", "rounded")
OF_POPULATION = ("count", "zero", "unknown", "only", "columns")
OF_PERIODS = ("column", "order", "by", "map", "unknown")


def input_of(section: Section) -> Input:
    """Return what ``[input]`` says; a plan without it has one row for each person."""
    section.allow(OF_INPUT)
    count = section.texts("count", single=True) or ()
    for key in ONLY_WITH_COUNT:
        if key in section.values and "count" not in section.values:
            fix = 'Add count = "…", the column of the counts, or remove it'
            section.refuse(key, f'"{key}" says something of counts, and the plan names none', fix, "missing")
    counted_by = section.text("counted_by")
    if len(count) > 1 and "counted_by" not in section.values:
        what = "several columns hold counts, and nothing says what their headings are"
        fix = 'Add counted_by = "…", the name by which the plan reads the headings as a column'
        section.refuse("count", what, fix, "missing")
    if counted_by is not None and counted_by in count:
        what = f'"{counted_by}" is a column of counts'
        section.refuse("counted_by", what, "Choose a name that no column of the file has", "clash")
    zero, unknown = section.texts("zero") or (), section.texts("unknown") or ()
    for text in sorted({*zero} & {*unknown}):
        section.refuse("unknown", f'"{text}" is both 0 and not known', "Remove one of the two", "clash")
    return Input(
        count=count,
        counted_by=counted_by,
        zero=frozenset(zero),
        unknown=frozenset(unknown),
        rounded=_rounded(section),
        only=_only(section, counted_by),
    )


def population_of(section: Section, characteristics: Sequence[Characteristic]) -> Population | None:
    """Return what ``[population]`` says of the file of the population, or None for a plan without it.

    Its file has counts, and `columns` says which of its columns holds each characteristic. Roll-ups come by
    themselves.
    """
    if not section.values:
        return None
    section.allow(OF_POPULATION)
    if "count" not in section.values:
        section.refuse("", '"count" is missing', 'Add it: count = "…", the column of the counts', "missing")
    columns = section.mapping("columns")
    if "columns" not in section.values:
        fix = 'Add it: columns = { "ethnic group" = "Ethnicity" }'
        section.refuse("", '"columns" is missing: which column holds which characteristic', fix, "missing")
    own = [each.name for each in characteristics if each.parent is None]
    for name in columns:
        if name not in own:
            fix = f"{did_you_mean(name, own)} Write one of {quoted(own)}".strip()
            section.refuse("columns", f'"{name}" is not a characteristic of the plan', fix, "unknown-choice")
    return Population(
        columns=columns,
        input=Input(
            count=section.texts("count", single=True) or (),
            zero=frozenset(section.texts("zero") or ()),
            unknown=frozenset(section.texts("unknown") or ()),
            only=_only(section, None),
        ),
    )


def _rounded(section: Section) -> int | None:
    if "rounded" not in section.values:
        return None
    base = section.whole("rounded", 10)
    if base < 2:
        what = f"a source cannot be rounded to the nearest {base}"
        section.refuse("rounded", what, "Write what it is rounded to, such as 5 or 10", "out-of-range")
    return base


def _only(section: Section, counted_by: str | None) -> dict[str, tuple[str, ...]]:
    inner = section.inner("only", 'only = { "geography" = ["England"] }')
    wanted = {column: inner.texts(column, single=True) or () for column in inner.values}
    if counted_by in wanted:
        what = f'"{counted_by}" is made of the headings, and is no column of the file'
        section.refuse("only", what, "Name in count the columns that are wanted", "clash")
    return {column.strip(): values for column, values in wanted.items()}


def periods_of(section: Section) -> Periods | None:
    """Return what ``[periods]`` says, or None for a plan without it."""
    if not section.values:
        return None
    section.allow(OF_PERIODS)
    order = section.texts("order")
    by = cast("DateUnit | None", section.choice("by", get_args(DateUnit)))
    if ("order" in section.values) == ("by" in section.values):
        what = "the periods have both an order and dates" if order else "nothing says how the periods follow"
        fix = 'Write either order = ["2022/23", "2023/24"] or, where the column holds dates, by = "year"'
        section.refuse("", what, fix, "clash" if order else "missing")
    read = Periods(
        column=section.text("column", required=True) or "",
        order=order,
        by=by,
        map=section.mapping("map"),
        unknown=frozenset(section.texts("unknown") or ()),
    )
    as_levels = Characteristic(PERIOD, read.column, levels=order, map=read.map, unknown=read.unknown)
    if order is not None:
        refuse_levels(section, as_levels, called="order")
    return read
