"""The pages of the staff survey: the same for all who may answer, in each state; and each refusal in words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.feedback.survey import actions as surveys
from dueregard.feedback.survey import carrying, collecting
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.survey.results import results_of
from dueregard.feedback.you_said import actions as you_said
from dueregard.people.models import Person
from dueregard.statistics import reports
from tests.feedback.building import client_of, reply
from tests.feedback.surveying import (
    analysed,
    closed_survey,
    days_before,
    drawn,
    open_survey,
    planned,
    posted,
    published,
    put_in,
    said,
)
from tests.networks.reading import queries, same_for_all, words_of

Cast = dict[str, Person]
LIST = "/feedback/survey/"


def page_of(survey: Survey, end: str = "") -> str:
    return f"{LIST}{survey.pk}/{end}"


def in_boxes(name: str, day: date) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def plan_of(name: str, *, opens: int, days: int = 14) -> dict[str, Any]:
    first = clock.today() + timedelta(days=opens)
    return {
        "name": name,
        **in_boxes("first_day", first),
        **in_boxes("last_day", first + timedelta(days=days - 1)),
    }


def test_the_start_page_says_one_thing_to_all_staff_whether_they_answered_or_not(cast: Cast) -> None:
    assert "What all staff were asked" in words_of(cast["staff"], "/")
    survey = open_survey(by=cast["equality-lead"])
    before = same_for_all(cast["staff"], "/")
    collecting.answer(survey, said(1), by=cast["staff"])
    assert same_for_all(cast["staff"], "/") == before
    assert f"A survey is open until {survey.last_day.day} " in before
    assert "A survey is open until" not in words_of(cast["outsider"], "/")


def test_the_pages_are_the_same_before_and_after_one_has_answered(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    addresses = (LIST, *(page_of(survey, end) for end in ("", "answer/", "answered/")))
    before = [same_for_all(cast["staff"], address) for address in addresses]
    sent = client_of(cast["staff"]).post(page_of(survey, "answer/"), posted(said(1)))
    assert (sent.status_code, sent.headers["Location"]) == (302, page_of(survey, "answered/"))
    assert [same_for_all(cast["staff"], address) for address in addresses] == before
    again = client_of(cast["staff"]).post(page_of(survey, "answer/"), posted(said(5)))
    assert (again.status_code, again.headers["Location"]) == (302, page_of(survey, "answered/"))
    assert collecting.take_out(survey) == [said(1)]


def test_the_answer_page_asks_everything_says_what_is_kept_and_is_not_kept_itself(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    response = client_of(cast["staff"]).get(page_of(survey, "answer/"))
    page = response.content.decode()
    assert all(each.text in page for each in survey.asks)
    assert page.count("Prefer not to say") == 11
    assert "without your name, your account or the time" in page
    assert 'autocomplete="off"' in page
    assert " checked" not in page
    assert response.headers["Cache-Control"] == "no-store"
    # With less, Django could not tell which site sends the form.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_page_without_an_answer_is_not_sent_and_nothing_typed_is_lost(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    page = client_of(cast["staff"]).post(page_of(survey, "answer/"), {"age": "3"}).content.decode()
    assert "Answer at least one statement" in page
    assert 'href="#id_workload' in page
    assert page.count(" checked") == 1
    wrong = client_of(cast["staff"]).post(page_of(survey, "answer/"), {"workload": "9"}).content.decode()
    assert "Choose one from the list" in wrong
    assert collecting.take_out(survey) == []


def test_one_answer_is_enough(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    client_of(cast["staff"]).post(page_of(survey, "answer/"), {"safe": "5"})
    assert [each.row.count("") for each in collecting.take_out(survey)] == [10]


def test_answers_that_come_too_late_are_refused_in_words(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    with clock.standing_at(clock.now() + timedelta(days=14)):
        client = client_of(cast["staff"])
        late = client.post(page_of(survey, "answer/"), posted(said(1))).content.decode()
        assert "This survey is not open. Your answers were not kept." in late
        for end in ("answer/", "answered/"):
            assert client.get(page_of(survey, end)).headers["Location"] == page_of(survey)
    assert collecting.take_out(survey) == []


def test_before_its_boxes_are_there_one_is_asked_to_wait(cast: Cast) -> None:
    survey = surveys.plan(planned(), by=cast["equality-lead"])
    page = client_of(cast["staff"]).post(page_of(survey, "answer/"), posted(said(1))).content.decode()
    assert "The survey is being set up. Wait a minute, then press the button again" in page
    assert page.count(" checked") == 11


def test_the_list_says_where_each_survey_stands(cast: Cast) -> None:
    lead = cast["equality-lead"]
    assert "No surveys yet" in words_of(cast["staff"], LIST)
    surveys.plan(planned("Next", opens=40), by=lead)
    open_survey(by=lead, name="This one")
    told = closed_survey(by=lead, name="Told", days_ago=60)
    put_in(told, drawn(30))
    published(told, cast)
    closed_survey(by=lead, name="Over", days_ago=30)
    page = words_of(cast["staff"], LIST)
    order = [page.index(words) for words in ("Not yet open", "This one", "Over", "Results published")]
    assert order == sorted(order)
    assert "Plan a survey" not in page
    assert "Plan a survey" in words_of(lead, LIST)


def test_the_equality_lead_plans_and_changes_and_is_told_what_is_wrong(cast: Cast) -> None:
    client = client_of(cast["equality-lead"])
    for sent, sentence in (
        ({}, "Enter what the survey is called"),
        (plan_of("Autumn", opens=-1), "The first day must be today or in the future"),
        (plan_of("Autumn", opens=3, days=0), "The last day must be the same as or after the first day"),
        (plan_of("Autumn", opens=3, days=63), "A survey must be open for 62 days or fewer"),
    ):
        assert sentence in client.post(f"{LIST}plan/", sent).content.decode()
    made = client.post(f"{LIST}plan/", plan_of("Autumn", opens=3, days=62))
    survey = Survey.objects.get()
    assert made.headers["Location"] == page_of(survey)
    again = client.post(f"{LIST}plan/", plan_of("Autumn", opens=3)).content.decode()
    assert "Another survey is open on one of these days" in again
    change = page_of(survey, "change/")
    assert 'value="Autumn"' in client.get(change).content.decode()
    client.post(change, {**plan_of("Winter", opens=4), "version": "1"})
    assert Survey.objects.get().name == "Winter"
    late = client.post(change, {**plan_of("Spring", opens=4), "version": "1"})
    assert late.status_code == 409
    assert "Somebody else changed this" in late.content.decode()
    with clock.standing_at(clock.now() + timedelta(days=4)):
        assert client.get(change).headers["Location"] == page_of(survey)
        begun = client.post(change, {**plan_of("Spring", opens=4), "version": "2"})
        assert begun.status_code == 409
        assert "It cannot be changed any more" in begun.content.decode()


def test_the_way_to_the_results_is_shown_to_each_who_goes_it(cast: Cast) -> None:
    lead, analyst, staff = cast["equality-lead"], cast["analyst"], cast["staff"]
    survey = closed_survey(by=lead)
    put_in(survey, drawn(30))
    page = page_of(survey)
    assert "a data analyst has the answers counted" in words_of(staff, page)
    assert "Count the answers" not in words_of(lead, page)
    assert "Count the answers" in words_of(analyst, page)
    sent = client_of(analyst).post(page_of(survey, "count/"))
    assert (sent.status_code, sent.headers["Location"]) == (302, page)
    assert "Look at the dataset" in words_of(analyst, page)
    again = client_of(analyst).post(page_of(survey, "count/"))
    assert (again.status_code, "counted already" in again.content.decode()) == (409, True)
    Survey.objects.update(counted_by=None, counted_at=None, dataset=None)
    analysed(survey, by=analyst)
    assert "Read the results and publish them" in words_of(lead, page)
    assert "Read the analysis" in words_of(analyst, page)
    assert "Read" not in words_of(staff, page).replace("reads", "")
    assert "All staff" not in words_of(staff, page).replace("All staff were", "")


def test_too_few_answers_are_said_and_nothing_else(cast: Cast) -> None:
    survey = closed_survey(by=cast["equality-lead"])
    put_in(survey, drawn(9))
    carrying.count(survey, by=cast["analyst"])
    page = words_of(cast["staff"], page_of(survey))
    assert "Fewer than 10 people answered" in page
    assert "Count the answers" not in words_of(cast["analyst"], page_of(survey))


@pytest.fixture
def told(cast: Cast) -> Survey:
    """Return a survey whose results are published: of 60 women 40 agree, of 40 men 15; four of the men are under 25."""
    survey = closed_survey(by=cast["equality-lead"])
    women = [said(2 if number < 40 else 4, sex=1, age=3 + number % 2) for number in range(60)]
    men = [said(1 if number < 15 else 5, sex=2, age=1 if number % 10 == 0 else 3) for number in range(40)]
    put_in(survey, [*women, *men])
    published(survey, cast)
    return survey


def test_results_are_told_for_all_staff_and_by_group_from_the_release(cast: Cast, told: Survey) -> None:
    page = words_of(cast["staff"], page_of(told))
    assert "About 100 people answered" in page
    release = Survey.objects.with_release().get(pk=told.pk).released
    assert f"/statistics/releases/{release}/" in same_for_all(cast["staff"], page_of(told))
    for words in ("Female 60 67% 33%", "Male 40 38% 62%", "55% 45%"):
        assert words in page


def test_small_groups_are_hidden_with_what_would_give_them_away(cast: Cast, told: Survey) -> None:
    """Four men are under 25: neither they nor, by taking them from all, another group can be worked out."""
    page = words_of(cast["staff"], page_of(told, "?by=age"))
    assert "Under 25 Too few to say Too few to say Too few to say" in page
    assert "Under 25 4" not in page
    release = Survey.objects.with_release().get(pk=told.pk)
    from dueregard.statistics.models import Release

    results = results_of(told, Release.objects.get(pk=release.released), by="age")
    assert {one.groups[0].answers for one in results.told} == {"Too few to say"}


def test_a_group_that_is_none_is_answered_with_the_first(cast: Cast, told: Survey) -> None:
    assert same_for_all(cast["staff"], page_of(told, "?by=nonsense")) == same_for_all(
        cast["staff"], page_of(told, "?by=sex")
    )


def test_changed_files_are_not_believed(cast: Cast, told: Survey) -> None:
    dataset = Survey.objects.get(pk=told.pk).dataset
    assert dataset is not None
    (dataset.analyses.get().directory / "findings.csv").write_text("changed", encoding="utf-8")
    reports._read.cache_clear()
    response = client_of(cast["staff"]).get(page_of(told))
    assert response.status_code == 500
    assert "67%" not in response.content.decode()


def test_what_was_done_stands_beside_the_results_and_not_on_public_pages(cast: Cast, told: Survey) -> None:
    editor, quality = cast["editor"], cast["quality-lead"]
    client = client_of(editor)
    sent = {
        "audience": "staff",
        "said": "Nobody listens.",
        "did": "Each team now has an hour.",
        **in_boxes("heard_on", clock.today()),
    }
    assert (
        "Select the survey in which colleagues said it"
        in client.post("/feedback/replies/add/", sent).content.decode()
    )
    wrong = client.post("/feedback/replies/add/", {**sent, "audience": "parents", "survey": str(told.pk)})
    assert "Choose “None”, or say that it is for colleagues" in wrong.content.decode()
    made = client.post("/feedback/replies/add/", {**sent, "survey": str(told.pk)})
    address = made.headers["Location"]
    assert "Nothing has been published yet" in words_of(cast["staff"], page_of(told))
    client_of(quality).post(f"{address}publish/", {"version": "1"})
    assert "Each team now has an hour." in words_of(cast["staff"], page_of(told))
    for audience in ("children", "young-people", "parents", "readers"):
        assert "Each team now" not in Client().get(f"/feedback/you-said/{audience}/").content.decode()
    assert Client().get("/feedback/you-said/staff/").status_code == 404
    assert "staff survey" not in Client().get("/feedback/you-said/").content.decode()


def test_a_reply_to_colleagues_is_visible_to_colleagues_alone(cast: Cast, told: Survey) -> None:
    from django.contrib.auth.models import AnonymousUser

    from dueregard.feedback.models import Reply

    words = you_said.Words("staff", "Nobody listens.", "We do.", clock.today(), told)
    draft = you_said.write(words, by=cast["editor"])
    you_said.publish(draft, version=1, by=cast["quality-lead"])
    public = reply(cast["editor"], audience="parents")
    you_said.publish(public, version=1, by=cast["quality-lead"])
    for role in ROLES:
        seen = set(Reply.objects.visible_to(cast[role]))
        assert seen == ({draft, public} if cast[role].is_employed else {public})
    assert set(Reply.objects.visible_to(AnonymousUser())) == {public}


def test_every_list_asks_as_often_for_three_as_for_one(cast: Cast) -> None:
    lead = cast["equality-lead"]
    first = closed_survey(by=lead, days_ago=100)
    put_in(first, drawn(30))
    published(first, cast)
    client = client_of(cast["staff"])

    def asked() -> dict[str, int]:
        counts = {}
        for address in ("/", LIST, page_of(first)):
            with queries() as count:
                assert client.get(address).status_code == 200
            counts[address] = count.number
        return counts

    client.get("/")  # whatever is asked once
    one = asked()
    for days in (80, 60):
        closed_survey(by=lead, days_ago=days)
    with days_before(80):
        put_in(Survey.objects.order_by("first_day")[1], drawn(30))
    for number in range(3):
        words = you_said.Words("staff", f"Said {number}", "Done", clock.today(), first)
        you_said.publish(you_said.write(words, by=cast["editor"]), version=1, by=cast["quality-lead"])
    assert asked() == one


def test_the_tick_asks_as_often_for_three_surveys_as_for_one(cast: Cast) -> None:
    closed_survey(by=cast["equality-lead"], days_ago=100)
    with queries() as one:
        carrying.carry_on()
    for days in (80, 60):
        closed_survey(by=cast["equality-lead"], days_ago=days)
    with queries() as three:
        carrying.carry_on()
    assert three.number == one.number


def test_answering_asks_as_often_whoever_has_answered(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    counts = []
    for role in ("staff", "adviser", "staff"):
        client = client_of(cast[role])
        client.get("/")
        with queries() as count:
            client.post(page_of(survey, "answer/"), posted(said(2)))
        counts.append(count.number)
    assert len(set(counts)) == 1, counts
