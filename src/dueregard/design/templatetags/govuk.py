"""The components, as template tags. They are built in: no template loads them.

Each has a Python signature, so a misspelt argument stops the page in the first test that opens it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dueregard.design import fields, paging, wording

register = template.Library()

register.filter("number", wording.number)
register.filter("gov_date", wording.gov_date)
register.filter("gov_datetime", wording.gov_datetime)
register.filter("file_size", wording.file_size)

TAG_COLOURS = ("blue", "green", "grey", "magenta", "orange", "purple", "red", "teal", "yellow")
ALERTS = ("information", "success", "warning", "error")


@register.filter
@stringfilter
def capital(words: str) -> str:
    """Return the words with a capital first letter and the rest as they are."""
    return words[:1].upper() + words[1:]


@register.inclusion_tag("design/button.html")
def button(
    text: str,
    *,
    secondary: bool = False,
    warning: bool = False,
    href: str | None = None,
    name: str | None = None,
    value: str | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Draw a button that sends the form around it, or, with `href`, a link that looks like one.

    `key` is the letter by which the browser presses it, together with the keys of the browser's own (`accesskey`).
    """
    return {
        "text": text,
        "secondary": secondary,
        "warning": warning,
        "href": href,
        "name": name,
        "value": value,
        "key": key,
    }


@register.inclusion_tag("design/start_button.html")
def start_button(text: str, *, href: str) -> dict[str, Any]:
    """Draw the button with an arrow that begins a service."""
    return {"text": text, "href": href}


@register.inclusion_tag("design/back_link.html")
def back_link(text: str, *, href: str) -> dict[str, Any]:
    """Draw the link above a page that leads up to the page it belongs to."""
    return {"text": text, "href": href}


@register.inclusion_tag("design/breadcrumbs.html")
def breadcrumbs(*texts_and_addresses: str) -> dict[str, Any]:
    """Draw the way here: a text and its address in turn, as in `{% breadcrumbs "Home" "/" "People" "/people/" %}`."""
    if len(texts_and_addresses) % 2:
        raise template.TemplateSyntaxError(
            "breadcrumbs takes texts and addresses in turn; one address is missing."
        )
    pairs = zip(texts_and_addresses[::2], texts_and_addresses[1::2], strict=True)
    return {"crumbs": [{"text": text, "href": href} for text, href in pairs]}


@register.simple_tag
def tag(text: str, colour: str = "blue") -> SafeString:
    """Draw the status of something, as a word in a coloured box. The colour never carries the meaning alone."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"tag has no colour {colour!r}. It has: {', '.join(TAG_COLOURS)}.")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.inclusion_tag("design/pagination.html", takes_context=True)
def pagination(context: template.Context, page: "Page[Any]", *, label: str = "Pages") -> dict[str, Any]:
    """Draw the links to the other pages of a list; nothing when there are none."""
    return {"pages": paging.pages_of(page, context["request"].GET), "label": label}


@register.inclusion_tag("design/warning_text.html")
def warning_text(text: str) -> dict[str, Any]:
    """Draw a warning with its mark."""
    return {"text": text}


@register.simple_block_tag
def inset_text(content: str) -> SafeString:
    """Draw what it holds set apart from the text around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def details(content: str, summary: str, *, is_open: bool = False) -> SafeString:
    """Draw a line that opens to show what it holds."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if is_open else "",
        summary,
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """Draw the green panel that says that something is done. Its title is the page's heading."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title,
        content,
    )


@register.simple_block_tag
def notification_banner(
    content: str, *, success: bool = False, title: str = "", autofocus: bool = True
) -> SafeString:
    """Draw a banner about something beside the page's subject, or, with `success`, about what was just done."""
    heading = title or ("Success" if success else "Important")
    return format_html(
        '<{0} class="govuk-notification-banner{1}"{2} data-module="govuk-notification-banner" aria-label="{3}"{4}>'
        '<div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title">{3}</h2></div>'
        '<div class="govuk-notification-banner__content">{5}</div></{0}>',
        "div" if success else "section",
        " govuk-notification-banner--success" if success else "",
        SafeString(' role="alert"') if success else "",
        heading,
        "" if autofocus else SafeString(' data-disable-auto-focus="true"'),
        content,
    )


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Hold something wide, such as a table, so that it scrolls by itself, by keyboard too, and not the page."""
    return format_html('<section class="dr-scroll" tabindex="0" aria-label="{}">{}</section>', label, content)


@register.inclusion_tag("design/alert.html")
def alert(text: str, *, kind: str = "information", title: str = "") -> dict[str, Any]:
    """Draw the Ministry of Justice alert: information, success, warning or error."""
    if kind not in ALERTS:
        raise template.TemplateSyntaxError(f"alert has no kind {kind!r}. It has: {', '.join(ALERTS)}.")
    return {"text": text, "kind": kind, "title": title}


@register.inclusion_tag("design/side_navigation.html")
def side_navigation(links: Iterable[Any], *, label: str) -> dict[str, Any]:
    """Draw the Ministry of Justice list of a section's pages, from links with `title`, `href` and `is_current`."""
    return {"links": links, "label": label}


@register.inclusion_tag("design/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Draw facts as pairs of what and which; a row may add the text and the address of a link."""
    return {"rows": [dict(zip(("key", "value", "action", "href"), row, strict=False)) for row in rows]}


@register.inclusion_tag("design/table.html")
def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    numeric: Iterable[int] | str = (),
    caption_size: str = "m",
    wide: bool = False,
) -> dict[str, Any]:
    """Draw a table, the first cell of each row its heading.

    `numeric` are the columns of numbers counted from 0, as in `numeric="1 2"`; `wide` lets the table scroll by
    itself in a narrow window.
    """
    columns = {int(column) for column in (numeric.split() if isinstance(numeric, str) else numeric)}
    return {
        "caption": caption,
        "caption_size": caption_size,
        "wide": wide,
        "head": [(cell, index in columns) for index, cell in enumerate(head)],
        "rows": [[(cell, index in columns) for index, cell in enumerate(row)] for row in rows],
    }


@register.inclusion_tag("design/empty_state.html")
def empty_state(title: str, text: str, *, action: str = "", href: str = "") -> dict[str, Any]:
    """Say that there is nothing here yet, why, and, with `action` and `href`, what to do."""
    return {"title": title, "text": text, "action": action, "href": href}


@register.inclusion_tag("design/progress.html")
def progress(value: float, of: float, words: str) -> dict[str, Any]:
    """Draw how far some work has come: the browser's own bar, named by the words."""
    share = min(max(value / of, 0.0), 1.0) if of else 0.0
    return {"value": value, "of": of or 1, "words": words, "percent": int(share * 100)}


@register.inclusion_tag("design/file_link.html")
def file_link(text: str, *, href: str, kind: str, octets: int | None = None) -> dict[str, Any]:
    """Draw a link to a file with its kind and size, so that nobody opens one unawares."""
    return {
        "text": text,
        "href": href,
        "kind": kind,
        "size": "" if octets is None else wording.file_size(octets),
    }


@register.inclusion_tag("design/error_summary.html")
def error_summary(form: forms.BaseForm, *, autofocus: bool = True) -> dict[str, Any]:
    """Draw what is wrong with a form at the top of the page; the form then does not draw it again."""
    form.is_summary_drawn = True  # type: ignore[attr-defined]  # the form's own template asks for the mark
    return {"errors": fields.errors_of(form), "autofocus": autofocus}


@register.simple_tag
def error_prefix(form: forms.BaseForm | str = "") -> str:
    """Return "Error: " for the page's title when the form was refused, so that a screen reader says so first.

    `base.html` asks it of the form called `form`; a page whose form has another name asks in its own title.
    Asked twice of one form it answers once.
    """
    if not isinstance(form, forms.BaseForm) or not form.is_bound or not form.errors:
        return ""
    if getattr(form, "is_prefix_drawn", False):
        return ""
    form.is_prefix_drawn = True  # type: ignore[attr-defined]  # a mark for the second asking
    return "Error: "
