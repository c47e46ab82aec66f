"""Nobody can tell who answered the survey or gave feedback: between two worlds in which others did, 0 bytes differ."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from dueregard import journal
from dueregard.almanac import clock
from dueregard.feedback import actions as feedback
from dueregard.feedback.models import Contact, Piece
from dueregard.feedback.page_answers import actions as page_answers
from dueregard.feedback.survey import collecting
from dueregard.feedback.survey import views as survey_pages
from dueregard.feedback.survey.answers import Answer
from dueregard.feedback.survey.models import Survey
from dueregard.people.models import Person, Team
from dueregard.voice.collective import boxes
from dueregard.voice.collective.inside import Said
from tests.feedback.surveying import files_kept
from tests.feedback.two_worlds_of_feedback import DEEDS, IN_A_MONTH, Scene, make_scene
from tests.networks.members import NOW
from tests.networks.two_worlds import Seen, differing, octets_differing, told

Cast = dict[str, Person]


@pytest.fixture
def scene(cast: Cast, team: Team) -> Iterator[Scene]:
    # What is kept for twelve hours so that a form counts once is timed by the machine's clock, not by ours.
    still = SimpleNamespace(time=NOW.timestamp)
    with clock.standing_at(NOW), mock.patch("django.core.cache.backends.base.time", still):
        yield make_scene(cast, team)


def is_of_feedback(pattern: str) -> bool:
    """Say whether a page shows surveys or feedback, or what everybody starts from."""
    return pattern.startswith(("/feedback/", "/statistics/", "/you/")) or pattern in {"/", "/jobs/", "/post/"}


def two_worlds(scene: Scene, *deeds: str, only: Callable[[str], bool] = is_of_feedback) -> tuple[Seen, Seen]:
    """Return what is seen where one person did these, and where the other did."""
    worlds = replace(scene.worlds, only=only)

    def act(who: Person) -> None:
        for deed in deeds:
            DEEDS[deed](scene, who)

    one, other = (worlds.continued(lambda who=who: act(who)) for who in (scene.one, scene.other))
    return one, other


def assert_same(one: Seen, other: Seen) -> None:
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0


def test_two_worlds_of_feedback_do_not_differ(scene: Scene) -> None:
    one, other = two_worlds(scene, *DEEDS)
    assert_same(one, other)
    assert len(one) > 500


@pytest.mark.prove
@pytest.mark.parametrize("deed", DEEDS)
def test_two_worlds_of_each_deed_do_not_differ_on_any_page(scene: Scene, deed: str) -> None:
    one, other = two_worlds(scene, deed, only=lambda pattern: True)
    assert_same(one, other)
    assert len(one) > 1000


def test_once_it_is_counted_the_dataset_is_the_same_whoever_answered(scene: Scene) -> None:
    files = []

    def act(who: Person) -> None:
        scene.answered(who)
        scene.counted_in_a_month()
        files.append(files_kept())

    worlds = replace(scene.worlds, only=is_of_feedback, later=IN_A_MONTH)
    worlds = worlds.seen_by("analyst", "equality-lead", "one", "other")
    one, other = (worlds.continued(lambda who=who: act(who)) for who in (scene.one, scene.other))
    assert_same(one, other)
    assert any(b"Dataset" in what or b"dataset" in what for name, what in one.items() if "datasets" in name)
    assert files[0] == files[1]
    assert any(content.count(b"\n") == 32 for content in files[0].values())  # a head, and 31 answers


def test_outside_nothing_tells_that_somebody_answered(scene: Scene) -> None:
    """Compare with a world in which nobody did: whoever answered sees no other page than before, nor does anybody."""
    worlds = scene.worlds.seen_by("staff", "equality-lead", "analyst", "one", "public", only=is_of_feedback)
    one = worlds.continued(lambda: scene.answered(scene.one))
    nothing = worlds.continued(lambda: None)
    by_acting = ("the log", "commons: collective_", "commons: ticks_")
    assert [each for each in told(one, nothing) if not each.startswith(by_acting)] in (
        [],
        ["rows of ticks_deed"],
    )


# Without a control it is red. Each says what is done, how the control is taken out, who looks, and what must tell.

Out = Callable[[ExitStack, Scene], None]
doing: list[Person] = []


def log_the_name(stack: ExitStack, scene: Scene) -> None:
    answer = collecting.answer

    def and_log(survey: Survey, said: Answer, *, by: Person) -> None:
        answer(survey, said, by=by)
        logging.getLogger("dueregard.feedback").info("answered", extra={"reason": by.name})

    stack.enter_context(mock.patch.object(collecting, "answer", and_log))


def note_in_the_journal(stack: ExitStack, scene: Scene) -> None:
    answer = collecting.answer

    def and_record(survey: Survey, said: Answer, *, by: Person) -> None:
        answer(survey, said, by=by)
        with journal.acting():
            journal.record("answered a survey", survey, by=by)

    stack.enter_context(mock.patch.object(collecting, "answer", and_record))


def remind_those_who_have_not_answered(stack: ExitStack, scene: Scene) -> None:
    from dueregard.design import tiles

    shown_to = tiles.shown_to

    def to_some(user: Any) -> list[tiles.Tile]:
        return [each for each in shown_to(user) if each.href != "/feedback/survey/" or not has_answered(user)]

    def has_answered(user: Any) -> bool:
        return bool(user.is_employed) and boxes.said_by(scene.survey.pk, staff=user.staff.pk) is not None

    stack.enter_context(mock.patch.object(tiles, "shown_to", to_some))


def say_that_one_has_answered(stack: ExitStack, scene: Scene) -> None:
    render = survey_pages.render

    def and_say(request: Any, template: str, context: dict[str, Any], **how: Any) -> Any:
        if boxes.said_by(scene.survey.pk, staff=request.user.staff.pk) is not None and "survey" in context:
            context["survey"].name += ", which you have answered"
        return render(request, template, context, **how)

    stack.enter_context(mock.patch.object(survey_pages, "render", and_say))


def count_at_once(stack: ExitStack, scene: Scene) -> None:
    render = survey_pages.render

    def and_count(request: Any, template: str, context: dict[str, Any], **how: Any) -> Any:
        if context.get("survey") == scene.survey:
            said = boxes._open(scene.survey.pk).said
            context["survey"].name += f" ({len(said) + boxes.how_many_wait() // 2} answers)"
        return render(request, template, context, **how)

    stack.enter_context(mock.patch.object(survey_pages, "render", and_count))


def keep_no_empty_slips(stack: ExitStack, scene: Scene) -> None:
    def write(waiting: Iterable[Said]) -> None:
        boxes.Slip.objects.all().delete()
        for said in waiting:
            slip = boxes.Slip()
            slip.enclose(said.plain())
            slip.save()
        boxes.note("wrote the slips that wait")

    stack.enter_context(mock.patch.object(boxes, "_write_slips", write))


def put_the_sender_in_the_journal(stack: ExitStack, scene: Scene) -> None:
    send = feedback.send
    stack.enter_context(
        mock.patch.object(feedback, "send", lambda sent, *, token: send(sent, token=token, by=doing[-1]))
    )


def keep_how_to_reach_the_sender(stack: ExitStack, scene: Scene) -> None:
    send = feedback.send

    def with_contact(sent: feedback.Sent, *, token: Any) -> Piece:
        contact = Contact(name=doing[-1].name, how=sent.contact.how)
        return send(replace(sent, contact=contact), token=token)

    stack.enter_context(mock.patch.object(feedback, "send", with_contact))


def name_the_reader_of_a_page(stack: ExitStack, scene: Scene) -> None:
    answer = page_answers.answer

    def with_name(page: str, *, doing_there: str = "", **how: Any) -> Any:
        return answer(f"{page}?by={doing[-1].name}", **how)

    stack.enter_context(mock.patch.object(page_answers, "answer", with_name))


SURVEY, PAGE, FEEDBACK = DEEDS
MUTATIONS: dict[str, tuple[str, Out, str, str]] = {
    "answering is written into the journal": (SURVEY, note_in_the_journal, "staff", "main: journal_entry"),
    "the log says who answered": (SURVEY, log_the_name, "staff", "the log"),
    "those alone who have not answered are reminded": (SURVEY, remind_those_who_have_not_answered, "one", "one /"),
    "a page says that one has answered": (SURVEY, say_that_one_has_answered, "one", "one /feedback/survey/"),
    "answers are counted at once": (SURVEY, count_at_once, "equality-lead", "equality-lead /feedback/survey/"),
    "there are no empty slips": (SURVEY, keep_no_empty_slips, "staff", "rows of collective_slip"),
    "the journal names who sent feedback": (FEEDBACK, put_the_sender_in_the_journal, "staff", "main: journal_entry"),
    "whoever reads feedback is told the sender": (
        FEEDBACK, keep_how_to_reach_the_sender, "quality-lead", "quality-lead /feedback/triage/",
    ),
    "what is said of a page names the reader": (PAGE, name_the_reader_of_a_page, "editor", "editor /feedback/pages/"),
}  # fmt: skip

SEEN_AGAINST_NOTHING = {"there are no empty slips", "answers are counted at once"}


@pytest.mark.parametrize("name", MUTATIONS)
def test_without_a_control_two_worlds_of_feedback_differ(scene: Scene, name: str) -> None:
    deed, out, who_looks, told_by = MUTATIONS[name]
    worlds = scene.worlds.seen_by(
        who_looks, only=lambda pattern: pattern == "/" or pattern.startswith("/feedback/")
    )

    def act(who: Person) -> None:
        doing.append(who)
        DEEDS[deed](scene, who)

    with ExitStack() as stack:
        out(stack, scene)
        one, other, nothing = (
            worlds.continued(each)
            for each in (lambda: act(scene.one), lambda: act(scene.other), lambda: None)
        )
    against = nothing if name in SEEN_AGAINST_NOTHING else other
    assert [each for each in differing(one, against) if each.startswith(told_by)] != []
