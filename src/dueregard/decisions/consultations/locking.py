"""How an action takes hold of a consultation: as it stands, until it ends, if it is what the person looked at."""

from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.refusals import ChangedMeanwhile


def locked(consultation: Consultation, version: int | None = None) -> Consultation:
    """Return the consultation, held until the end of the transaction.

    Raises
    ------
    ChangedMeanwhile
        When `version` is given and somebody has saved another one since.
    """
    held = Consultation.objects.select_for_update(of=("self",)).select_related("proposal__body")
    found = held.get(pk=consultation.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def save(consultation: Consultation, *names: str) -> None:
    """Save what was changed, as a new version."""
    consultation.version += 1
    consultation.save(update_fields=[*names, "version"])
