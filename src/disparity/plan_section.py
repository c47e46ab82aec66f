"""One table of a plan's TOML, read key by key, with every mistake written down instead of the first one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from disparity.problems import Problem, did_you_mean, quoted

LONGEST_TEXT = 200
"""Characters in a name or a level: more than that is not a label but a pasted text."""


class Lines:
    """The lines of the plan's text, to say in which of them a key stands."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def of_table(self, header: str, number: int) -> int | None:
        """Return the line of the `number`-th table (from 1) headed `header`, such as ``[[measure]]``."""
        seen = 0
        for line, text in enumerate(self._lines, start=1):
            if text.split("#")[0].replace(" ", "").strip() == header:
                seen += 1
                if seen == number:
                    return line
        return None

    def of_key(self, key: str, table: int | None) -> int | None:
        """Return the line of `key` in the table headed in line `table`; None is the top of the plan."""
        start = 0 if table is None else table
        for line, text in enumerate(self._lines[start:], start=start + 1):
            if text.lstrip().startswith("["):
                return None
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", text):
                return line
        return None


class Section:
    """One table of the plan. Each reading method returns the value, or None after noting what is wrong."""

    def __init__(
        self,
        values: Mapping[str, Any],
        problems: list[Problem],
        lines: Lines,
        *,
        label: str = "",
        line: int | None = None,
        within: bool = False,
    ) -> None:
        self.values = values
        self._within = within
        """Whether it is a table within another, whose keys cannot be told from those of the other by line."""
        self.label = label
        self._problems = problems
        self._lines = lines
        self._line = line

    def refuse(self, key: str, what: str, fix: str, kind: str) -> None:
        """Note that `key` is wrong; an empty `key` is about the table itself."""
        line = (self._lines.of_key(key, self._line) if key and not self._within else None) or self._line
        place = " → ".join(part for part in (self.label, key) if part) or "the plan"
        self._problems.append(Problem(what, f"{place} (line {line})" if line else place, fix, kind=kind))

    def allow(self, keys: Iterable[str]) -> None:
        """Refuse every key that is not among `keys`."""
        known = list(keys)
        for key in self.values:
            if key not in known:
                advice = did_you_mean(key, known).rstrip("?")
                fix = (
                    f"{advice}? Otherwise remove it"
                    if advice
                    else f"Remove it; the keys are {quoted(known, at_most=20)}"
                )
                self.refuse(key, f'there is no key called "{key}" here', fix, "unknown-key")

    def text(self, key: str, *, required: bool = False, raw: bool = False) -> str | None:
        """Return a text; `raw` also accepts a whole number, true or false, as a value of the data."""
        if not self._has(key, required):
            return None
        return self._one(key, self.values[key], raw=raw)

    def texts(self, key: str, *, required: bool = False, single: bool = False) -> tuple[str, ...] | None:
        """Return a list of values of the data; `single` accepts one without brackets."""
        if not self._has(key, required):
            return None
        value = self.values[key]
        if single and not isinstance(value, list):
            value = [value]
        if not isinstance(value, list):
            self.refuse(
                key, "this must be a list", f'Write it in square brackets: {key} = ["…", "…"]', "wrong-type"
            )
            return None
        if not value:
            self.refuse(key, "this list is empty", "Name at least one value, or remove the key", "missing")
            return None
        read = [text for item in value if (text := self._one(key, item, raw=True)) is not None]
        for text in sorted({text for text in read if read.count(text) > 1}):
            self.refuse(key, f'"{text}" stands in the list twice', "Remove one of the two", "duplicate")
        return tuple(dict.fromkeys(read))

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of raw values and what they mean; empty if there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            fix = f'Write it as {key} = {{ "F" = "Female", "M" = "Male" }}'
            self.refuse(key, "this must be a table of raw values and what they mean", fix, "wrong-type")
            return {}
        read: dict[str, str] = {}
        for raw, level in value.items():
            text = self._one(key, level, raw=True)
            if raw.strip() in read:
                what = f'"{raw.strip()}" is mapped twice, with different blanks around it'
                self.refuse(key, what, "Remove one of the two", "duplicate")
            elif not raw.strip():
                fix = "Remove it: a blank is always shown as Not known"
                self.refuse(key, "a blank cannot be mapped", fix, "blank-text")
            elif text is not None:
                read[raw.strip()] = text
        return read

    def inner(self, key: str, example: str) -> Section:
        """Return the table within this one called `key`; without keys if there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, "this must be a table", f"Write it as {example}", "wrong-type")
            value = {}
        line = self._lines.of_key(key, self._line) or self._line
        label = f"{self.label} → {key}"
        return Section(value, self._problems, self._lines, label=label, line=line, within=True)

    def choice(self, key: str, choices: Iterable[str], *, required: bool = False) -> str | None:
        """Return one of `choices`."""
        value = self.text(key, required=required)
        options = list(choices)
        if value is None or value in options:
            return value
        advice = did_you_mean(value, options)
        fix = f"{advice} Write one of {quoted(options)}".strip()
        self.refuse(key, f'"{value}" is not one of the choices', fix, "unknown-choice")
        return None

    def whole(self, key: str, default: int) -> int:
        """Return a whole number, or `default`."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.refuse(
            key, "this must be a whole number", f"Write it in digits, such as {key} = {default}", "wrong-type"
        )
        return default

    def positive(self, key: str) -> float | None:
        """Return a number above 0."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            self.refuse(
                key, "this must be a number above 0", f"Write it in digits, such as {key} = 0.5", "wrong-type"
            )
            return None
        return float(value)

    def _has(self, key: str, required: bool) -> bool:
        if required and key not in self.values:
            self.refuse("", f'"{key}" is missing', f'Add it: {key} = "…"', "missing")
        return key in self.values

    def _one(self, key: str, value: object, *, raw: bool) -> str | None:
        if raw and isinstance(value, bool):
            return "true" if value else "false"
        if raw and isinstance(value, int):
            return str(value)
        if not isinstance(value, str):
            self.refuse(key, "this must be text", f'Put it in quotation marks: {key} = "…"', "wrong-type")
            return None
        text = value.strip()
        if not text:
            self.refuse(
                key, "this text is blank", 'Write something, or "Not known" where that is meant', "blank-text"
            )
        elif len(text) > LONGEST_TEXT:
            fix = f"Shorten it to {LONGEST_TEXT} characters"
            self.refuse(key, f"this text has {len(text):,} characters", fix, "long-text")
        elif not text.isprintable():
            what = "this text holds a line break or another character that cannot be shown"
            self.refuse(key, what, "Write it on one line", "control-character")
        else:
            return text
        return None
