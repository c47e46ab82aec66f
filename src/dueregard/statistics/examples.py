"""Examples to try: plans that come with the project, and datasets that another room registers with theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import disparity
import dueregard

# Where the project's own plans are, in a checkout of the source.
PLANS = Path(dueregard.__file__).parents[2] / "examples"


@dataclass(frozen=True)
class ExamplePlan:
    """A plan to be used with a file that the analyst has."""

    slug: str
    title: str
    text: bytes


@dataclass(frozen=True)
class ExampleDataset:
    """A file with its plan, ready to be checked."""

    slug: str
    title: str
    about: str
    plan: Path
    data: Path


_datasets: dict[str, ExampleDataset] = {}


def register(example: ExampleDataset) -> None:
    """Offer a dataset as an example; the same slug again replaces it."""
    _datasets[example.slug] = example


def datasets() -> list[ExampleDataset]:
    """Return the example datasets whose files are there."""
    return [example for example in _datasets.values() if example.data.is_file()]


def plans() -> list[ExamplePlan]:
    """Return the example plans, by title."""
    return sorted(_plans(), key=lambda plan: plan.title)


def _plans() -> Iterator[ExamplePlan]:
    for path in sorted(PLANS.glob("*.toml")):
        text = path.read_bytes()
        yield ExamplePlan(path.stem, disparity.read_plan(text).title, text)
