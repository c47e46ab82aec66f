"""The truth: which differences were planted in the invented files, and what an analysis should show.

The makers of the files read their sizes from here, so that what is planted and what is said cannot part.
A difference *within* like groups (the same age and law type, say) is what was planted, but for chance. A
plain comparison of everyone is another number where the groups differ in age or law type: `unadjusted` is the
range it falls in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dueregard.demo.codes import ETHNICITY
from dueregard.demo.places import INTERPRETER_GAP_AREA

WEEKS_LONGER: Mapping[str, float] = MappingProxyType({"Black": 4.0, "Asian": 3.0})
"""How many weeks longer care proceedings of these children take than those of others of their age."""

SEEN_ALONE_DISABLED = -0.08
REPORT_LATE_DISABLED_ASIAN = -0.12
INTERPRETER_AREA = -0.15
PAY_WOMEN = -900.0
SHORTLISTED_BLACK_OR_ASIAN = -0.09
PROMOTED_BLACK = -0.15
RESPECTED_DISABLED = -0.12


@dataclass(frozen=True)
class Planted:
    """One difference in one file, between a group and those it is compared with.

    `size` is the difference among people alike in `within`: a share of 1 for a measure with `event`, else in
    the unit of the measure. `among` leaves out all rows but those with these values. `unadjusted` holds the
    least and the most that a plain comparison should show at full scale.
    """

    name: str
    file: str
    measure: str
    characteristic: str
    group: tuple[str, ...]
    reference: tuple[str, ...]
    size: float
    unadjusted: tuple[float, float]
    says: str
    event: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


AGE_AND_LAW = ("age_band", "law_type")

PLANTED: tuple[Planted, ...] = (
    Planted(
        name="Care proceedings take longer for Black children",
        file="casework.parquet",
        measure="weeks_to_conclude",
        characteristic="ethnicity",
        group=ETHNICITY["Black"],
        reference=ETHNICITY["White"],
        size=WEEKS_LONGER["Black"],
        unadjusted=(4.1, 6.2),
        within=AGE_AND_LAW,
        says="Real: 4 weeks longer at every age. A plain comparison shows more: Black children are older.",
    ),
    Planted(
        name="Care proceedings take longer for Asian children",
        file="casework.parquet",
        measure="weeks_to_conclude",
        characteristic="ethnicity",
        group=ETHNICITY["Asian"],
        reference=ETHNICITY["White"],
        size=WEEKS_LONGER["Asian"],
        unadjusted=(2.6, 5.8),
        within=AGE_AND_LAW,
        says="Real: 3 weeks longer at every age. A plain comparison shows more: Asian children are older.",
    ),
    Planted(
        name="Care proceedings for children of Mixed heritage",
        file="casework.parquet",
        measure="weeks_to_conclude",
        characteristic="ethnicity",
        group=ETHNICITY["Mixed"],
        reference=ETHNICITY["White"],
        size=0.0,
        unadjusted=(-1.0, 1.0),
        within=AGE_AND_LAW,
        says="No difference, adjusted or not.",
    ),
    Planted(
        name="Wishes recorded for Asian children",
        file="casework.parquet",
        measure="wishes_recorded",
        event=("Yes",),
        characteristic="ethnicity",
        group=ETHNICITY["Asian"],
        reference=ETHNICITY["White"],
        size=0.0,
        unadjusted=(-0.065, -0.03),
        within=AGE_AND_LAW,
        says="A gap that age and law type explain in full: more Asian children here are in private law.",
    ),
    Planted(
        name="Wishes recorded for Black children",
        file="casework.parquet",
        measure="wishes_recorded",
        event=("Yes",),
        characteristic="ethnicity",
        group=ETHNICITY["Black"],
        reference=ETHNICITY["White"],
        size=0.0,
        unadjusted=(0.045, 0.095),
        within=AGE_AND_LAW,
        says="An advantage that age and law type explain: more Black children here are in public law.",
    ),
    Planted(
        name="Disabled children are seen alone less often",
        file="casework.parquet",
        measure="seen_alone",
        event=("Yes",),
        characteristic="disability",
        group=("Yes",),
        reference=("No",),
        size=SEEN_ALONE_DISABLED,
        unadjusted=(-0.06, -0.03),
        within=AGE_AND_LAW,
        says="Real, and half hidden: disabled children are older, and older children are seen alone more.",
    ),
    Planted(
        name="Girls and boys are seen alone equally often",
        file="casework.parquet",
        measure="seen_alone",
        event=("Yes",),
        characteristic="sex",
        group=("Female",),
        reference=("Male",),
        size=0.0,
        unadjusted=(-0.01, 0.01),
        within=AGE_AND_LAW,
        says="No difference, adjusted or not.",
    ),
    Planted(
        name="Reports on disabled Asian children are late more often",
        file="casework.parquet",
        measure="report_on_time",
        event=("Yes",),
        characteristic="disability",
        group=("Yes",),
        reference=("No",),
        among=MappingProxyType({"ethnicity": ETHNICITY["Asian"]}),
        size=REPORT_LATE_DISABLED_ASIAN,
        unadjusted=(-0.17, -0.07),
        within=AGE_AND_LAW,
        says="Real, and seen only where ethnicity and disability are crossed.",
    ),
    Planted(
        name="Reports on disabled White children",
        file="casework.parquet",
        measure="report_on_time",
        event=("Yes",),
        characteristic="disability",
        group=("Yes",),
        reference=("No",),
        among=MappingProxyType({"ethnicity": ETHNICITY["White"]}),
        size=0.0,
        unadjusted=(-0.02, 0.02),
        within=AGE_AND_LAW,
        says="No difference, adjusted or not.",
    ),
    Planted(
        name=f"Fewer interpreters in {INTERPRETER_GAP_AREA}",
        file="casework.parquet",
        measure="interpreter_provided",
        event=("Yes",),
        characteristic="service_area",
        group=(INTERPRETER_GAP_AREA,),
        reference=("Eskerdale", "Merrowbourne", "Tarnbury"),
        size=INTERPRETER_AREA,
        unadjusted=(-0.25, -0.05),
        says=f"Real, in one place: {INTERPRETER_GAP_AREA} beside three other service areas.",
    ),
    Planted(
        name="Women are paid less in the same grade",
        file="pay.csv",
        measure="full_time_pay",
        characteristic="sex",
        group=("Female",),
        reference=("Male",),
        size=PAY_WOMEN,
        unadjusted=(-5500.0, -1200.0),
        within=("grade",),
        says="Real: 900 pounds a year in the same grade. A plain comparison shows more: high grades have more men.",
    ),
    Planted(
        name="Pay of Black staff",
        file="pay.csv",
        measure="full_time_pay",
        characteristic="ethnicity",
        group=ETHNICITY["Black"],
        reference=ETHNICITY["White"],
        size=0.0,
        unadjusted=(-6000.0, -1200.0),
        within=("grade",),
        says="A gap that grade explains in full: fewer Black staff are in the higher grades.",
    ),
    Planted(
        name="Black and Asian applicants are shortlisted less often",
        file="recruitment.csv",
        measure="shortlisted",
        event=("Yes",),
        characteristic="ethnicity",
        group=(*ETHNICITY["Black"], *ETHNICITY["Asian"]),
        reference=ETHNICITY["White"],
        size=SHORTLISTED_BLACK_OR_ASIAN,
        unadjusted=(-0.13, -0.05),
        within=("sex", "age_band"),
        says="Real: 9 points fewer. Once shortlisted, they are appointed equally often.",
    ),
    Planted(
        name="Black and Asian applicants once shortlisted",
        file="recruitment.csv",
        measure="appointed",
        event=("Yes",),
        characteristic="ethnicity",
        group=(*ETHNICITY["Black"], *ETHNICITY["Asian"]),
        reference=ETHNICITY["White"],
        size=0.0,
        unadjusted=(-0.08, 0.08),
        within=("sex", "age_band"),
        says="No difference once shortlisted.",
    ),
    Planted(
        name="Black staff are promoted less often when they apply",
        file="promotion.csv",
        measure="promoted",
        event=("Yes",),
        characteristic="ethnicity",
        group=ETHNICITY["Black"],
        reference=ETHNICITY["White"],
        size=PROMOTED_BLACK,
        unadjusted=(-0.30, -0.03),
        within=("sex",),
        says="Real: 15 points fewer of those who apply.",
    ),
    Planted(
        name="Disabled staff feel respected less often",
        file="wellbeing-survey.csv",
        measure="treated_with_respect",
        event=("Strongly agree", "Agree"),
        characteristic="disability",
        group=("Yes",),
        reference=("No",),
        size=RESPECTED_DISABLED,
        unadjusted=(-0.24, -0.02),
        within=("sex",),
        says="Real: 12 points fewer agree that they are treated with respect.",
    ),
)
"""Every planted difference, and some places where there is none."""
