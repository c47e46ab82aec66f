"""What passes between the two databases for surveys, and what happens to them by itself.

Each step may be stopped and done again without a second effect: boxes are begun once, a survey is counted once, its
dataset is analysed once, and boxes that are gone are not destroyed again.
"""

from contextlib import suppress

from dueregard import jobs
from dueregard.access import NotAllowed, require
from dueregard.feedback.survey import actions as surveys
from dueregard.feedback.survey import collecting
from dueregard.feedback.survey.models import Survey
from dueregard.networks import keyring
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from dueregard.voice.collective import boxes


def plan(planned: surveys.Planned, *, by: Person) -> Survey:
    """Plan a survey, and lay out its boxes; the tick below does it if this is stopped in between."""
    survey = surveys.plan(planned, by=by)
    collecting.begin(survey)
    return survey


def count(survey: Survey, *, by: Person) -> Survey:
    """Count a survey that is over: what was answered is taken out of the commons and becomes a dataset."""
    require(by, Survey.get_perm("count"), survey)
    surveys.refuse_unless_it_can_be_counted(survey)
    return surveys.count(survey, collecting.take_out(survey), by=by)


@jobs.tick("carry surveys on", every=60)
def carry_on() -> None:
    """Lay out boxes that are not there, analyse what was received, and destroy the boxes of what was counted."""
    analyse_what_was_received()
    if not keyring.has_keys(keyring.VOICE):
        return
    begun = boxes.begun()
    collecting_now = list(Survey.objects.collecting())
    for survey in collecting_now:
        if not begun.issuperset(survey.boxes):
            collecting.begin(survey)
    over = [each for each in Survey.objects.all() if each not in collecting_now]
    kept = [survey for survey in over if not begun.isdisjoint(survey.boxes)]
    if kept:
        collecting.end(kept)


def analyse_what_was_received() -> None:
    """Ask for the analysis of each survey whose dataset has its receipt, in the name of whoever had it counted."""
    received = Survey.objects.filter(dataset__receipt__refused=0, dataset__analyses=None)
    for survey in received.select_related("dataset", "counted_by"):
        dataset, by = survey.dataset, survey.counted_by
        assert dataset is not None  # it was found by its receipt
        assert by is not None  # a constraint says so
        with suppress(NotAllowed):  # they are no analyst any more: another asks on the page of the dataset
            statistics.analyse(dataset, by=by)
