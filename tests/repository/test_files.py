"""What the repository promises: no host in a lock, no machine's path, every setting and dependency written down."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from dueregard.config import environment

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-spark.lock", "package-lock.json"]

# Put together from halves, so that this file does not name them.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
]


def tracked_text() -> dict[str, str]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    texts = {}
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix in {".png", ".parquet", ".xlsx"} or not path.is_file():
            continue
        texts[name] = path.read_text(encoding="utf-8")
    return texts


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"\w+://|\b[\w-]+\.(?:org|com|net|io|dev)\b", text)


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_each_package_with_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        packages = len(re.findall(r'"node_modules/', text))
        assert packages >= 2
        assert packages == len(re.findall(r'"integrity": "sha512-', text))
    else:
        pinned = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert len(pinned) > 20
        assert all("==" in one and "--hash=sha256:" in one for one in pinned)


def test_no_file_names_a_package_registry_or_a_path_of_this_machine() -> None:
    machine = [str(ROOT), str(Path.home()) + "/"]
    found = [
        (name, word)
        for name, text in tracked_text().items()
        for word in [*REGISTRIES, *(path for path in machine if len(path) > 6)]
        if word in text
    ]
    assert found == []


def test_every_setting_is_read_listed_and_in_the_example_file() -> None:
    read = set()
    by_a_reader = r'environment\.(?:text|flag|number|seconds|one_of|url|listed|origins)\(\s*"([A-Z_]+)"'
    for path in (ROOT / "src/dueregard").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        read |= set(re.findall(by_a_reader, source))
        past_the_readers = re.findall(
            r'(?:environ(?:\.get)?|getenv)[(\[]\s*"(DUEREGARD_[A-Z_]+|PORT)"(?!\] =)', source
        )
        assert past_the_readers == [], path
    written = set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert read == written == set(environment.SETTINGS)


def test_every_dependency_carries_a_sentence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *project["dependency-groups"]["setup"],
        *project["dependency-groups"]["dev"],
    ]
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("|"))
    named = set(re.split(r"[\s,()]+", rows))
    missing = {re.split(r"[\[<>=; ]", one)[0] for one in asked} - named
    assert missing == set()


def test_every_room_is_on_the_map_and_on_a_floor() -> None:
    rooms = {path.parent.name for path in (ROOT / "src/dueregard").glob("*/__init__.py")}
    text = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    assert rooms == set(re.findall(r"`dueregard\.(\w+)`", text))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert rooms == {room for floor in floors(project) for room in floor}


def test_every_room_but_statistics_is_kept_from_the_engine() -> None:
    rooms = {path.parent.name for path in (ROOT / "src/dueregard").glob("*/__init__.py")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    door = next(one for one in contracts if one["name"] == "Statistics is the one door to the engine")
    assert {f"dueregard.{room}" for room in rooms - {"statistics"}} == set(door["source_modules"])


def floors(project: dict) -> list[list[str]]:
    contract = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    assert contract["exhaustive"]
    return [re.split(r"\s*[:|]\s*", layer) for layer in contract["layers"]]
