"""With many responses each page asks what it asks with few. How long it takes is in `benchmarks/decisions.py`."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.decisions.consultations.answering.models import Answer, Kind, Response
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.actions import Put
from dueregard.decisions.consultations.coding.export import csv_of
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.outcomes import content
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast, client_of

ASKED = (*building.QUESTIONS[:2], building.Asked("And what else?", "And what else?"))
PAGES = (
    "",
    "responses/",
    "responses/?page=2",
    "coding/",
    "coding/1/",
    "coding/2/",
    "quotations/",
    "outcome/write/",
    "upload/",
)
WORDS = ("days", "leave", "carers", "parking", "money", "managers", "forms", "evenings", "school", "travel")


def with_responses(cast: Cast, many: int) -> Consultation:
    """Return a closed consultation with so many responses to three questions, of which the first batches are coded."""
    made = building.closed(cast, least=1, asked=ASKED, title=f"With {many}")
    questions = building.questions(made)
    responses = [Response(consultation=made, kind=Kind.PUBLIC) for _ in range(many)]
    answers = []
    for number, response in enumerate(responses):
        for question in questions:
            one = Answer(response=response, question=question, may_be_quoted=True)
            one.enclose(
                f"I think about {WORDS[number % 10]} and {WORDS[number // 10 % 10]}, number {number}."
            )
            answers.append(one)
    Response.objects.bulk_create(responses, batch_size=1000)
    Answer.objects.bulk_create(answers, batch_size=1000)
    themes = [building.theme(made, word) for word in WORDS]
    for _ in range(4):
        shown = list(questions[0].answers.uncoded().order_by("id").values_list("pk", flat=True)[:10])
        puts = {pk: Put((themes[place].number,)) for place, pk in enumerate(shown)}
        coding.code(questions[0], puts, shown=shown, by=cast["policy-owner"])
    return made


def queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def asks(client: Client, made: Consultation) -> dict[str, Callable[[], Any]]:
    """Return what is asked of a consultation: its pages, the export and the outcome."""
    home = f"/consultations/{made.pk}/"

    def page(address: str) -> Callable[[], Any]:
        def ask() -> None:
            assert client.get(f"{home}{address}").status_code == 200

        return ask

    fresh = Consultation.objects.select_related("proposal").get(pk=made.pk)
    theme = made.themes.order_by("number")[0]
    return {
        **{address: page(address) for address in PAGES},
        "theme": lambda: client.get(f"/consultations/themes/{theme.pk}/"),
        "export": lambda: csv_of(fresh),
        "outcome": lambda: content.of(fresh),
    }


def test_three_times_as_many_responses_take_no_more_queries(cast: Cast) -> None:
    few, many = (asks(client_of(cast["policy-owner"]), with_responses(cast, number)) for number in (50, 150))
    for name, ask in few.items():
        ask()  # what is made once, such as a template, is not counted
        many[name]()
        assert queries(ask) == queries(many[name]), name


def test_a_list_of_three_takes_no_more_queries_than_a_list_of_one(cast: Cast) -> None:
    building.opened(cast)
    clients = [client_of(cast["staff"]), Client()]
    before = [queries(lambda client=client: client.get("/consultations/")) for client in clients]
    building.opened(cast)
    building.opened(cast)
    assert [queries(lambda client=client: client.get("/consultations/")) for client in clients] == before
