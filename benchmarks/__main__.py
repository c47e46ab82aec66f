"""Run the benchmarks: `python -m benchmarks [--smoke]`. Exits with 1 if a promise is not kept."""

import argparse
import sys
from pathlib import Path

from benchmarks import decisions, demonstration, engine, networks, planted


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="run each once, small: does it work at all?")
    parser.add_argument(
        "--only",
        choices=["engine", "demonstration", "planted", "networks", "decisions"],
        help="run a part of them",
    )
    parser.add_argument(
        "--people", type=int, default=engine.SIZES[-1], help="the engine up to so many people"
    )
    parser.add_argument(
        "--peers",
        default=sys.executable,
        metavar="PYTHON",
        help="the Python that has fairlearn, aequitas, Polars",
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE.md", help="write the contest as a table and a chart"
    )
    asked = parser.parse_args()
    smoke = asked.smoke
    parts = {
        "engine": lambda: engine.rows(smoke=smoke, most=asked.people, peers=asked.peers, record=asked.record),
        "demonstration": lambda: demonstration.rows(smoke=smoke),
        "planted": lambda: planted.rows(smoke=smoke),
        "networks": lambda: networks.rows(smoke=smoke),
        "decisions": lambda: decisions.rows(smoke=smoke),
    }
    is_kept = True
    for name, rows in parts.items():
        for row in rows() if asked.only in (None, name) else ():
            print(row, flush=True)
            # One run beside other work says nothing about speed, so a smoke run judges no promise.
            is_kept = is_kept and (smoke or row.is_kept)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
