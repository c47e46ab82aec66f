"""The statements of the survey, from the file of content beside this module. Pure."""

import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Statement:
    """Something that staff agree with or not: its code, its topic, what its figure is called, and its words."""

    code: str
    topic: str
    short: str
    text: str

    def plain(self) -> dict[str, str]:
        """Return what is kept with a survey."""
        return asdict(self)


@cache
def of_today() -> tuple[Statement, ...]:
    """Return the statements that a survey planned now asks about, in their order."""
    words = (Path(__file__).parent / "statements.toml").read_text(encoding="utf-8")
    return tuple(Statement(**each) for each in tomllib.loads(words)["statement"])
