"""What a release says of itself, and that nothing but protected numbers can become one."""

import dataclasses
import json

import pytest

from disparity.errors import NotReleasable
from disparity.plan import Characteristic, Measure
from disparity.protection import protect
from disparity.release import Release, internal_release, make_release
from tests.disparity.reference import cube_of, plan_of

SEX = Characteristic("sex", "sex", reference="Male")
TEAM = Characteristic("team", "team", reference="A")
PASSED = Measure("passed", "proportion", "passed", event=("yes",), better="higher")
DAYS = Measure("days", "median", "days", unit="days", step=5.0)
PLAN = plan_of([SEX, TEAM], [PASSED, DAYS], slices=["region"], intersections=2)


def rows(odd=4):
    made = []
    for number in range(1_511):
        made.append(
            {
                "sex": ("Female", "Male", None)[number % 31 % 3],
                "team": "ABC"[(number * 7 % 13) % 3],
                "region": ("North", "South")[number % 5 % 2],
                "passed": number * 17 % 101 < 47 if number % 37 else None,
                "days": float(number * 13 % 89),
            }
        )
    return made + [{"sex": "Other", "team": "A", "region": "South", "passed": True, "days": 4.0}] * odd


@pytest.fixture(scope="module")
def cube():
    return cube_of(PLAN, rows())


def test_a_release_is_made_from_protected_numbers_only(cube):
    for other in (cube, None, internal_release(cube), "numbers"):
        with pytest.raises(NotReleasable, match=r"make_release\(protect\(cube\)\)"):
            make_release(other)


def test_a_release_is_not_made_by_hand(cube):
    release = make_release(protect(cube))
    fields = {field.name: getattr(release, field.name) for field in dataclasses.fields(release)}
    with pytest.raises(NotReleasable, match="made by hand"):
        Release(**fields)
    with pytest.raises(NotReleasable, match="made by hand"):
        dataclasses.replace(internal_release(cube), is_internal=False)


def test_a_release_names_its_measures_characteristics_and_slices(cube):
    release = make_release(protect(cube))
    assert (release.title, release.unit) == ("A worked example", "person")
    assert release.characteristics == ("sex", "team")
    assert release.slices == ("region",)
    assert [(m.name, m.kind, m.better, m.unit) for m in release.measures] == [
        ("passed", "proportion", "higher", None),
        ("days", "median", None, "days"),
    ]


def test_the_manifest_says_how_the_release_was_made(cube):
    manifest = make_release(protect(cube)).manifest
    assert set(manifest) == {
        "input",
        "trends",
        "not_known",
        "analysis",
        "format",
        "plan_sha256",
        "data_sha256",
        "cube_sha256",
        "rules",
        "attack",
        "versions",
        "tables",
    }
    assert manifest["format"] == "disparity/release@1"
    assert (manifest["plan_sha256"], manifest["data_sha256"]) == ("0" * 64, "1" * 64)
    assert (manifest["rules"]["threshold"], manifest["rules"]["round"]) == (10, 5)
    assert manifest["attack"]["ran"] is True
    assert "solver" in manifest["attack"]["reason"]
    assert manifest["attack"]["cells"] > 0
    assert manifest["attack"]["narrowest"] >= 5
    assert set(manifest["versions"]) == {"disparity", "python", "duckdb", "ibis", "numpy", "scipy"}
    assert json.loads(json.dumps(manifest)) == manifest


def test_the_manifest_counts_the_cells_of_each_table_as_they_are_published(cube):
    release = make_release(protect(cube))
    for table in release.manifest["tables"]:
        found = {
            (f.group, f.slice): f.status
            for f in release.findings
            if (f.measure, f.characteristic) == (table["measure"], table["characteristic"])
            and (f.slice == "all" if table["slice"] == "all" else f.slice.startswith(f"{table['slice']}: "))
        }
        statuses = list(found.values())
        assert table["cells"] == len(statuses)
        assert table["too_few"] == statuses.count("too-few")
        assert table["hidden"] == statuses.count("hidden")
        assert table["shown"] == len(statuses) - table["too_few"] - table["hidden"]
    assert sum(table["too_few"] for table in release.manifest["tables"])
    assert sum(table["hidden"] for table in release.manifest["tables"])


def test_the_same_numbers_make_the_same_release(cube):
    first, second = (make_release(protect(cube_of(PLAN, numbers))) for numbers in (rows(), rows()[::-1]))
    assert first == second
    assert repr(first.findings) == repr(second.findings)
    assert json.dumps(first.manifest) == json.dumps(second.manifest)
    assert internal_release(cube) == internal_release(cube_of(PLAN, rows()))


def test_the_hash_of_a_safe_release_does_not_tell_hidden_counts_apart():
    """Else anyone could try every count of a hidden cell until the hash is right."""

    def teams(in_b, in_c=12):
        plan = plan_of([TEAM], [PASSED])
        sizes = {"A": (25, 51), "B": (in_b, 20), "C": (in_c, 32)}
        people = [
            {"team": team, "passed": number < events}
            for team, (events, size) in sizes.items()
            for number in range(size)
        ]
        return cube_of(plan, people)

    def hashed(cube):
        return make_release(protect(cube)).manifest["cube_sha256"]

    assert teams(3).digest() != teams(4).digest()
    assert hashed(teams(3)) == hashed(teams(4))
    assert hashed(teams(3)) != hashed(teams(10))


def test_an_internal_release_is_exact_and_says_so(cube):
    release = internal_release(cube)
    assert release.is_internal
    assert not make_release(protect(cube)).is_internal
    assert release.manifest["cube_sha256"] == cube.digest()
    assert "No protection" in release.manifest["attack"]["reason"]
    assert {f.status for f in release.findings} <= {"ok", "not-comparable"}
    other = next(f for f in release.findings if f.group == "Other" and f.measure == "passed")
    assert (other.n, other.events) == (4, 4)


def test_a_release_shows_none_of_its_numbers_when_it_is_printed(cube):
    assert repr(make_release(protect(cube))).startswith("<Release of 'A worked example': safe, ")
