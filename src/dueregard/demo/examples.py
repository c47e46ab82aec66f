"""The demonstration's datasets, as examples that an analyst can try."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class DemonstrationDataset:
    """A file of invented data with its plan."""

    slug: str
    title: str
    about: str
    file_name: str
    is_released: bool

    @property
    def data(self) -> Path:
        """The file, once the demonstration is made."""
        return folder() / self.file_name

    @property
    def plan(self) -> Path:
        """Its plan."""
        return folder() / f"{self.slug}.toml"


CASEWORK = DemonstrationDataset(
    slug="casework",
    title="A year of casework",
    about="Invented children in proceedings in 2023 to 2024, with differences planted at known sizes.",
    file_name="casework.parquet",
    is_released=True,
)

WELLBEING = DemonstrationDataset(
    slug="wellbeing-survey",
    title="The staff wellbeing survey",
    about="Answers of invented staff about their work, in a file as a survey tool exports it.",
    file_name="wellbeing-survey.csv",
    is_released=False,
)


def folder() -> Path:
    """Return where the demonstration's data files are."""
    return Path(settings.VAR) / "demonstration"


def first_datasets() -> list[DemonstrationDataset]:
    """Return the datasets that are analysed when the demonstration is made."""
    return [CASEWORK, WELLBEING]
