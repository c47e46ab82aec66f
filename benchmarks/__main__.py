"""Run the benchmarks: `python -m benchmarks [--smoke]`. Exits with 1 if a promise is not kept."""

import argparse
import sys

from benchmarks import demonstration, engine


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="run each once, small: does it work at all?")
    smoke = parser.parse_args().smoke
    is_kept = True
    for part in (engine, demonstration):
        for row in part.rows(smoke=smoke):
            print(row, flush=True)
            # One run beside other work says nothing about speed, so a smoke run judges no promise.
            is_kept = is_kept and (smoke or row.is_kept)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
