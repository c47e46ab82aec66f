"""Where a child or a parent can turn at once. It stands in the code, so that it is on the page in any case.

Sources, each the service's own statement of how it is reached: 999, HM Government; 0800 1111, Childline (NSPCC). The
body's own feedback line is a setting.
"""

from typing import Any

from django.conf import settings

from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.feedback.due import ANSWER_WITHIN

CHILDLINE = "0800 1111"
EMERGENCY = "999"


def context() -> dict[str, Any]:
    """Return the numbers, and the day by which somebody who asks today is contacted."""
    line = settings.FEEDBACK_LINE
    return {
        "childline": CHILDLINE,
        "childline_dialled": CHILDLINE.replace(" ", ""),
        "emergency": EMERGENCY,
        "line": line,
        "line_dialled": line.replace(" ", ""),
        "answer_by": add_working_days(clock.today(), ANSWER_WITHIN),
    }
