from typing import Any

from django import forms

from dueregard.feedback.models import Piece
from dueregard.feedback.themes import Theme


class DeedForm(forms.Form):
    """The button of a deed, with the version of the piece that the person looked at."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ActForm(DeedForm):
    """What was done about a piece that was passed to duty."""

    deed = forms.CharField(
        label="What you did",
        help_text="For example, whom you spoke to and what was agreed. Leave out names.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Enter what you did",
            "max_length": "What you did must be 1,000 characters or fewer",
        },
    )


class ThemesForm(DeedForm):
    """What a piece is about: any of the list."""

    themes = forms.MultipleChoiceField(
        label="Themes",
        help_text="Choose all that it is about.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one theme",
            "invalid_choice": "Select themes from the list",
        },
    )

    def __init__(self, *args: Any, themes: list[Theme], piece: Piece, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["themes"]
        field.choices = [(str(theme.pk), theme.name) for theme in themes]
        self._themes = {str(theme.pk): theme for theme in themes}
        self.initial["version"] = piece.version
        self.initial["themes"] = [str(one.theme_id) for one in piece.assignments.all()]

    @property
    def chosen(self) -> list[Theme]:
        """The themes that were chosen."""
        return [self._themes[pk] for pk in self.cleaned_data["themes"]]


class NewThemeForm(forms.Form):
    """A theme to be added to the list."""

    name = forms.CharField(
        label="Name of the theme",
        help_text="A few plain words, for example “Being told what happens next”. Everyone can read it.",
        max_length=60,
        error_messages={
            "required": "Enter the name of the theme",
            "max_length": "The name must be 60 characters or fewer",
        },
    )
    about = forms.CharField(
        label="What belongs to it",
        help_text="Optional",
        max_length=200,
        required=False,
        error_messages={"max_length": "What belongs to it must be 200 characters or fewer"},
    )
