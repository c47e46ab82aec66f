pytest_plugins = [
    "tests.databases",
    "tests.journals_of_the_tests",
    "tests.browsing",
    "tests.people_of_the_tests",
    "tests.evidence_of_the_tests",
    "tests.acceptance.main_journey",
]
