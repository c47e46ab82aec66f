"""The cast: one invented person to sign in as for each role, and what each of them does here."""

from dataclasses import dataclass

ORGANISATION = "Rowan Children and Family Court Service"
REGULATOR = "the Inspectorate"


@dataclass(frozen=True)
class Member:
    """One of the cast. `role` is the code they are signed in by; `roles` are all the roles they hold."""

    role: str
    name: str
    email: str
    job_title: str
    roles: tuple[str, ...]
    is_staff: bool
    says: str


def _employed(role: str, name: str, job_title: str, says: str) -> Member:
    email = f"{name.lower().replace(' ', '.')}@rowan.example"
    roles = ("staff",) if role == "staff" else ("staff", role)
    return Member(role, name, email, job_title, roles, is_staff=True, says=says)


CAST: tuple[Member, ...] = (
    _employed(
        "staff",
        "Tamsin Ollerby",
        "Business Services Officer",
        "Keeps a practice team running, and looks things up for herself.",
    ),
    _employed(
        "adviser",
        "Kwabena Thirlwell",
        "Family Court Adviser",
        "Works with children and families, and writes reports for the court.",
    ),
    _employed(
        "supervisor",
        "Rukhsana Dewhirst",
        "Practice Supervisor",
        "Guides the work of Family Court Advisers and checks its quality.",
    ),
    _employed(
        "chair",
        "Ifeoma Langstaff",
        "Family Court Adviser",
        "Chairs a staff network and speaks for it when it is asked.",
    ),
    _employed(
        "facilitator",
        "Callum Brathwick",
        "Family Court Adviser",
        "Runs the meetings of a staff network and looks after its room.",
    ),
    _employed(
        "manager",
        "Gwenllian Harcastle",
        "Service Manager",
        "Manages a practice team, and decides the requests its members make.",
    ),
    _employed(
        "policy-owner",
        "Piotr Wensleigh",
        "Policy Adviser",
        "Owns policies, and must show due regard before they change.",
    ),
    _employed(
        "equality-lead",
        "Yasmin Dalebrook",
        "Head of Equality and Inclusion",
        "Leads the work on the equality duty and answers for its evidence.",
    ),
    _employed(
        "analyst",
        "Dilip Farnsby",
        "Data Analyst",
        "Brings in files of data and turns them into figures that give nobody away.",
    ),
    _employed(
        "executive",
        "Rosalind Achterholm",
        "Director, Operations North",
        "Decides, with the evidence in front of her, and is accountable for it.",
    ),
    _employed(
        "quality-lead",
        "Bernard Quarlton",
        "Head of Practice Quality",
        "Leads the audit of practice and what is learned from it.",
    ),
    Member(
        role="inspector",
        name="Moira Strathdene",
        email="moira.strathdene@inspectorate.example",
        job_title="Inspector, the Inspectorate",
        roles=("inspector",),
        is_staff=False,
        says="Visits from the Inspectorate, and reads only what has been opened to her.",
    ),
    _employed(
        "editor",
        "Zofia Pemberlow",
        "Web Editor",
        "Writes and publishes the pages that the public reads.",
    ),
    _employed(
        "administrator",
        "Hamish Tolverne",
        "Systems Administrator",
        "Looks after accounts and roles, and keeps the system running.",
    ),
    Member(
        role="outsider",
        name="Leon Applewick",
        email="leon.applewick@elsewhere.example",
        job_title="",
        roles=(),
        is_staff=False,
        says="Can sign in but has no role here, so should see nothing of the service.",
    ),
)
"""Everyone a visitor may sign in as, in the order of the role codes."""


def member(role: str) -> Member:
    """Return the one of the cast who plays this role; a KeyError says which roles there are."""
    for person in CAST:
        if person.role == role:
            return person
    raise KeyError(f"nobody in the cast plays {role!r}; the roles are {[person.role for person in CAST]}")
