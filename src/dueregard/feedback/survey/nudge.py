"""The line of the start page about the survey: one and the same for all staff.

It says nothing of who has answered, so that neither somebody who looks over a shoulder nor a colleague at the next desk
learns it from who is reminded and who is not. For the same reason no message goes out.
"""

from dueregard.almanac import clock
from dueregard.design.wording import gov_date
from dueregard.feedback.survey.models import Survey


def what_the_tile_says() -> str:
    """Return the line: that a survey is open, and until when; or what else is found there."""
    survey = Survey.objects.open_on(clock.today()).first()
    if survey is None:
        return "What all staff were asked, what came of it, and what was done."
    return (
        f"A survey is open until {gov_date(survey.last_day)}. Everybody sees this line until then, whether they have "
        "answered or not."
    )
