"""The invented life of the networks is whole, fits what the networks keep, and says where it cannot be used."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from dueregard.demo import network_life
from dueregard.demo.cast import CAST
from dueregard.demo.network_life import NetworkLife, UnusableEntry
from dueregard.demo.network_life.tables import folded
from dueregard.networks import models
from dueregard.networks.meetings.models import Audience, MeetingKind
from dueregard.networks.membership.aims import AIMS
from dueregard.networks.membership.models import Dial

LIVES = {life.name: life for life in network_life.networks()}
TODAY = date(2026, 11, 25)

each_network = pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
any_day = pytest.mark.parametrize(
    "today", [date(2026, 1, 1) + timedelta(days=37 * each) for each in range(24)]
)


# What is told


def test_there_are_six_networks() -> None:
    named = ["Ability Matters", "Carers", "Faith", "Kaleidoscope", "Mental Health", "Pride"]
    assert sorted(LIVES) == named
    louder = {life.name: life.suggested for life in LIVES.values() if life.suggested != "private"}
    assert louder == {"Faith": "open", "Carers": "members"}


@each_network
def test_a_network_has_its_whole_life(life: NetworkLife) -> None:
    assert 2 <= life.about.count("\n\n") + 1 <= 4
    assert 4 <= len(life.topics) <= 6
    assert 8 <= len(life.conversations) <= 12
    assert all(2 <= len(one.posts) <= 9 for one in life.conversations)
    assert 3 <= len(life.introductions) <= 5
    assert 4 <= len(life.resources) <= 6
    assert {one.is_for_practice for one in life.resources} == {True, False}
    assert {bool(one.address) for one in life.resources} == {True, False}
    assert {one.is_past for one in life.campaigns} == {True, False}
    assert all(3 <= len(one.tips) <= 5 and 2 <= len(one.stories) <= 3 for one in life.campaigns)
    assert all(bool(one.changed) == one.is_past for one in life.campaigns)
    assert {one.aim for one in life.plan} == {1, 2, 3, 4, 5}
    assert {bool(one.done) for one in life.plan} == {True, False}
    assert life.signposts


@each_network
def test_a_network_meets_weekly_formally_and_with_everyone(life: NetworkLife) -> None:
    coffee, formal, event = life.series
    assert (coffee.kind, coffee.every_weeks, coffee.audience) == ("coffee", 1, "members")
    assert (formal.kind, formal.every_weeks, formal.audience) == ("formal", 4, "members")
    assert (event.kind, event.every_weeks, event.audience) == ("event", 0, "staff")
    assert formal.agenda
    assert [one.back for one in formal.past] == [2, 1]
    assert all(one.actions for one in formal.past)


@each_network
def test_members_ask_and_are_answered(life: NetworkLife) -> None:
    asked = [one for one in life.conversations if "?" in one.posts[0].text or "please" in one.posts[0].text]
    assert len(asked) >= 5
    assert all({post.author for post in one.posts[1:]} - {one.posts[0].author} for one in asked)
    newcomers = [one for one in asked if re.search(r"\bnew\b|joined|first time", one.posts[0].text, re.I)]
    assert any(one.topic in {"North", "South"} for one in newcomers)


@each_network
def test_a_network_does_not_name_itself_in_post_after_post(life: NetworkLife) -> None:
    posts = [post.text for one in life.conversations for post in one.posts]
    own = life.name if " " in life.name or life.name in {"Kaleidoscope", "Pride"} else f"{life.name} network"
    assert sum(own.casefold() in text.casefold() for text in posts) <= 2


def test_nobody_of_the_cast_and_no_real_body_is_named() -> None:
    family_names = {member.name.split()[-1] for member in CAST}
    for path in network_life.FOLDER.glob("*.toml"):
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        assert not words & (family_names | {"Cafcass", "Ofsted"}), path.name


# What the networks keep


FITTING = [
    ("Network", lambda life: [life]),
    ("Resource", lambda life: life.resources),
    ("Campaign", lambda life: life.campaigns),
    ("PlanItem", lambda life: life.plan),
    ("Signpost", lambda life: [*life.signposts, *network_life.signposts()]),
    ("Series", lambda life: life.series),
]


@each_network
@pytest.mark.parametrize(("model", "entries"), FITTING, ids=[model for model, _ in FITTING])
def test_every_text_fits_its_field(life: NetworkLife, model: str, entries) -> None:
    lengths = {
        field.name: field.max_length for field in getattr(models, model)._meta.get_fields()
        if getattr(field, "max_length", None)
    }  # fmt: skip
    held = [
        (entry, name, len(getattr(entry, name)), most)
        for entry in entries(life)
        for name, most in lengths.items()
        if isinstance(getattr(entry, name, None), str)
    ]
    assert held
    assert [one for one in held if one[2] > one[3]] == []


@each_network
def test_topics_fit_their_field(life: NetworkLife) -> None:
    assert max(map(len, life.topics)) <= models.Topic._meta.get_field("title").max_length


def test_choices_are_those_of_the_networks() -> None:
    assert set(network_life.life.DIALS) == set(Dial.values)
    assert set(network_life.meetings.KINDS) == set(MeetingKind.values)
    assert set(network_life.meetings.AUDIENCES) == set(Audience.values)
    assert list(network_life.library.AIMS) == list(range(1, len(AIMS) + 1))


# The directory


def test_the_directory_begins_with_what_is_urgent() -> None:
    listed = network_life.signposts()
    urgent = {one.phone or one.text_to for one in listed if one.is_urgent}
    assert urgent == {"999", "111", "116 123", "SHOUT to 85258"}
    assert len({one.name for one in listed}) == len(listed) >= 20


def test_the_invented_service_says_so_and_has_a_number_that_is_nobodys() -> None:
    (invented,) = [one for one in network_life.signposts() if "invented" in one.name]
    assert "invented" in invented.what
    assert invented.phone.replace(" ", "").startswith("08081570")  # kept free for drama
    assert invented.address.endswith(".example/")


# Days


@any_day
@each_network
def test_campaigns_are_over_or_to_come_whatever_the_day(life: NetworkLife, today: date) -> None:
    for one in life.campaigns:
        first, last = one.dates(today)
        assert (last - first).days == one.days - 1
        assert last < today if one.is_past else last >= today
        assert abs((first - today).days) <= 2 * 366


@any_day
@each_network
def test_meetings_are_past_and_to_come_whatever_the_day(life: NetworkLife, today: date) -> None:
    for one in life.series:
        dates = [one.held(past.back, today) for past in one.past]
        assert all(one.first(today) <= day < today for day in dates)
        assert len(set(dates)) == len(dates)
        assert today <= one.next(today) <= one.last(today)
        for past, day in zip(one.past, dates, strict=True):
            done = [day + timedelta(days=each.done_after) for each in past.actions if each.done_after]
            assert all(each < today for each in done)


def test_a_week_begins_on_its_weekday() -> None:
    begins = {
        one.title: one.dates(TODAY)[0]
        for life in LIVES.values()
        for one in life.campaigns
    }  # fmt: skip
    assert begins["Inter Faith Week"] == date(2026, 11, 8)  # Remembrance Sunday
    assert begins["Carers Week"] == date(2026, 6, 8)
    assert begins["Time to Talk Day"] == date(2027, 2, 4)


def test_the_year_of_a_plan_begins_in_april() -> None:
    day = network_life.DayOfYear.read
    assert day("04-01").of_plan(2026) == date(2026, 4, 1)
    assert day("03-31").of_plan(2026) == date(2027, 3, 31)


# What cannot be used


WHOLE = '''
name = "Gardens"
purpose = "To grow things."
for_whom = "Everyone."
suggested = "private"
about = "We dig."
topics = ["Beans", "Peas"]
introductions = [{ author = 2, text = "I dig." }]
resources = [{ title = "Spades", summary = "A page.", kept_by_position = "Chair", checked_days_ago = 1, text = "Dig." }]
plan = [{ aim = 1, what = "Dig", due = "09-30" }]
signposts = []
[[conversations]]
title = "When to sow"
topic = "Beans"
posts = [{ author = 1, days_ago = 9, text = """
When do
you sow?

I never know.""" }, { author = 0, text = "May." }]
[[series]]
kind = "coffee"
title = "Coffee"
about = "Half an hour."
audience = "members"
weekday = "monday"
at = 10:30:00
minutes = 30
link = "https://calls.rowan.example/r/1"
weeks_from_now = -9
every_weeks = 4
weeks_to_come = 9
past = [{ back = 1, is_quorate = true, items = [{ title = "Peas", text = "None came up." }] }]
[[campaigns]]
title = "Bean week"
summary = "A week."
begins = "05-11"
days = 7
is_past = true
text = "Sow."
tips = ["Water them."]
ask = "Sow one."
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gardens.toml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


def test_a_file_is_read_whole(folder: Path) -> None:
    (life,) = network_life.networks(folder)
    (conversation,) = life.conversations
    assert conversation.posts[0].text == "When do you sow?\n\nI never know."
    assert conversation.days == (9, 9)
    assert life.series[0].held(1, TODAY) == date(2026, 11, 16)
    assert life.series[0].next(TODAY) == date(2026, 12, 14)


POST = "gardens.toml, conversations 1 (“When to sow”), posts 2"
SERIES = "gardens.toml, series 1 (“Coffee”)"
CAMPAIGN = "gardens.toml, campaigns 1 (“Bean week”)"
PLAN = "gardens.toml, plan 1"


@pytest.mark.parametrize(
    ("said", "instead", "sentence"),
    [
        ('name = "Gardens"', "name =", "gardens.toml: it is not TOML"),
        ('name = "Gardens"', "", "gardens.toml: name is missing"),
        ('name = "Gardens"', "name = 7", "gardens.toml: name must be text"),
        ('name = "Gardens"', 'name = " "', "gardens.toml: name is empty"),
        ('suggested = "private"', 'suggested = "loud"', "gardens.toml: suggested is “loud”, and must be one of"),
        ('["Beans", "Peas"]', '["Peas", "Peas"]', "gardens.toml: two topics are alike"),
        ('["Beans", "Peas"]', '["Beans", 2]', "gardens.toml: topics must be text"),
        ('["Beans", "Peas"]', '"Beans"', "gardens.toml: topics must be a list"),
        ('topic = "Beans"', 'topic = "Kale"', "“When to sow” has the topic “Kale”, which is none here"),
        ('{ author = 0, text = "May." }', "3", f"{POST}: it must be a table"),
        ("author = 0", "author = 26", f"{POST}: author must be 0 for the chair, or 1 to 25"),
        ("author = 0", 'author = "0"', f"{POST}: author must be a whole number"),
        ("author = 0", "author = true", f"{POST}: author must be a whole number"),
        ("author = 0", "auther = 0", f"{POST}: auther is not known here; there are author, text"),
        ('"May."', f'"{"May " * 121}"', f"{POST}: text has 121 words, and must have 1 to 120"),
        ("author = 0,", "author = 0, days_ago = 10,", "posts 2 is older than the one before it"),
        ("author = 0,", "author = 0, days_ago = -1,", f"{POST}: days_ago must be 0 or more"),
        ("author = 0,", "author = 1, once = true,", "posts 2 has a one-off name, but author 1 also has none"),
        ("days_ago = 9, ", "", "gardens.toml, conversations 1 (“When to sow”): posts 1 must say days_ago"),
        ("at = 10:30:00", 'at = "10:30"', f"{SERIES}: at must be a time, such as 10:30:00"),
        ('kind = "coffee"', 'kind = "tea"', f"{SERIES}: kind is “tea”"),
        ('weekday = "monday"', 'weekday = "Monday"', f"{SERIES}: weekday is “Monday”"),
        ("https://calls", "calls", f"{SERIES}: link must begin with https://"),
        ("minutes = 30", "minutes = 0", f"{SERIES}: minutes must be 1 or more"),
        ("weeks_to_come = 9", "weeks_to_come = -9", f"{SERIES}: weeks_to_come must be after weeks_from_now"),
        ("back = 1", "back = 3", f"{SERIES}: past 1 is before the first date"),
        ("back = 1", "back = 0", f"{SERIES}, past 1: back must be 1 for the latest date"),
        (
            "is_quorate = true,",
            'is_quorate = true, actions = [{ what = "Dig", position = "Chair", due_after = 9, done_after = 9 }],',
            f"{SERIES}: past 1: “Dig” may be done only after today",
        ),
        ('"05-11"', '"02-29"', f"{CAMPAIGN}: begins must be a month and a day that every year has"),
        ("is_past = true", 'is_past = false\nchanged = "Beans."', f"{CAMPAIGN}: changed is for a campaign"),
        ("days = 7", "days = 0", f"{CAMPAIGN}: days must be 1 or more"),
        (
            'ask = "Sow one."',
            'ask = "Sow one."\nstories = [{ author = 1, consent_days = 9, text = "A bean." }]',
            f"{CAMPAIGN}, stories 1: text has 2 words, and must have 60 to 120",
        ),
        (', text = "Dig." }', " }", "gardens.toml, resources 1 (“Spades”): it needs a text or an address"),
        ("aim = 1", "aim = 6", f"{PLAN}: aim must be 1 to 5"),
        ('due = "09-30"', 'due = "09-30", done = "09-01"', f"{PLAN}: done and outcome go together"),
        ("signposts = []", 'signposts = [{ name = "A", what = "B", kept_by_position = "C" }]',
         "gardens.toml, signposts 1: it needs a phone, a text_to or an address"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_used_is_told_with_its_place(
    folder: Path, said: str, instead: str, sentence: str
) -> None:
    assert said in WHOLE
    (folder / "gardens.toml").write_text(WHOLE.replace(said, instead, 1), encoding="utf-8")
    with pytest.raises(UnusableEntry, match=re.escape(sentence)):
        network_life.networks(folder)


def test_a_conversation_without_posts_is_refused(folder: Path) -> None:
    text = re.sub(r"posts = \[.*?\]\n", "posts = []\n", WHOLE, flags=re.DOTALL)
    (folder / "gardens.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableEntry, match="it has no posts"):
        network_life.networks(folder)


def test_the_directory_holds_signposts_and_nothing_else(folder: Path) -> None:
    (folder / "signposts.toml").write_text('[[services]]\nname = "A"\n', encoding="utf-8")
    with pytest.raises(UnusableEntry, match=r"signposts\.toml: it must have entries of"):
        network_life.signposts(folder)
    assert len(network_life.networks(folder)) == 1


def test_an_address_of_a_service_is_one(folder: Path) -> None:
    (folder / "signposts.toml").write_text(
        '[[signposts]]\nname = "A"\nwhat = "B"\nkept_by_position = "C"\naddress = "a.example"\n',
        encoding="utf-8",
    )
    with pytest.raises(
        UnusableEntry, match=r"signposts\.toml, signposts 1: address must begin with https://"
    ):
        network_life.signposts(folder)


def test_folding_keeps_paragraphs_and_nothing_else() -> None:
    assert folded("\n a \nb\n\n \n c\n") == "a b\n\nc"
