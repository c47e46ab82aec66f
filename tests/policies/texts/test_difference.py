"""The difference of two texts: clause by clause, word by word, and nothing is missing from it."""

import random

import pytest

from dueregard.policies.texts import clauses as changing
from dueregard.policies.texts.clauses import Clause, Clauses, NoSuchClause
from dueregard.policies.texts.difference import DoesNotFit, Mark, Sort, apply, between, words_between

A = Clause("a", "Leave", "Carers have five days a year.")
B = Clause("b", "Pay", "It is paid.\n\nIt counts as work.")
C = Clause("c", "Asking", "Ask your manager.")
WORDS = ("leave", "day", "days", "five", "seven", "carer", "hours,", "manager.", "(paid)", "–", "é", "")


def text(chance: random.Random) -> str:
    """Return some words and blanks by chance."""
    blanks = (" ", " ", "  ", "\n\n", ", ")
    return "".join(
        chance.choice(WORDS) + chance.choice(blanks) for _ in range(chance.randrange(12))
    ) + chance.choice(WORDS)


def altered(old: Clauses, chance: random.Random) -> Clauses:
    """Change a text by chance, by everything that can be done to it."""
    new = old
    for _ in range(chance.randrange(6)):
        key = chance.choice(new).key if new else ""
        match chance.randrange(4) if new else 0:
            case 0:
                clause = Clause(f"{chance.getrandbits(48):012x}", text(chance), text(chance))
                new = changing.put(new, clause, after=chance.choice(["", key]))
            case 1:
                was = changing.find(new, key)
                new = changing.reworded(new, Clause(key, was.heading, was.text + " " + text(chance)))
            case 2:
                new = changing.moved(new, key, by=chance.choice([-3, -1, 1, 2]))
            case _:
                new = changing.without(new, key)
    return new


def check(seed: int) -> None:
    chance = random.Random(seed)
    first = altered((), chance)
    second = altered(first, chance)
    third = altered(second, chance)
    one, two = between(first, second), between(second, third)
    assert apply(one, first) == second
    assert apply(two, apply(one, first)) == third
    assert apply(between(first, third), first) == third
    assert between(second, second).is_empty
    assert one.is_empty == (first == second)
    assert sorted(line.key for line in one.lines if not line.is_gone) == sorted(each.key for each in second)
    # A clause that is neither new nor gone nor moved stands between the same neighbours of its kind.
    still = [line.key for line in one.lines if not (line.is_new or line.is_gone or line.has_moved)]
    assert still == [clause.key for clause in first if clause.key in still]


@pytest.mark.parametrize("seed", range(60))
def test_the_differences_of_three_versions_compose(seed: int) -> None:
    check(seed)


@pytest.mark.prove
def test_the_differences_of_three_versions_compose_20_000_times() -> None:
    for seed in range(20_000):
        check(seed)


def test_a_clause_is_followed_by_its_key_when_it_moves() -> None:
    found = between((A, B, C), (C, A, B))
    assert [(line.key, line.has_moved) for line in found.lines] == [("c", True), ("a", False), ("b", False)]
    assert not any(line.is_new or line.is_gone or line.is_reworded for line in found.lines)
    assert [line.key for line in found.changed] == ["c"]


def test_a_clause_that_moves_and_is_reworded_is_both() -> None:
    new = Clause("c", "Asking", "Ask your line manager.")
    line = between((A, C), (new, A)).lines[0]
    assert (line.has_moved or between((A, C), (new, A)).lines[1].has_moved, line.is_reworded) == (True, True)


def test_what_is_gone_stands_behind_what_it_stood_behind() -> None:
    found = between((A, B, C), (A, C))
    assert [(line.key, line.is_gone) for line in found.lines] == [("a", False), ("b", True), ("c", False)]
    assert found.lines[1].title == "Pay"
    first = between((A, B), (B,))
    assert [line.key for line in first.lines] == ["a", "b"]


def test_only_the_words_that_changed_are_marked() -> None:
    marks = words_between("Carers have five days a year.", "Carers have seven days a year.")
    assert marks == (
        Mark(Sort.SAME, "Carers have "),
        Mark(Sort.TAKEN_OUT, "five"),
        Mark(Sort.PUT_IN, "seven"),
        Mark(Sort.SAME, " days a year."),
    )


def test_two_words_in_a_row_are_one_change() -> None:
    marks = words_between("You may take whole days if you can.", "You may take half hours if you can.")
    assert [mark.words for mark in marks] == ["You may take ", "whole days", "half hours", " if you can."]


def test_texts_with_little_in_common_are_shown_whole() -> None:
    marks = words_between("Carers have five days.", "Nobody knows what became of it, or why.")
    assert [mark.sort for mark in marks] == [Sort.TAKEN_OUT, Sort.PUT_IN]


def test_a_difference_is_not_applied_to_another_text() -> None:
    found = between((A, B), (B,))
    for other in ((A,), (A, Clause("b", "Pay", "It is not paid.")), (A, B, C)):
        with pytest.raises(DoesNotFit):
            apply(found, other)


def test_a_long_text_is_compared_by_sentences_and_nothing_is_lost() -> None:
    sentences = [f"Sentence {number} says something about leave.\n" for number in range(200)]
    old = "".join(sentences)
    new = "".join([*sentences[:50], "Another one. ", *sentences[51:], "…\n\n! And a last"])
    marks = words_between(old, new)
    assert [mark.words for mark in marks if mark.sort == Sort.TAKEN_OUT] == [sentences[50]]
    assert apply(between((Clause("a", "H", old),), (Clause("a", "H", new),)), (Clause("a", "H", old),)) == (
        Clause("a", "H", new),
    )


def test_what_can_be_done_to_clauses() -> None:
    assert changing.put((A, B), C, after="a") == (A, C, B)
    assert changing.put((A, B), C) == (A, B, C)
    assert changing.put((A, B), A) == (A, B)
    assert changing.moved((A, B, C), "c", by=-1) == (A, C, B)
    assert changing.moved((A, B, C), "a", by=-1) == (A, B, C)
    assert changing.moved((A, B, C), "c", by=5) == (A, B, C)
    assert changing.without((A, B, C), "b") == (A, C)
    assert changing.read(changing.kept((A, B))) == (A, B)
    for deed in (
        lambda: changing.without((A,), "b"),
        lambda: changing.moved((A,), "b", by=1),
        lambda: changing.reworded((A,), B),
        lambda: changing.put((A,), C, after="b"),
    ):
        with pytest.raises(NoSuchClause):
            deed()
