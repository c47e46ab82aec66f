"""What the role matrix and the pages of reading and training need: one of each for the cast, and one of another's."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.people.models import Person
from dueregard.policies.models import Import, Module, Task, Version
from dueregard.policies.training import importing
from tests.people_of_the_tests import make_person
from tests.policies.conftest import spread
from tests.policies.launched import decision_of, launch, make_policy
from tests.policies.training.schooling import draft, published

ROOMS = ("/policies/reading/", "/policies/rollouts/", "/policies/training/", "/policies/concerns/")


@dataclass(frozen=True)
class Records:
    """A policy in force that everybody is asked to read, training at each stage, and a file of completions."""

    version: Version
    published: Module
    draft: Module
    file: Import

    def parameters(self, pattern: str, *, reader: Person) -> dict[str, object]:
        """Return the parameters of a route."""
        if pattern.startswith("/policies/reading/"):
            return {"pk": Task.objects.get(roll_out=self.version.roll_out, staff__person=reader).pk}
        module = (
            self.published
            if pattern.startswith(("/policies/training/<", "/policies/training/write/<uuid:pk>/next"))
            else self.draft
        )
        keys = {
            "/policies/rollouts/plan/": self.version.policy_id,
            "/policies/rollouts/forms/": self.version.pk,
            "/policies/rollouts/": self.version.roll_out.pk,
            "/policies/training/imports/": self.file.pk,
        }
        pk = next((key for part, key in keys.items() if pattern.startswith(part)), module.pk)
        return {"pk": pk, "kind": "page", "number": 1}


def make(people: dict[str, Person], *, is_own: bool) -> Records:
    """Make them for the cast's policy owner, or for another who is not of the cast."""
    owner = people["policy-owner"]
    if not is_own:
        owner = make_person("policy-owner", people["other"].staff.team, name="Another Owner")
    name = "ours" if is_own else "theirs"
    cast = {**people, "policy-owner": owner}
    version = launch(make_policy(cast, title=f"Policy {name}"), decision_of(cast), by=owner)
    spread(version.roll_out)
    upload = SimpleUploadedFile(
        f"{name}.csv", f"staff number,module,date\nT00000,{name},2026-06-09\n".encode()
    )
    return Records(
        version=version,
        published=published(owner, f"taken-{name}", policy=version.policy),
        draft=draft(owner, f"draft-{name}"),
        file=importing.add(upload, by=owner),
    )
