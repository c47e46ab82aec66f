"""The command `disparity`: check a plan and a file of data, or analyse them into a report."""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from disparity.checking import Receipt, check, prepare
from disparity.engines import ENGINES, Engine, EngineNotAvailable
from disparity.errors import DataError, DisparityError, PlanError
from disparity.output_folder import FolderNotFree, free_folder, moved_into_place
from disparity.plan import Plan
from disparity.plan_file import read_plan
from disparity.populations import with_population
from disparity.problems import Problem
from disparity.progress import ProgressLine
from disparity.regular_file import refusal_of
from disparity.sources import kind_of
from disparity.stopping import stopped_by_signals

FINE, REFUSED, USAGE = 0, 1, 2
NOTHING_WRITTEN = "Nothing was written."


def main(arguments: list[str] | None = None) -> int:
    """Run the command, and return 0 if all is well, 1 if something must be mended, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        parser = _parser()
        asked = parser.parse_args(arguments)
        _settle_engine(parser, asked)
        with stopped_by_signals():
            code = int(asked.run(asked))
        sys.stdout.flush()  # so that a reader who has gone is noticed here, not by the interpreter as it ends
    except SystemExit as stop:  # how argparse ends for --help and for wrong usage
        return stop.code if isinstance(stop.code, int) else USAGE
    except BrokenPipeError:  # whoever reads what we print has seen enough, as in `disparity check … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        _say("Stopped. " + NOTHING_WRITTEN, error=True)
        return REFUSED
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        _say(
            f"{error.strerror or 'A file could not be read or written'}{place}. {NOTHING_WRITTEN}", error=True
        )
        return REFUSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="disparity", description="Compare outcomes between groups, with numbers that give nobody away."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="say what must be mended in a plan and a file of data")
    checking.set_defaults(run=_check)
    analysing = commands.add_parser("analyse", help="write a report of a file of data")
    analysing.set_defaults(run=_analyse)
    analysing.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder of the report")
    analysing.add_argument(
        "--internal", action="store_true", help="write exact numbers, which must not be passed on"
    )
    where = analysing.add_argument_group("where it is counted", "The figures are the same wherever that is.")
    where.add_argument(
        "--engine", choices=ENGINES, default="duckdb", help="by default duckdb, on this machine"
    )
    where.add_argument("--database", metavar="URL", help="for postgres: postgresql://user@host/name")
    where.add_argument(
        "--master", metavar="URL", help="for spark: the address of the cluster; by default local[*]"
    )
    for each in (checking, analysing):
        each.add_argument("--progress", action="store_true", help="tell how far it is, where no terminal is")
        each.add_argument(
            "--population", metavar="FILE", type=Path, help="the population, where the plan compares with one"
        )
        each.add_argument("plan", metavar="PLAN", type=Path, help="the analysis plan, a TOML file")
        each.add_argument("data", metavar="DATA", type=Path, help="the data: CSV, Parquet or XLSX")
    return parser


def _settle_engine(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> None:
    """Put the engine that was asked for in place of its parts; one that cannot be is wrong usage."""
    if "engine" in asked:
        try:
            asked.engine = Engine(asked.engine, database=asked.database, master=asked.master)
        except ValueError as error:
            parser.error(str(error))


@contextmanager
def _progress(asked: argparse.Namespace) -> Iterator[ProgressLine | None]:
    """Give a line that tells how far it is, where somebody watches or asked for it; nothing elsewhere."""
    if not (asked.progress or sys.stderr.isatty()):
        yield None
        return
    line = ProgressLine(sys.stderr, now=time.monotonic)
    try:
        yield line
    finally:
        line.end()


def _check(asked: argparse.Namespace) -> int:
    try:
        plan = read_plan(asked.plan)
    except PlanError as error:
        _say(f"Plan: {_count(error.problems)} to mend")
        _list(error.problems)
        _list(_problems_of_file(asked.data))
        _say("The rows are checked once the plan is in order. Nothing was changed.")
        return REFUSED
    _say("Plan: in order")
    try:
        with _progress(asked) as line:
            receipt = check(
                with_population(plan, asked.population), asked.data, progress=line.rows if line else None
            )
    except DataError as error:
        _say(f"Data: {_count(error.problems)} to mend before the file can be read")
        _list(error.problems)
        _say("Nothing was changed.")
        return REFUSED
    _tell(receipt)
    _say("Nothing was changed.")
    return REFUSED if receipt.refused else FINE


def _analyse(asked: argparse.Namespace) -> int:
    try:
        plan = with_population(read_plan(asked.plan), asked.population)
        directory = free_folder(asked.out, keep=(asked.plan, asked.data))
        # The rows never lie beside the report, not even for a moment: people copy folders.
        with tempfile.TemporaryDirectory(prefix="disparity-") as private, _progress(asked) as line:
            receipt = prepare(plan, asked.data, Path(private), progress=line.rows if line else None)
            if not receipt.refused:
                with moved_into_place(directory) as folder:
                    _write(plan, Path(private) / "accepted.parquet", receipt, folder, asked, line)
    except (PlanError, DataError) as error:
        _list(error.problems, error=True)
        _say(NOTHING_WRITTEN, error=True)
        return REFUSED
    except (FolderNotFree, EngineNotAvailable) as error:
        _say(f"{error} {NOTHING_WRITTEN}", error=True)
        return REFUSED
    except DisparityError as error:
        _say(f"The numbers cannot be released: {error} {NOTHING_WRITTEN}", error=True)
        return REFUSED
    if receipt.refused:
        _tell(receipt, error=True)
        _say(f"Mend the data or the plan, so that no row is left out. {NOTHING_WRITTEN}", error=True)
        return REFUSED
    _tell(receipt)
    _say(f"The report is in {asked.out}; open report.html in it.")
    if asked.internal:
        _say("Its numbers are exact. Do not pass them on.")
    return FINE


def _write(
    plan: Plan,
    accepted: Path,
    receipt: Receipt,
    folder: Path,
    asked: argparse.Namespace,
    line: ProgressLine | None,
) -> None:
    """Count the accepted rows and write the report."""

    def step(words: str) -> None:
        if line is not None:
            line.step(words)

    # These bring half a second of libraries, which nobody waits for who only checks a file.
    from disparity.cube_building import build_cube
    from disparity.protection import protect
    from disparity.release import internal_release, make_release
    from disparity.report import write_report

    step("Counting the groups")
    cube = build_cube(plan, accepted, data_sha256=receipt.data_sha256, engine=asked.engine)
    if asked.internal:
        step("Comparing the groups")
        release = internal_release(cube)
    else:
        step("Hiding what could give a person away")
        protected = protect(cube)
        step("Comparing the groups, and trying to undo the hiding")
        release = make_release(protected)
    step("Writing the report")
    write_report(release, folder)


def _problems_of_file(data: Path) -> tuple[Problem, ...]:
    """Return what can be said of a file of data without a plan."""
    if problem := refusal_of(data, called="the file of data"):
        return (problem,)
    try:
        kind_of(data)
    except DataError as error:
        return error.problems
    return ()


def _tell(receipt: Receipt, *, error: bool = False) -> None:
    counted = f"{receipt.rows_in:,} rows, {receipt.accepted:,} accepted, {receipt.refused:,} refused"
    _say(f"Data: {counted}", error=error)
    _list(receipt.problems, error=error)
    if receipt.notes:
        _say("Worth knowing:", error=error)
        _list(receipt.notes, error=error)


def _list(problems: Iterable[Problem], *, error: bool = False) -> None:
    for problem in problems:
        rows = f" ({problem.count:,} times)" if problem.count > 1 else ""
        _say(f"- {problem}{rows}", error=error)


def _count(problems: tuple[Problem, ...]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"


def _say(sentence: str, *, error: bool = False) -> None:
    """Print one line; what a file holds may not steer the terminal."""
    print(
        "".join(letter if letter.isprintable() else " " for letter in sentence),
        file=sys.stderr if error else sys.stdout,
    )
