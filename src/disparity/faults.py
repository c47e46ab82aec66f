"""What can be wrong with one value, and the sentence that helps to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from disparity.plan import RESERVED, Characteristic, Measure
from disparity.plan_levels import CROSS
from disparity.plan_section import LONGEST_TEXT
from disparity.problems import did_you_mean

SPREADSHEET_ERRORS = frozenset(
    ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
NOT_WORKED_OUT = "#NOT-WORKED-OUT"
"""Stands for a formula in a workbook that no spreadsheet has worked out yet."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_MONTH = re.compile(r"(\d{1,2})[-/ ]([A-Za-z]{3})")
MONTH_DAY = re.compile(r"([A-Za-z]{3})[-/ ](\d{1,2})")
ISO_DATE = re.compile(r"\d{4}-(\d{2})-(\d{2})")

THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
SIGNED = re.compile(r"[+-]?[£$€]\s?[+-]?[0-9.,]+|[+-]?[0-9.,]+\s?(%|[£$€])")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
NOT_FINITE = re.compile(r"[+-]?(inf|infinity|nan|1\.#inf|1\.#qnan)", re.IGNORECASE)
DIGITS = re.compile(r"[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]+)?")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a value. Equal faults in a column are told once, with a count."""

    kind: str
    what: str
    fix: str


def shown(raw: str) -> str:
    """Return a raw value in quotation marks as it can stand in a sentence."""
    text = "".join(letter if letter.isprintable() else " " for letter in raw.strip())
    return f'"{text[:80]}…"' if len(text) > 80 else f'"{text}"'


def unknown_level(raw: str, read: Characteristic | Measure) -> Fault:
    """Return the fault of a value that is not among the levels of the plan."""
    levels = read.levels or ()
    value = raw.strip()
    told = shown(value)
    if isinstance(read, Characteristic) and read.dates is not None:
        fix = "Write dates as 2024-03-31 or 31/03/2024, or leave it blank where it is not known"
        return Fault("not-a-date", f"{told} is not a date", fix)
    if isinstance(read, Characteristic) and read.parent is not None:
        told = shown(read.parent.level_of(raw) or value)
        fix = f'Add {told} to the map of the rollup "{read.name}" in the plan'
        return Fault("unknown-level", f'{told} belongs to no group of "{read.name}"', fix)
    what = f'{told} is not one of the levels of "{read.name}"'
    meant = date_meant(value)
    if meant:
        level = next((level for level in levels if re.findall(r"\d+", level) == meant.split("-")), None)
        what += f', and looks like a date that a spreadsheet made of "{meant}"'
        return Fault(
            "unknown-level",
            what,
            f'Correct the data, or add map = {{ {told} = "{level or "…"}" }} to the plan',
        )
    near = did_you_mean(value, levels)
    level = near.removeprefix('Did you mean "').removesuffix('"?') if near else "…"
    fix = f'Correct the data, or add map = {{ {told} = "{level}" }} or unknown = [{told}] to the plan'
    return Fault("unknown-level", what, f"{near} {fix}".strip())


def date_meant(value: str) -> str | None:
    """Return what a spreadsheet turned into a date, such as 10-20 for 20-Oct; None if it is no date.

    Examples
    --------
    >>> date_meant("20-Oct"), date_meant("5-Sep"), date_meant("2024-10-20"), date_meant("Pass")
    ('10-20', '5-9', '10-20', None)
    """
    if found := ISO_DATE.fullmatch(value):
        month, day = int(found[1]), int(found[2])
    elif (found := DAY_MONTH.fullmatch(value)) and found[2].lower() in MONTHS:
        day, month = int(found[1]), MONTHS.index(found[2].lower()) + 1
    elif (found := MONTH_DAY.fullmatch(value)) and found[1].lower() in MONTHS:
        month, day = MONTHS.index(found[1].lower()) + 1, int(found[2])
    else:
        return None
    # A range is written with the lower number first, whichever of the two was taken for the month.
    return f"{min(day, month)}-{max(day, month)}"


def spreadsheet_fault(raw: str) -> Fault | None:
    """Return the fault of an error of a spreadsheet, or None if the value is none."""
    value = raw.strip()
    if value == NOT_WORKED_OUT:
        fix = "Open the workbook in a spreadsheet, let it calculate, and save it again"
        return Fault("formula-without-value", "a formula has not been worked out", fix)
    if value in SPREADSHEET_ERRORS:
        fix = f'Mend the formula, or add unknown = ["{value}"] to the plan'
        return Fault("spreadsheet-error", f'"{value}" is an error of a spreadsheet', fix)
    return None


def unusable_level(level: str) -> Fault | None:
    """Return what prevents a value that the plan does not name from being a level, if anything does."""
    told = shown(level)
    if level.casefold() in RESERVED or CROSS in level:
        fix = f'Add map = {{ {told} = "…" }} to the plan'
        return Fault("reserved", f"{told} has a meaning of its own in the findings", fix)
    if len(level) > LONGEST_TEXT:
        fix = f"Shorten it to {LONGEST_TEXT} characters, or name another column"
        return Fault("long-text", f"{told} has {len(level):,} characters", fix)
    if not level.isprintable():
        fix = "Remove it; a quotation mark too many is often the cause"
        return Fault(
            "control-character", f"{told} holds a line break or a character that cannot be shown", fix
        )
    return spreadsheet_fault(level)


def number_fault(raw: str, measure: Measure) -> Fault | None:
    """Return what is wrong with a text that should be a number; None only for a blank."""
    value = raw.strip()
    if not value:
        return None
    told = shown(value)
    leave = f"Leave it blank where it is not known, or add unknown = [{told}] to the plan"
    if fault := spreadsheet_fault(value):
        return fault
    if NOT_FINITE.fullmatch(value):
        return Fault("not-finite", f"{told} is not a number that can be added up", leave)
    if THOUSANDS.fullmatch(value):
        plain = value.replace(",", "")
        return Fault(
            "thousands-separator", f"{told} has a comma in it", f"Write {plain}, without thousands separators"
        )
    if DECIMAL_COMMA.fullmatch(value):
        return Fault(
            "decimal-comma", f"{told} has a comma in it", f"Write {value.replace(',', '.')}, with a point"
        )
    if SIGNED.fullmatch(value):
        return Fault(
            "sign-in-number", f"{told} has a sign in it", "Write the number alone; the plan names its unit"
        )
    if DIGITS.fullmatch(value):
        return Fault("too-large", f"{told} is too large to be a measurement", leave)
    return Fault("not-a-number", f"{told} is not a number", f'"{measure.name}" is a {measure.kind}. {leave}')
