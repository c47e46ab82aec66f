from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import closing, require
from dueregard.feedback.actors import SIGNED_OUT
from dueregard.feedback.page_answers.models import PageAnswer


@journal.action
def answer(
    page: str, *, is_useful: bool, doing: str = "", token: UUID, by: object = SIGNED_OUT
) -> PageAnswer:
    """Keep what a reader said of a page. The same token again is the same answer."""
    require(by, PageAnswer.get_perm("send"))
    there = PageAnswer.objects.filter(pk=token).first()
    if there is not None:
        return there
    made = PageAnswer(pk=token, page=page, is_useful=is_useful)
    made.closed_doing = closing.close(made, "closed_doing", doing)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same page was sent twice at once, and the other was quicker
        return PageAnswer.objects.get(pk=token)
    journal.record("answered about a page", made, by=by)
    return made


@journal.action
def erase(*, before: date, by: object) -> None:
    """Erase what readers wrote before a day. Whether the page was useful stays."""
    old = PageAnswer.objects.filter(day__lt=before, closed_doing__isnull=False)
    last = old.last()
    old.update(closed_doing=None)
    if last is not None:
        journal.record("erased what readers wrote of pages", last, by=by, before=before.isoformat())
