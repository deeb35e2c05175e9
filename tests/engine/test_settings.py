"""The environment is read whole, refused with reasons, and documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.env_file import read_env_file
from engine.errors import SettingsError
from engine.settings import VARIABLES, LogFormat, Profile, Settings
from engine.tenants import load_tenants

ROOT = Path(__file__).resolve().parents[2]


def test_an_empty_environment_gives_the_defaults(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path, {})
    assert (settings.host, settings.port, settings.profile) == (
        "127.0.0.1",
        5005,
        Profile.DEVELOPMENT,
    )
    assert settings.database_url == f"sqlite:///{tmp_path.resolve()}/var/accueil.db"
    assert (settings.log_level, settings.log_format) == ("INFO", LogFormat.TEXT)
    assert settings.simulator_is_open


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("HOST", "everywhere"),
        ("DATABASE_URL", "var/accueil.db"),
        ("DATABASE_URL", "mysql://host/name"),
        ("ACCUEIL_PROFILE", "prod"),
        ("SIMULATOR_TOKEN", "two words"),
        ("ACTION_ENDPOINT_URL", "localhost:5055"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "https://mail.example.org"),
        ("SMTP_URL", "smtp://mail.example.org:post"),
        ("SMTP_URL", "smtp://accueil@mail.example.org"),
        ("SMTP_URL", "smtp://accueil:a#b@mail.example.org"),
        ("SMTP_URL", "smtp://accueil:clé@mail.example.org"),
        ("MAIL_FROM", "accueil"),
        ("MAIL_FROM", "accueil@localhost"),
        ("MAIL_FROM", "Accueil"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("ACCUEIL_CRASH_AT", "somewhere"),
    ],
)
def test_a_malformed_value_is_named_with_what_was_expected(
    tmp_path: Path, name: str, value: str
) -> None:
    expected = next(variable.expected for variable in VARIABLES if variable.name == name)
    with pytest.raises(SettingsError) as caught:
        Settings.load(tmp_path, {name: value})
    assert str(caught.value).startswith(f"{name} is ")
    assert str(caught.value).endswith(f"expected {expected}")


def test_all_malformed_values_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load(tmp_path, {"PORT": "x", "LOG_LEVEL": "y", "HOST": "z"})
    names = [line.split()[0] for line in str(caught.value).splitlines()]
    assert names == ["HOST", "PORT", "LOG_LEVEL"]


def test_no_secret_is_repeated(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "mysql://u:hidden@h/n", "SIMULATOR_TOKEN": "hidden word"}
    environ["SMTP_URL"] = "smtp:/u:hidden@h"
    with pytest.raises(SettingsError) as caught:
        Settings.load(tmp_path, environ)
    assert "hidden" not in str(caught.value)
    environ = {"DATABASE_URL": "postgresql://u:hidden@h/n", "SMTP_URL": "smtp://u:hidden@h"}
    good = Settings.load(tmp_path, {**environ, "K": "hidden"})
    assert "hidden" not in repr(good)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=6000\nLOG_LEVEL=debug\nMETA_APP_SECRET=abc\n")
    settings = Settings.load(tmp_path, {"PORT": "7000", "LOG_LEVEL": ""})
    assert (settings.port, settings.log_level) == (7000, "DEBUG")
    assert settings.environ["META_APP_SECRET"] == "abc"


def test_an_env_file_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "\ufeff# comment\n\nexport A=1\nB = 'x # y'  # why\nC=a#b # c\nD=\n"
        'E="a\'b"\nF=k=v\nG=  # h\n'
    )
    assert read_env_file(file) == {"A": "1", "B": "x # y", "C": "a#b", "E": "a'b", "F": "k=v"}


def test_a_line_that_is_no_assignment_is_named_without_its_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=1\nmy secret\n")
    with pytest.raises(SettingsError, match=r"^\.env:2: expected NAME=value$"):
        Settings.load(tmp_path, {})


def test_the_simulator_needs_a_token_outside_development(tmp_path: Path) -> None:
    production = {"ACCUEIL_PROFILE": "production", "SECRET_KEY": "s" * 32}
    assert not Settings.load(tmp_path, production).simulator_is_open
    assert Settings.load(tmp_path, {**production, "SIMULATOR_TOKEN": "t"}).simulator_is_open


def test_production_needs_a_secret_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY is not set"):
        Settings.load(tmp_path, {"ACCUEIL_PROFILE": "production"})


def test_no_crash_point_in_production(tmp_path: Path) -> None:
    environ = {"ACCUEIL_PROFILE": "production", "ACCUEIL_CRASH_AT": "turn-done"}
    with pytest.raises(SettingsError, match="ACCUEIL_CRASH_AT"):
        Settings.load(tmp_path, environ)


@pytest.mark.parametrize(
    "url", ["sqlite:///:memory:", "sqlite:////srv/a.db", "postgresql://host/name"]
)
def test_an_address_that_needs_no_folder_is_left_alone(tmp_path: Path, url: str) -> None:
    assert Settings.load(tmp_path, {"DATABASE_URL": url}).database_url == url


def test_the_example_names_every_variable_with_its_sentence() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = [line.split("=")[0] for line in text.splitlines() if line and line[0] != "#"]
    of_tenants = {
        variable
        for tenant in load_tenants(ROOT)
        for account in tenant.accounts
        for variable in account.variables.values()
    }
    assert len(named) == len(set(named))
    assert set(named) == {variable.name for variable in VARIABLES} | of_tenants
    for variable in VARIABLES:
        assert f"# {variable.doc}\n" in text
        assert f"{variable.name}={variable.default}\n" in text


def test_the_example_as_it_is_gives_the_defaults(tmp_path: Path) -> None:
    plain = Settings.load(tmp_path, {})
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"))
    copied = Settings.load(tmp_path, {})
    fields = [variable.field for variable in VARIABLES]
    assert [getattr(copied, f) for f in fields] == [getattr(plain, f) for f in fields]
