"""The form renderer: labels, hints, errors and their ties, for every kind of field."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Engine

from dueregard.design.forms import DateField
from dueregard.design.samples import SampleForm

ENGINE = Engine(
    builtins=["django.template.defaulttags", "dueregard.design.templatetags.govuk"], app_dirs=True
)


def ids(html):
    return re.findall(r'\bid="([^"]+)"', html)


@pytest.mark.parametrize("given", [None, {}], ids=["untouched", "sent empty"])
def test_every_label_and_description_leads_to_something_there(given):
    html = str(SampleForm(given))
    assert len(ids(html)) == len(set(ids(html)))
    for target in re.findall(r'\bfor="([^"]+)"', html):
        assert target in ids(html)
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids(html))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids(html)


def test_every_input_that_is_seen_has_a_label():
    html = str(SampleForm())
    inputs = re.findall(r"<(?:input|select|textarea)\b[^>]*>", html)
    labelled = set(re.findall(r'\bfor="([^"]+)"', html))
    assert len(inputs) == 16
    assert {re.search(r'\bid="([^"]+)"', each)[1] for each in inputs} == labelled


def test_a_refused_form_says_each_mistake_twice_above_and_beside():
    html = str(SampleForm({}))
    assert html.index('role="alert"') < html.index("<label")
    assert re.search(r'<div class="govuk-error-summary"[^>]* tabindex="-1"', html)
    for sentence in ("Enter your name", "Enter the start date", "Say how you work", "Choose at least one"):
        assert html.count(sentence) == 2


def test_a_form_that_nobody_has_sent_shows_no_error():
    assert "error" not in str(SampleForm()).lower()


def test_hint_comes_before_error_in_what_is_read_aloud():
    html = str(SampleForm({}))
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert re.search(r'<input type="email"[^>]*class="govuk-input govuk-input--error"', html)
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_pattern_helptext id_pattern_error">' in html


def test_attributes_of_a_widget_survive():
    html = str(SampleForm())
    assert re.search(r'name="email"[^>]*autocomplete="email"', html)
    assert re.search(r'name="password"[^>]*autocomplete="current-password"', html)
    assert " required" not in html


def test_what_was_typed_is_shown_again_and_escaped():
    html = str(SampleForm({"name": '"><script>', "pattern": "part", "needs": ["audio"], "started_day": "31"}))
    assert "<script>" not in html
    assert re.search(r'value="part" checked', html)
    assert re.search(r'value="audio" checked', html)
    assert re.search(r'value="31"[^>]*id="id_started_day"', html)


def test_the_error_summary_is_drawn_once_where_the_page_asks():
    template = ENGINE.from_string("{% error_summary form autofocus=False %}<h1>Add</h1>{{ form }}")
    html = template.render(Context({"form": SampleForm({})}))
    assert html.count("There is a problem") == 1
    assert html.index("There is a problem") < html.index("<h1>")


def test_the_title_says_error_once_and_only_when_refused():
    template = ENGINE.from_string("{% error_prefix form %}{% error_prefix form %}Add")
    assert template.render(Context({"form": SampleForm({})})) == "Error: Add"
    assert template.render(Context({"form": SampleForm()})) == "Add"
    assert template.render(Context({})) == "Add"


def test_errors_of_the_whole_form_and_of_hidden_fields_are_shown():
    class Pair(forms.Form):
        token = forms.CharField(
            widget=forms.HiddenInput, error_messages={"required": "Start again from the list"}
        )
        first = forms.CharField(required=False)

        def clean(self):
            raise forms.ValidationError("The two do not agree")

    html = str(Pair({}))
    assert '<a href="#id_first">The two do not agree</a>' in html
    assert "<li>Start again from the list</li>" in html


class Dated(forms.Form):
    day = DateField(name="start date")


@pytest.mark.parametrize(
    ("parts", "sentence", "target"),
    [
        (("", "", ""), "Enter the start date", "day"),
        (("27", "", "2026"), "The start date must include a month", "month"),
        (("27", "", ""), "The start date must include a month and year", "month"),
        (("27", "March", "2026"), "The start date must be in numbers, like 27 3 2026", "month"),
        (("27", "3", "26"), "The start date must be in numbers, like 27 3 2026", "day"),
        (("31", "2", "2026"), "The start date must be a real date", "day"),
        (("٣", "2", "2026"), "The start date must be in numbers, like 27 3 2026", "day"),
    ],
)
def test_each_mistake_in_a_date_has_its_own_sentence(parts, sentence, target):
    form = Dated(dict(zip(("day_day", "day_month", "day_year"), parts, strict=True)))
    assert form.errors == {"day": [sentence]}
    assert f'<a href="#id_day_{target}">{sentence}</a>' in str(form)


def test_a_date_is_read_and_shown():
    form = Dated({"day_day": " 27", "day_month": "03", "day_year": "2026"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 27)
    assert re.search(r'value="27"[^>]*id="id_day_day"', str(Dated(initial={"day": date(2026, 3, 27)})))


def test_a_date_may_be_left_out_where_it_is_not_asked_for():
    class Maybe(forms.Form):
        day = DateField(required=False)

    form = Maybe({})
    assert form.is_valid()
    assert form.cleaned_data["day"] is None
    assert not form.has_changed()
