"""The child process in which a stranger's file is read.

It is started by `dueregard.intake.limited` and by nobody else. On standard input stands what to do; the
answer goes into the file `answer.json`, and what anything prints goes to the log. The limits are laid on
before any other module is imported, so that nothing reads a file without them.
"""

import dataclasses
import errno
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from dueregard.intake.limits import Limits

ANSWER = "answer.json"


def main() -> int:
    """Do what standard input says, and write the answer."""
    request = json.load(sys.stdin)
    Limits(**request["limits"]).lay_on(request["parent"])
    _write(_answer(request["target"], request["arguments"]))
    return 0


def _answer(target: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        module, _, function = target.partition(":")
        return {"result": getattr(importlib.import_module(module), function)(**arguments)}
    except Exception as error:
        limit = _limit_reached(error)
        if limit:
            return {"too_much": limit}
        problems = getattr(error, "problems", None)
        if problems is None:
            raise  # the traceback goes to the log, and the exit code tells the parent
        return {"refused": [_as_dict(problem) for problem in problems]}


def _limit_reached(error: BaseException) -> str | None:
    """Return which limit an error is about, looking through those it was raised from."""
    seen: BaseException | None = error
    while seen is not None:
        names = {kind.__name__ for kind in type(seen).__mro__}
        if names & {"MemoryError", "OutOfMemoryException"} or "can't start new thread" in str(seen):
            return "memory"
        if isinstance(seen, OSError) and seen.errno in {errno.EFBIG, errno.ENOSPC, errno.ENOMEM}:
            return "memory" if seen.errno == errno.ENOMEM else "file"
        seen = seen.__cause__ or seen.__context__
    return None


def _as_dict(problem: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(problem) and not isinstance(problem, type):
        return dataclasses.asdict(problem)
    return {"what": str(problem)}


def _write(answer: dict[str, Any]) -> None:
    """Write the answer whole: under another name first, so that half of one is never read."""
    draft = Path(ANSWER + ".draft")
    draft.write_text(json.dumps(answer, allow_nan=False), encoding="utf-8")
    draft.rename(ANSWER)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the answer is written: threads of a library that hang at exit shall not hold it up
