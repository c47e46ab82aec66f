"""The log of writes: who did what to which record, and when; and the seals on records that must not change.

Nouns: an *entry* is one line of the journal; the *chain* ties each entry to all before it; the *head* is the
last entry as it is kept outside the database; a *tick* is the commons' own kind of entry, without actors; a
*sealed* table refuses every change in the database itself.

Main rules: an action is one transaction and one entry, written last (`@journal.action`), so a write without an
entry cannot be; what actions inside it record becomes part of that entry; entries are never changed or deleted;
the actor is kept as an id and a label, so the journal outlives the people it names and needs no key to them.
"""

from typing import TYPE_CHECKING, Any

from dueregard.journal.acting import NotRecorded, acting, action

if TYPE_CHECKING:
    from dueregard.journal.ticks.models import Tick

__all__ = ["NotRecorded", "acting", "action", "record", "record_tick"]


def record(deed: str, subject: Any, *, by: Any, **detail: Any) -> None:
    """Note that `by` did `deed` to `subject`. Call it last in an action.

    Inside an action the entry is written when the outermost one ends; elsewhere at once, and only inside a
    transaction. `detail` is JSON without fractions: amounts are whole numbers of a small unit.
    """
    from dueregard.journal.acting import note
    from dueregard.journal.models import Entry  # models can be imported only once Django is set up

    note(Entry.draft(deed, subject, by=by, detail=detail))


def record_tick(name: str, digest: str) -> "Tick":
    """Write one entry into the journal of the commons: which tick, and a digest of what it wrote. No actors."""
    from dueregard.journal.ticks.models import Tick

    return Tick.objects.write(name, digest)
