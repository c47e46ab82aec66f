"""What is brought in from outside: nothing that belongs to the government's own domains alone."""

import pytest

from tools import assets

CSS = (
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2) format("woff2")}'
    '.a{font-family:"GDS Transport",arial,sans-serif}.b{font-family:GDS Transport, arial}'
    ".footer__crown{margin:0}.logo{background-image:url(/assets/images/govuk-crest.svg)}"
    ".c{background:url(/assets/images/icon-x.svg)}.d{background:url('/assets/images/icon-y.svg')}"
    "/*# sourceMappingURL=a.css.map */"
)


def test_a_style_sheet_loses_font_arms_and_absolute_addresses():
    assert assets.rewritten_css(CSS) == (
        ".a{font-family:arial,sans-serif}.b{font-family:arial}"
        ".logo{background-image:none}"
        ".c{background:url(images/icon-x.svg)}.d{background:url('images/icon-y.svg')}"
    )


def test_a_script_loses_only_its_source_map():
    assert assets.rewritten_js("export{a};//# sourceMappingURL=a.js.map\n") == "export{a};"
    assert assets.rewritten_js('const a = "//example.org"') == 'const a = "//example.org"'


@pytest.fixture
def modules(tmp_path):
    for source in assets.FILES:
        path = tmp_path / "modules" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CSS if source.endswith(".css") else "export{}")
    icons = tmp_path / "modules" / assets.ICONS
    icons.mkdir(parents=True)
    for name in ("icon-x.svg", "icon-y.svg", "moj-logotype-crest-2024.svg", "govuk-logotype-crown.png"):
        (icons / name).write_text("<svg/>")
    return tmp_path / "modules"


def test_only_icons_are_copied(modules, tmp_path):
    assets.copy_into(tmp_path / "vendor", modules)
    copied = {path.name for path in (tmp_path / "vendor").rglob("*") if path.is_file()}
    assert copied == {source.rsplit("/")[-1] for source in assets.FILES} | {"icon-x.svg", "icon-y.svg"}


@pytest.mark.parametrize(
    "left", ["/* GDS Transport */", ".x{src:url(/assets/y.svg)}", "/* the royal crest */"]
)
def test_what_must_not_be_served_stops_the_copy_and_leaves_the_old_files(
    modules, tmp_path, left, monkeypatch
):
    assets.copy_into(tmp_path / "vendor", modules)
    before = sorted(tmp_path.joinpath("vendor").rglob("*"))
    monkeypatch.setattr(assets, "rewritten_js", lambda script: script + left)
    with pytest.raises(assets.AssetsError, match="must not be"):
        assets.copy_into(tmp_path / "vendor", modules)
    assert sorted(tmp_path.joinpath("vendor").rglob("*")) == before


def test_what_is_served_here_holds_nothing_forbidden():
    assert assets.forbidden_in(assets.VENDOR) == []
    assert (assets.VENDOR / "govuk/govuk-frontend.min.css").stat().st_size > 50_000


def test_a_failing_npm_is_told_with_its_own_words_and_what_to_do(monkeypatch, capsys, tmp_path):
    program = tmp_path / "npm"
    program.write_text("#!/bin/sh\necho 'npm error network is away' >&2\nexit 7\n")
    program.chmod(0o755)
    monkeypatch.setattr(assets, "_npm_command", lambda: ([str(program)], "/bin:/usr/bin"))
    assert assets.main(["--force"]) == 1
    said = capsys.readouterr().err
    assert "status 7" in said
    assert "network is away" in said
    assert "registry" in said


@pytest.fixture
def calls(modules, tmp_path, monkeypatch):
    """The calls of npm, which finds everything there already."""
    made = []
    monkeypatch.setattr(assets, "MODULES", modules)
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(assets, "npm", lambda *arguments: made.append(arguments))
    return made


def test_nothing_is_done_twice(calls):
    assert assets.bring_in() is True
    assert assets.bring_in() is False
    assert calls == [("ci", "--omit=dev")]


def test_the_tools_of_the_tests_are_fetched_when_asked_for_and_stay(calls, monkeypatch):
    assets.bring_in()
    assets.bring_in(dev=True)
    assets.bring_in()
    monkeypatch.setattr(assets, "fingerprint", lambda: "another")
    assets.bring_in()
    assert calls == [("ci", "--omit=dev"), ("ci",), ("ci",)]


def test_what_was_lost_is_copied_again_without_npm(calls):
    assets.bring_in()
    (assets.VENDOR / "govuk/govuk-frontend.min.css").unlink()
    assert assets.bring_in() is True
    assert len(calls) == 1


def test_a_lock_names_no_host_and_has_every_checksum():
    package = {
        "version": "1.0.0",
        "integrity": "sha512-x",
        "resolved": "https://a",
        "funding": {"url": "https://b"},
    }
    written = assets.cleaned_lock({"packages": {"": {"name": "root"}, "node_modules/a": package}})
    assert "https" not in written
    assert "sha512-x" in written
    with pytest.raises(assets.AssetsError, match="no checksum for node_modules/a"):
        assets.cleaned_lock({"packages": {"node_modules/a": {"version": "1.0.0"}}})
