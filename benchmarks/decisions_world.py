"""The demonstration at small scale, with consultations of few and of many responses: asked for again and again.

`python -m benchmarks.decisions_world FEW MANY` prints the names of what can be asked, then, for each name and size on a
line of the input, the seconds that it took. Everyone in it is invented.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

WORDS = ("days", "leave", "carers", "parking", "money", "managers", "forms", "evenings", "school", "travel")
PAGES = {
    "the consultation": "",
    "responses": "responses/",
    "the last page of responses": "responses/?page=last",
    "coding": "coding/",
    "a batch to code": "coding/1/",
    "quotations": "quotations/",
    "write the outcome": "outcome/write/",
    "export": "responses.csv",
}
Ask = Callable[[], object]


def main(few: int, many: int) -> None:
    """Make the world, say what can be asked, and time each thing that is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from dueregard.config import supervisor
    from dueregard.demo.organise import make_demonstration

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.getLogger("dueregard").setLevel(logging.WARNING)
    supervisor.prepare()
    make_demonstration(seed=1, scale="small", say=lambda words: None)
    asks = _asks(few, many)
    print(json.dumps(list(asks)), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        asks[line.strip()]()
        print(json.dumps(time.perf_counter() - start), flush=True)


def _asks(few: int, many: int) -> dict[str, Ask]:
    from django.test import Client

    from dueregard.decisions.models import Proposal

    owner = Client()
    carers = Proposal.objects.select_related("owner").get(
        decision__isnull=False, title__startswith="Working carers"
    )
    owner.force_login(carers.owner)
    asks: dict[str, Ask] = {
        "dossier, as a page": _page(owner, f"/decisions/{carers.pk}/dossier/"),
        "dossier, as a PDF": _page(owner, f"/decisions/{carers.pk}/dossier.pdf"),
    }
    for size in (few, many):
        made = _with_responses(size)
        for name, address in PAGES.items():
            asks[f"{name}, {size}"] = _page(owner, f"/consultations/{made.pk}/{address}")
    return asks


def _page(client: Any, address: str) -> Ask:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        if answer.streaming:
            b"".join(answer.streaming_content)

    return ask


def _with_responses(many: int) -> Any:
    """Return a closed consultation with so many responses to its questions, like the one that the demonstration has."""
    from dueregard.decisions.consultations.answering.models import Answer, Kind, Response
    from dueregard.decisions.consultations.coding import actions as coding
    from dueregard.decisions.consultations.models import Consultation, Question, Stage

    like = Consultation.objects.filter(stage=Stage.CLOSED).select_related("proposal__owner").first()
    if like is None:
        raise RuntimeError("The demonstration has no consultation that is being coded.")
    made = Consultation.objects.get(pk=like.pk)
    made._state.adding, made.pk, made.title = True, None, f"With {many} responses"
    made.save()
    asked = [
        Question.objects.create(consultation=made, place=number, text=f"Question {number}")
        for number in (1, 2, 3)
    ]
    responses = [Response(consultation=made, kind=Kind.PUBLIC) for _ in range(many)]
    answers = []
    for number, response in enumerate(responses):
        for question in asked:
            one = Answer(response=response, question=question, may_be_quoted=True)
            one.enclose(
                f"I think about {WORDS[number % 10]} and {WORDS[number // 10 % 10]}, number {number}."
            )
            answers.append(one)
    Response.objects.bulk_create(responses, batch_size=1000)
    Answer.objects.bulk_create(answers, batch_size=1000)
    for word in WORDS:
        coding.add_theme(made, word, by=like.proposal.owner)
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
