"""A small dataset for the tests of pages: analysed once by the engine, put in the database for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import disparity
from dueregard import jobs
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.feedback.models import Piece, Reply, Survey
from dueregard.feedback.pictures import picture_alone
from dueregard.jobs.models import Job
from dueregard.leave import actions as leave
from dueregard.leave.agreed_time import actions as agreed_time
from dueregard.leave.agreed_time.models import AgreedTime
from dueregard.leave.days import Days
from dueregard.leave.models import Grant, Request, SignedVersion
from dueregard.networks import seats
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Dial, Network
from dueregard.people import actions as granting
from dueregard.people import calendar_actions as calendars
from dueregard.people.models import Person, RoleHolding, ServiceArea, Staff
from dueregard.people.system import SET_UP
from dueregard.policies.models import Charter
from dueregard.post import actions as post
from dueregard.post.models import Message
from dueregard.post.outlets import files
from dueregard.post.sending import send_due
from dueregard.records import actions as records
from dueregard.records import bodies
from dueregard.statistics import actions as statistics
from dueregard.statistics.models import Analysis, Dataset, Release
from dueregard.thread import actions as thread
from dueregard.thread.models import Link, Relation
from dueregard.voice import carrying
from dueregard.voice.collective import motions
from dueregard.voice.collective.motions import Kind as MotionKind
from dueregard.voice.collective.motions import Wording
from dueregard.voice.models import Issue, Promise
from tests.decisions.building import Case, Furniture
from tests.decisions.building import furnish as furnish_decisions
from tests.decisions.consultations import joint_records
from tests.decisions.consultations import records as consultations
from tests.feedback import building
from tests.feedback.surveying import closed_survey, open_survey
from tests.leave.evidence import managed_by
from tests.leave.passports.evidence import shown_to, version_of
from tests.networks.furnishing import Furnished, furnish
from tests.networks.members import make_network, seat
from tests.people_of_the_tests import make_person
from tests.policies import evidence_of_reading as reading
from tests.policies.charters.evidence import charter_of
from tests.policies.texts import evidence as policies
from tests.voice.issues import make_issue, say

PLAN = b"""
format = "disparity/plan@1"
title = "Invented students"
unit = "student"

[[characteristic]]
name = "sex"
column = "sex"
reference = "Male"
levels = ["Female", "Male"]
map = { F = "Female", M = "Male" }

[[characteristic]]
name = "age"
column = "age"
levels = ["under 35", "35 and over"]

[[measure]]
name = "passed"
kind = "proportion"
column = "passed"
event = "yes"
better = "higher"

[analysis]
slices = ["region"]
intersections = 2
"""


def csv_of_students(*, refused: int = 3) -> bytes:
    """Return 800 invented students in CSV, and some rows with a level that the plan does not know."""
    lines = ["sex,age,region,passed"]
    for number in range(800):
        sex = "FM"[number % 2] if number % 8 else ""
        age = "under 35" if number % 3 else "35 and over"
        region = "North" if number % 5 else "South"
        passed = "yes" if (number * 7919) % 100 < (70 if sex == "F" else 55) else "no"
        lines.append(f"{sex},{age},{region},{passed}")
    lines += ["X,under 35,North,yes"] * refused
    return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True)
class EvidenceFiles:
    """What the engine made of the small dataset, once for all tests."""

    receipt: dict[str, Any]
    rows: Path
    report: Path
    hashes: dict[str, str]


@pytest.fixture(scope="session")
def evidence_files(tmp_path_factory: pytest.TempPathFactory) -> EvidenceFiles:
    folder = tmp_path_factory.mktemp("evidence")
    data, rows, report = folder / "students.csv", folder / "rows", folder / "report"
    data.write_bytes(csv_of_students())
    rows.mkdir()
    report.mkdir()
    plan = disparity.read_plan(PLAN)
    receipt = disparity.prepare(plan, data, rows)
    cube = disparity.build_cube(plan, rows / "accepted.parquet", data_sha256=receipt.data_sha256)
    disparity.write_report(disparity.make_release(disparity.protect(cube)), report)
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(report.iterdir())}
    return EvidenceFiles(receipt.as_dict(), rows, report, hashes)


@dataclass
class Evidence:
    """Two datasets of two analysts, each analysed; an analysis of each is released and one of each is not."""

    files: EvidenceFiles
    datasets: list[Dataset] = field(default_factory=list)
    waiting: list[Analysis] = field(default_factory=list)
    released: list[Release] = field(default_factory=list)
    areas: list[ServiceArea] = field(default_factory=list)
    jobs: dict[str, Job] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    leave_requests: dict[str, Request] = field(default_factory=dict)
    agreed_times: dict[str, AgreedTime] = field(default_factory=dict)
    managed: dict[str, Staff] = field(default_factory=dict)
    passports: dict[str, SignedVersion] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    role_waiting: RoleHolding | None = None
    issues: dict[str, Issue] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)

    @cached_property
    def feedback(self) -> tuple[Piece, Piece]:
        """Two pieces of feedback, made when first asked about: one that was passed to duty, and one that was not."""
        lead = self.people["quality-lead"]
        picture = picture_alone(building.png())
        passed = building.themed(building.send("He hurt me.", drawing=picture), "Being heard", by=lead)
        return building.referred(passed, lead), building.send(drawing=picture)

    @cached_property
    def replies(self) -> tuple[Reply, Reply]:
        """Two replies, the first by the cast's editor and the second by the quality lead."""
        return building.reply(self.people["editor"]), building.reply(self.people["quality-lead"])

    @cached_property
    def surveys(self) -> tuple[Survey, Survey]:
        """Two surveys: one that is open today, and one that is over and was not counted."""
        lead = self.people["equality-lead"]
        return open_survey(by=lead), closed_survey(by=lead)

    @cached_property
    def consultations(self) -> tuple[consultations.Records, consultations.Records]:
        """Consultations of the cast's policy owner, and of another, made when first asked about."""
        return consultations.make(self.people, is_own=True), consultations.make(self.people, is_own=False)

    @cached_property
    def policies(self) -> tuple[policies.Records, policies.Records]:
        """Policies of the cast's policy owner, and of another, made when first asked about."""
        return policies.make(self.people, is_own=True), policies.make(self.people, is_own=False)

    @cached_property
    def reading(self) -> tuple[reading.Records, reading.Records]:
        """What the cast's policy owner has people read and take, and what another has; made when first asked about."""
        return reading.make(self.people, is_own=True), reading.make(self.people, is_own=False)

    def of_reading(self, pattern: str, *, own: bool, who: str) -> dict[str, object]:
        """Return the parameters of a route of reading and training; people from outside ask for another's."""
        person = self.people.get(who)
        reader = person if own and person is not None and person.is_employed else self.people["other"]
        return self.reading[0 if own else 1].parameters(pattern, reader=reader)

    def of_feedback(self, pattern: str, place: int) -> dict[str, object]:
        """Return the parameters of a route of feedback."""
        kinds = {"/replies/": "replies", "/survey/": "surveys"}
        kind = next((kind for part, kind in kinds.items() if part in pattern), "feedback")
        pk = getattr(self, kind)[place].pk
        return {"pk": pk, "age": "5-8", "audience": "children", "deed": "read"}

    @cached_property
    def networks(self) -> tuple[Furnished, Furnished]:
        """A network in which the whole cast sits, and one in which none of them does, made when first asked about."""
        lead = self.people["equality-lead"]
        employed = {
            who: person for who, person in self.people.items() if person.is_employed and who != "other"
        }
        own = make_network("Our network", chair=self.people["chair"], approver=lead)
        roles = {"facilitator": "facilitator", "editor": "supporter"}
        for who, person in employed.items():
            seat(own, person, *([roles[who]] if who in roles else []))
        places = [seats.find(self.people[who], own) for who in ("chair", "staff")]
        another = make_network("Another network", chair=self.people["other"], approver=lead)
        neighbour = make_person("staff", self.people["other"].staff.team, name="Invented Neighbour")
        theirs = [seats.find(self.people["other"], another), seat(another, neighbour)]
        return (
            furnish(own, chair=places[0], other=places[1], asking=employed),
            furnish(another, chair=theirs[0], other=theirs[1], asking={"other": neighbour}),
        )

    @cached_property
    def joint(self) -> tuple[joint_records.Records, joint_records.Records]:
        """What the two networks answer to consultations together, made when first asked about."""
        chairs = zip(self.networks, ("chair", "other"), strict=True)
        made = [
            joint_records.make(self.people, here.network, seat(here.network, self.people[who]))
            for here, who in chairs
        ]
        return made[0], made[1]

    @cached_property
    def decisions(self) -> tuple[Furniture, Furniture]:
        """Proposals of the service, and of its regulator, by people outside the cast; made when first asked about."""
        team = self.people["other"].staff.team
        ours = {who: self.people[who] for who in ("policy-owner", "equality-lead", "executive")}
        theirs = [make_person("inspector", team, name=f"Invented Inspector {number}") for number in range(3)]
        regulator = records.add_body("inspectorate", "the Inspectorate", by=SET_UP)
        return (
            furnish_decisions(lambda: Case(*ours.values()), body=bodies.home()),
            furnish_decisions(lambda: Case(*theirs), body=regulator),
        )

    @cached_property
    def links(self) -> tuple[Link, Link]:
        """What joins two proposals of the service, and two of its regulator."""
        ours, theirs = (
            thread.join(each.waiting, each.ready, relation=Relation.LED_TO, by=SET_UP)
            for each in self.decisions
        )
        return ours, theirs

    @cached_property
    def proposal(self) -> Network:
        """A network that waits for approval."""
        return membership.propose(
            "Proposed network",
            purpose="To be.",
            about="Something.",
            for_whom="Anyone.",
            suggested=Dial.PRIVATE,
            handle="Slate Heron",
            by=self.people["other"],
        )

    @cached_property
    def calendar(self) -> str:
        """The address of somebody's calendar, which whoever has it may read."""
        return calendars.make_feed(by=self.people["other"])

    def of_networks(self, pattern: str, *, own: bool, who: str) -> dict[str, object]:
        """Return the parameters of a route of the networks."""
        if "/proposals/" in pattern:
            return {"code": self.proposal.code}
        if "/calendar/" in pattern:
            return {"token": self.calendar}
        if "/room/consultations/" in pattern:
            place = 0 if own else 1
            return {"code": self.networks[place].network.code, **self.joint[place].parameters(pattern)}
        here = self.networks[0 if own else 1]
        values: dict[str, object] = {"code": here.network.code, "year": here.year}
        if "<uuid:" in pattern:
            values["pk"] = here.key(pattern, self.people.get(who))
        values["day"] = here.held if "/minutes/" in pattern else here.coming
        return values

    def leave_of(self, who: str) -> Request:
        """Return somebody's request for leave, made when it is first asked about; of people from outside, another's."""
        person = self.people.get(who)
        if person is None or not person.is_employed:
            return self.leave_of("other")
        if who not in self.leave_requests:
            day = add_working_days(clock.today(), 20)
            self.leave_requests[who] = leave.ask(Days(day, day), token=uuid4(), by=person)
        return self.leave_requests[who]

    def managed_by(self, who: str) -> Staff:
        """Return somebody whom this person manages; of people from outside, one whom nobody does."""
        person = self.people.get(who)
        if person is not None and not person.is_employed:
            return self.managed_by("other")
        if who not in self.managed:
            self.managed[who] = managed_by(person if who != "other" else None)
        return self.managed[who]

    def agreed_time_of(self, who: str) -> AgreedTime:
        """Return somebody's agreed time, made when it is first asked about; of people from outside, another's."""
        person = self.people.get(who)
        if person is None or not person.is_employed:
            return self.agreed_time_of("other")
        if who not in self.agreed_times:
            self.agreed_times[who] = agreed_time.ask(240, from_day=clock.today(), token=uuid4(), by=person)
        return self.agreed_times[who]

    def passport_of(self, who: str) -> SignedVersion:
        """Return a version of somebody's passport, made when first asked about; of people from outside, another's."""
        person = self.people.get(who)
        if person is None or not person.is_employed:
            return self.passport_of("other")
        if who not in self.passports:
            self.passports[who] = version_of(person)
        return self.passports[who]

    def passport_shown_to(self, who: str) -> Grant:
        """Return what is shown to somebody, made when first asked about; of people from outside, to another."""
        person = self.people.get(who)
        if person is None or not person.is_employed:
            return self.passport_shown_to("other")
        if who not in self.grants:
            self.grants[who] = shown_to(person)
        return self.grants[who]

    @cached_property
    def charter(self) -> Charter:
        """A charter with a level."""
        return charter_of(self.people["policy-owner"])

    def issue_of(self, who: str) -> Issue:
        """Return an issue that somebody must answer, made when first asked about; of people from outside, another's."""
        person = self.people.get(who)
        if person is None or not person.is_employed:
            return self.issue_of("other")
        if who not in self.issues:
            issue = make_issue(self.people["executive"], is_shown=False)
            Issue.objects.filter(pk=issue.pk).update(
                leader=person
            )  # whoever they are, so that each role is tried
            self.issues[who] = Issue.objects.get(pk=issue.pk)
        return self.issues[who]

    def promise_of(self, who: str) -> Promise:
        """Return a promise that somebody must keep, made when first asked about; of people from outside, another's."""
        person = self.people.get(who)
        if person is None or not person.is_employed:
            return self.promise_of("other")
        if who not in self.promises:
            answered = say(make_issue(self.people["executive"], is_shown=False))
            Issue.objects.filter(pk=answered.pk).update(leader=person)
            Promise.objects.filter(issue=answered).update(owner=person)
            self.promises[who] = answered.promises.get()
        return self.promises[who]

    def weighed(self, who: str) -> Issue:
        """Return the issue to which all staff can add their weight."""
        return self.issue_with_weight

    @cached_property
    def issue_with_weight(self) -> Issue:
        """An issue that a network has raised for all staff to read."""
        chair = seats.find(self.people["chair"], self.networks[0].network)
        assert chair is not None
        words = Wording("people", "places", "Bags", "No bag fits.", "One that does.", is_shown=True)
        motions.move(MotionKind.RAISE, words, issue=uuid4(), token=uuid4(), by=chair)
        carrying.say_what_passed()
        return Issue.objects.get(is_shown=True, title=words.title)

    @property
    def rooms(self) -> dict[tuple[str, ...], Callable[..., dict[str, object]]]:
        """What fills in all parameters of a room's routes, by how their addresses begin."""
        return {
            ("/decisions/", "/evidence/", "/documents/", "/published/"): lambda pattern, own, who: (
                self.decisions[0 if own else 1].parameters(pattern)
            ),
            ("/thread/",): lambda pattern, own, who: {"pk": self.links[0 if own else 1].pk},
            ("/consultations/",): lambda pattern, own, who: self.consultations[0 if own else 1].parameters(
                pattern
            ),
            ("/feedback/",): lambda pattern, own, who: self.of_feedback(pattern, 0 if own else 1),
            ("/networks/", "/calendar/"): self.of_networks,
            ("/policies/<uuid", "/policies/versions/", "/policies/public/"): lambda pattern, own, who: (
                self.policies[0 if own else 1].parameters(pattern)
            ),
            reading.ROOMS: self.of_reading,
        }

    @property
    def makers(self) -> dict[str, Callable[[str], Any]]:
        """What makes somebody's record, by a part of its address; the first part that fits counts."""
        return {
            "/agreed-time/": self.agreed_time_of,
            "/leave/weeks/": self.managed_by,
            "/passports/versions/": self.passport_of,
            "/passports/shown/": self.passport_shown_to,
            "/charters/": lambda who: self.charter,
            "/leave/": self.leave_of,
            "/weight/": self.weighed,
            "/promises/": self.promise_of,
            "/voice/": self.issue_of,
        }

    def parameters(self, pattern: str, *, own: bool, who: str) -> dict[str, object]:
        """Return the parameters of a route, for an object that is one's own or somebody else's."""
        place = 0 if own else 1
        values: dict[str, object] = {"measure": "passed", "name": "findings.csv"}
        for prefixes, of_room in self.rooms.items():
            if pattern.startswith(prefixes):
                return of_room(pattern, own=own, who=who)
        if "/jobs/" in pattern:
            mine = self.jobs.get(who)
            values["pk"] = mine.pk if own and mine else self.jobs["other"].pk
        elif of_somebody := next((of for part, of in self.makers.items() if part in pattern), None):
            values["pk"] = of_somebody(who if own else "other").pk
        elif "/roles/" in pattern:
            mine = self.people[who].role_holdings.order_by("role").last() if own and who != "public" else None
            values["pk"] = mine.pk if mine else self.role_waiting.pk
        elif "/leaving/" in pattern:
            employed = own and who != "public" and hasattr(self.people[who], "staff")
            values["pk"] = self.people[who if employed else "other"].staff.pk
        elif "/accounts/" in pattern:
            values["pk"] = self.people[who if own and who != "public" else "other"].pk
        elif "/passkeys/" in pattern:
            values["pk"] = 1 + place  # whoever's it is, and if it is at all: one is asked first who one is
        else:
            pairs = {
                "/post/": self.messages,
                "/releases/": self.released,
                "/analyses/": self.waiting,
                "/datasets/": self.datasets,
            }
            pair = next((pair for part, pair in pairs.items() if part in pattern), self.areas)
            values["pk"] = pair[place].pk
        return values


@pytest.fixture
def evidence(cast: dict[str, Person], evidence_files: EvidenceFiles, team: Any) -> Iterator[Evidence]:
    made = Evidence(evidence_files, areas=[team.service_area])
    made.areas.append(ServiceArea.objects.create(name="Birch Moor", directorate=team.directorate))
    second = make_person("analyst", team, name="Second Analyst")
    for analyst in (cast["analyst"], second):
        dataset = received_dataset(evidence_files, analyst)
        made.datasets.append(dataset)
        made.waiting.append(ready_analysis(evidence_files, dataset, analyst))
        to_release = ready_analysis(evidence_files, dataset, analyst)
        made.released.append(statistics.release(to_release, by=cast["equality-lead"]))
    made.people = {**cast, "other": second}
    made.role_waiting = role_waiting(team)
    with transaction.atomic():
        for who, person in made.people.items():
            made.jobs[who] = jobs.start("check a dataset", key=f"of {who}", by=person)
    made.messages += [sent_message("ash.example@rowan.example"), sent_message("birch.example@rowan.example")]
    yield made
    files.remove(message.pk for message in made.messages)
    for folder in ("datasets", "analyses"):
        shutil.rmtree(made.datasets[0].directory.parents[1] / folder, ignore_errors=True)


def role_waiting(team: Any) -> RoleHolding:
    """Ask, as an administrator beside the cast's, for a role that an administrator or the equality lead may agree."""
    asker = make_person("administrator", team, name="Other Administrator")
    member = make_person("staff", team, name="Member To Be Editor")
    now = clock.now()
    return granting.ask_for_role(
        member, "editor", starts=now, ends=now + timedelta(days=90), why="Writes for us.", by=asker
    )


def sent_message(to: str) -> Message:
    """Return a message that has gone out into a file, which is what the pages of the demonstration show."""
    with transaction.atomic():
        message = post.put("account", to=to, key=uuid4().hex, subject="An example", text="Some words.")
    send_due()
    message.refresh_from_db()
    return message


def add_dataset(by: Person, *, data: bytes | None = None, name: str = "students.csv") -> Dataset:
    upload = SimpleUploadedFile(name, csv_of_students() if data is None else data)
    return statistics.add(upload, plan=PLAN, by=by)


def received_dataset(files: EvidenceFiles, by: Person) -> Dataset:
    dataset = add_dataset(by)
    Job.objects.filter(key=dataset.check_key).delete()
    rows = dataset.directory.with_name(f"{dataset.pk}.made")
    shutil.copytree(files.rows, rows)
    statistics.receive(dataset, files.receipt, rows, by=by)
    dataset.refresh_from_db()
    return dataset


def ready_analysis(files: EvidenceFiles, dataset: Dataset, by: Person) -> Analysis:
    analysis = statistics.analyse(dataset, despite_refused=True, by=by)
    Job.objects.filter(key=analysis.run_key).delete()
    report = analysis.directory.with_name(f"{analysis.pk}.made")
    shutil.copytree(files.report, report)
    statistics.complete(analysis, files.hashes, report, by=by)
    analysis.refresh_from_db()
    return analysis
