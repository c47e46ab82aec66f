"""The pages for parents, carers and readers, the complaint, and the page that hides the others."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.access import envelopes, tokens
from dueregard.access.routes import policy_of
from dueregard.almanac import clock
from dueregard.almanac.periods import Quarter
from dueregard.almanac.working_days import is_bank_holiday
from dueregard.feedback import actions
from dueregard.feedback.apart import actions as apart
from dueregard.feedback.models import Audience, Contact, Kind, Piece
from dueregard.feedback.page_answers import actions as page_answers
from dueregard.feedback.public import help_lines
from dueregard.feedback.public.forms import AboutYouForm, AdultForm, ComplaintForm, PageForm
from dueregard.feedback.themes import Theme
from dueregard.people.leaving_nothing import leaves_nothing

PIECE, ABOUT_YOU, PAGE = "piece", "about you", "page"
ANYWHERE = "/"
DAYS_AHEAD = 400
SECONDS_A_TOKEN_LIVES = tokens.HOURS * 60 * 60


@leaves_nothing
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is: a child, a parent or somebody else, or a reader."""
    return render(request, "feedback/public/choose.html", help_lines.context())


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def adults(request: HttpRequest) -> HttpResponse:
    """Take feedback of a parent, a carer or somebody else in a case."""
    themes = list(Theme.objects.visible_to(request.user).filter(is_offered=True))
    form = AdultForm(request.POST if request.method == "POST" else None, themes=themes)
    token = token_of(request, form)
    if token is None:
        return render(request, "feedback/public/adults.html", _form_context(form))
    cleaned = form.cleaned_data
    about = next((theme for theme in themes if str(theme.pk) == cleaned["about"]), None)
    piece = actions.send(
        actions.Sent(
            audience=Audience(cleaned["audience"]),
            kind=form.kind,
            about=about,
            words=cleaned["words"],
            wants_answer=cleaned["answer"] == "yes",
            contact=Contact(name=cleaned["name"], how=cleaned["how"]),
        ),
        token=token,
    )
    context = sent_context(piece) | {"form": AboutYouForm(), "token": _about_you_token(piece)}
    return render(request, "feedback/public/adults_sent.html", context)


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Take a complaint, of anyone."""
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    token = token_of(request, form)
    if token is None:
        return render(request, "feedback/young/complaint.html", _form_context(form))
    cleaned = form.cleaned_data
    piece = actions.send(
        actions.Sent(
            audience=Audience(cleaned["audience"]),
            kind=Kind.COMPLAINT,
            words=cleaned["words"],
            contact=Contact(name=cleaned["name"], how=cleaned["how"]),
        ),
        token=token,
    )
    return render(request, "feedback/young/sent.html", sent_context(piece))


@leaves_nothing
@require_POST
def about_you(request: HttpRequest) -> HttpResponse:
    """Take what somebody says about themselves, once, and apart from what they wrote."""
    carried = tokens.read(request.POST.get("token", ""), ABOUT_YOU)
    form = AboutYouForm(request.POST)
    if carried is None or not form.is_valid():
        return redirect("feedback")
    used = envelopes.blind_index(carried["id"].hex, about="feedback.about_you")
    if cache.add(f"feedback:{used}", "1", timeout=SECONDS_A_TOKEN_LIVES):
        apart.park(
            apart.Answers(
                quarter_starts=Quarter.containing(clock.today()).first,
                audience=carried["audience"],
                about=carried["about"],
                **form.cleaned_data,
            ),
            token=carried["id"],
        )
    return render(request, "feedback/public/thanks.html")


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask whether a page was useful."""
    is_sent = request.method == "POST"
    asked = request.POST if is_sent else request.GET
    about = page_named(asked.get("of", ""))
    form = PageForm(request.POST) if is_sent else PageForm(initial={"useful": request.GET.get("useful", "")})
    token = token_of(request, form, purpose=PAGE)
    if token is None:
        return render(request, "feedback/public/page.html", _form_context(form, PAGE) | {"about": about})
    page_answers.answer(
        about,
        is_useful=form.cleaned_data["useful"] == "yes",
        doing=form.cleaned_data["doing"],
        token=token,
    )
    return render(request, "feedback/public/thanks.html")


@access.everyone
@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """Show a page about something else, and ask the browser to forget what it keeps of this site."""
    ahead = (clock.today() + timedelta(days=number) for number in range(DAYS_AHEAD))
    days = [day for day in ahead if is_bank_holiday(day)]
    response = render(request, "feedback/public/hidden.html", {"days": days})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def page_named(path: str) -> str:
    """Return the page that a reader is asked about: one that everyone may open and whose address holds no secret."""
    try:
        found = resolve(path)
    except Resolver404:
        return ANYWHERE
    policy = policy_of(found.func, path)
    is_public = policy is not None and not policy.sign_in
    return path if is_public and not found.kwargs and not found.args else ANYWHERE


def token_of(request: HttpRequest, form: Any, *, purpose: str = PIECE) -> Any:
    """Return the key in the token of a form that is right, or None with what is wrong said in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    carried = tokens.read(request.POST.get("token", ""), purpose)
    if carried is None:
        form.add_error(None, tokens.OVER)
        return None
    return carried["id"]


def sent_context(piece: Piece) -> dict[str, Any]:
    """Return what the page after sending shows."""
    return help_lines.context() | {"piece": piece}


def _form_context(form: Any, purpose: str = PIECE) -> dict[str, Any]:
    return help_lines.context() | {"form": form, "token": tokens.make(purpose)}


def _about_you_token(piece: Piece) -> str:
    """Return a token with a key of its own: it has nothing of the piece but what it is roughly about."""
    return tokens.make(
        ABOUT_YOU, audience=piece.audience, about=str(piece.about_id) if piece.about_id else None
    )
