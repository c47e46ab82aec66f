"""Every page of accounts in every state is one of ours, and nothing else of django-allauth can be reached."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import allauth
import allauth.urls
import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, URLPattern, reverse

from dueregard.access.routes import routes
from dueregard.people.accounts import urls
from dueregard.people.accounts.views import entrance, helping, security
from dueregard.people.models import Person
from tests.browsing import axe, no_sideways_scroll
from tests.people.accounts.states import states

ALLAUTH = Path(allauth.__file__).parent
OURS = Path(urls.__file__).parents[2]


def names_of(patterns: list[Any]) -> set[str]:
    found = set()
    for one in patterns:
        found |= {one.name} if isinstance(one, URLPattern) else names_of(one.url_patterns)
    return found


def test_no_route_of_allauth_is_open_but_those_that_are_listed() -> None:
    theirs = names_of(allauth.urls.urlpatterns)
    listed = {pattern.name for pattern in urls.urlpatterns}
    assert len(theirs) > 25
    opened = {route.name for route in routes()} & theirs
    assert opened == listed & theirs
    closed = theirs - listed
    assert {"account_signup", "account_email", "account_set_password", "socialaccount_connections"} <= closed
    for name in closed:
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_each_listed_route_is_a_view_of_ours() -> None:
    ours = {
        id(value)
        for module in (entrance, helping, security)
        for value in vars(module).values()
        if hasattr(value, "access_policy")
    }
    assert {id(pattern.callback) for pattern in urls.urlpatterns} <= ours


def test_no_template_of_allauth_can_be_drawn() -> None:
    theirs = [
        path.relative_to(ALLAUTH / "templates").as_posix()
        for path in (ALLAUTH / "templates").rglob("*")
        if path.is_file()
    ]
    assert len(theirs) > 100
    found = []
    for name in theirs:
        try:
            found.append(get_template(name))
        except TemplateDoesNotExist:
            continue
    assert len(found) >= 15
    assert [each.origin.name for each in found if not Path(each.origin.name).is_relative_to(OURS)] == []


@pytest.mark.django_db
def test_every_state_is_a_valid_page_in_our_layout(
    cast: dict[str, Person], settings: Any, valid_html: Callable[[dict[str, str]], list[str]]
) -> None:
    pages = states(cast, settings)
    assert len(pages) >= 60
    assert valid_html(pages) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("window", "each"),
    [
        ("narrow_page", 4),
        *(pytest.param(name, 1, marks=pytest.mark.prove) for name in ("narrow_page", "page")),
    ],
)
def test_no_state_breaks_a_rule_of_accessibility(
    window: str,
    each: int,
    request: pytest.FixtureRequest,
    live_server: Any,
    cast: dict[str, Person],
    settings: Any,
) -> None:
    opened = request.getfixturevalue(window)
    shown: dict[str, str] = {}
    opened.route("**/state/", lambda route: route.fulfill(body=shown["page"], content_type="text/html"))
    faults = {}
    for name, html in list(states(cast, settings).items())[::each]:
        shown["page"] = html
        opened.goto(f"{live_server.url}/state/")
        no_sideways_scroll(opened)
        found = axe(opened)
        if found:
            faults[name] = found
    assert faults == {}
