"""Why a row of a file of completions is refused, and what to do about it: words of the receipt."""

NO_STAFF = "there is nobody with this staff number"
NO_MODULE = "there is no module with this code"
NO_DAY = "the date is missing or is no day"
TO_COME = "the date is in the future"
TOO_EARLY = "the date is before the person began to work here"
TWICE = "the same row stands above"
KEPT_BEFORE = "this completion was recorded before"
HOW_TO_MEND = {
    NO_STAFF: "Use the staff number of the directory",
    NO_MODULE: "Use the code that stands on the page of the module",
    NO_DAY: "Write 2026-06-09 or 09/06/2026",
    TO_COME: "Send it again once it is done",
    TOO_EARLY: "Check the staff number and the date",
    TWICE: "Nothing need be done",
    KEPT_BEFORE: "Nothing need be done",
}
