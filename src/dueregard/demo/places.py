"""The shape of the organisation: directorates, service areas and national teams, all of them invented.

No service area is a real place. They are named as if after rivers and hills, and stand in two operational
directorates; the other three directorates have national teams instead.
"""

from dataclasses import dataclass

NORTH = "Operations North"
SOUTH = "Operations South"
NATIONAL = "National Services"
PEOPLE = "People and Equality"
FINANCE = "Finance and Performance"

DIRECTORATES = (NORTH, SOUTH, NATIONAL, PEOPLE, FINANCE)
LEADERSHIP_TEAM = "Directorate leadership"
AREA_LEADERSHIP_TEAM = "Area leadership"


@dataclass(frozen=True)
class Place:
    """A service area: its directorate, how large it is, and how mixed its population is beside the others."""

    name: str
    directorate: str
    size: float
    mixed: float = 0.7


PLACES: tuple[Place, ...] = (
    Place("Arlewater", NORTH, 9, 1.2),
    Place("Brackenfell", NORTH, 4),
    Place("Calderholt", NORTH, 7, 2.2),
    Place("Dunmere and Wold", NORTH, 4),
    Place("Eskerdale", NORTH, 5),
    Place("Fennick Vale", NORTH, 6),
    Place("Garrowhead", NORTH, 7, 1.8),
    Place("Hollinsike", NORTH, 4),
    Place("Ivelmoor", NORTH, 5),
    Place("Kestrel Fells", NORTH, 3),
    Place("Larkhollow Downs", SOUTH, 5),
    Place("Merrowbourne", SOUTH, 6, 1.0),
    Place("Netherlode", SOUTH, 4),
    Place("Oxlea Weald", SOUTH, 9, 2.6),
    Place("Pennerford", SOUTH, 5),
    Place("Quillwater", SOUTH, 4),
    Place("Ravenstrand", SOUTH, 5),
    Place("Sallow Levels", SOUTH, 3),
    Place("Tarnbury", SOUTH, 6, 1.7),
)

NAMES = tuple(place.name for place in PLACES)
INTERPRETER_GAP_AREA = "Fennick Vale"


@dataclass(frozen=True)
class NationalTeam:
    """A team at the national office: who leads it and what its members are called."""

    name: str
    directorate: str
    lead: str
    member: str


NATIONAL_TEAMS: tuple[NationalTeam, ...] = (
    NationalTeam("Practice quality", NATIONAL, "Head of Practice Quality", "Practice Quality Adviser"),
    NationalTeam("Central intake", NATIONAL, "Head of Intake", "Intake Officer"),
    NationalTeam("Legal", NATIONAL, "Head of Legal", "Legal Adviser"),
    NationalTeam(
        "High Court and international", NATIONAL, "Head of the High Court Team", "Family Court Adviser"
    ),
    NationalTeam("Hearing from children", NATIONAL, "Head of Participation", "Participation Officer"),
    NationalTeam("Communications", NATIONAL, "Head of Communications", "Communications Officer"),
    NationalTeam("Equality and inclusion", PEOPLE, "Head of Equality and Inclusion", "Equality Adviser"),
    NationalTeam("Policy", PEOPLE, "Head of Policy", "Policy Adviser"),
    NationalTeam("Recruitment", PEOPLE, "Head of Recruitment", "Recruitment Officer"),
    NationalTeam("Learning and development", PEOPLE, "Head of Learning", "Learning Adviser"),
    NationalTeam("Wellbeing", PEOPLE, "Head of Wellbeing", "Wellbeing Adviser"),
    NationalTeam("Data and insight", FINANCE, "Head of Data and Insight", "Data Analyst"),
    NationalTeam("Digital and systems", FINANCE, "Head of Digital", "Systems Officer"),
    NationalTeam("Finance", FINANCE, "Head of Finance", "Finance Officer"),
    NationalTeam("Estates", FINANCE, "Head of Estates", "Estates Officer"),
    NationalTeam("Planning and performance", FINANCE, "Head of Planning", "Performance Officer"),
)
