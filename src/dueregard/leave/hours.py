"""Minutes in words."""


def said(minutes: int) -> str:
    """Return exact hours and minutes, as in ``said(222) == "3 hours 42 minutes"``."""
    hours, left = divmod(minutes, 60)
    parts = ((hours, "hour"), (left, "minute"))
    words = [f"{count:,} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(words) or "0 hours"
