"""Make the demonstration organisation in the database, with its first analysis already run."""

import shutil
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files import File
from django.db import connections

from dueregard import journal
from dueregard.almanac.clock import LONDON
from dueregard.demo import (
    charters,
    consultations,
    decisions,
    examples,
    feedback,
    leave,
    networks,
    passports,
    policies,
    readings,
    survey,
    training,
    voice,
)
from dueregard.demo.cast import CAST, member
from dueregard.demo.files import write_files
from dueregard.demo.organisation import Organisation, organisation
from dueregard.demo.scales import Scale
from dueregard.jobs import worker
from dueregard.jobs.models import Job, State
from dueregard.people.models import Directorate, Person, RoleHolding, ServiceArea, Source, Staff, Team
from dueregard.post.sending import send_due
from dueregard.statistics import actions as statistics
from dueregard.statistics.models import Analysis, Dataset, Release
from dueregard.voice import ticks as answer_clock

Say = Callable[[str], None]

# There is nothing to protect behind it: everyone and everything in the demonstration is invented.
PASSWORD = "rowan-demonstration"  # noqa: S105
SECONDS_TO_WAIT = 900
SECONDS_BETWEEN_LOOKS = 0.1
RELEASE_NOTE = (
    "The first release of the demonstration. Every case behind it is invented, and so are its gaps."
)


def make_demonstration(*, seed: int, scale: Scale, say: Say) -> None:
    """Make the organisation, its data files and its first analyses; what is there already is left as it is."""
    if not Person.objects.exists():
        say(
            f"Making the demonstration organisation ({scale} scale). Everyone and everything in it is invented."
        )
        _make_people(organisation(seed=seed, scale=scale))
    if not examples.folder().exists():
        say("Writing its case and workforce data.")
        write_whole(examples.folder(), seed=seed, scale=scale)
    if not feedback.is_made():
        say("Hearing its children, families and readers.")
        feedback.make(seed=seed)
    if not survey.is_made():
        say("Asking its staff.")
        survey.make(seed=seed, scale=scale)
    survey.dataset()
    # The engine lets go of Python while it counts and solves, and a file is checked by a process of its own: so all
    # else is made meanwhile.
    if not _are_first_analyses_run():
        say("Running its first analyses.")
    with ThreadPoolExecutor(2, thread_name_prefix="evidence") as beside:
        evidence = [beside.submit(_with_connections_of_its_own, each) for each in (_publish_survey, _analyse)]
        if not networks.is_made():
            say("Opening its staff networks.")
            networks.make(seed=seed, scale=scale)
        if not voice.is_made():
            say("Raising issues, and answering most of them.")
            voice.make(seed=seed)
        _make_what_is_short()
        _make_what_is_decided(seed=seed, say=say)
        for each in evidence:
            each.result()
    readings.count()
    answer_clock.escalate()  # what has become late since its story was written goes up now, before anybody looks
    decisions.name_a_release()


def _make_what_is_decided(*, seed: int, say: Say) -> None:
    """Make what is proposed, consulted on, decided, and comes into force of it."""
    if not decisions.is_made():
        say("Proposing things, analysing them and deciding most of them.")
        decisions.make(seed=seed)
    if not consultations.is_made():
        say("Consulting on what it proposes.")
        consultations.make(seed=seed)
        consultations.answer_together()
        send_due()
    if not policies.is_made():
        say("Writing its policies, and launching most of them.")
        policies.make(seed=seed)
    training.make_unless_made()


def _make_what_is_short() -> None:
    """Make what takes no time worth a word: leave, passports and charters."""
    missing = [room for room in (leave, passports, charters) if not room.is_made()]
    for room in missing:
        room.make()
    if missing:
        send_due()  # their messages are weeks old: none should wait for the worker


def _with_connections_of_its_own(work: Callable[[], None]) -> None:
    """Do some work in a thread, whose connections nobody else would close."""
    try:
        work()
    finally:
        connections.close_all()


def _analyse() -> None:
    """Run the first analyses and release the quarter's feedback, unless that is done."""
    if not _are_first_analyses_run():
        _run_first_analyses()
    if not feedback.is_released():
        _release(feedback.dataset(by=_person("analyst")), feedback.RELEASE_NOTE)


def _publish_survey() -> None:
    """Publish the results of the survey that is over, with what was done about them, unless that is done."""
    if not survey.is_released():
        _release(survey.dataset(), survey.note())
        survey.reply()


def welcome(address: str) -> None:
    """Print where the demonstration is and who can sign in."""
    print(f"\nDue Regard is at {address}\n\nSign in with one press at {address}demo/ as:\n")
    for each in CAST:
        print(f"  {each.name:<22} {each.email:<36} {each.job_title or 'no role here'}")
    print(f"\nOr at {address}sign-in/ with an email address and the password {PASSWORD}")
    print(f"\nEveryone is invented. The log is in {log_file()}. Press Ctrl+C to stop.\n", flush=True)


def log_file() -> Path:
    """Return where the demonstration writes its log, so that the console stays as it was read."""
    return Path(settings.VAR) / "demonstration.log"


def write_whole(folder: Path, *, seed: int, scale: Scale) -> None:
    """Write the data files, all or none: an interrupted run leaves no folder under this name."""
    for left in folder.parent.glob(f"{folder.name}.*"):
        shutil.rmtree(left)
    unfinished = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}")
    write_files(unfinished, seed=seed, scale=scale)
    unfinished.replace(folder)


@journal.action
def _make_people(planned: Organisation) -> None:
    directorates = {name: Directorate(name=name) for name in planned.directorates}
    Directorate.objects.bulk_create(directorates.values())
    areas = {
        area.name: ServiceArea(name=area.name, directorate=directorates[area.directorate])
        for area in planned.service_areas
    }
    ServiceArea.objects.bulk_create(areas.values())
    teams = {
        team.code: Team(
            name=team.name,
            directorate=directorates[team.directorate],
            service_area=areas[team.service_area] if team.service_area else None,
        )
        for team in planned.teams
    }
    Team.objects.bulk_create(teams.values())
    people = {
        row.number: Person(email=row.email, name=row.name, password=make_password(None))
        for row in planned.staff
    }
    Person.objects.bulk_create(people.values())
    staff = {
        row.number: Staff(
            person=people[row.number],
            number=row.number,
            job_title=row.job_title,
            grade=row.grade,
            engagement=row.engagement,
            team=teams[row.team],
            weekly_minutes=row.weekly_minutes,
            started=row.started,
            ended=row.ended,
        )
        for row in planned.staff
    }
    for row in planned.staff:
        staff[row.number].manager = staff[row.manager] if row.manager else None
    Staff.objects.bulk_create(staff.values())  # managers come before those they manage
    RoleHolding.objects.bulk_create(
        RoleHolding(
            person=people[row.number], role="staff", starts=_morning(row.started), source=Source.SET_UP
        )
        for row in planned.staff
    )
    _give_the_cast_their_roles(planned)
    administrator = _person("administrator")
    journal.record("made the demonstration organisation", administrator, by=administrator, staff=len(staff))


def _give_the_cast_their_roles(planned: Organisation) -> None:
    first_day = _morning(min(row.started for row in planned.staff))
    password = make_password(PASSWORD)  # hashed once: it is slow on purpose, and no secret here
    for one in CAST:
        person, _ = Person.objects.get_or_create(email=one.email, defaults={"name": one.name})
        person.password = password
        person.save(update_fields=["password"])
        held = set(person.role_holdings.values_list("role", flat=True))
        RoleHolding.objects.bulk_create(
            RoleHolding(person=person, role=role, starts=first_day, source=Source.SET_UP)
            for role in one.roles
            if role not in held
        )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time_of_day(9), tzinfo=LONDON)


def _run_first_analyses() -> None:
    """Take the analyst's and the equality lead's way through the evidence rooms, from wherever it stopped."""
    analyst, equality_lead = _person("analyst"), _person("equality-lead")
    for example in examples.first_datasets():
        added = Dataset.objects.filter(added_by=analyst, file_name=example.file_name)
        dataset = added.order_by("added_at").first() or _add(example.data, example.plan, analyst)
        if not dataset.is_received:
            _work_until_done(dataset.check_key)
        analysis = dataset.analyses.order_by("asked_at").first() or statistics.analyse(
            dataset, despite_refused=True, by=analyst
        )
        if not analysis.is_ready:
            _work_until_done(analysis.run_key)
        if example.is_released and not Release.objects.filter(analysis=analysis).exists():
            statistics.release(analysis, note=RELEASE_NOTE, by=equality_lead)


def _are_first_analyses_run() -> bool:
    for example in examples.first_datasets():
        run = Analysis.objects.ready().filter(dataset__file_name=example.file_name)
        if not (run.filter(release__isnull=False) if example.is_released else run).exists():
            return False
    return True


def _release(dataset: Dataset, note: str) -> None:
    """Take a dataset the way of all data, from wherever it stopped: a receipt, an analysis, a release."""
    if Release.objects.filter(analysis__dataset=dataset).exists():
        return
    analyst, equality_lead = _person("analyst"), _person("equality-lead")
    if not dataset.is_received:
        _work_until_done(dataset.check_key)
        dataset.refresh_from_db()
    analysis = dataset.analyses.order_by("asked_at").first() or statistics.analyse(dataset, by=analyst)
    if not analysis.is_ready:
        _work_until_done(analysis.run_key)
    statistics.release(analysis, note=note, by=equality_lead)


def _work_until_done(key: str) -> None:
    """Do the work with this key. A start that was killed may hold it still, until its lease runs out."""
    until = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < until:
        worker.work(once=True)
        job = Job.objects.filter(key=key).latest("created_at")
        if job.state == State.DONE:
            return
        if job.is_finished:
            raise RuntimeError(f"{job.title}: {job.words}")
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise RuntimeError(f"The work “{key}” did not end in {SECONDS_TO_WAIT} seconds.")


def _add(data: Path, plan: Path, by: Person) -> Dataset:
    with data.open("rb") as file:
        return statistics.add(File(file, name=data.name), plan=plan.read_bytes(), by=by)


def _person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)
