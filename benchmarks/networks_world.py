"""A world of six networks with many posts: made once, then asked for one page after another.

`python -m benchmarks.networks_world POSTS STAFF` prints the names of its pages, then, for each name on a line of the
input, the seconds that the page took. Everyone in it is invented.
"""

import json
import logging
import os
import random
import sys
import time
from datetime import date, timedelta
from typing import Any

NETWORKS = ("Pride", "Kaleidoscope", "Mental Health", "Faith", "Carers", "Ability Matters")
SHARE_OF_MEMBERS = 6
POSTS_OF_A_CONVERSATION = 12
POSTS_AT_ONCE = 2_000
WORDS = (
    "court", "report", "visit", "team", "meeting", "support", "carer", "family", "listen", "share",
    "travel", "office", "quiet", "lunch", "question", "answer", "training", "leave", "flexible", "rest",
    "talk", "help", "story", "thanks", "idea", "plan", "week", "north", "south", "rural", "reading",
    "group", "coffee", "morning", "evening", "balance", "desk", "laptop", "bag", "screen", "prayer",
    "room", "fasting", "holiday", "school", "hospital", "appointment", "manager", "hours",
)  # fmt: skip
RARE = "sanderling"
"""Occurs in one post of each network."""


def main(posts: int, staff: int) -> None:
    """Make the world, say which pages there are, and time each page that is asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from dueregard.config import supervisor

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.getLogger("dueregard").setLevel(logging.WARNING)
    supervisor.prepare()
    pages, client = _make(posts, staff)
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        answer = client.get(pages[line.strip()])
        taken = time.perf_counter() - start
        if answer.status_code != 200:
            raise RuntimeError(f"{line.strip()} answered {answer.status_code}")
        print(json.dumps(taken), flush=True)


def _make(posts: int, staff: int) -> tuple[dict[str, str], Any]:
    from django.test import Client

    drawn = random.Random(7)
    people = _people(staff)
    first: tuple[Any, Any] | None = None
    for name in NETWORKS:
        made = _network(name, people, posts // len(NETWORKS), drawn)
        first = first or made
    assert first is not None
    network, conversation = first
    client = Client()
    client.force_login(people[0])
    room = f"/networks/{network.code}/room/"
    return {
        "all networks": "/networks/",
        "a charter": f"/networks/{network.code}/",
        "a room": room,
        "a room, far back": f"{room}?page=5",
        "search, a word of many posts": f"{room}search/?q=coffee",
        "search, a word of one post": f"{room}search/?q={RARE}",
        "a conversation": f"{room}conversations/{conversation.pk}/",
        "people": f"{room}people/",
        "meetings": f"{room}meetings/",
        "moderation": f"{room}moderation/",
        "one's own seat": f"{room}seat/",
        "join": f"/networks/{network.code}/before-you-join/",
    }, client


def _people(staff: int) -> list[Any]:
    from dueregard.almanac import clock
    from dueregard.people.models import Directorate, Person, RoleHolding, Source, Staff, Team

    operations = Directorate.objects.create(name="Operations")
    team = Team.objects.create(name="Team 1", directorate=operations)
    people = [
        Person(email=f"invented{number}@rowan.example", name=f"Invented Colleague {number}")
        for number in range(staff)
    ]
    Person.objects.bulk_create(people)
    Staff.objects.bulk_create(
        Staff(
            person=person,
            number=f"Z{number:06d}",
            job_title="Family Court Adviser",
            grade="B",
            team=team,
            weekly_minutes=2220,
            started=date(2020, 4, 1),
        )
        for number, person in enumerate(people)
    )
    long_ago = clock.now() - timedelta(days=900)
    RoleHolding.objects.bulk_create(
        RoleHolding(person=person, role="staff", starts=long_ago, source=Source.SET_UP) for person in people
    )
    return list(Person.objects.select_related("staff").order_by("staff__number"))


def _network(name: str, people: list[Any], posts: int, drawn: random.Random) -> tuple[Any, Any]:
    """Return a network with its members and posts, and the latest of its conversations."""
    from django.db import transaction

    from dueregard.almanac import clock
    from dueregard.networks import keyring, seats
    from dueregard.networks.membership.models import Network, Role, Standing
    from dueregard.networks.seats import Held, Term

    network = Network(
        code=f"{drawn.getrandbits(32):08x}", name=name, purpose=f"{name}, invented.", about="Invented.",
        for_whom="Anyone.", standing=Standing.ACTIVE,
    )  # fmt: skip
    keyring.add(network.pk)
    network.save()
    term = Term(Role.CHAIR, "2026-01-01", (clock.today() + timedelta(days=300)).isoformat())
    chosen = [people[0], *drawn.sample(people[1:], len(people) // SHARE_OF_MEMBERS)]
    held = [
        Held(
            staff=str(person.staff.pk),
            handle=f"Newt {number}",
            dial=("private", "members", "open")[number % 3],
            name=person.name if number % 3 else "",
            joined_on="2026-01-01",
            terms=(term,) if number == 0 else (),
        )
        for number, person in enumerate(chosen)
    ]
    with transaction.atomic(using="commons"):
        seats.sit_down(network, held)
    voices = [(seat.voice, one) for seat, one in seats.taken(network)]
    return network, _posts(network, voices, posts, drawn)


def _posts(network: Any, voices: list[tuple[str, Any]], posts: int, drawn: random.Random) -> Any:
    from django.db import transaction

    from dueregard.almanac import clock
    from dueregard.journal.ticks import deeds
    from dueregard.networks import keyring, seats
    from dueregard.networks.conversations import words
    from dueregard.networks.models import Conversation, Post, Topic, Word

    topics = [Topic.objects.create(network=network, title=f"Topic {number}") for number in range(5)]
    number_of_key = max(keyring.ring(network.pk).keys)
    today, slot = clock.today(), deeds.quarter_of(clock.now()).isoformat()
    conversation = None
    turn = left = 0
    made: list[Post] = []
    for number in range(posts):
        if left == 0:
            conversation = Conversation(
                network=network, topic=drawn.choice(topics), turn=turn, last_day=today, length=0
            )
            voice, held = drawn.choice(voices)
            conversation.enclose({"title": " ".join(drawn.sample(WORDS, 5)), "covered": "", "names": 1})
            left = min(POSTS_OF_A_CONVERSATION, posts - number)
            conversation.length, conversation.turn = left, turn + left
            conversation.save()
        left -= 1
        turn += 1
        assert conversation is not None
        voice, held = drawn.choice(voices)
        text = " ".join(drawn.choices(WORDS, k=24)) + (f" {RARE}" if number == posts // 2 else "")
        post = Post(
            network=network,
            conversation=conversation,
            number=conversation.length - left,
            mark=seats.mark(network.pk, f"{voice}|{conversation.pk}", about="post"),
        )
        post.enclose(
            {
                "text": text,
                "cover": "",
                "signed": "" if held.name else held.handle,
                "once": False,
                "voice": voice,
                "slot": slot,
                "version": 1,
                "is_edited": False,
            }
        )
        made.append(post)
        if len(made) == POSTS_AT_ONCE or number == posts - 1:
            with transaction.atomic(using="commons"):
                Post.objects.bulk_create(made)
                Word.objects.bulk_create(
                    [
                        Word(token=words.token(network.pk, word, number_of_key), post=each)
                        for each in made
                        for word in words.words_of(each.inside["text"])
                    ],
                    batch_size=10_000,
                )
            made = []
    network.last_turn = turn
    network.save(update_fields=["last_turn"])
    return conversation


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
