"""Bring in answers that were gathered elsewhere: each row that fits, with a receipt that says why others do not."""

import hashlib

from dueregard import journal
from dueregard.access import require
from dueregard.decisions.consultations.answering.actions import Said, made
from dueregard.decisions.consultations.answering.gathered import Asked, WrongFile, read
from dueregard.decisions.consultations.answering.models import Answer, Kind, Response, Upload
from dueregard.decisions.consultations.locking import locked
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.decisions.consultations.refusals import NotNow
from dueregard.people.models import Person


@journal.action
def upload(consultation: Consultation, octets: bytes, *, source: str, by: Person) -> Upload:
    """Take in a CSV file, while it is open or being considered.

    Raises
    ------
    WrongFile
        When the file cannot be read as a whole, or was brought in before; nothing is kept then.
    """
    require(by, Consultation.get_perm("code"), consultation)
    held = locked(consultation)
    if held.stage not in {Stage.OPEN, Stage.CLOSED}:
        raise NotNow("Answers are taken in from the day it opens until its outcome is published.")
    questions = {one.place: one for one in held.questions.all()}
    found = read(octets, [Asked(one.place, tuple(one.choices)) for one in questions.values()])
    sha256 = hashlib.sha256(octets).hexdigest()
    if held.uploads.filter(sha256=sha256).exists():
        raise WrongFile("This very file was brought in before.")
    receipt = Upload.objects.create(
        consultation=held,
        source=source,
        rows_in=found.rows_in,
        accepted=len(found.rows),
        refused=[list(one) for one in found.refused],
        sha256=sha256,
        by=by,
    )
    by_key = {one.pk: one for one in questions.values()}
    responses, answers = [], []
    for row in found.rows:
        response = Response(consultation=held, kind=Kind.GATHERED, upload=receipt)
        responses.append(response)
        said = {
            questions[place].pk: Said(choice=text, may_be_quoted=quoted)
            if questions[place].is_choice
            else Said(words=text, may_be_quoted=quoted)
            for place, (text, quoted) in row.answers.items()
        }
        answers += made(response, said, by_key)
    Response.objects.bulk_create(responses, batch_size=500)
    Answer.objects.bulk_create(answers, batch_size=500)
    journal.record("brought in answers gathered elsewhere", receipt, by=by, rows=len(found.rows))
    return receipt
