"""Fixtures of the demonstration's tests: the files of the default seed, in memory and on disk."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dueregard.demo.careers import promotion, recruitment, wellbeing_survey
from dueregard.demo.casework import casework
from dueregard.demo.files import write_files
from dueregard.demo.workforce import staff_in_post

SEED = 2024


class FullFiles:
    """The files of the default seed at full scale, read column by column."""

    def __init__(self) -> None:
        workforce, pay = staff_in_post(SEED, "full")
        self.tables: dict[str, pa.Table] = {
            "casework.parquet": casework(SEED, "full"),
            "workforce.parquet": workforce,
            "pay.csv": pay,
            "recruitment.csv": recruitment(SEED, "full"),
            "promotion.csv": promotion(SEED, "full"),
            "wellbeing-survey.csv": wellbeing_survey(SEED, "full"),
        }
        self._columns: dict[tuple[str, str], np.ndarray] = {}

    def column(self, file: str, name: str) -> np.ndarray:
        """Return one column: text, with blanks as empty text, or numbers, with blanks as NaN."""
        if (file, name) not in self._columns:
            values = self.tables[file][name]
            is_text = pa.types.is_string(values.type)
            self._columns[file, name] = np.array(
                values.fill_null("").to_pylist() if is_text else values.to_numpy()
            )
        return self._columns[file, name]


@pytest.fixture(scope="session")
def full() -> FullFiles:
    return FullFiles()


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_files(folder, seed=SEED, scale="small")
    return folder
