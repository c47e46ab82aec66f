"""What the database itself refuses of versions: raw SQL cannot change an approved text or its way either.

Columns are compared as text, in which both databases know nothing from something; moments are compared as they are
kept. The guards that speak of other rows stand in for what `INSERT OR REPLACE` and `UPDATE OR REPLACE` would remove on
SQLite without asking.
"""

from collections.abc import Iterable

from dueregard.journal import seals
from dueregard.journal.seals import Guard
from dueregard.policies.texts.models import Review, Version

NEVER = ("id", "policy_id", "number")
FROM_APPROVAL_ON = (
    "clauses",
    "is_material",
    "what_changed",
    "proposal_id",
    "decision_id",
    "approved_by_id",
    "approved_at",
    "digest",
)
HOLDS = "NEW.stage IN ('approved', 'launched', 'replaced', 'retired')"
FORWARD = (
    ("draft", "approved"),
    ("draft", "dropped"),
    ("approved", "launched"),
    ("approved", "dropped"),
    ("launched", "replaced"),
    ("launched", "retired"),
)


def _differ(columns: Iterable[str]) -> str:
    """Return the condition under which one of the columns is not what it was."""
    return " OR ".join(
        f"COALESCE(CAST(NEW.{one} AS text), '') <> COALESCE(CAST(OLD.{one} AS text), '')" for one in columns
    )


_STEPS = " OR ".join(f"(OLD.stage = '{one}' AND NEW.stage = '{next_one}')" for one, next_one in FORWARD)
_ANOTHER = (
    "EXISTS (SELECT 1 FROM policies_version v WHERE v.policy_id = NEW.policy_id AND v.id <> NEW.id AND "
)
# The three names are ours, and nothing that anybody sends is in them.
UNDECIDED = (
    f"{HOLDS} AND NOT EXISTS (SELECT 1 FROM decisions_decision d "  # noqa: S608
    "JOIN decisions_proposal p ON p.id = d.proposal_id JOIN records_body b ON b.id = p.body_id "
    "WHERE d.id = NEW.decision_id AND b.code = 'home' AND d.outcome <> 'stop' "
    "AND d.taken_at <= NEW.approved_at)",
    "a version is approved on a decision of the service to go ahead, taken before",
)
ALONE = (
    f"{HOLDS} AND EXISTS (SELECT 1 FROM policies_policy p WHERE p.id = NEW.policy_id "  # noqa: S608
    "AND p.owner_id = NEW.approved_by_id)",
    "the owner of a policy does not approve it",
)
ONE_IN_FORCE = (
    f"NEW.stage = 'launched' AND {_ANOTHER} v.stage = 'launched')",
    "of one policy one version is in force",
)
ONE_AT_WORK = (
    f"NEW.stage IN ('draft', 'approved') AND {_ANOTHER} v.stage IN ('draft', 'approved'))",
    "of one policy one version is at work",
)

VERSION = (
    Guard("decided", *UNDECIDED),
    Guard("decided_later", *UNDECIDED, on="UPDATE"),
    Guard("second", *ALONE),
    Guard("second_later", f"OLD.stage = 'draft' AND {ALONE[0]}", ALONE[1], on="UPDATE"),
    Guard("in_force", *ONE_IN_FORCE),
    Guard("in_force_later", *ONE_IN_FORCE, on="UPDATE"),
    Guard("at_work", *ONE_AT_WORK),
    Guard("at_work_later", *ONE_AT_WORK, on="UPDATE"),
    Guard(
        "replace",
        "EXISTS (SELECT 1 FROM policies_version v WHERE v.id = NEW.id "
        "OR (v.policy_id = NEW.policy_id AND v.number = NEW.number))",
        "a version is there already",
    ),
    Guard("same", _differ(NEVER), "a version stays the version of its policy that it is", on="UPDATE"),
    Guard(
        "text",
        f"OLD.approved_at IS NOT NULL AND ({_differ(FROM_APPROVAL_ON)})",
        "what is approved never changes",
        on="UPDATE",
    ),
    Guard(
        "launched",
        f"OLD.launched_at IS NOT NULL AND ({_differ(['launched_at'])})",
        "when a version came into force never changes",
        on="UPDATE",
    ),
    Guard(
        "forward",
        f"OLD.stage <> NEW.stage AND NOT ({_STEPS})",
        "a version goes on and never back",
        on="UPDATE",
    ),
    Guard("gone", "1 = 1", "a version is dropped or retired, and never removed", on="DELETE"),
)


def seal() -> None:
    """Guard versions, and seal reviews."""
    seals.guard(Version, guards=VERSION)
    seals.seal(Review)
