from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.networks import rooms
from dueregard.networks.conversations import actions, refusals, reports, words
from dueregard.networks.conversations.finding import (
    ON_A_PAGE,
    conversation_of,
    do,
    not_now,
    page_of,
    post_at,
    post_of,
)
from dueregard.networks.conversations.forms import EditForm, PostForm, StartForm, TopicForm
from dueregard.networks.conversations.models import Conversation, Kind, Post, PostState, Topic
from dueregard.networks.conversations.sentences import sentence
from dueregard.networks.conversations.signatures import given_once
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest

FORM = ["GET", "HEAD", "POST"]
FOUND_ON_A_PAGE = 10


# The room


@access.holders_of("staff")
@require_safe
def room(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the topics and the latest conversations."""
    place = rooms.enter(request, code)
    topics = list(Topic.objects.visible_to(place))
    topic = next((one for one in topics if str(one.pk) == request.GET.get("topic")), None)
    found = Conversation.objects.visible_to(place).filter(kind=Kind.OPEN).select_related("topic", "network")
    if topic is not None:
        found = found.filter(topic=topic)
    context = {"place": place, "topics": topics, "topic": topic, "page": page_of(request, found)}
    return render(request, "networks/conversations/room.html", context)


@access.holders_of("staff")
@require_safe
def search(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the posts in which all the words that were asked for occur."""
    place = rooms.enter(request, code)
    asked = request.GET.get("q", "").strip()[:200]
    context = {"place": place, "asked": asked, "has_words": bool(words.words_of(asked))}
    if context["has_words"]:
        found = reports.search(place, asked)
        page = page_of(request, found, FOUND_ON_A_PAGE)
        is_cut = len(found) == reports.MOST_FOUND
        context |= {"page": page, "posts": reports.posts_found(list(page), place), "is_cut": is_cut}
    return render(request, "networks/conversations/search.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def topics(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the topics to those who run the network, and add one."""
    place = _runs(request, code)
    return _topic_page(request, place, None)


@access.holders_of("staff")
@require_http_methods(FORM)
def rename_topic(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Give a topic another name."""
    place = _runs(request, code)
    topic = Topic.objects.visible_to(place).select_related("network").filter(pk=pk).first()
    if topic is None:
        raise Http404
    return _topic_page(request, place, topic)


def _topic_page(request: SignedInRequest, place: Place, topic: Topic | None) -> HttpResponse:
    form = TopicForm(request.POST or None, initial={"title": topic.title if topic else ""})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        try:
            if topic:
                actions.rename_topic(topic, title, by=place)
            else:
                actions.add_topic(title, by=place)
        except refusals.NotNow as refused:
            form.add_error("title", sentence(refused))
        else:
            return redirect("topics", place.network.code)
    context = {"place": place, "form": form, "topic": topic, "topics": Topic.objects.visible_to(place)}
    return render(request, "networks/conversations/topics.html", context)


def _runs(request: SignedInRequest, code: str) -> Place:
    place = rooms.enter(request, code)
    if not place.runs_it:
        raise Http404
    return place


# To write


@access.holders_of("staff")
@require_http_methods(FORM)
def start(request: SignedInRequest, code: str) -> HttpResponse:
    """Start a conversation."""
    place = rooms.enter(request, code)
    form = StartForm(request.POST if request.method == "POST" else None, place=place)
    guide = False
    if form.is_valid():
        guide = form.needs_guidance and "anyway" not in request.POST
        if not guide:
            try:
                made = actions.start(
                    form.cleaned_data["title"],
                    form.said,
                    topic=form.cleaned_data["topic"],
                    token=form.cleaned_data["token"],
                    by=place,
                )
            except refusals.NotNow as refused:
                back = reverse("start-conversation", args=[code])
                return not_now(request, place, refused, back=back, words=form.said.text)
            return redirect("conversation", code, made.pk)
    context = {"place": place, "form": form, "guide": guide}
    return render(request, "networks/conversations/start.html", context)


@access.holders_of("staff")
@require_safe
def conversation(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a conversation: the page that was asked for, or the one on which a post stands."""
    place = rooms.enter(request, code)
    found = conversation_of(place, pk)
    posts = Post.objects.visible_to(place).filter(conversation=found).order_by("number")
    asked = request.GET.get("at", "")
    if asked.isdecimal() and len(asked) < 10:
        before = posts.filter(number__lt=int(asked)).count()
        return redirect(f"{request.path}?page={before // ON_A_PAGE + 1}#post-{asked}")
    page = page_of(request, posts)
    shown = list(page)
    for post in shown:
        post.conversation = found
    read, other = reports.posts_of_page(shown, found, place)
    context = {
        "place": place,
        "conversation": found,
        "page": page,
        "posts": read,
        "other": other,
        # Between two only what was reported may be held, and that stands on the page of moderation.
        "may_hold": place.runs_it and found.kind != Kind.PAIR,
        "names_from": reports.names_are_shown_from(place),
        "form": _post_form(None, place, found),
    }
    return render(request, "networks/conversations/conversation.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def reply(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Write in a conversation. The form stands on the conversation's page; here it is when something is to mend."""
    place = rooms.enter(request, code)
    found = conversation_of(place, pk)
    form = _post_form(request, place, found)
    guide = False
    if form.is_valid():
        guide = form.needs_guidance and "anyway" not in request.POST
        if not guide:
            try:
                post = actions.reply(found, form.said, token=form.cleaned_data["token"], by=place)
            except refusals.NotNow as refused:
                back = reverse("conversation", args=[code, pk])
                return not_now(request, place, refused, back=back, words=form.said.text)
            return redirect(post_at(place, post))
    context = {"place": place, "conversation": found, "form": form, "guide": guide}
    return render(request, "networks/conversations/reply.html", context)


def _post_form(request: SignedInRequest | None, place: Place, found: Conversation) -> PostForm:
    posted = request.POST if request is not None and request.method == "POST" else None
    once = given_once(found, place) if found.kind != Kind.PAIR else ""
    return PostForm(posted, place=place, once=once, kind=found.kind)


# One's own words


@access.holders_of("staff")
@require_http_methods(FORM)
def edit_post(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Edit one's own post. Where it was edited meanwhile, show both texts, so that neither is lost."""
    place = rooms.enter(request, code)
    post = post_of(place, pk, to="networks.change-post")
    if post.state != PostState.SHOWN:
        return not_now(
            request, place, refusals.NotShown(), back=post_at(place, post), words=request.POST.get("text", "")
        )
    has_title = post.carries_the_title
    written = {"title": post.conversation.inside["title"], **post.inside}
    if request.method != "POST":
        form = EditForm(initial=written, has_title=has_title)
        return _edit_page(request, place, post, form)
    form = EditForm(request.POST, has_title=has_title)
    if not form.is_valid():
        return _edit_page(request, place, post, form)
    if form.needs_guidance and "anyway" not in request.POST:
        return _edit_page(request, place, post, form, guide=True)
    try:
        actions.edit(post, **form.cleaned_data, by=place)
    except refusals.EditedMeanwhile:
        post = post_of(place, pk, to="networks.change-post")
        mine = {**form.cleaned_data, "version": post.inside["version"]}
        form = EditForm(initial=mine, has_title=has_title)
        return _edit_page(request, place, post, form, is_stale=True)
    except refusals.NotNow as refused:
        return not_now(request, place, refused, back=post_at(place, post), words=form.cleaned_data["text"])
    return redirect(post_at(place, post))


def _edit_page(
    request: SignedInRequest,
    place: Place,
    post: Post,
    form: EditForm,
    *,
    guide: bool = False,
    is_stale: bool = False,
) -> HttpResponse:
    context = {
        "place": place,
        "post": post,
        "back": post_at(place, post),
        "form": form,
        "guide": guide,
        "is_stale": is_stale,
        "title": post.conversation.inside["title"] if post.carries_the_title else "",
        "text": post.inside["text"],
        "cover": post.inside["cover"],
    }
    template = "networks/conversations/edit_post.html"
    return render(request, template, context, status=409 if is_stale else 200)


@access.holders_of("staff")
@require_http_methods(FORM)
def withdraw_post(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask once, then take one's own post back."""
    place = rooms.enter(request, code)
    post = post_of(place, pk, to="networks.change-post")
    if request.method == "POST":
        return _withdraw(request, place, post)
    context = {"place": place, "post": post, "back": post_at(place, post), "text": post.inside["text"]}
    return render(request, "networks/conversations/withdraw_post.html", context)


def _withdraw(request: SignedInRequest, place: Place, post: Post) -> HttpResponse:
    back = reverse("conversation", args=[place.network.code, post.conversation_id])
    answer = do(request, place, lambda: actions.withdraw(post, by=place), then=back)
    # The whole conversation goes with its only post.
    is_there = Conversation.objects.visible_to(place).filter(pk=post.conversation_id).exists()
    return answer if is_there else redirect("room", place.network.code)


@access.holders_of("staff")
@require_http_methods(FORM)
def delete_everything(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask once, then delete everything that one wrote in this network."""
    place = rooms.enter(request, code)
    if request.method == "POST":
        actions.delete_everything(by=place)
        return redirect("deleted-everything", code)
    return render(request, "networks/conversations/delete_everything.html", {"place": place})


@access.holders_of("staff")
@require_safe
def deleted_everything(request: SignedInRequest, code: str) -> HttpResponse:
    """Say that everything is deleted, and what stays for how long."""
    return render(
        request, "networks/conversations/deleted_everything.html", {"place": rooms.enter(request, code)}
    )
