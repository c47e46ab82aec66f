"""What a report holds, whether it comes fresh from a `Release` or is read back from its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from disparity.errors import DisparityError
from disparity.findings import Completeness, Finding


class ReportDamaged(DisparityError):
    """The folder of a report is incomplete or was changed after it was written."""


class Measured(Protocol):
    """A measure as a report knows it: its name, kind, which way is better, and the word for its unit."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def better(self) -> str | None: ...
    @property
    def unit(self) -> str | None: ...


class Contents(Protocol):
    """What a `Release` and a `Report` have in common, and all that pages may read."""

    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def is_internal(self) -> bool: ...
    @property
    def measures(self) -> tuple[Measured, ...]: ...
    @property
    def characteristics(self) -> tuple[str, ...]: ...
    @property
    def slices(self) -> tuple[str, ...]: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def completeness(self) -> tuple[Completeness, ...]: ...
    @property
    def manifest(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class ReportedMeasure:
    """A measure as it was written in a report."""

    name: str
    kind: str
    better: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Report:
    """A report read back from its folder, with the fields of the `Release` that it was written from."""

    title: str
    unit: str
    is_internal: bool
    measures: tuple[ReportedMeasure, ...]
    characteristics: tuple[str, ...]
    slices: tuple[str, ...]
    findings: tuple[Finding, ...]
    completeness: tuple[Completeness, ...]
    manifest: Mapping[str, Any]
