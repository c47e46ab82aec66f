"""The digest of a cube: the SHA-256 of its integer cells.

Sums of floating-point numbers are left out, because their last bits depend on the order of adding, so that the
digest is the same whichever database counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from disparity.cube import Axis, Codes, Cube, Integers

LINES_AT_ONCE = 1 << 16
"""Cells that are written out together: a few megabytes of text."""


def digest_of(cube: Cube) -> str:
    """Return the SHA-256 of the sorted integer cells, in hexadecimal.

    Each cell of a single cuboid is a line of JSON: its labels, its people, and each measure's known and events;
    then the histograms. Several cuboids have millions of cells, so that the bytes of their arrays are hashed.
    """
    hashed = sha256()
    hashed.update(
        json.dumps(
            [axis.name for axis in cube.axes] + [measure.name for measure in cube.plan.measures]
        ).encode()
    )
    is_one = len(cube.cuboids) == 1 and all(len(each) == 1 for each in cube.histograms.values())
    for piece in _lines_of(cube) if is_one else _arrays_of(cube):
        hashed.update(piece)
    for name, counts in sorted(cube.reasons.items()):
        hashed.update(f"\n{json.dumps([name, sorted(counts.items())])}".encode())
    hashed.update(b"\n")
    return hashed.hexdigest()


def _lines_of(cube: Cube) -> Iterator[Any]:
    """Give the bytes of the lines of a single cuboid, each line with the line break before it."""
    [cuboid] = cube.cuboids
    numbers = [cuboid.people, *cuboid.known.T, *cuboid.events.T]
    yield from _lines(cube.axes, cuboid.codes, [_as_text(column) for column in numbers])
    for name in sorted(cube.histograms):
        [histogram] = cube.histograms[name]
        yield f"\n{json.dumps([name])}".encode()
        texts = pa.array(map(repr, histogram.values.tolist()), pa.string()).take(pa.array(histogram.place))
        yield from _lines(cube.axes, histogram.codes[histogram.cell], [texts, _as_text(histogram.count)])


def _lines(axes: Sequence[Axis], codes: Codes, texts: Sequence[Any]) -> Iterator[Any]:
    """Give the lines of cells: the labels of each as JSON, then its numbers, with commas between them."""
    labels = [pa.array(map(json.dumps, axis.levels), pa.string()) for axis in axes]
    labels[0] = pc.binary_join_element_wise("\n", labels[0], "")
    for start in range(0, len(codes), LINES_AT_ONCE):
        rows = slice(start, start + LINES_AT_ONCE)
        columns = [label.take(pa.array(code)) for label, code in zip(labels, codes[rows].T, strict=True)]
        lines = pc.binary_join_element_wise(*columns, *(text[rows] for text in texts), ",")
        yield memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()]


def _arrays_of(cube: Cube) -> Iterator[Any]:
    """Give the levels, and the bytes of every cuboid and histogram, each after a line that says what it is."""
    yield f"\n{json.dumps([axis.levels for axis in cube.axes])}".encode()
    for cuboid in cube.cuboids:
        yield f"\n{json.dumps([cuboid.axes, len(cuboid.codes)])}\n".encode()
        for numbers in (*cuboid.codes.T, cuboid.people, *cuboid.known.T, *cuboid.events.T):
            yield _bytes(numbers)
    for name in sorted(cube.histograms):
        for histogram in cube.histograms[name]:
            values = [*map(repr, histogram.values.tolist())]
            sizes = [len(histogram.codes), len(histogram.cell)]
            yield f"\n{json.dumps([name, values, histogram.axes, sizes])}\n".encode()
            for numbers in (*histogram.codes.T, histogram.cell, histogram.place, histogram.count):
                yield _bytes(numbers)


def _bytes(numbers: NDArray[Any]) -> Any:
    """Return whole numbers as the bytes of a little-endian array, whatever the machine."""
    return np.ascontiguousarray(numbers, numbers.dtype.newbyteorder("<")).data


def _as_text(numbers: Integers) -> Any:
    """Return whole numbers as an Arrow array of their digits."""
    return pa.array(np.ascontiguousarray(numbers)).cast(pa.string())
