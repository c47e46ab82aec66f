from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.design.wording import number
from dueregard.post.models import Message, State
from dueregard.post.outlets import files

PAGE_LENGTH = 50


@access.holders_of("administrator")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what became of messages: never to whom they went, or what they said."""
    messages = Message.objects.visible_to(request.user)
    numbers = dict(messages.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "counts": [(state.label, number(numbers.get(state.value, 0))) for state in State],
        "oldest": messages.open().aggregate(oldest=Min("created_at"))["oldest"],
        "page": Paginator(messages.defer("contents"), PAGE_LENGTH).get_page(request.GET.get("page")),
        "may_be_read": files.may_be_read(),
        "stays_here": settings.MAIL in {"file", "console"} and not (settings.DEMO or settings.DEBUG),
    }
    return render(request, "post/outbox.html", context)


@access.holders_of("administrator")
@require_safe
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a message as it went out. Where people are real there is no such page."""
    if not files.may_be_read():
        raise Http404
    found = get_object_or_404(Message.objects.visible_to(request.user), pk=pk, state=State.SENT)
    letter = files.read(found.pk)
    if letter is None:
        raise Http404
    context = {"letter": letter, "message": found, "text": letter.get_content()}
    return render(request, "post/message.html", context)
