"""The grid of an analysis: nine rows and three columns, of which the law asks for 25."""

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.decisions.analyses.models import NEEDS_MITIGATION, Analysis, Cell, Effect
from dueregard.records.duty import REQUIRED, WHY_NOT_REQUIRED, Aim, Characteristic
from dueregard.records.models import EvidenceVersion

COLOURS = {
    Effect.POSITIVE: "green",
    Effect.NEGATIVE: "red",
    Effect.MIXED: "orange",
    Effect.NONE_FOUND: "blue",
    Effect.NOT_KNOWN: "grey",
}


@dataclass(frozen=True)
class Square:
    """One place in the grid: a cell as it counts, or why the law asks for none."""

    aim: Aim
    words: str
    colour: str = ""
    is_empty: bool = False
    lacks_a_source: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class Row:
    """A characteristic in the grid."""

    characteristic: Characteristic
    squares: tuple[Square, ...]
    known: int
    """How many pieces of evidence of the body say something about it."""


@dataclass(frozen=True)
class Grid:
    """The whole grid, and how much of it is filled."""

    rows: tuple[Row, ...]
    filled: int
    of: int = len(REQUIRED)


def grid_of(analysis: Analysis, versions: Sequence[EvidenceVersion] = ()) -> Grid:
    """Return the grid of a working paper; the evidence that is there says how much is known of each characteristic."""
    cells = {(cell.characteristic, cell.aim): cell for cell in analysis.cells.prefetch_related("citations")}
    rows = tuple(
        Row(
            characteristic,
            tuple(_square(cells.get((characteristic, aim)), aim) for aim in Aim),
            sum(characteristic in version.evidence.characteristics for version in versions),
        )
        for characteristic in Characteristic
    )
    return Grid(rows, filled=sum(cell.is_filled for cell in cells.values()))


def bad_cells_of(analysis: Analysis) -> list[Cell]:
    """Return the cells that ask for something to be done."""
    return list(analysis.cells.filter(effect__in=NEEDS_MITIGATION).prefetch_related("mitigations"))


def _square(cell: Cell | None, aim: Aim) -> Square:
    if cell is None:
        return Square(aim, "Not asked for", why_not=WHY_NOT_REQUIRED)
    if not cell.is_filled:
        return Square(aim, "Nothing yet", is_empty=True)
    counted = cell.counts_as
    return Square(aim, counted.label, COLOURS[counted], lacks_a_source=cell.lacks_a_source)
