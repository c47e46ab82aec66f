"""What is written about surveys in the commons: boxes are begun, somebody answers, what was answered is taken out.

Each survey has two boxes: who has answered, under a mark of each person, and what was answered, under marks of chance.
"""

from collections.abc import Iterable

from dueregard.access import require
from dueregard.feedback.survey.actions import NotNow
from dueregard.feedback.survey.answers import Answer
from dueregard.feedback.survey.models import Survey
from dueregard.networks.acting import action
from dueregard.people.models import Person
from dueregard.voice.collective import boxes


class NotOpen(NotNow):
    """It is not open yet, or not any more."""


@action
def begin(survey: Survey) -> None:
    """Lay out the boxes of a survey, unless they are there. It is automatic work."""
    boxes.lock()
    for box in survey.boxes:
        boxes.begin(box)


@action
def answer(survey: Survey, said: Answer, *, by: Person) -> None:
    """Answer a survey, once: sent again, the first answers stay, and it looks the same from outside."""
    require(by, Survey.get_perm("answer"), survey)
    boxes.lock()
    if not survey.is_open:  # by the clock once nobody else writes, so nothing is put in after the count
        raise NotOpen
    boxes.put_apart(survey.pk, survey.answers_box, said.written, staff=by.staff.pk)


@action
def take_out(survey: Survey) -> list[Answer]:
    """Return what was answered, in the order of what it says; the boxes stay until the dataset is received."""
    boxes.lock()
    boxes.empty_slips()
    return [Answer.read(written) for written in sorted(boxes.contents(survey.answers_box))]


@action
def end(surveys: Iterable[Survey]) -> None:
    """Destroy the boxes of surveys that are counted. It is automatic work."""
    boxes.lock()
    boxes.destroy(box for survey in surveys for box in survey.boxes)
