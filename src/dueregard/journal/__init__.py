"""The log of writes: who did what to which record, and when.

Nouns: an *entry* is one line of the journal. Main rules: every action records exactly one entry, inside its own
transaction, so a write without an entry cannot be; entries are never changed or deleted. The actor is kept as an
id and a label, so the journal outlives the people it names and needs no key to them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dueregard.journal.models import Entry


def record(deed: str, subject: Any, *, by: Any, **detail: Any) -> "Entry":
    """Write one entry: `by` did `deed` to `subject`. Call it last in an action, inside its transaction."""
    from dueregard.journal.models import Entry  # models can be imported only once Django is set up

    return Entry.objects.write(deed, subject, by=by, detail=detail)
