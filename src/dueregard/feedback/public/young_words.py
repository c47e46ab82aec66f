"""What each age group reads on the forms for children: short words, and the fewer the younger."""

from dataclasses import dataclass

from dueregard.feedback.models import AgeGroup, CaseNow, Face


@dataclass(frozen=True)
class YoungWords:
    """The words of the forms for one age group."""

    feel: str
    faces: tuple[tuple[str, str], ...]
    say: str
    say_hint: str
    case: str
    case_hint: str
    cases: tuple[tuple[str, str], ...]
    drawing: str
    answer: str
    name: str
    how: str
    how_hint: str
    worker: str


def _faces(good: str, mixed: str, bad: str) -> tuple[tuple[str, str], ...]:
    return ((Face.GOOD, good), (Face.MIXED, mixed), (Face.BAD, bad))


_CASES = (
    (CaseNow.SHOW, "Yes. You can show this to my worker."),
    (CaseNow.NOT_YET, "Yes. But do not show my worker yet."),
    (CaseNow.OVER, "No. It is over."),
    (CaseNow.NOT_SURE, "I do not know."),
)

WORDS: dict[AgeGroup, YoungWords] = {
    AgeGroup.YOUNGEST: YoungWords(
        feel="How did you feel?",
        faces=_faces("Happy", "OK", "Sad"),
        say="What do you want to say?",
        say_hint="A grown-up can help you write.",
        case="Do you still see your worker?",
        case_hint="If you say yes, your worker can read this. You choose.",
        cases=_CASES,
        drawing="Add a drawing, if you like",
        answer="Do you want us to call you?",
        name="Your first name",
        how="How can we call you?",
        how_hint="A phone number, or a grown-up you trust. Ask for help if you need it.",
        worker="Your worker’s name, if you know it",
    ),
    AgeGroup.MIDDLE: YoungWords(
        feel="How was it?",
        faces=_faces("Good", "OK", "Bad"),
        say="What do you want to tell us?",
        say_hint="What was good? What was hard? Did we ask what you think?",
        case="Is your case still going on?",
        case_hint="If it is, your worker can read this, but only if you say so.",
        cases=_CASES,
        drawing="Add a drawing or a photo of one, if you like",
        answer="Do you want us to get in touch with you?",
        name="Your first name",
        how="How can we get in touch?",
        how_hint="A phone number, an email, or a grown-up you trust. Think: who else may see it?",
        worker="Your worker’s name, if you know it",
    ),
    AgeGroup.OLDEST: YoungWords(
        feel="How was it for you?",
        faces=_faces("Good", "Mixed", "Bad"),
        say="What should we know?",
        say_hint="What went well? What should we change? Did you have your say?",
        case="Is your case still open?",
        case_hint=(
            "If it is, your worker can read this, but only if you say so. "
            "Your worker is the one who sees you and writes to the court."
        ),
        cases=_CASES,
        drawing="Add a picture, if you like",
        answer="Do you want us to get in touch with you?",
        name="Your first name",
        how="How can we get in touch?",
        how_hint="A phone number, an email, or an adult you trust. Think: who else may see it?",
        worker="Your worker’s name, if you know it",
    ),
}
