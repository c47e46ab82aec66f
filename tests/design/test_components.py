"""The tags: what they draw, and what they refuse."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Engine, TemplateSyntaxError
from django.test import RequestFactory

from dueregard.design import wording

ENGINE = Engine(
    app_dirs=True,
    builtins=["django.template.defaulttags", "dueregard.design.templatetags.govuk"],
)


def draw(source, **context):
    return ENGINE.from_string(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        '{% button "Save" seconday=True %}',
        '{% button "Save" "secondary" %}',
        '{% start_button "Start" %}',
        '{% start_button "Start" url="/" %}',
        '{% back_link "Back" to="/" %}',
        "{% pagination page size=3 %}",
        "{% details %}text{% enddetails %}",
        '{% details "More" open=True %}text{% enddetails %}',
        "{% panel %}text{% endpanel %}",
        '{% notification_banner kind="success" %}text{% endnotification_banner %}',
        "{% scroll %}text{% endscroll %}",
        '{% table "Caption" head rows number=1 %}',
        '{% empty_state "None" %}',
        '{% progress 4 "Checking" %}',
        '{% file_link "File" href="/" %}',
        "{% side_navigation links %}",
        "{% warning_text %}",
    ],
)
def test_an_argument_misspelt_or_missing_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        ENGINE.from_string(source)


@pytest.mark.parametrize(
    "source", ['{% tag "Draft" "pinkish" %}', '{% alert "Saved" kind="sucess" %}', '{% breadcrumbs "Home" %}']
)
def test_a_value_that_does_not_exist_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source)


def test_a_button_sends_its_form_and_a_button_with_an_address_is_a_link():
    assert '<button type="submit"' in draw('{% button "Save" %}')
    assert 'name="draft" value="1"' in draw('{% button "Save" name="draft" value="1" %}')
    link = draw('{% button "Add" href="/add/" %}')
    assert link.startswith('<a href="/add/"')
    assert "<button" not in link


@pytest.mark.parametrize(
    "source",
    [
        "{% button words %}", "{% button words href=words %}", "{% back_link words href=words %}", "{% tag words %}",
        "{% warning_text words %}", "{% inset_text %}{{ words }}{% endinset_text %}",
        "{% details words %}{{ words }}{% enddetails %}", "{% panel words %}{{ words }}{% endpanel %}",
        "{% notification_banner title=words %}{{ words }}{% endnotification_banner %}",
        "{% scroll words %}{{ words }}{% endscroll %}", "{% alert words title=words %}",
        "{% empty_state words words action=words href=words %}", "{% progress 1 2 words %}",
        "{% file_link words href=words kind=words %}", "{% breadcrumbs words words %}",
        "{% start_button words href=words %}", "{% table words row rows %}", "{% summary_list rows %}",
    ],
)  # fmt: skip
def test_words_from_people_are_escaped(source):
    words = '"><script>alert(1)</script>'
    shown = draw(source, words=words, row=[words], rows=[[words, words]])
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert '""' not in shown.replace('=""', "")


def paged(number, query, *, items=200):
    page = Paginator(range(items), 20).page(number)
    return draw("{% pagination page %}", page=page, request=RequestFactory().get("/people/find/", query))


def test_pagination_keeps_the_rest_of_the_address():
    shown = paged(5, {"q": "north & south", "page": "5"})
    assert 'href="?q=north+%26+south&amp;page=6" rel="next"' in shown
    assert 'href="?q=north+%26+south&amp;page=4" rel="prev"' in shown
    assert shown.count('aria-current="page"') == 1
    assert shown.count("govuk-pagination__item--ellipsis") == 2


def test_pagination_has_nothing_before_the_first_nor_after_the_last():
    assert 'rel="prev"' not in paged(1, {})
    assert 'rel="next"' not in paged(10, {})
    assert paged(1, {}, items=20).strip() == ""


def test_a_table_marks_its_numbers_and_the_heading_of_each_row():
    shown = draw(
        '{% table "Teams" head rows numeric="1" wide=True %}', head=["Team", "Staff"], rows=[["North", 5]]
    )
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">5</td>' in shown
    assert '<th scope="row" class="govuk-table__header">North</th>' in shown
    assert shown.lstrip().startswith('<section class="dr-scroll" tabindex="0" aria-label="Teams">')


@pytest.mark.parametrize(
    ("value", "of", "percent"), [(0, 100, 0), (40, 100, 40), (7, 7, 100), (9, 7, 100), (0, 0, 0)]
)
def test_progress_is_the_browsers_own_bar_with_its_name(value, of, percent):
    shown = draw('{% progress value of "Checking" %}', value=value, of=of)
    assert shown.startswith(
        '<label class="govuk-body dr-progress"><span class="dr-progress__words">Checking</span>'
    )
    assert f">{percent}%</progress>" in shown
    assert f'max="{of or 1}"' in shown


def test_progress_past_nine_hundred_and_ninety_nine_has_no_commas():
    assert 'max="1000000" value="400000"' in draw('{% progress 400000 1000000 "Checking" %}')


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (1234567, "1,234,567"), (-1234.5, "−1,234.5"), (None, ""), ("", "")],
)
def test_number(value, shown):
    assert wording.number(value) == shown


def test_number_refuses_words():
    with pytest.raises(ValueError):
        wording.number("many")


def test_days_and_moments_are_those_of_this_country():
    assert wording.gov_date(date(2026, 11, 2)) == "2 November 2026"
    summer_night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert wording.gov_date(summer_night) == "1 July 2026"
    assert wording.gov_datetime(summer_night) == "1 July 2026 at 12:30am"
    assert wording.gov_datetime(datetime(2026, 11, 22, 12, tzinfo=UTC)) == "22 November 2026 at midday"
    assert wording.gov_datetime(datetime(2026, 11, 22, 15, 4, tzinfo=UTC)) == "22 November 2026 at 3:04pm"
    assert wording.gov_date(None) == wording.gov_datetime(None) == ""


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        (12, "12 bytes"),
        (12_400, "12 KB"),
        (1_500_000, "1.5 MB"),
        (240_000_000, "240 MB"),
        (3_000_000_000, "3.0 GB"),
    ],
)
def test_file_size(octets, shown):
    assert wording.file_size(octets) == shown
