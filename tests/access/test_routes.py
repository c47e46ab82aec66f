"""Default deny: a route without a policy stops the start."""

import re
from collections import Counter

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from dueregard import access
from dueregard.access.routes import check_routes, refuse_undeclared_routes, routes, undeclared
from dueregard.config import urls as real


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a secret")


class WithForgottenView:
    urlpatterns = [*real.urlpatterns, path("forgotten/", forgotten, name="forgotten")]


def test_every_route_of_the_house_declares_who_may_open_it() -> None:
    assert len(list(routes())) > 25
    assert undeclared() == []


def test_no_two_routes_answer_to_the_same_name_and_parameters() -> None:
    answers = Counter(
        (route.name, tuple(re.findall(r":(\w+)>", route.pattern))) for route in routes() if route.name
    )
    assert [which for which, times in answers.items() if times > 1] == []


@override_settings(ROOT_URLCONF=WithForgottenView)
def test_a_view_without_a_policy_stops_the_start() -> None:
    errors = check_routes(None)
    assert [error.id for error in errors] == ["access.E001"]
    assert "/forgotten/" in errors[0].msg
    with pytest.raises(ImproperlyConfigured, match="/forgotten/"):
        refuse_undeclared_routes()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=WithForgottenView)
def test_a_view_without_a_policy_is_not_served_even_if_the_start_was_forced() -> None:
    response = Client().get("/forgotten/")
    assert response.status_code == 404
    assert b"a secret" not in response.content


def test_policies_refuse_roles_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match="anaylst"):
        access.holders_of("anaylst")
