"""The code lists of the invented files: of the Department for Education, the census and family justice.

Age bands are those of family court statistics, written with "to": a spreadsheet takes 5-9 for a date.
"""

ETHNICITY: dict[str, tuple[str, ...]] = {
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "CHNE", "AOTH"),
    "Black": ("BCRB", "BAFR", "BOTH"),
    "Other": ("OOTH",),
}
"""The codes of each ethnic group (Department for Education, children's social care)."""

ETHNICITY_WITHIN: dict[str, tuple[float, ...]] = {
    "White": (0.88, 0.01, 0.005, 0.01, 0.095),
    "Mixed": (0.38, 0.14, 0.20, 0.28),
    "Asian": (0.19, 0.42, 0.15, 0.04, 0.20),
    "Black": (0.26, 0.55, 0.19),
    "Other": (1.0,),
}
"""How common each code is within its group, in the same order."""

NOT_OBTAINED = "NOBT"
REFUSED = "REFU"
ETHNIC_GROUPS = tuple(ETHNICITY)
ETHNICITY_CODES = (*(code for codes in ETHNICITY.values() for code in codes), NOT_OBTAINED, REFUSED)

SEXES = ("Female", "Male", "Unknown")
CHILD_AGE_BANDS = ("Under 1", "1 to 4", "5 to 9", "10 to 14", "15 to 17")
CHILD_AGE_BAND_STARTS = (0, 1, 5, 10, 15)
STAFF_AGE_BANDS = ("16 to 34", "35 to 44", "45 to 54", "55 and over")
STAFF_AGE_BAND_STARTS = (16, 35, 45, 55)

DISABILITY = ("No", "Yes", "Not known")
YOUNG_CARER = ("No", "Yes", "Not asked")
CARER = ("No", "Yes", "Prefer not to say")
RELIGIONS = (
    "No religion",
    "Christian",
    "Buddhist",
    "Hindu",
    "Jewish",
    "Muslim",
    "Sikh",
    "Any other religion",
    "Prefer not to say",
)
SEXUAL_ORIENTATIONS = (
    "Straight or Heterosexual",
    "Gay or Lesbian",
    "Bisexual",
    "Other sexual orientation",
    "Prefer not to say",
)
FIRST_LANGUAGES = ("English", "Other than English")

LAW_TYPES = ("private", "public")
APPLICATIONS = ("C100", "C79", "C1", "s31", "s39", "s44", "s25", "s21")
"""C100 child arrangements and other section 8 orders; C79 enforcement; C1 other private law applications.
s31 care or supervision; s39 discharge of an order; s44 emergency protection; s25 secure accommodation
(sections of the Children Act 1989); s21 placement order (Adoption and Children Act 2002)."""

AGREEMENT = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
