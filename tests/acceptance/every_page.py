"""Every page that a person can open, by who opens it."""

from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from tests.evidence_of_the_tests import Evidence, add_dataset


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
        ("staff", f"/jobs/{evidence.jobs['staff'].pk}/"),
        ("staff", "/statistics/"),
        ("staff", f"/statistics/releases/{evidence.released[0].pk}/"),
        ("staff", measure),
        ("staff", f"{measure}?by=sex+%C3%97+age&within=region%3A+South"),
        ("staff", f"{measure}?by=shoe+size"),
        ("staff", f"/statistics/releases/{changed.pk}/"),
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
