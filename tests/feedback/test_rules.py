"""The rules without a database: clocks, words that sound like a risk, pictures, and how hard a text is to read."""

from datetime import datetime, timedelta

import pytest

from dueregard.almanac.clock import LONDON
from dueregard.almanac.working_hours import WorkingHours, read_working_hours
from dueregard.feedback.due import due
from dueregard.feedback.pictures import LARGEST, NotAPicture, picture_alone
from dueregard.feedback.reading_age import HARDEST_FOR_CHILDREN, reading_age, syllables
from dueregard.feedback.risk_words import sounds_risky
from tests.feedback.building import jpeg, png

NINE_TO_FIVE = read_working_hours("09:00-17:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("sent", "read_by"),
    [
        ("2026-11-04T10:00", "2026-11-04T11:00"),
        ("2026-11-04T16:30", "2026-11-05T09:30"),
        ("2026-11-04T16:00", "2026-11-04T17:00"),
        ("2026-11-04T03:00", "2026-11-04T10:00"),
        ("2026-11-06T23:00", "2026-11-09T10:00"),  # a Friday night
        ("2026-11-07T12:00", "2026-11-09T10:00"),
        ("2026-12-24T16:30", "2026-12-29T09:30"),  # over Christmas, with a substitute day
        ("2026-10-23T16:45", "2026-10-26T09:45"),  # the clocks go back in between
    ],
)
def test_words_that_sound_like_a_risk_are_due_within_one_working_hour(sent: str, read_by: str) -> None:
    assert due(at(sent), NINE_TO_FIVE, is_risky=True, wants_answer=False).read_by == at(read_by)


def test_an_answer_is_due_by_the_end_of_the_next_working_day_and_reading_within_five() -> None:
    asked = due(at("2026-11-06T10:00"), NINE_TO_FIVE, is_risky=False, wants_answer=True)
    assert (asked.read_by, asked.answer_by) == (at("2026-11-09T17:00"), at("2026-11-09T17:00"))
    quiet = due(at("2026-11-06T10:00"), NINE_TO_FIVE, is_risky=False, wants_answer=False)
    assert (quiet.read_by, quiet.answer_by) == (at("2026-11-13T17:00"), None)


def test_working_hours_can_be_others_and_wrong_ones_are_refused() -> None:
    long_day = WorkingHours(read_working_hours("07:30-19:00").opens, read_working_hours("07:30-19:00").closes)
    assert long_day.after(at("2026-11-04T18:30"), timedelta(hours=12)) == at("2026-11-05T19:00")
    for wrong in ("17:00-09:00", "9-5", "25:00-26:00", "09:00-09:00", ""):
        with pytest.raises(ValueError):
            read_working_hours(wrong)


@pytest.mark.parametrize(
    ("words", "risky"),
    [
        ("He HURT me", True),
        ("im sCared of him", True),
        ("I don’t feel safe", True),
        ("he will kill us", True),
        ("I want to end it all", True),  # the longer list, about one's own life
        ("He hits my mum", True),
        ("It was long and boring", False),
        ("I was hit by a snowball and laughed", False),
        ("My skills are good", False),
        ("", False),
    ],
)
def test_risky_words_are_found(words: str, risky: bool) -> None:
    assert sounds_risky(words) is risky


def test_a_picture_is_kept_without_what_else_the_file_tells() -> None:
    for made, telling in ((png(), b"GPS"), (jpeg(), b"Exif")):
        alone = picture_alone(made)
        assert telling in made
        assert telling not in alone.octets
        assert b"after the end" not in alone.octets
        assert picture_alone(alone.octets) == alone  # it is a picture still, and nothing more goes


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png()[:40],
        png().replace(b"IDAT", b"IDAx"),  # its checksum no longer fits
        png(size=(20_000, 20_000)),
        jpeg()[:30],
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        png() + b"\x00" * LARGEST,
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(octets: bytes) -> None:
    with pytest.raises(NotAPicture, match=r"\.$"):
        picture_alone(octets)


def test_the_reading_age_is_that_of_the_formula() -> None:
    # 10 words, 2 sentences, 11 syllables: 0.39 × 5 + 11.8 × 1.1 − 15.59 + 5
    assert reading_age("The cat sat on it. We see the red apple.") == pytest.approx(
        0.39 * 5 + 11.8 * 1.1 - 15.59 + 5
    )
    assert reading_age("0800 1111") == 0.0


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("worker", 2), ("asked", 1), ("wanted", 2), ("page", 1), ("pages", 2), ("the", 1),
     ("people", 2), ("table", 2), ("homes", 1), ("safeguarding", 3), ("don’t", 1), ("characteristic", 5)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    # "safeguarding" has three; the silent e inside is counted, so that the measure errs on the hard side.
    assert count <= syllables(word) <= count + 1
    assert syllables(word) == count or word == "safeguarding"


def test_a_hard_text_is_caught() -> None:
    hard = (
        "Your representations will be considered in accordance with the applicable safeguarding procedures."
    )
    assert reading_age(hard) > HARDEST_FOR_CHILDREN + 5
