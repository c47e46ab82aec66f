"""What stands in a passport, before it is closed and after it is opened."""

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Agreed:
    """The part that a manager may read: what to know, what is agreed, and what to do at short notice."""

    to_know: str = ""
    to_agree: str = ""
    at_short_notice: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(asdict(self).values())


@dataclass(frozen=True)
class Words(Agreed):
    """A draft: the agreed part, and before it the notes, which are the owner's alone."""

    hard: str = ""
    helps: str = ""

    @property
    def agreed(self) -> Agreed:
        """The part that may be shown, and nothing else of it."""
        return Agreed(**{field.name: getattr(self, field.name) for field in fields(Agreed)})
