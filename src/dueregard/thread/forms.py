from django import forms

from dueregard.design.forms import words


class WithdrawForm(forms.Form):
    """Why a link is withdrawn."""

    because = words(
        "Why was it wrong?", "Enter why it was wrong", help_text="Whoever sees both records reads this."
    )
