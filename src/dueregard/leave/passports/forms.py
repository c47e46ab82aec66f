from datetime import date

from django import forms

from dueregard.almanac import clock
from dueregard.design.forms import DateField, words
from dueregard.leave.days import months_after
from dueregard.leave.passports.actions import MONTHS_SHOWN
from dueregard.leave.passports.words import Words


class WriteForm(forms.Form):
    """The conversation, in its order: what is hard, what helps, and what of it may be read."""

    hard = words(
        "What is hard?",
        help_text="Only you will ever read this. For example: what you do for whom, what your condition does on a bad "
        "day, when the two of work and home collide.",
    )
    helps = words(
        "What helps, or would help?",
        help_text="Only you will ever read this. For example: hours, places, equipment, how people speak with you, "
        "what has worked before.",
    )
    to_know = words(
        "What may your manager know?",
        help_text="Your manager reads this once you show it. You need not name a condition, a person or a reason.",
    )
    to_agree = words(
        "What would you like to agree?",
        help_text="Your manager reads this once you show it. For example: Tuesdays from home; no hearings before 10am.",
    )
    at_short_notice = words(
        "What should happen at short notice?",
        help_text="Your manager reads this once you show it. For example: how you will say that you must go, and who "
        "takes over.",
    )

    @property
    def words(self) -> Words:
        """What was written, once the form is valid."""
        return Words(**self.cleaned_data)


class ShareForm(forms.Form):
    """Until when the manager may read."""

    last_day = DateField(
        name="last day",
        label="Until which day may they read it?",
        help_text="For example, 27 3 2027. At most 12 months. You can stop it at any time before.",
    )

    @staticmethod
    def first_shown() -> dict[str, date]:
        """Return what the form offers: the last day that there may be."""
        return {"last_day": months_after(clock.today(), MONTHS_SHOWN)}
