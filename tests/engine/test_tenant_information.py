"""The section ``information`` and the feasts of a tenant's file: faults, records, named days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from engine.tenants import check_tenants, load_tenants
from engine.tenants.facts import Information
from engine.tenants.named_days import named_days
from engine.tenants.sections import information

ROOT = Path(__file__).resolve().parents[2]
PARISH = (ROOT / "config/tenants/paroisse.yml").read_text(encoding="utf-8")


def project(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "config" / "tenants"
    folder.mkdir(parents=True)
    (folder / "paroisse.yml").write_text(text, encoding="utf-8")
    return tmp_path


#: (what is replaced, by what, code, text on the reported line)
FAULTS = [
    ("- feast: paques\n", "- feast: paque\n", "tenant.wrong_type", "paque"),
    ("- feast: paques\n", "- feast: noel\n", "tenant.duplicate_date", "noel"),
    (
        "- feast: cendres\n",
        '- feast: cendres\n      date: "2027-02-10"\n',
        "tenant.unclear_day",
        "",
    ),
    ("    - feast: cendres\n      masses", "    - masses", "tenant.unclear_day", "masses"),
    ("- feast: cendres\n", '- date: "2027-02-10"\n', "tenant.missing_key", "2027-02-10"),
    (
        "      - feast: samedi_saint\n        hours: []",
        "      - hours: []",
        "tenant.unclear_day",
        "",
    ),
    ('        hours: ["09:00-12:00"]\n', "", "tenant.missing_key", "vendredi_saint"),
    ('["10:00-12:00", "16:30', '["10:00-17:00", "16:30', "tenant.overlapping_hours", "16:30"),
    (
        'thursday: ["08:00-12:00", "15',
        'thursday: ["08:00-16:00", "15',
        "tenant.overlapping_hours",
        "",
    ),
    ('saturday: ["16:30-18:00"]', 'saturday: ["16h30"]', "tenant.bad_hours", "16h30"),
    ("    economat:\n", "    L’économat:\n", "tenant.bad_id", "L’économat"),
    ("      amount: 35 000 F CFA\n", "", "tenant.missing_key", "Neuvaine"),
    ("email: cure@", "email: cure.", "tenant.bad_email", "cure."),
    ("link: https://f", "link: f", "tenant.bad_link", "link"),
    (
        "      link: https://facebook.example/notre-dame-des-filaos\n",
        "",
        "tenant.missing_key",
        "page",
    ),
    (
        "title: Onction des malades",
        "title: Onction des malades et visites",
        "tenant.title_too_long",
        "",
    ),
    ("      title: Onction des malades\n", "      titre: Onction\n", "tenant.unknown_key", "titre"),
    ("  confessions:\n", "  confession:\n", "tenant.unknown_key", "confession"),
]


@pytest.mark.parametrize(("old", "new", "code", "shown"), FAULTS)
def test_a_fault_is_reported_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, shown: str
) -> None:
    assert old in PARISH
    broken = PARISH.replace(old, new, 1)
    problems = check_tenants(project(tmp_path, broken), {"prendre_rendez_vous"})
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1, [str(problem) for problem in problems]
    assert shown in broken.splitlines()[found[0].line - 1]


def test_too_many_sacraments_for_a_list(tmp_path: Path) -> None:
    more = "".join(f"    s{n}:\n      name: S{n}\n" for n in range(4))
    broken = PARISH.replace("  sacraments:\n", "  sacraments:\n" + more, 1)
    codes = {problem.code for problem in check_tenants(project(tmp_path, broken), set())}
    assert "tenant.too_many_choices" in codes


def test_a_file_without_the_section_knows_nothing(tmp_path: Path) -> None:
    begin, end = PARISH.index("\ninformation:"), PARISH.index("\n# La catéchèse : le code")
    tenant = load_tenants(project(tmp_path, PARISH[:begin] + PARISH[end:]))["paroisse"]
    assert tenant.section(Information) == information.DEFAULT


def test_the_parish_of_the_project() -> None:
    facts = load_tenants(ROOT)["paroisse"].section(Information)
    assert facts.confessions is not None
    assert [i.opens for i in facts.confessions.on(date(2026, 11, 28))] == [time(16, 30)]
    assert facts.confessions.on(date(2026, 12, 19))[0].opens == time(10)
    # Good Friday and Holy Saturday of two years.
    assert facts.confessions.on(date(2027, 3, 26)) and facts.confessions.on(date(2028, 4, 14))
    assert facts.confessions.on(date(2027, 3, 27)) == ()
    assert {"bapteme", "mariage", "funerailles"} <= {found.id for found in facts.sacraments}
    assert facts.sacrament("malades") is not None and facts.sacrament("ordination") is None


def test_titles_of_rows_are_made_of_names(tmp_path: Path) -> None:
    text = PARISH.replace("      title: Onction des malades\n", "", 1)
    facts = load_tenants(project(tmp_path, text))["paroisse"].section(Information)
    sacrament = facts.sacrament("malades")
    assert sacrament is not None and sacrament.title == "Onction des malades"


def test_feasts_of_the_file_come_every_year() -> None:
    masses = load_tenants(ROOT)["paroisse"].masses
    for easter in (date(2026, 4, 5), date(2027, 3, 28), date(2030, 4, 21)):
        feast = masses.feast_on(easter)
        assert feast is not None and feast.name == "Pâques"
    between = masses.feasts_between(date(2026, 12, 20), date(2027, 2, 12))
    assert [(feast.name, feast.day.isoformat()) for feast in between] == [
        ("Veillée de Noël", "2026-12-24"),
        ("Noël", "2026-12-25"),
        ("Jour de l’An", "2027-01-01"),
        ("Mercredi des Cendres", "2027-02-10"),
        ("Notre-Dame de Lourdes", "2027-02-11"),
    ]


def test_named_days_of_a_year() -> None:
    parish = load_tenants(ROOT)["paroisse"]
    named = dict(named_days(parish, 2027))
    assert named["pâques"] == date(2027, 3, 28)
    assert named["fête du Travail"] == date(2027, 5, 1)
    assert named["Notre-Dame de Lourdes"] == date(2027, 2, 11)
    assert "Notre-Dame de Lourdes" not in dict(named_days(parish, 2028))
    assert named_days(parish, 10_000) == ()


def test_named_days_at_a_moment_are_those_of_this_year_and_the_next() -> None:
    parish = load_tenants(ROOT)["paroisse"]
    days = [
        day for name, day in parish.named_days(datetime(2026, 11, 24, tzinfo=UTC)) if name == "noël"
    ]
    assert days == [date(2026, 12, 25), date(2027, 12, 25)]
    assert parish.named_days(datetime(9999, 12, 1, tzinfo=UTC))
