"""What a contest found, as a table in Markdown and as a chart."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.contest import Result
from figures import Axis, BarRow, Numerals, css_text, grouped_bars

OURS = "ours"


def write_record(path: Path, contests: Mapping[int, Mapping[str, Result]], names: Mapping[str, str]) -> None:
    """Write the results of each size as a table to `path`, and as a chart beside it, with the ending ``.svg``."""
    path.write_text(
        "\n\n".join("\n".join(_table(size, found, names)) for size, found in contests.items()) + "\n"
    )
    largest = max(size for size, found in contests.items() if len(found) > 2)
    rows = [
        BarRow(names[name], (found[name].seconds / found["scan"].seconds,))
        for found in [contests[largest]]
        for name in sorted(found, key=lambda name: found[name].seconds)
    ]
    chart = grouped_bars(
        "performance",
        f"How many times as long as DuckDB's own scan: {largest:,} people",
        "One bar for each way to the same figures; the scan itself is 1. The table has the numbers.",
        series=["Times the scan"],
        rows=rows,
        axis=Axis(numerals=Numerals(places=1), low=0.0, title="Times as long as the scan"),
    )
    # An image by itself has no page to take its colours from.
    path.with_suffix(".svg").write_text(chart.replace("</title>", f"</title><style>{css_text()}</style>", 1))


def _table(size: int, found: Mapping[str, Result], names: Mapping[str, str]) -> Iterator[str]:
    scan, ours = found["scan"], found[OURS]
    yield f"| {size:,} people | s | s of CPU | most memory | times the scan | times ours |"
    yield "|---|---|---|---|---|---|"
    for name, result in found.items():
        extrapolated = f" (1 part of {result.parts}, multiplied)" if result.parts > 1 else ""
        times = (result.seconds / scan.seconds, result.seconds / ours.seconds)
        yield (
            f"| {names[name]}{extrapolated} | {result.seconds:,.2f} | {result.cpu:,.2f} | {result.peak_mb:,.0f} MB "
            f"| {times[0]:,.1f} | {times[1]:,.1f} |"
        )
