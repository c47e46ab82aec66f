"""The proof on real people: every exact figure of 32,593 registrations against pandas, statsmodels and scipy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import quantile_test
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from disparity.command import main
from tests.disparity import open_university as ou
from tests.disparity.published_outputs import rows_of

CLOSE = 1e-9


def findings(report: Path) -> pd.DataFrame:
    """Return the findings of a report, its numbers as numbers."""
    table = pd.DataFrame(rows_of(report / "findings.csv"))
    words = ["measure", "kind", "characteristic", "group", "slice", "period", "comparator", "status"]
    for column in table.columns.difference([*words, "protection"]):
        table[column] = pd.to_numeric(table[column])
    return table


def close(found: pd.Series, expected: pd.Series | np.ndarray) -> bool:
    """Say whether all numbers agree to a billionth, and are absent in the same places."""
    return bool(
        np.allclose(found.to_numpy(float), np.asarray(expected, float), rtol=0, atol=CLOSE, equal_nan=True)
    )


def counted(
    events: dict[str, tuple[str, ...]], names: list[str], *, slices: list[str], most: int
) -> pd.DataFrame:
    """Count with pandas what every finding of a plan of proportions should say."""
    rows = {}
    for crossed, within in ou.tables(names, slices=slices, most=most):
        results = ou.grouped("result", crossed, within)
        for measure, happened in events.items():
            cells = {cell: (len(each), int(each.isin(happened).sum())) for cell, each in results.items()}
            for question in ou.questions(crossed, within):
                _, place, group, _, others = question
                other = [cells.get(ou.at(each, place), (0, 0)) for each in others]
                together = (sum(n for n, _ in other), sum(events for _, events in other))
                rows[ou.key(measure, within, question)] = (*cells.get(ou.at(group, place), (0, 0)), *together)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "events", "n2", "events2"])


PROPORTIONS = {
    "example": (
        {"passed": ("Distinction", "Pass"), "withdrew": ("Withdrawn",)},
        {"names": list(ou.COLUMNS), "slices": ["region"], "most": 2},
    ),
    "crossed": ({r: (r,) for r in ou.RESULTS}, {"names": ["age band", "region"], "slices": [], "most": 2}),
    "sliced": ({r: (r,) for r in ou.RESULTS}, {"names": ["age band"], "slices": ["region"], "most": 1}),
}


@pytest.mark.parametrize("plan", PROPORTIONS)
def test_every_exact_proportion_agrees_with_statsmodels(plan: str, tmp_path: Path) -> None:
    events, shape = PROPORTIONS[plan]
    found = findings(ou.analyse(ou.SAFE[plan], tmp_path, "--internal"))
    found.index = pd.Index(
        list(
            found[["measure", "characteristic", "group", "slice", "comparator"]].itertuples(
                index=False, name=None
            )
        )
    )
    expected = counted(events, **shape)
    assert found.index.is_unique
    assert set(found.index) == set(expected.index)
    n, k, n2, k2 = (expected.loc[found.index, name] for name in ("n", "events", "n2", "events2"))
    with np.errstate(all="ignore"):
        wilson = proportion_confint(k, n, method="wilson")
        newcombe = confint_proportions_2indep(k, n, k2, n2, method="newcomb", compare="diff")
        log = confint_proportions_2indep(k, n, k2, n2, method="log", compare="ratio")
        bounded = (k > 0) & (k2 > 0)
        compared = (n > 0) & (n2 > 0)
        assert close(found["n"], n)
        assert close(found["events"], k)
        assert close(found["value"], k / n)
        assert close(found["low"], wilson[0])
        assert close(found["high"], wilson[1])
        assert close(found["comparator_n"], n2.where(found["comparator"] != ""))
        assert close(found["comparator_value"], k2 / n2)
        assert close(found["difference"], k / n - k2 / n2)
        assert close(found["difference_low"], newcombe[0])
        assert close(found["difference_high"], newcombe[1])
        assert close(found["ratio"], ((k / n) / (k2 / n2)).where(bounded))
        assert close(found["ratio_low"], pd.Series(log[0]).where(bounded))
        assert close(found["ratio_high"], pd.Series(log[1]).where(bounded))
    unknown = found["comparator"] == ""
    words = np.where(np.where(unknown, n > 0, compared), "ok", "not-comparable")
    assert found["status"].tolist() == words.tolist()
    assert set(found["protection"]) == {"UNPROTECTED"}


def test_every_exact_mean_and_median_agrees_with_statsmodels_and_scipy(tmp_path: Path) -> None:
    found = {
        (row["measure"], row["characteristic"], row["group"], row["slice"], row["comparator"]): row
        for row in rows_of(ou.analyse(ou.NUMBERS, tmp_path, "--internal") / "findings.csv")
    }
    columns = {"credits": "credits", "middle of the credits": "credits", "attempts": "attempts"}
    names = ["disability", "age band", "deprivation band"]
    seen = set()
    for crossed, within in ou.tables(names, slices=["region"]):
        for measure, column in columns.items():
            values = {cell: each.to_numpy() for cell, each in ou.grouped(column, crossed, within).items()}
            for question in ou.questions(crossed, within):
                _, place, group, comparator, others = question
                at = ou.key(measure, within, question)
                seen.add(at)
                own = values.get(ou.at(group, place), np.empty(0))
                other = np.concatenate(
                    [np.empty(0), *(values.get(ou.at(each, place), []) for each in others)]
                )
                row = found[at]
                by_rank = measure.startswith("middle")
                summary = (median_of if by_rank else mean_of)(own)
                assert numbers(row, "n", "value", "low", "high") == near([len(own), *summary])
                if comparator is not None:
                    middle = (np.median if by_rank else np.mean)(other) if len(other) else None
                    assert numbers(row, "comparator_n", "comparator_value") == near([len(other), middle])
                    gap = (median_gap if by_rank else mean_gap)(own, other)
                    assert numbers(row, "difference", "difference_low", "difference_high") == near(gap)
                assert numbers(row, "events", "ratio", "ratio_low", "ratio_high") == [None] * 4
    assert seen == found.keys()
    assert len(seen) > 500


def numbers(row: dict[str, str], *columns: str) -> list[float | None]:
    return [float(row[column]) if row[column] else None for column in columns]


def near(expected: list[float | None]) -> list[object]:
    return [None if each is None else pytest.approx(each, rel=0, abs=CLOSE) for each in expected]


def mean_of(values: np.ndarray) -> list[float | None]:
    if len(values) < 2:
        return [float(values[0]) if len(values) else None, None, None]
    return [values.mean(), *DescrStatsW(values).tconfint_mean()]


def mean_gap(own: np.ndarray, other: np.ndarray) -> list[float | None]:
    if min(len(own), len(other)) < 2:
        return [own.mean() - other.mean() if len(own) and len(other) else None, None, None]
    if own.std() == other.std() == 0:
        return [own.mean() - other.mean()] * 3
    limits = CompareMeans(DescrStatsW(own), DescrStatsW(other)).tconfint_diff(usevar="unequal")
    return [own.mean() - other.mean(), *limits]


def median_of(values: np.ndarray) -> list[float | None]:
    if not len(values):
        return [None, None, None]
    limits = quantile_test(values, p=0.5).confidence_interval(0.95)
    return [float(np.median(values)), *(None if np.isnan(each) else float(each) for each in limits)]


def median_gap(own: np.ndarray, other: np.ndarray) -> list[float | None]:
    if not len(own) or not len(other):
        return [None, None, None]
    return [float(np.median(own) - np.median(other)), None, None]


def test_the_check_reports_what_a_spreadsheet_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    line = 'map = { "20-Oct" = "10-20%" }\n'
    without = ou.SAFE["example"].replace(line, "")
    assert without != ou.SAFE["example"]
    plan.write_text(without)
    before = (ou.data().stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    assert main(["check", str(plan), str(ou.data())]) == 1
    said = capsys.readouterr().out
    assert "32,593 rows, 29,077 accepted, 3,516 refused" in said
    assert '"20-Oct" is not one of the levels of "deprivation band"' in said
    assert "(3,516 times)" in said
    assert (ou.data().stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before
