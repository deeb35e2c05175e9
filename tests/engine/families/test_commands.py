"""The commands of the office: codes, tables taken over or tried, certificates taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.certificates.issuing import issue
from engine.certificates.records import Content
from engine.delivery.contacts import identify
from engine.families.children import find_child
from engine.families.enrolments import EnrolmentRequest, store
from engine.messages import Alias
from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.engine.families.parish_school import DIATTA, FAMILIES, GROUPS, NOW, RING, enter, fill

ROOT = Path(__file__).resolve().parents[3]

Office = Callable[..., tuple[int, str]]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a database for the project's own parish."""
    file = tmp_path / "house.db"
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests, 32 bytes at least".replace(" ", "-"))
    return file


@pytest.fixture
def office(house: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    def call(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


def table(tmp_path: Path, text: str, name: str = "table.csv") -> str:
    (tmp_path / name).write_text(text, encoding="cp1252")
    return str(tmp_path / name)


def test_a_table_is_tried_then_taken_over_then_known(office: Office, tmp_path: Path) -> None:
    assert office("families", "import", table(tmp_path, GROUPS)) == (
        0,
        "2 lignes ajoutées, 0 modifiée, 0 inchangée, 0 refusée\n",
    )
    families = table(tmp_path, FAMILIES)
    code, said = office("families", "import", families, "--dry-run", "--tenant", "paroisse")
    assert code == 0 and "3 lignes ajoutées" in said and "rien n’est enregistré" in said
    assert office("codes", "list") == (0, "0 famille\n")
    assert "3 lignes ajoutées" in office("families", "import", families)[1]
    assert "0 ligne ajoutée, 0 modifiée, 3 inchangées" in office("families", "import", families)[1]


def test_refused_lines_are_named_and_counted(office: Office, tmp_path: Path) -> None:
    assert office("families", "import", table(tmp_path, FAMILIES)) == (
        1,
        "ligne 3 : le groupe « Communion » n’existe pas : importez d’abord les groupes\n"
        "ligne 4 : le groupe « Éveil à la foi » n’existe pas : importez d’abord les groupes\n"
        "1 ligne ajoutée, 0 modifiée, 0 inchangée, 2 refusées\n",
    )


def test_a_code_is_said_once(office: Office, tmp_path: Path) -> None:
    office("families", "import", table(tmp_path, GROUPS))
    office("families", "import", table(tmp_path, FAMILIES))
    code, said = office("codes", "issue", "F-1", "--tenant", "paroisse")
    found = re.search(r"F-1 : ([0-9A-Z]{4}-[0-9A-Z]{4})\n", said)
    assert code == 0 and found is not None
    listed = office("codes", "list")[1]
    assert "code remis le" in listed and "pas de code" in listed and found[1] not in listed
    assert office("codes", "revoke", "F-1") == (0, "F-1 : code annulé\n")
    assert office("codes", "revoke", "F-1") == (0, "F-1 : aucun code à annuler\n")
    assert "code annulé le" in office("codes", "list")[1]


def test_a_certificate_is_listed_and_taken_back(office: Office, house: Path) -> None:
    database = Database(f"sqlite:///{house}")
    migrate(database)
    fill(database)
    with database.transaction() as connection:
        family = enter(connection, "c1", DIATTA)
        awa = find_child(connection, family, "Awa")
        assert awa is not None
        content = Content(child="Awa Diatta", issued_on="2026-11-23")
        issue(connection, RING, family, awa, content, key="m1", now=NOW)
    database.close()
    number = "PAROISSE-2026-000001"
    assert office("certificates", "list") == (
        0,
        f"{number}  23/11/2026  valable  Awa Diatta\n1 certificat\n",
    )
    assert office("certificates", "revoke", number)[0] == 0
    assert office("certificates", "revoke", number)[0] == 1
    assert "annulé" in office("certificates", "list")[1]


def test_enrolment_requests_are_listed_and_closed(office: Office, house: Path) -> None:
    assert office("enrolments", "list") == (0, "0 demande ouverte\n")
    database = Database(f"sqlite:///{house}")
    phone = Alias(kind="phone", value="221770000012")
    with database.transaction() as connection:
        contact = identify(connection, "paroisse", (phone,), NOW)
        for child, who in (("Fatou Sarr", contact), ("Ali Ba", "c9")):
            request = EnrolmentRequest(
                key=child,
                tenant="paroisse",
                contact=who,
                child_name=child,
                age=8,
                parent_name="Ndeye Sarr",
                asked_at=NOW,
            )
            store(connection, request)
    database.close()
    fatou = "1  23/11/2026 10:00  Fatou Sarr, 8 ans  demandé par Ndeye Sarr  +221770000012"
    ali = "2  23/11/2026 10:00  Ali Ba, 8 ans  demandé par Ndeye Sarr"
    assert office("enrolments", "list") == (0, f"{fatou}\n{ali}\n2 demandes ouvertes\n")
    assert office("enrolments", "close", "1") == (0, "1 : demande close\n")
    code, said = office("enrolments", "close", "1")
    assert code == 1 and said == "1 : aucune demande ouverte de ce numéro\n"
    assert office("enrolments", "close", "2", "--declined", "--tenant", "paroisse")[0] == 0
    assert office("enrolments", "list") == (0, "0 demande ouverte\n")
    assert office("enrolments", "list", "--all") == (
        0,
        f"{fatou}  (inscrit)\n{ali}  (sans suite)\n0 demande ouverte\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("codes", "issue", "F-99"), "no family 'F-99'"),
        (("codes", "list", "--tenant", "parroisse"), "no tenant 'parroisse'; did you mean"),
        (("families", "import", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("families", "import", "README.md"), "colonne"),
    ],
)
def test_what_cannot_be_done_is_told(
    office: Office, arguments: tuple[str, ...], message: str
) -> None:
    code, said = office(*arguments)
    assert code == 2 and message in said
