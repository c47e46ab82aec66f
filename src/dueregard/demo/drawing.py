"""Drawing many things at once from tables of chances, and turning drawn numbers into columns of text."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

Codes = NDArray[np.int64]
Chances = NDArray[np.float64]
Truths = NDArray[np.bool_]

BLANK = -1
"""The code of a blank; it becomes a null in a column."""


def table_of(rows: Sequence[Sequence[float]]) -> Chances:
    """Return a table of chances in which each row adds up to 1, whatever its weights add up to."""
    weights = np.array(rows, dtype=np.float64)
    chances: Chances = weights / weights.sum(axis=1, keepdims=True)
    return chances


def pick(rng: np.random.Generator, chances: Chances, row: ArrayLike) -> Codes:
    """Draw one column of `chances` for each of `row`, by the chances in that row."""
    rows = np.asarray(row)
    limits = np.cumsum(chances, axis=1)
    limits[:, -1] = 1.0  # sums that fall short of 1 by their last bit must not yield a column too many
    drawn = rng.random(rows.shape)
    passed: Codes = (drawn[:, np.newaxis] >= limits[rows]).sum(axis=1)
    return passed


def happens(rng: np.random.Generator, chance: ArrayLike, size: int) -> Truths:
    """Draw, for each of `size` rows, whether something with that chance happens."""
    return rng.random(size) < np.asarray(chance)


def labelled(codes: NDArray[np.integer], labels: Sequence[str]) -> pa.Array:
    """Return a column of text from codes; `BLANK` becomes a null."""
    indices = pa.array(codes.astype(np.int32), mask=codes == BLANK)
    return pa.DictionaryArray.from_arrays(indices, pa.array(labels, pa.string())).cast(pa.string())


def yes_or_no(truths: Truths, *, known: Truths | None = None) -> pa.Array:
    """Return a column of Yes and No, blank where it is not `known`."""
    codes = truths.astype(np.int64)
    if known is not None:
        codes = np.where(known, codes, BLANK)
    return labelled(codes, ("No", "Yes"))


def pseudonyms(rng: np.random.Generator, prefix: str, count: int) -> NDArray[np.str_]:
    """Return `count` different keys that say nothing: a letter and seven digits in no order."""
    numbers = rng.choice(9_000_000, size=count, replace=False) + 1_000_000
    return np.char.add(prefix, numbers.astype(np.str_))
