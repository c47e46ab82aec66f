"""Every page that a person can open, by who opens it."""

from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.people.models import Person
from dueregard.policies.models import Task
from dueregard.policies.rollout import actions as roll_outs
from dueregard.policies.rollout.actions import Opened
from dueregard.policies.training import actions as training
from dueregard.statistics import actions as statistics
from tests.evidence_of_the_tests import Evidence, add_dataset
from tests.policies.texts import evidence as policies


def pages(evidence: Evidence, cast: dict[str, Person]) -> list[tuple[str, str]]:
    """Return (role, address) of each page, in each of its states that need no work in the background."""
    analyst = cast["analyst"]
    waiting = add_dataset(analyst)
    refused = add_dataset(analyst, name="refused.csv")
    problem = {
        "what": "the columns are separated by semicolons",
        "where": "refused.csv",
        "fix": "Save it with commas",
    }
    statistics.refuse(refused, [problem], by=analyst)
    unready = statistics.analyse(evidence.datasets[0], despite_refused=True, by=analyst)
    changed = evidence.released[1]
    (changed.analysis.directory / "findings.csv").write_text("changed", encoding="utf-8")
    soon = add_working_days(clock.today(), 1)
    measure = f"/statistics/releases/{evidence.released[0].pk}/measures/passed/"
    return [
        ("public", "/"),
        ("public", "/demo/"),
        ("public", "/sign-in/"),
        ("public", "/design/"),
        ("public", "/no-such-page/"),
        ("outsider", "/"),
        ("outsider", "/people/"),
        ("outsider", "/you/"),
        ("staff", "/"),
        ("staff", "/you/"),
        ("staff", "/sign-out/"),
        ("staff", "/people/"),
        ("staff", "/people/find/?q=example"),
        ("staff", "/people/find/?q=zzz"),
        ("staff", f"/people/areas/{evidence.areas[0].pk}/"),
        ("staff", f"/people/areas/{evidence.areas[1].pk}/"),
        ("administrator", "/people/find/?q=example"),
        ("administrator", "/people/roles/"),
        ("administrator", "/people/roles/?show=waiting"),
        ("administrator", "/people/roles/?show=over"),
        ("administrator", "/people/roles/ask/"),
        ("administrator", f"/people/roles/{evidence.role_waiting.pk}/"),
        ("administrator", f"/people/roles/{evidence.role_waiting.pk}/agree/"),
        ("administrator", f"/people/roles/{evidence.role_waiting.pk}/end/"),
        ("administrator", f"/people/leaving/{cast['staff'].staff.pk}/"),
        ("equality-lead", "/people/roles/?show=waiting"),
        ("staff", f"/jobs/{evidence.jobs['staff'].pk}/"),
        ("staff", "/leave/"),
        ("staff", "/leave/ask/"),
        ("staff", "/leave/check/"),
        ("staff", "/leave/check/?first_day=1&first_month=2&first_year=2020&part=whole"),
        (
            "staff",
            f"/leave/check/?first_day={soon.day}&first_month={soon.month}&first_year={soon.year}&part=morning",
        ),
        (
            "staff",
            f"/leave/check/?first_day={soon.day}&first_month={soon.month}&first_year={soon.year}&part=whole&pay=unpaid",
        ),
        ("staff", "/leave/calendar/"),
        ("staff", "/leave/weeks/"),
        ("administrator", "/leave/weeks/?who=nobody+at+all"),
        ("manager", f"/leave/weeks/{evidence.managed_by('manager').pk}/"),
        ("administrator", f"/leave/weeks/{evidence.managed_by('manager').pk}/"),
        ("equality-lead", "/leave/take-up/"),
        ("staff", f"/leave/requests/{evidence.leave_of('staff').pk}/"),
        ("staff", f"/leave/requests/{evidence.leave_of('staff').pk}/sent/"),
        ("staff", "/leave/agreed-time/"),
        ("staff", "/leave/agreed-time/ask/"),
        ("staff", "/leave/agreed-time/used/"),
        ("staff", f"/leave/agreed-time/{evidence.agreed_time_of('staff').pk}/"),
        *policies.pages(*evidence.policies),
        ("staff", "/leave/for-carers/"),
        ("staff", "/leave/passports/"),
        ("staff", "/leave/passports/write/"),
        ("staff", f"/leave/passports/versions/{evidence.passport_of('staff').pk}/"),
        ("staff", "/leave/passports/share/"),
        ("staff", "/leave/passports/readings/"),
        ("staff", "/leave/passports/destroy/"),
        ("manager", f"/leave/passports/shown/{evidence.passport_shown_to('manager').pk}/"),
        ("manager", "/leave/passports/"),
        ("public", "/charters/"),
        ("policy-owner", "/charters/keep/"),
        ("policy-owner", "/charters/add/"),
        *(
            ("policy-owner", f"/charters/{evidence.charter.pk}/{deed}")
            for deed in ("", "level/", "owner/", "left/", "correct/")
        ),
        ("public", "/voice/answered/"),
        ("staff", "/voice/"),
        ("staff", "/voice/?q=nothing+like+it"),
        ("staff", "/voice/late/"),
        ("staff", f"/voice/issues/{evidence.issue_of('staff').pk}/"),
        ("staff", f"/voice/issues/{evidence.issue_of('manager').pk}/"),
        ("manager", "/voice/yours/"),
        ("manager", f"/voice/issues/{evidence.promise_of('manager').issue_id}/"),
        *(
            ("manager", f"/voice/issues/{evidence.issue_of('manager').pk}/{deed}/")
            for deed in ("acknowledge", "pause", "longer", "answer", "pass-on")
        ),
        *(
            ("manager", f"/voice/promises/{evidence.promise_of('manager').pk}/{deed}/")
            for deed in ("keep", "move")
        ),
        ("equality-lead", "/voice/remits/"),
        ("equality-lead", f"/voice/issues/{evidence.issue_of('manager').pk}/exempt/"),
        ("staff", "/networks/mail/"),
        ("public", "/support/"),
        ("staff", "/support/"),
        ("staff", "/statistics/"),
        ("staff", f"/statistics/releases/{evidence.released[0].pk}/"),
        ("staff", measure),
        ("staff", f"{measure}?by=sex+%C3%97+age&within=region%3A+South"),
        ("staff", f"{measure}?by=shoe+size"),
        ("staff", f"/statistics/releases/{changed.pk}/"),
        *reading_pages(evidence),
        ("administrator", "/post/"),
        ("administrator", f"/post/{evidence.messages[0].pk}/"),
        ("analyst", "/statistics/datasets/"),
        ("analyst", "/statistics/datasets/add/"),
        ("analyst", f"/statistics/datasets/{evidence.datasets[0].pk}/"),
        ("analyst", f"/statistics/datasets/{waiting.pk}/"),
        ("analyst", f"/statistics/datasets/{refused.pk}/"),
        ("analyst", f"/statistics/analyses/{unready.pk}/"),
        ("analyst", f"/statistics/analyses/{evidence.waiting[0].pk}/"),
        ("analyst", f"/statistics/analyses/{evidence.waiting[0].pk}/measures/passed/"),
        ("equality-lead", f"/statistics/datasets/{evidence.datasets[0].pk}/"),
        ("equality-lead", f"/statistics/datasets/{waiting.pk}/"),
        ("equality-lead", f"/statistics/analyses/{evidence.waiting[0].pk}/"),
        ("equality-lead", f"/statistics/analyses/{evidence.waiting[0].pk}/release/"),
    ]


def reading_pages(evidence: Evidence) -> list[tuple[str, str]]:
    """Return the pages of reading and training, before and after they are done."""
    ours, theirs = evidence.reading
    reader = evidence.people["staff"]
    task, done = (
        Task.objects.get(roll_out=each.version.roll_out, staff__person=reader) for each in (ours, theirs)
    )
    roll_outs.acknowledge(done, Opened(theirs.version.pk, done.pk), concern=None, by=reader)
    training.complete(ours.published, by=reader)
    write, take = f"/policies/training/write/{ours.draft.pk}/", f"/policies/training/{ours.published.pk}/"
    roll_out = f"/policies/rollouts/{ours.version.roll_out.pk}/"
    return [
        ("staff", "/policies/reading/"),
        ("manager", "/policies/reading/team/"),
        ("staff", f"/policies/reading/{task.pk}/"),
        ("staff", f"/policies/reading/{done.pk}/done/"),
        ("policy-owner", "/policies/rollouts/"),
        ("policy-owner", roll_out),
        ("policy-owner", f"/policies/rollouts/plan/{ours.version.policy_id}/"),
        ("policy-owner", f"/policies/rollouts/forms/{ours.version.pk}/"),
        ("policy-owner", "/policies/concerns/"),
        ("staff", "/policies/training/"),
        *(("staff", f"{take}{part}") for part in ("", "pages/1/", "questions/", "done/")),
        ("policy-owner", "/policies/training/write/"),
        ("policy-owner", "/policies/training/write/begin/"),
        *(("policy-owner", f"{write}{part}") for part in ("", "about/", "page/0/", "question/1/")),
        ("policy-owner", f"/policies/training/write/{ours.published.pk}/"),
        ("policy-owner", "/policies/training/imports/"),
        ("policy-owner", f"/policies/training/imports/{ours.file.pk}/"),
    ]
