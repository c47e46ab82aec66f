"""The pages of voice: who reads what of an issue, the board at full size, and each deed from its form."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.voice import actions as voice
from dueregard.voice import issue_links, reports
from dueregard.voice.models import Happening, Issue, Promise, Remit
from dueregard.voice.subjects import About, Said, Stage, Theme, Verdict, What
from dueregard.voice.system import CLOCK, NETWORKS
from tests.voice.issues import (
    HIDDEN_WORDS,
    MONDAY,
    Leaders,
    change,
    keep_all,
    make_issue,
    make_issue_that_is,
    on,
    say,
    verdict,
)

Cast = dict[str, Person]


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def post(person: Person, address: str, **data: Any) -> Any:
    return client_of(person).post(address, data)


def date_in(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# Who reads what


def pages_of(issue: Issue) -> list[str]:
    """Return every address at which an issue may be met, searches for its words and choices of its kind included."""
    searches = [f"/voice/?q={word.split()[0]}" for word in HIDDEN_WORDS]
    return [
        "/voice/", "/voice/?kind=practice", "/voice/late/", "/voice/yours/", f"/voice/issues/{issue.pk}/", *searches,
    ]  # fmt: skip


def test_of_what_is_not_shown_others_read_theme_month_stage_and_answer_alone(
    cast: Cast, monday: None
) -> None:
    """Walk every page as every role, at every stage; none of the hidden words, nor the day, the kind or the weight."""
    leader, executive = cast["manager"], cast["executive"]
    others = [cast[role] for role in ROLES if role not in {"manager", "executive", "inspector", "outsider"}]
    few = [cast["chair"], cast["equality-lead"]]
    told = [
        *HIDDEN_WORDS,
        "8 October 2026",
        "Survey reason",
        "Read note",
        "25-49",
        "children and families</dd>",
    ]
    with on(date(2026, 10, 8)):
        issue = make_issue(leader, is_shown=False, kind=About.PRACTICE, theme=Theme.LANGUAGE)
        other = make_issue(leader, is_shown=False, theme=Theme.CARE)
        voice.set_weights({issue.pk: "25-49"}, by=NETWORKS)
    with on(date(2026, 10, 9)):
        voice.acknowledge(issue, words="Read note", by=leader)
        voice.pause(issue, because="Survey reason", by=leader)

    def walk(stage: str, public: list[str]) -> None:
        for person in others if stage == "late" else few:
            client = client_of(person)
            for address in pages_of(issue):
                found = read(client, address)
                assert [word for word in told if word in found] == [], (person, address, stage)
                if "q=" in address or "kind=" in address:
                    assert f"/voice/issues/{issue.pk}/" not in found, (person, address, stage)
            page = read(client, f"/voice/issues/{issue.pk}/")
            assert [word for word in public if word not in page] == [], (person, stage)

    walk("paused", ["Language and communication", "October 2026", "Paused", leader.name])
    with on(date(2026, 12, 14)):
        voice.resume(issue, by=leader)
    with on(date(2027, 2, 1)):
        walk("late", ["An issue about language and communication", "Late", leader.name])
        for address in pages_of(issue)[:1] + pages_of(issue)[4:]:
            page = read(client_of(leader), address)
            assert HIDDEN_WORDS[0] in page, address
        assert HIDDEN_WORDS[0] not in read(client_of(executive), f"/voice/issues/{issue.pk}/")
        voice.escalate_what_is_late(by=CLOCK)
        assert HIDDEN_WORDS[1] in read(client_of(executive), f"/voice/issues/{issue.pk}/")
        assert HIDDEN_WORDS[0] in read(client_of(executive), "/voice/late/")
        voice.pass_on(other, to=executive, because="Hers.", by=leader)
        assert HIDDEN_WORDS[1] not in read(client_of(leader), f"/voice/issues/{other.pk}/")
        say(issue)
        change(issue, name="Letters in plain words")
        walk("answered", ["We will do this", "Because it is right.", "Promise 1", "Letters in plain words"])
        keep_all(issue)
        verdict(issue, Verdict.NO, "Zebrafish still")
        walk("reopened", ["Reopened", "We will do this", "It is done."])
        voice.show(issue, voice_of="Invented network", by=NETWORKS)
        for person in few:
            page = read(client_of(person), f"/voice/issues/{issue.pk}/")
            assert [
                word for word in (*HIDDEN_WORDS, "8 October 2026", "Invented network") if word not in page
            ] == []
        assert f"/voice/issues/{issue.pk}/" in read(client_of(others[0]), "/voice/?q=quokka")
        voice.withdraw(issue, by=NETWORKS)
        for person in (leader, *few):
            assert [
                word for word in HIDDEN_WORDS if word in read(client_of(person), f"/voice/issues/{issue.pk}/")
            ] == []
        assert f"/voice/issues/{issue.pk}/" not in read(client_of(leader), "/voice/")


def test_the_public_page_waits_twelve_whole_months_and_names_nobody(leaders: Leaders) -> None:
    shown = make_issue(leaders.leader)
    hidden = make_issue(leaders.leader, is_shown=False, theme=Theme.CARE)
    exempted = make_issue(leaders.leader, theme=Theme.POLICIES)
    make_issue_that_is("withdrawn", leaders.leader, theme=Theme.OTHER)
    say(shown, Said.IN_PART, promises=2)
    voice.keep(shown.promises.first(), how="Bought.", by=leaders.leader)
    say(hidden, Said.WILL_NOT)
    voice.exempt(exempted, because="One person.", by=leaders.lead)
    with on(date(2027, 11, 30)):
        assert "Nothing to read yet" in read(Client(), "/voice/answered/")
    with on(date(2027, 12, 1)):
        page = read(Client(), "/voice/answered/")
    for said in (
        "No bag that one can carry",
        "The kit list",
        "1 of 2 promises kept",
        "Caring, leave",
        "November 2026",
    ):
        assert said in page
    for kept_back in (
        *HIDDEN_WORDS,
        "Leader Example",
        "Invented network",
        "2 November",
        "Policies",
        "Something else",
    ):
        assert kept_back not in page


def test_members_read_their_issues_in_the_same_projection(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader, is_shown=False)
    voice.acknowledge(issue, words="Read.", by=leaders.leader)
    seen = reports.as_members_see([issue.pk, uuid4()])
    assert list(seen) == [issue.pk]
    assert seen[issue.pk].told
    assert seen[issue.pk].told.text == HIDDEN_WORDS[1]
    assert [line.words for line in seen[issue.pk].told.lines] == ["", "Read."]


# The board at full size


def fill(leaders: list[Person], count: int) -> None:
    """Make issues as they would be after years, without going through each of their days."""
    today, issues, promises = clock.today(), [], []
    stages = (Stage.RAISED, Stage.ACKNOWLEDGED, Stage.PAUSED, Stage.ANSWERED, Stage.DONE)
    for number in range(count):
        stage, is_shown = stages[number % 5], number % 3 != 0
        waits = stage in (Stage.RAISED, Stage.ACKNOWLEDGED)
        due = today + timedelta(days=number % 60 - 20) if waits else None
        issues.append(
            Issue(
                id=uuid4(), kind=list(About)[number % 2], theme=list(Theme)[number % 11],
                title=f"Issue {number:04d}", text="Text with numbat" if number % 7 else "Text", wanted="",
                leader=leaders[number % len(leaders)], is_shown=is_shown,
                raised_on=today - timedelta(days=number * 37 % 700), stage=stage, due_on=due, listed_on=due,
                answer="" if waits or stage == Stage.PAUSED else Said.WILL_DO, reasons="Because.",
                answered_on=today, acknowledge_within=5, answer_within=20, longer_by=10, escalate_after=5,
            )
        )  # fmt: skip
        if stage in (Stage.ANSWERED, Stage.DONE):
            kept = {"kept_on": today, "how": "Done."} if stage == Stage.DONE else {}
            promises += [
                Promise(
                    issue=issues[-1], what="Do it", owner=issues[-1].leader, made_on=today,
                    by_when=today + timedelta(days=number % 40 - 10), **kept,
                )
                for _ in range(2)
            ]  # fmt: skip
    Issue.objects.bulk_create(issues, batch_size=500)
    Promise.objects.bulk_create(promises, batch_size=500)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connections["default"]) as asked:
        read(client, address)
    return len(asked)


ADDRESSES = (
    "/voice/", "/voice/?q=numbat", "/voice/?late=on&kind=people", "/voice/late/", "/voice/yours/", "/voice/answered/",
)  # fmt: skip


def test_the_board_works_at_2_000_issues_late_ones_first_with_constant_queries(leaders: Leaders) -> None:
    people = [leaders.leader, leaders.other]
    client = client_of(leaders.leader)
    fill(people, 30)
    before = {address: queries(client, address) for address in ADDRESSES}
    fill(people, 1_970)
    assert {address: queries(client, address) for address in ADDRESSES} == before
    assert max(before.values()) <= 16
    colleague, today = leaders.colleague, clock.today()
    found = list(reports.board(colleague, reports.Asked()))
    lateness = [issue.is_late for issue in found]
    assert (len(found), lateness) == (2_000, sorted(lateness, reverse=True))
    assert lateness.count(True) == Issue.objects.late(today).count() > 200
    due = [issue.listed_on for issue in found if issue.is_late]
    assert due == sorted(due)
    for asked, right in (
        (reports.Asked(is_late=True), lambda issue: issue.is_late),
        (reports.Asked(stage="done"), lambda issue: issue.stage == "done"),
        (reports.Asked(theme="care"), lambda issue: issue.theme == "care"),
        (reports.Asked(leader=leaders.other.pk), lambda issue: issue.leader_id == leaders.other.pk),
        (reports.Asked(kind="practice"), lambda issue: issue.is_shown and issue.kind == "practice"),
        (reports.Asked(words="NUMBAT"), lambda issue: issue.is_shown and "numbat" in issue.text),
        (
            reports.Asked(words="numbat 00", stage="raised", is_late=True),
            lambda issue: issue.is_late and issue.stage == "raised" and issue.is_shown
            and "numbat" in issue.text and "00" in issue.title,
        ),
    ):  # fmt: skip
        narrowed = {issue.pk for issue in reports.board(colleague, asked)}
        assert narrowed == {issue.pk for issue in found if right(issue)}
        assert narrowed
    numbers = reports.numbers(colleague)
    assert (numbers.waiting, numbers.promises_kept, numbers.promises_open) == (1_200, 800, 800)
    late = reports.late(colleague)
    assert {of.leader for of in late} == {"Leader Example", "Other Leader"}
    assert sum(len(of.issues) for of in late) == numbers.late
    assert sum(len(of.promises) for of in late) == numbers.promises_late
    page = read(client, "/voice/?page=80")
    assert "2,000 issues" in page
    assert "No issue is like this" in read(client, "/voice/?q=nothing+like+it")
    assert "2,000 issues" in read(
        client, "/voice/?stage=x&leader=x"
    )  # a choice that there is not narrows nothing


# What leaders do on pages


def test_each_deed_of_a_leader_from_its_form(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader, kind=About.PRACTICE, is_shown=False)
    at, leader = f"/voice/issues/{issue.pk}/", leaders.leader
    assert post(leader, f"{at}acknowledge/", words="Read.").url == at
    assert "Enter why" in post(leader, f"{at}pause/", because=" ").content.decode()
    assert post(leader, f"{at}pause/", because="A survey.").url == at
    refused = post(leader, f"{at}longer/", because="My long reason")
    assert refused.status_code == 409
    assert "My long reason" in refused.content.decode()
    assert "Let it go on first" in refused.content.decode()
    assert post(leaders.lead, f"{at}resume/").url == at
    assert post(leader, f"{at}longer/", because="A trial.").url == at
    assert client_of(leader).get(f"{at}longer/").status_code == 302  # once is over
    for to, said in (("Nobody", "No leader has this name"), ("example", "Several people match")):
        assert said in post(leader, f"{at}pass-on/", to=to, because="x").content.decode()
    assert (
        "theirs already" in post(leader, f"{at}pass-on/", to="leader example", because="x").content.decode()
    )
    assert post(leaders.lead, f"{at}pass-on/", to=leaders.other.email, because="Hers.").url == at
    assert post(leader, f"{at}answer/", kind="will-not").status_code == 404
    assert post(leaders.lead, f"{at}exempt/", because="One person.").url == at
    other = leaders.other
    answer_and_keep(issue, other)
    made = {"kind": "standard", "name": "Kit list", "where": "Intranet", **date_in("made_on", MONDAY)}
    assert "Enter its name" in post(other, f"{at}change/", **made | {"name": ""}).content.decode()
    future = date_in("made_on", MONDAY + timedelta(days=1))
    assert "must be today or earlier" in post(other, f"{at}change/", **made | future).content.decode()
    assert post(other, f"{at}change/", **made).url == at
    assert Issue.objects.get().stage == Stage.DONE
    assert "Kit list" in read(client_of(leaders.colleague), at)
    assert [line.what for line in Happening.objects.filter(what__in=[What.KEPT, What.MOVED])] == [
        "moved",
        "kept",
    ]


def answer_and_keep(issue: Issue, leader: Person) -> None:
    """Answer in the form with two promises of which one is added, and move and keep what was promised."""
    at = f"/voice/issues/{issue.pk}/answer/"
    for given, said in (
        ({"kind": "will-do", "words": "Yes."}, "a yes needs at least one promise"),
        ({"kind": "will-not", "words": ""}, "Enter why"),
        ({"kind": "will-not", "words": "No.", "what_1": "Buy"}, "a no has no promises"),
        ({"kind": "will-do", "words": "Yes.", "what_1": "Buy"}, "Enter the day of promise 1"),
        (
            {"kind": "in-part", "words": "Yes.", **date_in("by_when_1", MONDAY)},
            "Enter what will be done in promise 1",
        ),
        (
            {"kind": "in-part", "words": "Yes.", "what_1": "Buy", **date_in("by_when_1", date(2026, 11, 1))},
            "The day of promise 1 must be today or later",
        ),
        ({"kind": "will-do", "words": "Yes.", "owner_1": "Nobody"}, "Nobody here has this name"),
    ):
        assert said in post(leader, at, groups=1, **given).content.decode(), said
    first = {"words": "Half.", "what_1": "Buy bags", **date_in("by_when_1", date(2026, 12, 1)), "owner_1": ""}
    adding = post(leader, at, groups=1, add=1, **first).content.decode()
    assert "There is a problem" not in adding
    assert "Promise 2: what will be done" in adding
    assert "Buy bags" in adding
    second = {"what_2": "Tell all", **date_in("by_when_2", date(2026, 12, 2)), "owner_2": "colleague example"}
    assert post(leader, at, groups=2, kind="in-part", **first, **second).status_code == 302
    bags, tell = Promise.objects.order_by("by_when")
    assert (bags.owner.name, tell.owner.name) == ("Other Leader", "Colleague Example")
    moving = f"/voice/promises/{tell.pk}/move/"
    colleague = tell.owner
    past = post(colleague, moving, because="x", **date_in("to", date(2026, 11, 1)))
    assert "must be today or later" in past.content.decode()
    assert post(colleague, moving, because="No room.", **date_in("to", date(2026, 12, 9))).status_code == 302
    page = read(client_of(colleague), f"/voice/issues/{issue.pk}/")
    assert "It was for 2 December 2026, and was moved because: No room." in page
    assert post(colleague, f"/voice/promises/{tell.pk}/keep/", how="Told.").status_code == 302
    assert post(colleague, f"/voice/promises/{tell.pk}/keep/", how="Told.").status_code == 409
    Promise.objects.filter(pk=bags.pk).update(kept_on=MONDAY, how="Bought.")


def test_the_equality_lead_says_who_answers_what(leaders: Leaders) -> None:
    page = read(client_of(leaders.lead), "/voice/remits/")
    assert "goes to Chief Example" in page
    assert (
        "entered for “Caring"
        in post(leaders.lead, "/voice/remits/", care="Colleague Example").content.decode()
    )
    assert post(leaders.lead, "/voice/remits/", care="Leader Example", places="other leader").url == "/voice/"
    assert {remit.theme: remit.leader for remit in Remit.objects.all()} == {
        "care": leaders.leader,
        "places": leaders.other,
    }
    assert leaders.leader.email in read(client_of(leaders.lead), "/voice/remits/")
    assert post(leaders.lead, "/voice/remits/", care="Leader Example", places="").url == "/voice/"
    assert [remit.theme for remit in Remit.objects.all()] == ["care"]


def test_tiles_and_links_are_for_those_whom_they_concern(
    leaders: Leaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person, tiles in (
        (leaders.leader, (True, False)),
        (leaders.chief, (True, True)),
        (leaders.colleague, (False, False)),
    ):
        page = read(client_of(person), "/")
        assert ("Yours to answer" in page, "What is late" in page) == tiles
        assert "/voice/" in page
    monkeypatch.setattr(issue_links, "_entries", {})
    shown, hidden = make_issue(leaders.leader), make_issue(leaders.leader, is_shown=False)
    issue_links.register("Add or take back your weight", "issue-weight")
    monkeypatch.setattr("dueregard.voice.issue_links.reverse", lambda name, args: f"/{name}/{args[0]}/")
    page = read(client_of(leaders.colleague), f"/voice/issues/{shown.pk}/")
    assert f'href="/issue-weight/{shown.pk}/">Add or take back your weight' in page
    assert "is being collected" in page
    assert "issue-weight" not in read(client_of(leaders.colleague), f"/voice/issues/{hidden.pk}/")
