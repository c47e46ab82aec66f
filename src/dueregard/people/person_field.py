"""A form field in which a colleague is named."""

from typing import Any

from django import forms
from django.db.models import Q

from dueregard.people.models import PersonQuerySet


class PersonField(forms.CharField):
    """A colleague, by full name or email address."""

    def __init__(self, *, nobody: str, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}))
        super().__init__(max_length=150, **options)
        self.nobody = nobody
        self.people: PersonQuerySet | None = None

    def clean(self, value: Any) -> Any:
        """Return the person, or say that there is none or that there are several."""
        name = super().clean(value)
        if not name or self.people is None:
            return None
        found = list(self.people.filter(Q(email__iexact=name) | Q(name__iexact=name))[:2]) or list(
            self._by_parts(self.people, name)[:2]
        )
        if not found:
            raise forms.ValidationError(self.nobody)
        if len(found) > 1:
            raise forms.ValidationError("Several people match. Enter the email address")
        return found[0]

    @staticmethod
    def _by_parts(people: PersonQuerySet, name: str) -> PersonQuerySet:
        for part in name.split():
            people = people.filter(name__icontains=part)
        return people
