from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest


class FeedbackConfig(AppConfig):
    name = "dueregard.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Name the message and the background work, and take a place on pages, in the navigation and at the start."""
        from dueregard import post
        from dueregard.design import feet, navigation, tiles
        from dueregard.feedback import rules, ticks  # noqa: F401  (registers what happens by itself)
        from dueregard.feedback.survey.nudge import what_the_tile_says
        from dueregard.feedback.triage.actions import TO_DUTY
        from dueregard.people.models import is_colleague

        refuse_wrong_settings()
        post.kind(
            TO_DUTY,
            subject="Feedback was passed to duty",
            template="feedback/mail/passed_to_duty.txt",
        )
        feet.register("feedback/_page_question.html", shows=asks_about_itself)

        def reads_or_acts(user: Any) -> bool:
            return rules.reads_pieces(user) or rules.is_on_duty(user)

        navigation.register(
            "Feedback", "feedback-queue", admits=reads_or_acts, order=50, also=("/feedback/",)
        )
        navigation.register("Have your say", "feedback", admits=is_signed_out, order=10)
        tiles.register(
            "Feedback to read and answer",
            "What children, families and readers told us, with what is due first.",
            "feedback-queue",
            admits=rules.reads_pieces,
            order=50,
        )
        tiles.register(
            "Feedback passed to duty",
            "What was passed on because a child may be at risk, for the supervisor on duty.",
            "feedback-queue",
            admits=rules.is_on_duty,
            order=50,
        )
        tiles.register(
            "You said, we did",
            "Write and publish what was done about what people told us.",
            "replies",
            admits=rules.writes_replies,
            order=51,
        )
        tiles.register(
            "Datasets of feedback",
            "Turn a quarter’s feedback into a dataset, to be analysed and released.",
            "feedback-datasets",
            admits=rules.makes_datasets,
            order=52,
        )
        tiles.register("Staff survey", what_the_tile_says, "surveys", admits=is_colleague, order=35)
        tiles.register(
            "What feedback is about",
            "The themes of feedback, from what has been released.",
            "feedback-board",
            admits=reads_the_board,
            order=53,
        )


def is_signed_out(user: Any) -> bool:
    """Say whether this is a reader without an account."""
    return not user.is_authenticated


def reads_the_board(user: Any) -> bool:
    """Say whether this person is shown the page for the board."""
    return any(user.holds(role) for role in ("executive", "equality-lead", "quality-lead", "analyst"))


def asks_about_itself(request: HttpRequest) -> bool:
    """Say whether a page asks at its foot if it is useful: of readers who are signed out, not where they sign in."""
    from dueregard.feedback.public.views import ANYWHERE, page_named

    if request.method != "GET" or request.user.is_authenticated or request.resolver_match is None:
        return False
    module = getattr(request.resolver_match.func, "__module__", "")
    is_of_accounts = module.startswith(("dueregard.people", "allauth", "dueregard.demo"))
    return not is_of_accounts and (request.path == ANYWHERE or page_named(request.path) != ANYWHERE)


def refuse_wrong_settings() -> None:
    """Stop the start when the working hours are none, or the duty address is no address."""
    from dueregard.almanac.working_hours import read_working_hours
    from dueregard.post.errors import NotAnAddress
    from dueregard.post.letters import checked_address

    try:
        read_working_hours(settings.WORKING_HOURS)
    except ValueError:
        raise ImproperlyConfigured(
            f"DUEREGARD_WORKING_HOURS is “{settings.WORKING_HOURS}”. Use a beginning and an end, as in 09:00-17:00."
        ) from None
    try:
        if settings.FEEDBACK_DUTY_EMAIL:
            checked_address(settings.FEEDBACK_DUTY_EMAIL)
    except NotAnAddress:
        raise ImproperlyConfigured(
            f"DUEREGARD_FEEDBACK_DUTY_EMAIL is “{settings.FEEDBACK_DUTY_EMAIL}”. Use one e-mail address, or none."
        ) from None
