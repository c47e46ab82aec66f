"""Every write of records."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dueregard import journal
from dueregard.access import require
from dueregard.jobs import Actor
from dueregard.people.models import Person
from dueregard.records.models import Body, Evidence, EvidenceKind, EvidenceVersion


@dataclass(frozen=True)
class Wording:
    """What a version of evidence says, where it comes from, and about which period."""

    says: str
    source: str
    about: tuple[date, date] | None = None

    @property
    def sha256(self) -> str:
        """The digest of all of it, in hexadecimal."""
        days = [day.isoformat() for day in self.about] if self.about else []
        return hashlib.sha256(json.dumps([self.says, self.source, days]).encode()).hexdigest()


@journal.action
def add_evidence(
    title: str,
    wording: Wording,
    *,
    kind: EvidenceKind,
    characteristics: Collection[str],
    is_restricted: bool = False,
    body: Body,
    by: Person,
) -> EvidenceVersion:
    """Keep something that is known, with its first version."""
    require(by, Body.get_perm("keep_evidence"), body)
    evidence = Evidence.objects.create(
        body=body,
        title=title,
        kind=kind,
        characteristics=sorted(characteristics),
        is_restricted=is_restricted,
        added_by=by,
    )
    version = _add_version(evidence, wording, by)
    journal.record("added evidence", evidence, by=by, sha256=version.sha256)
    return version


@journal.action
def add_version(evidence: Evidence, wording: Wording, *, by: Person) -> EvidenceVersion:
    """Keep what is known now; what was known before stays, and whoever cited it goes on citing it."""
    evidence = Evidence.objects.select_for_update().select_related("body").get(pk=evidence.pk)
    require(by, Body.get_perm("keep_evidence"), evidence.body)
    version = _add_version(evidence, wording, by)
    journal.record("added a version of evidence", evidence, by=by, sha256=version.sha256)
    return version


@journal.action
def add_body(code: str, name: str, *, by: Actor) -> Body:
    """Keep records of another body, such as a regulator."""
    require(by, Body.get_perm("add"))
    body, is_new = Body.objects.get_or_create(code=code, defaults={"name": name})
    if is_new:
        journal.record("added a body", body, by=by)
    return body


def _add_version(evidence: Evidence, wording: Wording, by: Person) -> EvidenceVersion:
    first, last = wording.about or (None, None)
    return EvidenceVersion.objects.create(
        evidence=evidence,
        number=evidence.versions.count() + 1,
        says=wording.says,
        source=wording.source,
        about_from=first,
        about_to=last,
        sha256=wording.sha256,
        added_by=by,
    )
