"""The first administrators of an installation come from its set-up, once."""

from datetime import timedelta

import pytest

from dueregard.almanac import clock
from dueregard.config.command import main
from dueregard.journal.models import Entry
from dueregard.people.models import Person, RoleHolding, Source
from dueregard.people.system import SET_UP

TWO = ["ash@rowan.example", "Ash Example", "Beth@rowan.example", "Beth Example"]


def make(*given: str) -> int:
    return main(["people", "first-administrators", *given])


@pytest.mark.django_db
def test_two_people_become_administrators_without_a_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert make(*TWO) == 0
    people = list(Person.objects.order_by("email"))
    assert [person.email for person in people] == ["ash@rowan.example", "beth@rowan.example"]
    assert all(person.holds("administrator") and not person.has_usable_password() for person in people)
    entry = Entry.objects.get()
    assert (entry.deed, entry.actor_id, entry.actor_label) == (
        "made the first administrators", SET_UP.id, "Due Regard set-up"
    )  # fmt: skip
    assert set(entry.detail["people"]) == {str(person.pk) for person in people}
    assert "or have none yet" in capsys.readouterr().out


def test_it_is_refused_while_an_administrator_is_in_force(
    cast: dict[str, Person], capsys: pytest.CaptureFixture[str]
) -> None:
    before = RoleHolding.objects.count()
    assert make(*TWO) == 1
    assert "there are administrators already" in capsys.readouterr().out
    assert RoleHolding.objects.count() == before
    assert not Person.objects.filter(email=TWO[0]).exists()


@pytest.mark.django_db
def test_it_works_again_when_all_their_roles_have_run_out() -> None:
    make(*TWO)
    with clock.standing_at(clock.now() + timedelta(days=3 * 366)):
        assert not Person.objects.get(email=TWO[0]).holds("administrator")
        assert make(*TWO) == 0
        assert Person.objects.get(email=TWO[0]).holds("administrator")
    assert Person.objects.count() == 2


def test_somebody_who_is_known_keeps_their_record(cast: dict[str, Person]) -> None:
    RoleHolding.objects.filter(role="administrator").delete()
    assert make(cast["staff"].email.upper(), "Other Name", *TWO[2:]) == 0
    known = Person.objects.get(pk=cast["staff"].pk)
    assert known.name == cast["staff"].name
    assert known.role_holdings.get(role="administrator").source == Source.SET_UP


def test_somebody_who_has_left_is_refused_and_nothing_is_half_done(
    cast: dict[str, Person], capsys: pytest.CaptureFixture[str]
) -> None:
    RoleHolding.objects.filter(role="administrator").delete()
    Person.objects.filter(pk=cast["staff"].pk).update(is_active=False)
    assert make(*TWO[:2], cast["staff"].email, "Name") == 1
    assert cast["staff"].email in capsys.readouterr().out
    assert not RoleHolding.objects.filter(role="administrator").exists()
    assert not Person.objects.filter(email=TWO[0]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["ash", "Ash", *TWO[2:]], "“ash” is not an email address"),
        ([TWO[0], " ", *TWO[2:]], "is empty"),
        ([*TWO[:2], TWO[0].upper(), "Beth"], "Two people are needed"),
    ],
)
def test_what_was_typed_wrong_is_named(
    given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(*given) == 1
    assert sentence in capsys.readouterr().out
    assert not Person.objects.exists()
