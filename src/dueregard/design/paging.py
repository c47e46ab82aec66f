"""The links under a list that is read page by page."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True)
class PageLink:
    """One number in the row of pages; no number stands for the pages left out."""

    number: int | None
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Pages:
    """The row of pages with what stands at its ends; an empty address where there is nothing to go to."""

    links: tuple[PageLink, ...]
    previous: str
    next: str


def pages_of(page: "Page[object]", query: QueryDict, *, parameter: str = "page") -> Pages:
    """Return the links for a page; what else was asked in the address is kept."""

    def address(number: int) -> str:
        asked = query.copy()
        asked[parameter] = str(number)
        return f"?{asked.urlencode()}"

    row = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = tuple(
        PageLink(number, address(number), number == page.number)
        if isinstance(number, int)
        else PageLink(None)
        for number in row
    )
    return Pages(
        links if page.paginator.num_pages > 1 else (),
        address(page.previous_page_number()) if page.has_previous() else "",
        address(page.next_page_number()) if page.has_next() else "",
    )
