"""Receipts: they add up, and they stand."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from dueregard.intake.models import Receipt, ReceiptStands

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Reader:
    id: UUID = field(default_factory=uuid4)
    roles: frozenset[str] = frozenset()
    is_authenticated: bool = True

    def holds(self, role: str) -> bool:
        return role in self.roles


def receipt(**changes: Any) -> Receipt:
    values = {
        "rows_in": 10,
        "accepted": 9,
        "refused": 1,
        "by_id": uuid4(),
        "by_label": "Ash Example",
    } | changes
    return Receipt.objects.create(name="results.csv", size=20, sha256="a" * 64, **values)


@pytest.mark.parametrize(
    "counts",
    [
        {"rows_in": 10, "accepted": 9, "refused": 0},
        {"rows_in": 10, "accepted": 10, "refused": 1},
        {"rows_in": 0, "accepted": 1, "refused": -1},
        {"rows_in": -1, "accepted": -1, "refused": 0},
    ],
)
def test_rows_in_are_rows_accepted_and_rows_refused(counts: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        receipt(**counts)
    assert receipt(rows_in=0, accepted=0, refused=0).pk


def test_a_receipt_cannot_be_changed() -> None:
    kept = receipt()
    kept.accepted, kept.refused = 10, 0
    with pytest.raises(ReceiptStands):
        kept.save()
    with pytest.raises(ReceiptStands):
        Receipt.objects.filter(pk=kept.pk).update(accepted=10, refused=0)
    with pytest.raises(ReceiptStands), transaction.atomic():
        Receipt.objects.bulk_update([kept], ["accepted"])
    with pytest.raises(ReceiptStands), transaction.atomic():
        Receipt.objects.update_or_create(pk=kept.pk, defaults={"name": "other.csv"})
    kept.refresh_from_db()
    assert (kept.accepted, kept.refused, kept.name) == (9, 1, "results.csv")


def test_a_receipt_cannot_be_deleted() -> None:
    kept = receipt()
    with pytest.raises(ReceiptStands):
        kept.delete()
    with pytest.raises(ReceiptStands):
        Receipt.objects.all().delete()
    assert Receipt.objects.filter(pk=kept.pk).exists()


def test_people_see_their_own_receipts_and_administrators_all() -> None:
    owner, stranger, administrator = Reader(), Reader(), Reader(roles=frozenset({"administrator"}))
    own, other = receipt(by_id=owner.id), receipt()
    assert set(Receipt.objects.visible_to(owner)) == {own}
    assert set(Receipt.objects.visible_to(stranger)) == set()
    assert set(Receipt.objects.visible_to(administrator)) == {own, other}
    assert set(Receipt.objects.visible_to(AnonymousUser())) == set()
