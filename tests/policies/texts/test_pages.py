"""What people see of policies: who finds what, who shaped it, and as many queries for three as for one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.decisions.consultations.coding.models import Outcome, TextChange, Theme
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.models import Stage as Asking
from dueregard.decisions.models import Proposal
from dueregard.people.models import Person
from dueregard.policies.texts import actions as policies
from dueregard.policies.texts import shaped
from dueregard.policies.texts.models import Policy, ReviewOutcome, Version
from dueregard.thread import actions as thread
from dueregard.thread.models import Relation
from dueregard.voice.models import Change, Issue
from tests.networks.talking import client_of
from tests.policies.texts.building import Room, described
from tests.policies.texts.evidence import crowd
from tests.voice.issues import make_issue

Cast = dict[str, Person]


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


# Who finds what


def test_colleagues_find_what_is_in_force_and_whoever_works_on_policies_finds_drafts(
    cast: Cast, room: Room
) -> None:
    room.begun("A draft")
    room.approved("An approved one")
    room.launched("One in force")
    staff, lead = read(client_of(cast["staff"]), "/policies/"), read(client_of(room.second), "/policies/")
    assert "One in force" in staff
    assert "A draft" not in staff
    assert "An approved one" not in staff
    assert all(title in lead for title in ("A draft", "An approved one", "One in force"))


def test_a_policy_is_found_by_its_words_its_stage_and_whom_it_covers(cast: Cast, room: Room) -> None:
    room.launched("Rest", covers=("employees", "carers"))
    room.launched("Travel", covers=("employees",))
    room.launched("Care of vehicles", covers=("agency",), purpose="For drivers.")
    client = client_of(cast["staff"])

    def found(query: str) -> set[str]:
        words = read(client, f"/policies/?{query}")
        return {title for title in ("Rest", "Travel", "Care of vehicles") if f">{title}</a>" in words}

    assert found("covers=carers") == {"Rest"}
    assert found("q=drivers") == {"Care of vehicles"}
    assert found("stage=launched&q=TRAV") == {"Travel"}
    assert found("stage=retired") == set()
    assert found("covers=dragons&stage=burning") == {"Rest", "Travel", "Care of vehicles"}
    assert "No policy is like this" in read(client, "/policies/?q=zzz")


def test_a_list_of_three_takes_no_more_queries_than_a_list_of_one(cast: Cast, room: Room) -> None:
    clients = [client_of(cast[who]) for who in ("staff", "policy-owner")]

    def queries() -> list[int]:
        counts = []
        for client in clients:
            with CaptureQueriesContext(connection) as captured:
                read(client, "/policies/")
            counts.append(len(captured))
        return counts

    crowd(room, 1)
    one = queries()
    crowd(room, 2)
    assert queries() == one


def test_the_history_of_three_versions_takes_no_more_queries_than_that_of_two(cast: Cast, room: Room) -> None:
    room.launched()
    client = client_of(cast["staff"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, f"/policies/{room.policy.pk}/")
        return len(captured)

    room.launch(room.approve(room.next()))
    two = queries()
    room.launch(room.approve(room.next("Nine days a year.")))
    assert queries() == two


def test_empty_lists_say_so(cast: Cast) -> None:
    assert "No policies yet" in read(client_of(cast["staff"]), "/policies/")
    assert "No policies are published yet" in read(Client(), "/policies/public/")
    assert "Nothing is due" in read(client_of(cast["policy-owner"]), "/policies/to-review/")


# What a policy says


def test_the_page_of_a_policy_says_what_holds_for_whom_and_on_what_it_rests(cast: Cast, room: Room) -> None:
    version = room.launched()
    words = read(client_of(cast["staff"]), f"/policies/{room.policy.pk}/")
    for each in (
        "Five days a year.",
        "People who care for somebody",
        "Everyone who works here",
        str(room.owner),
        f"/decisions/{version.proposal_id}/",
        version.digest,
        "The golden thread",
    ):
        assert each in words, each
    assert "Begin the next version" not in words
    assert "Begin the next version" in read(client_of(room.owner), f"/policies/{room.policy.pk}/")


def test_a_draft_is_seen_by_nobody_else(cast: Cast, room: Room) -> None:
    first = room.launched()
    draft = room.next("A secret plan.")
    client = client_of(cast["staff"])
    for path in (f"versions/{draft.pk}/", f"versions/{draft.pk}/difference/"):
        read(client, f"/policies/{path}", 404)
    assert "A secret plan." not in read(client, f"/policies/{room.policy.pk}/")
    assert "A secret plan." in read(client_of(room.second), f"/policies/versions/{draft.pk}/")
    assert "Five days" in read(client, f"/policies/versions/{first.pk}/")


def test_the_difference_says_in_words_what_became_of_words(cast: Cast, room: Room) -> None:
    room.launched()
    version = room.launch(room.approve(room.next()))
    words = read(client_of(cast["staff"]), f"/policies/versions/{version.pk}/difference/")
    hidden = '<span class="govuk-visually-hidden">'
    assert f"<del>{hidden} [taken out: </span>Five{hidden}] </span></del>" in words
    assert f"<ins>{hidden} [put in: </span>Seven{hidden}] </span></ins> days a year." in words
    assert "Compared with version 1" in words
    first = version.former
    assert first is not None
    read(client_of(cast["staff"]), f"/policies/versions/{first.pk}/difference/", 404)


def test_what_is_written_in_a_clause_is_text_and_nothing_else(cast: Cast, room: Room) -> None:
    version = room.begun()
    room.clause(version, "<b>Bold</b>", "<script>alert(1)</script>")
    room.launch(room.approve(room.grounded(version)))
    next_version = room.launch(room.approve(room.next("<script>alert(2)</script>")))
    for path in (str(room.policy.pk), f"versions/{next_version.pk}/difference"):
        words = read(client_of(cast["staff"]), f"/policies/{path}/")
        assert "<script>alert" not in words
        assert "&lt;script&gt;alert" in words


# The public


def test_the_public_reads_what_is_in_force_and_opened_to_it_and_no_name(room: Room) -> None:
    open_one = room.launched("Open", is_public=True)
    drafted = room.next("A secret plan.")
    room.launched("Closed")
    room.begun("Not in force", is_public=True)
    words = read(Client(), "/policies/public/")
    assert "Open" in words
    assert "Closed" not in words
    assert "Not in force" not in words
    page = read(Client(), f"/policies/public/{open_one.policy_id}/")
    assert "Five days a year." in page
    assert "A secret plan." not in page
    assert str(room.owner) not in page
    assert str(room.second) not in page
    for policy in Policy.objects.exclude(pk=open_one.policy_id):
        read(Client(), f"/policies/public/{policy.pk}/", 404)
    assert drafted.is_draft


def test_a_policy_that_was_retired_is_not_public(room: Room) -> None:
    version = room.launched(is_public=True)
    policies.review(version, ReviewOutcome.RETIRE, because="Old.", by=room.owner)
    policies.retire(room.policy, because="Old.", by=room.second)
    read(Client(), f"/policies/public/{room.policy.pk}/", 404)


# Looking at it again


def test_a_review_that_is_due_stands_on_the_start_page_of_its_owner_alone(cast: Cast, room: Room) -> None:
    version = room.launched()
    with clock.standing_at(clock.start_of(version.decision.review_on)):
        assert "Policies to look at again" in read(client_of(room.owner), "/")
        assert room.policy.title in read(client_of(room.owner), "/policies/to-review/")
        for who in ("staff", "equality-lead", "executive"):
            assert "Policies to look at again" not in read(client_of(cast[who]), "/")
    with clock.standing_at(clock.start_of(version.decision.review_on) - timedelta(days=1)):
        assert "Policies to look at again" not in read(client_of(room.owner), "/")


# Who shaped it


def named_issue(cast: Cast, *, title: str, is_shown: bool, voice_of: str = "") -> Issue:
    issue = make_issue(cast["executive"], is_shown=is_shown)
    Issue.objects.filter(pk=issue.pk).update(title=title, voice_of=voice_of)
    return Issue.objects.get(pk=issue.pk)


def changed_by(issue: Issue, cast: Cast, *, name: str, kind: str = "policy", where: str = "There") -> None:
    change = Change.objects.create(kind=kind, name=name, where=where, made_on=clock.today())
    thread.join(issue, change, relation=Relation.CHANGED, by=cast["executive"])


def test_who_shaped_it_is_counted_from_the_changes_that_name_it(cast: Cast, room: Room) -> None:
    room.launched("Leave")
    carers = named_issue(cast, title="No word to families", is_shown=True, voice_of="Carers")
    changed_by(carers, cast, name="leave")
    other = named_issue(cast, title="Read elsewhere", is_shown=True, voice_of="Carers")
    changed_by(other, cast, name="The policy", where=f"https://due.example/policies/{room.policy.pk}/")
    for name, kind in (("Leave and more", "policy"), ("Leave", "training")):
        changed_by(named_issue(cast, title="Not about it", is_shown=True), cast, name=name, kind=kind)
    (shaper,) = shaped.of(room.policy, cast["staff"])
    assert (shaper.name, shaper.changes) == ("Carers", 2)
    words = read(client_of(cast["staff"]), f"/policies/{room.policy.pk}/")
    assert "Shaped by the Carers network: 2 changes" in words
    assert f"/voice/issues/{carers.pk}/" in words


def test_an_issue_that_is_not_shown_is_told_to_nobody_but_who_answers_it(cast: Cast, room: Room) -> None:
    version = room.launched("Leave")
    hidden = named_issue(cast, title="A hidden matter", is_shown=False)
    changed_by(hidden, cast, name="Leave")
    thread.join(hidden, version.proposal, relation=Relation.LED_TO, by=cast["executive"])
    assert shaped.of(room.policy, cast["staff"]) == ()
    assert "A hidden matter" not in read(client_of(cast["staff"]), f"/policies/{room.policy.pk}/")
    assert [one.name for one in shaped.of(room.policy, cast["executive"])] == [""]
    words = read(client_of(cast["executive"]), f"/policies/{room.policy.pk}/")
    assert "Shaped by a staff network: 1 change" in words
    assert "It began with “" in words


def asked_about(proposal: Proposal, room: Room, *, stage: Asking = Asking.PUBLISHED) -> Consultation:
    """Put a consultation beside a proposal, with one theme that changed a clause and one that did not."""
    day = clock.now() - timedelta(days=20)
    is_over = stage == Asking.PUBLISHED
    made = Consultation.objects.create(
        proposal=proposal,
        title="What carers need",
        summary="Leave.",
        asks_staff=True,
        closes_on=clock.day_of(day),
        stage=stage,
        opened_at=day - timedelta(days=40),
        closed_at=day if is_over else None,
        considered_by=room.case.maker if is_over else None,
        considered_at=clock.now() if is_over else None,
    )
    for number, outcome in enumerate((Outcome.CHANGED, Outcome.NOT_CHANGED), start=1):
        theme = Theme.objects.create(
            consultation=made,
            number=number,
            name=f"Theme {outcome}",
            said="It is too short.",
            outcome=outcome,
            because="Because.",
            decided_by=room.owner,
            decided_at=clock.now(),
            added_by=room.owner,
        )
        TextChange.objects.create(theme=theme, clause="3", before="five", after="seven", by=room.owner)
    return made


def test_a_theme_that_changed_a_clause_shaped_the_policy_and_leads_to_its_outcome(
    cast: Cast, room: Room
) -> None:
    version = room.launched()
    consultation = asked_about(version.proposal, room)
    (shaper,) = shaped.of(room.policy, cast["staff"])
    assert (shaper.name, shaper.is_network, shaper.changes) == ("What carers need", False, 1)
    (line,) = shaper.lines
    assert (line.words, line.clause) == ("Theme changed", "3")
    assert line.href == f"/consultations/{consultation.pk}/outcome/#theme-1"


def test_a_consultation_without_a_published_outcome_shapes_nothing_yet(cast: Cast, room: Room) -> None:
    version = room.launched()
    asked_about(version.proposal, room, stage=Asking.OPEN)
    assert shaped.of(room.policy, cast["equality-lead"]) == ()


def test_what_shapes_a_draft_alone_is_told_beside_the_draft(cast: Cast, room: Room) -> None:
    room.launched()
    draft = room.next()
    asked_about(draft.proposal, room)
    assert shaped.of(room.policy, cast["staff"]) == ()
    assert [one.changes for one in shaped.of_version(draft, room.second)] == [1]


def test_that_a_draft_was_consulted_on_is_read_from_the_consultation(room: Room) -> None:
    draft = room.ready()
    assert not Version.objects.consulted_on().exists()
    asked = asked_about(draft.proposal, room, stage=Asking.OPEN)
    assert not Version.objects.consulted_on().exists()
    Consultation.objects.filter(pk=asked.pk).update(
        stage=Asking.PUBLISHED,
        closed_at=asked.opened_at,
        considered_at=clock.now(),
        considered_by=room.case.maker,
    )
    assert Version.objects.consulted_on().get() == draft
    assert "Consulted on" in read(client_of(room.second), "/policies/?stage=consulted")


# On the pages


def test_an_owner_begins_a_policy_once_and_each_mistake_has_its_own_sentence(cast: Cast, room: Room) -> None:
    client = client_of(cast["policy-owner"])
    wrong = client.post("/policies/new/", {"token": uuid4()}).content.decode()
    for sentence in (
        "Enter what it is called",
        "Enter what it is for",
        "Select who must read it",
        "Select whom it covers",
    ):
        assert sentence in wrong
    room.begun("Leave")
    said = {"title": "Leave", "purpose": "Rest.", "audience": "everyone", "covers": ["employees"]}
    same = client.post("/policies/new/", {**said, "token": uuid4()}).content.decode()
    assert "Another policy has this title" in same
    token = uuid4()
    for _ in range(2):
        answer = client.post("/policies/new/", {**said, "title": "Rest", "token": token})
        assert answer.status_code == 302
    assert Policy.objects.filter(title="Rest").count() == 1
    described_again = {**said, "title": "Rest", "is_public": "on"}
    assert client.post(f"/policies/{token}/details/", described_again).status_code == 302
    assert Policy.objects.get(pk=token).is_public
    clash = client.post(f"/policies/{token}/details/", said).content.decode()
    assert "Another policy has this title" in clash


def test_a_second_person_reads_approves_and_is_told_what_is_missing(room: Room) -> None:
    draft = room.clause(room.begun())
    client = client_of(room.second)
    path = f"/policies/versions/{draft.pk}/approve/"
    words = read(client, path)
    assert "It rests on no proposal." in words
    assert "Approve this text" not in words
    refused = client.post(path, {"revision": draft.revision})
    assert refused.status_code == 409
    assert "Something is missing" in refused.content.decode()
    ready = room.grounded(draft)
    words = read(client, path)
    assert policies.digest_of(ready) in words
    late = client.post(path, {"revision": ready.revision - 1})
    assert "Somebody saved another change to this draft" in late.content.decode()
    with room.case.watch.later().running():
        assert client.post(path, {"revision": ready.revision}).status_code == 302
    assert read(client, path, 404)


@pytest.mark.parametrize("day", ["", "1 1 2020", "31 2 2030"])
def test_launch_asks_for_a_day_in_the_future(room: Room, day: str) -> None:
    version = room.approved()
    parts = dict(zip(("review_on_day", "review_on_month", "review_on_year"), day.split(), strict=False))
    answer = client_of(room.owner).post(f"/policies/versions/{version.pk}/launch/", parts)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    version.refresh_from_db()
    assert version.is_approved


def test_a_button_that_is_pressed_twice_is_answered_in_words(room: Room) -> None:
    version = room.ready()
    path = f"/policies/versions/{version.pk}"
    day = {"review_on_day": 1, "review_on_month": 3, "review_on_year": 2031}
    owner, second = client_of(room.owner), client_of(room.second)
    with room.case.watch.later().running():
        for status in (302, 409):
            answer = second.post(f"{path}/approve/", {"revision": version.revision})
            assert answer.status_code == status
        assert "not a draft any more" in answer.content.decode()
        for status in (302, 409):
            answer = owner.post(f"{path}/launch/", day)
            assert answer.status_code == status
        assert "Only an approved version can be launched" in answer.content.decode()
    assert owner.get(f"{path}/launch/").status_code == 404
    assert owner.post(f"{path}/drop/", {"because": "Late."}).status_code == 409


def test_reviewing_retiring_and_dropping_on_the_pages(room: Room) -> None:
    version = room.launched()
    owner, second = client_of(room.owner), client_of(room.second)
    reviewing = f"/policies/{room.policy.pk}/review/"
    words = owner.post(reviewing, {"outcome": "stands", "because": "Fine."}).content.decode()
    assert "Enter the next day to look at it" in words
    past = {"next_on_day": 1, "next_on_month": 1, "next_on_year": 2020}
    words = owner.post(reviewing, {"outcome": "stands", "because": "Fine.", **past}).content.decode()
    assert "must be in the future" in words
    assert owner.post(reviewing, {"outcome": "retire", "because": "Nobody needs it."}).status_code == 302
    dropping = room.next()
    retiring = f"/policies/{room.policy.pk}/retire/"
    assert second.post(retiring, {"because": "Old."}).status_code == 409
    answer = owner.post(f"/policies/versions/{dropping.pk}/drop/", {"because": "Not now."})
    assert answer.status_code == 302
    assert second.post(retiring, {"because": "Old."}).status_code == 302
    assert "is not in force" in second.post(retiring, {"because": "Old."}).content.decode()
    assert second.get(retiring).status_code == 404
    version.refresh_from_db()
    assert version.stage == "retired"
    words = read(owner, f"/policies/{room.policy.pk}/")
    assert "It does not hold any more, because: Old." in words
    assert "it is not needed any more" in words


def test_a_next_version_says_what_changes_and_on_what_it_rests(cast: Cast, room: Room) -> None:
    version = room.launched()
    owner = client_of(room.owner)
    begin = f"/policies/{room.policy.pk}/next-version/"
    assert owner.post(begin).status_code == 302
    assert "Another version is being written" in owner.post(begin).content.decode()
    draft = room.policy.versions.get(number=2)
    changing = f"/policies/versions/{draft.pk}/what-changed/"
    assert "Enter what changed" in owner.post(changing, {"is_material": "no"}).content.decode()
    assert owner.post(changing, {"is_material": "no", "words": "A comma."}).status_code == 302
    grounding = f"/policies/versions/{draft.pk}/grounds/"
    assert "Select a proposal" in owner.post(grounding).content.decode()
    assert owner.post(grounding, {"proposal": str(version.proposal_id)}).status_code == 302
    draft.refresh_from_db()
    assert (draft.is_material, draft.what_changed, draft.proposal_id) == (
        False,
        "A comma.",
        version.proposal_id,
    )
    assert owner.get(f"/policies/versions/{version.pk}/what-changed/").status_code == 404
    assert described().title == room.policy.title
