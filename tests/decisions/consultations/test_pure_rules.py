"""The rules of consultations that need no database: the gates, quiet times, counts, suggestions, what identifies."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.decisions.consultations import counts, gunning
from dueregard.decisions.consultations.answering.gathered import Asked, WrongFile, read
from dueregard.decisions.consultations.coding.identifying import Known, redacted, telling
from dueregard.decisions.consultations.coding.suggesting import learn, suggest
from dueregard.decisions.consultations.gunning import Check
from dueregard.decisions.consultations.outcomes import gate
from dueregard.decisions.consultations.quiet_time import AUGUST, CHRISTMAS, SCHOOL, quiet_times, season_of

MAY = date(2027, 4, 26)
GOOD = gunning.Facts(
    is_formative=True,
    still_open="How it is asked for.",
    options=2,
    one_option_because="",
    why="Carers run out of days.",
    information="They have five.",
    questions=3,
    audiences=1,
    asks_networks_by_name=True,
    is_young_version_whole=True,
    opens_on=MAY,
    closes_on=MAY + timedelta(days=27),
    short_because="",
    who_considers="Somebody",
    considers_own_proposal=False,
)


def test_a_whole_consultation_passes_without_a_word() -> None:
    assert gunning.refusals(GOOD) == ()
    assert gunning.warnings(GOOD) == ()


@pytest.mark.parametrize(
    ("wrong", "check", "words"),
    [
        ({"is_formative": False}, Check.FORMATIVE, "no longer influence"),
        ({"still_open": " "}, Check.FORMATIVE, "can still be influenced"),
        ({"options": 1}, Check.FORMATIVE, "two options"),
        ({"why": ""}, Check.INFORMED, "why it is made"),
        ({"information": "\n"}, Check.INFORMED, "need to know"),
        ({"questions": 0}, Check.INFORMED, "at least one question"),
        ({"audiences": 0}, Check.INFORMED, "who is asked"),
        ({"asks_networks_by_name": False}, Check.INFORMED, "Choose the networks"),
        ({"is_young_version_whole": False}, Check.INFORMED, "young people"),
        ({"closes_on": MAY}, Check.TIME, "still to come"),
        ({"closes_on": MAY + timedelta(days=26)}, Check.TIME, "at least 28 days"),
        ({"who_considers": ""}, Check.CONSIDERED, "who will consider"),
        ({"considers_own_proposal": True}, Check.CONSIDERED, "does not consider"),
    ],
)
def test_each_check_refuses_alone_with_a_sentence(wrong: dict[str, Any], check: Check, words: str) -> None:
    (refusal,) = gunning.refusals(replace(GOOD, **wrong))
    assert refusal.check == check
    assert words in refusal.sentence


def test_one_option_or_a_short_time_pass_with_a_reason_and_the_short_time_is_pointed_out() -> None:
    short = replace(GOOD, closes_on=MAY + timedelta(days=13), short_because="The law changes in June.")
    assert gunning.refusals(short) == ()
    assert "14 days, fewer than 28" in gunning.warnings(short)[0]
    assert gunning.refusals(replace(GOOD, options=1, one_option_because="The Act leaves one.")) == ()


def test_a_third_of_the_time_when_people_are_away_is_pointed_out_and_a_third_exactly_is_not() -> None:
    first = date(2027, 8, 23)  # nine days of August
    assert gunning.warnings(replace(GOOD, opens_on=first, closes_on=first + timedelta(days=27))) == ()
    assert gunning.warnings(
        replace(GOOD, opens_on=first - timedelta(days=1), closes_on=first + timedelta(days=26))
    )
    over = replace(GOOD, opens_on=date(2027, 12, 13), closes_on=date(2028, 1, 9))
    assert "Christmas and New Year (15 days)" in gunning.warnings(over)[0]


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 12, 20), CHRISTMAS),
        (date(2027, 1, 3), CHRISTMAS),
        (date(2027, 1, 4), ""),
        (date(2027, 8, 1), AUGUST),
        (date(2027, 7, 21), ""),
        (date(2027, 7, 22), SCHOOL),
        (date(2027, 3, 26), SCHOOL),  # Good Friday
        (date(2027, 3, 19), ""),
        (date(2027, 4, 5), SCHOOL),
        (date(2027, 4, 6), ""),
        (date(2027, 5, 31), SCHOOL),  # the spring bank holiday
        (date(2026, 10, 28), SCHOOL),
        (date(2027, 2, 17), SCHOOL),
        (date(2027, 6, 15), ""),
    ],
)
def test_the_seasons_in_which_people_are_away(day: date, season: str) -> None:
    assert season_of(day) == season


def test_no_day_is_counted_twice() -> None:
    whole = quiet_times(date(2027, 1, 1), date(2027, 12, 31))
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    assert sum(one.days for one in whole) == sum(bool(season_of(day)) for day in days)


# Counts


LEVELS = ("Female", "Male", counts.NOT_SAID)
MOST = 33


def told(*, knows_total: bool) -> list[set[int]]:
    """Return what a reader can work out of each hidden count, who has tried every table there can be up to `MOST`."""
    behind: dict[Any, list[tuple[int, ...]]] = {}
    for many in product(range(MOST), repeat=len(LEVELS)):
        answers = [level for level, count in zip(LEVELS, many, strict=True) for _ in range(count)]
        made = counts.table("Sex", LEVELS[:2], answers)
        shown = (sum(many) if knows_total else made.total, tuple(line.count for line in made.lines))
        behind.setdefault(shown, []).append(many)
    return [
        {many[place] for many in tables}
        for (_, lines), tables in behind.items()
        for place, count in enumerate(lines)
        if count is None
    ]


def test_no_hidden_count_can_be_worked_out_from_what_is_shown() -> None:
    """Nobody can tell it within three values, even with the exact total; nor, without that, that it is small."""
    assert all(len(values) >= 3 for values in told(knows_total=True))
    found = told(knows_total=False)
    assert len(found) > 100
    assert all(len(values) >= 3 and max(values) >= counts.LEAST for values in found)


def test_without_hiding_a_second_count_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "_stays_hidden", lambda *known: True)
    assert any(max(values) < counts.LEAST for values in told(knows_total=False))


def test_small_counts_are_hidden_with_another_and_the_rest_is_rounded() -> None:
    made = counts.table("Sex", ["Female", "Male"], ["Female"] * 23 + ["Male"] * 3 + [""] * 41)
    assert [(line.level, line.words) for line in made.lines] == [
        ("Female", "hidden"),
        ("Male", "hidden"),
        (counts.NOT_SAID, "40"),
    ]
    assert made.total == "about 65"


def test_nobody_is_nothing_and_is_shown() -> None:
    made = counts.table("Sex", ["Female", "Male"], ["Female"] * 23)
    assert [line.words for line in made.lines] == ["25", "0", "0"]


@pytest.mark.parametrize("many", [1, 9])
def test_of_fewer_than_ten_nothing_is_said(many: int) -> None:
    assert counts.table("Sex", ["Female", "Male"], ["Female"] * many).lines == ()


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "none"), (1, "fewer than 10"), (9, "fewer than 10"), (12, "about 10"), (1234, "about 1,235")],
)
def test_a_number_of_people_in_words(count: int, words: str) -> None:
    assert counts.about(count) == words


# Suggestions


def test_words_that_answers_of_a_theme_share_suggest_it_and_others_do_not() -> None:
    examples: list[tuple[str, tuple[int, ...]]] = [
        ("There is nowhere to park near the court.", (1,)),
        ("Parking costs too much at the office.", (1,)),
        ("I cannot park the car and walk.", (1,)),
        ("More days of leave would help carers.", (2,)),
        ("Five days of leave are too few.", (2,)),
        ("Leave should be for all carers.", (2,)),
    ]
    weights = learn(examples)
    assert list(suggest("Where shall we park?", weights)) == [1]
    assert list(suggest("Carers need leave", weights)) == [2]
    assert list(suggest("The weather was fine", weights)) == []
    assert list(suggest("", weights)) == []


def test_two_examples_of_a_theme_are_too_few_to_suggest_it() -> None:
    assert learn([("park the car", (1,)), ("park the bus", (1,)), ("leave", ())]).of == {}


# What identifies


KNOWN = Known(
    offices=frozenset({"Alder Valley"}),
    roles=frozenset({"Family Court Adviser"}),
    people=frozenset({"Tamsin Ollerby"}),
)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I work at alder valley.", "An office or area"),
        ("It is like that in the Leeds office.", "An office or area"),
        ("As a family court adviser I see it.", "A role"),
        ("My team leader said no.", "A role"),
        ("It happened on 3 March.", "A date"),
        ("It was refused last Tuesday.", "A date"),
        ("Since 2019 nothing changed.", "A date"),
        ("Ask tamsin ollerby.", "A person"),
        ("I told Rukhsana about it.", "A name"),
        ("Write to me@example.org.", "A way to reach somebody"),
        ("Ring 020 7946 0018 for more.", "A way to reach somebody"),
        ("It was case AB12345.", "The number of a case or a person"),
    ],
)
def test_what_may_tell_who_wrote_it_is_found(text: str, what: str) -> None:
    assert any(one.startswith(what) for one in telling(text, KNOWN))


def test_a_quotation_that_names_an_office_a_role_and_a_date_says_all_three() -> None:
    found = telling("I am the family court adviser at Alder Valley who was off on 3 March.", KNOWN)
    assert {one.split(":")[0] for one in found} >= {"An office or area", "A role", "A date"}


@pytest.mark.parametrize(
    "text", ["Five days are too few.", "It may help. I would use it in winter.", "More money, please"]
)
def test_plain_words_tell_nothing(text: str) -> None:
    assert telling(text, KNOWN) == ()


@given(
    st.text("ab ", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 10)), max_size=4),
)
def test_no_redacted_letter_is_left(text: str, spans: list[tuple[int, int]]) -> None:
    taken = [(begins, min(begins + length, len(text)), "r") for begins, length in spans if begins < len(text)]
    gone = {place for begins, ends, _ in taken for place in range(begins, ends)}
    left = "".join(letter for place, letter in enumerate(text) if place not in gone)
    assert redacted(text, taken).replace("[removed: r]", "") == left


# Answers gathered elsewhere


ASKED = (Asked(1), Asked(2, ("By phone", "On a form")))


def test_a_file_is_read_and_rows_that_do_not_fit_are_named_with_a_reason() -> None:
    text = (
        "Question 1,may be quoted 1,question 2\n"
        '"More days, please",yes,By phone\n'
        ",,\n"
        ",,By letter\n"
        "Fine,perhaps,\n"
        "Too,many,cells,here\n"
    )
    found = read(("﻿" + text).encode(), ASKED)
    assert [row.answers for row in found.rows] == [{1: ("More days, please", True), 2: ("By phone", False)}]
    assert [number for number, _ in found.refused] == [4, 5, 6]
    assert found.rows_in == 4


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"question 1\n\xff\xfe", "UTF-8"),
        (b"PK\x00\x03", "not a CSV file"),
        (b"", "no column that is known"),
        (b"question 1,name\nA,B\n", "“name”"),
        (b"question 1,question 1\nA,B\n", "twice"),
        (b'question 1\n"open', "cannot be read"),
        (b"question 1\n" + b"A\n" * 5_001, "more than 5,000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(octets: bytes, words: str) -> None:
    with pytest.raises(WrongFile, match=words):
        read(octets, ASKED)


# The gate before an outcome


WHOLE = gate.Facts(
    is_closed=True,
    parked=0,
    uncoded=0,
    themes=2,
    words=10,
    introduction="We asked.",
    next_steps="We begin.",
    is_considered=True,
)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"is_closed": False}, "takes answers still"),
        ({"parked": 1}, "not let in yet"),
        ({"uncoded": 1}, "1 answer in words"),
        ({"uncoded": 1200}, "1,200 answers in words"),
        ({"themes": 0}, "no theme"),
        ({"undecided": ("Days",)}, "Not decided yet: “Days”"),
        ({"changed_without_a_change": ("Days",)}, "cites it: “Days”"),
        ({"without_reply": ("A board",)}, "No reply yet to: “A board”"),
        ({"introduction": ""}, "begins"),
        ({"next_steps": " "}, "what happens next"),
        ({"is_late": True}, "12 weeks"),
        ({"is_considered": False}, "not said yet"),
        ({"is_considered_before_its_time": True}, "considered again"),
    ],
)
def test_an_outcome_is_refused_for_each_thing_alone(wrong: dict[str, Any], words: str) -> None:
    assert gate.refusals(WHOLE) == ()
    (sentence,) = gate.refusals(replace(WHOLE, **wrong))
    assert words in sentence


def test_a_late_outcome_with_a_reason_passes() -> None:
    assert gate.refusals(replace(WHOLE, is_late=True, late_because="There was an election.")) == ()
