pytest_plugins = [
    "tests.databases",
    "tests.full_journal",
    "tests.browsing",
    "tests.people_of_the_tests",
    "tests.evidence_of_the_tests",
]
