from __future__ import annotations

from pathlib import Path

import pytest

from matinee.assembly.settings import Settings
from matinee.assembly.settings_listing import SettingLine, listed, markdown
from matinee.assembly.settings_loading import Source, every_setting, load_settings
from matinee.errors import Invalid

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for setting in every_setting():
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.delenv("MATINEE_SETTINGS", raising=False)
    return tmp_path


def line(key: str) -> SettingLine:
    return next(line for line in listed(load_settings()) if line.key == key)


def test_without_environment_and_file_every_setting_is_a_default() -> None:
    assert load_settings().settings == Settings()
    assert {line.source for line in listed(load_settings())} == {Source.DEFAULT}


def test_the_service_listens_on_loopback_unless_told_otherwise() -> None:
    assert (load_settings().settings.host, load_settings().settings.port) == ("127.0.0.1", 8400)


def test_the_environment_wins_over_the_file(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "matinee.toml").write_text('port = 9000\nhost = "192.0.2.1"\n')
    monkeypatch.setenv("MATINEE_PORT", "9100")
    assert (line("port").value, line("port").source) == (9100, Source.ENVIRONMENT)
    assert (line("host").value, line("host").source) == ("192.0.2.1", Source.FILE)


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATINEE_PORT", "9100")
    assert load_settings(port=9200, host=None).settings.port == 9200


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATINEE_ALLOWED_HOSTS", "a.example, b.example")
    assert load_settings().settings.allowed_hosts == ("a.example", "b.example")


def test_a_settings_file_elsewhere_is_named_by_a_variable(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = empty_folder / "elsewhere.toml"
    elsewhere.write_text("port = 9300\n")
    monkeypatch.setenv("MATINEE_SETTINGS", str(elsewhere))
    assert load_settings().settings.port == 9300
    monkeypatch.setenv("MATINEE_SETTINGS", "nowhere.toml")
    with pytest.raises(Invalid, match=r"no settings file nowhere\.toml"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "meant"),
    [("MATINEE_PROT", "MATINEE_PORT"), ("matinee_port", "MATINEE_PORT")],
)
def test_an_unknown_variable_is_refused_by_name_with_the_nearest_known(
    name: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(Invalid) as refusal:
        load_settings()
    assert refusal.value.field == name
    assert meant in refusal.value.remedy


def test_an_unknown_key_is_refused_by_name_with_the_nearest_known(empty_folder: Path) -> None:
    (empty_folder / "matinee.toml").write_text("databse_url = 'x'\n")
    with pytest.raises(Invalid, match="databse_url") as refusal:
        load_settings()
    assert "database_url" in refusal.value.remedy


def test_a_file_that_is_not_toml_is_refused_with_the_line(empty_folder: Path) -> None:
    (empty_folder / "matinee.toml").write_text("port = 1\nport\n")
    with pytest.raises(Invalid, match="line 2"):
        load_settings()


def test_a_wrong_value_names_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MATINEE_PORT", "eighty")
    with pytest.raises(Invalid, match="MATINEE_PORT") as refusal:
        load_settings()
    assert refusal.value.field == "MATINEE_PORT"


def test_a_wrong_value_in_the_file_names_key_and_file(empty_folder: Path) -> None:
    (empty_folder / "matinee.toml").write_text("port = 70000\n")
    with pytest.raises(Invalid, match=r"^port in matinee\.toml: "):
        load_settings()


def test_a_wrong_option_of_a_command_is_named_as_an_option() -> None:
    with pytest.raises(Invalid, match=r"^--port: "):
        load_settings(port=70000)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:pass-word-1@db.example:5432/matinee",
        "postgresql://ada:pass-word-1/with#odd?signs@db.example/matinee",
        "postgresql://ada@db.example/matinee?sslpassword=pass-word-1&sslmode=require",
        "host=db.example password=pass-word-1",
        "pass-word-1",
    ],
)
def test_a_password_is_never_shown(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATINEE_DATABASE_URL", address)
    loaded = load_settings()
    shown = repr(listed(loaded)) + repr(loaded) + str(loaded.settings)
    assert "pass-word-1" not in shown


def test_every_setting_says_what_it_means() -> None:
    assert [setting.key for setting in every_setting() if not setting.field.description] == []


def test_the_reference_page_of_the_settings_is_true() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == markdown(), (
        "Write it anew: matinee settings --markdown > docs/reference/settings.md"
    )
