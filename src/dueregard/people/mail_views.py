from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dueregard import access
from dueregard.people import digest_actions
from dueregard.people.digests import DigestChoice, Frequency
from dueregard.people.requests import SignedInRequest

NEVER = "never"


class MailForm(forms.Form):
    """How often somebody wants to be told that there may be something new."""

    frequency = forms.ChoiceField(
        label="Tell me by email when there may be something new",
        choices=[
            (Frequency.DAILY, "Every working day, at 7:30am"),
            (Frequency.WEEKLY, "Once a week, on Monday at 7:30am"),
            (NEVER, "Do not tell me"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how often you want to be told"},
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: SignedInRequest) -> HttpResponse:
    """Show and change how often one is told by email; the page knows nothing else of the person."""
    if request.method == "POST":
        form = MailForm(request.POST)
        if form.is_valid():
            chosen = form.cleaned_data["frequency"]
            digest_actions.choose_digest(None if chosen == NEVER else Frequency(chosen), by=request.user)
            return redirect(f"{reverse('mail-choice')}?saved=yes")
    else:
        choice = DigestChoice.objects.visible_to(request.user).first()
        form = MailForm(initial={"frequency": choice.frequency if choice else NEVER})
    return render(request, "people/mail_choice.html", {"form": form, "is_saved": "saved" in request.GET})
