"""Section ``catechism`` of a tenant’s file: faults with their place, and what it becomes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.tenants import check_tenants, load_tenants
from engine.tenants.sections.catechism import DEFAULT, Catechism

ROOT = Path(__file__).resolve().parents[3]
PARISH = (ROOT / "config/tenants/paroisse.yml").read_text(encoding="utf-8")


def project(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "config" / "tenants"
    folder.mkdir(parents=True)
    (folder / "paroisse.yml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('ends: "2027-06-26"', 'ends: "2026-06-26"', "tenant.bad_span"),
        ('to: "2027-01-04"', 'to: "2026-12-04"', "tenant.bad_span"),
        ('to: "2027-01-04"', 'to: "4 janvier"', "tenant.bad_date"),
        ("  access_minutes: 30", "  access_minutes: 0", "tenant.wrong_type"),
        ("  tries: 5", "  tries: five", "tenant.wrong_type"),
        ("  city: Dakar", "  town: Dakar", "tenant.unknown_key"),
        ("    name: 2026-2027\n", "", "tenant.missing_key"),
    ],
)
def test_a_fault_is_reported_where_it_stands(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in PARISH
    broken = PARISH.replace(old, new, 1)
    problems = check_tenants(project(tmp_path, broken), load_flows())
    (found,) = [problem for problem in problems if problem.code != "tenant.unknown_flow"]
    assert found.code == code
    lines = broken.splitlines()
    assert "catechism:" in lines[: found.line] and "# Les numéros" not in lines[: found.line]


def load_flows() -> frozenset[str]:
    return frozenset({"prendre_rendez_vous"})


def test_what_the_parish_says_is_what_counts() -> None:
    rules = load_tenants(ROOT)["paroisse"].section(Catechism)
    assert (rules.access_minutes, rules.tries, rules.tries_minutes) == (30, 5, 15)
    assert rules.year is not None and rules.year.name == "2026-2027"
    assert rules.meets_on(date(2026, 12, 19)) and not rules.meets_on(date(2026, 12, 20))
    assert not rules.meets_on(date(2027, 1, 4)) and rules.meets_on(date(2027, 1, 5))
    assert not rules.meets_on(date(2026, 10, 2)) and not rules.meets_on(date(2027, 6, 27))


def test_a_file_without_the_section_has_the_usual_rules(tmp_path: Path) -> None:
    start, end = PARISH.index("catechism:\n"), PARISH.index("# Les numéros")
    text = PARISH[:start] + PARISH[end:]
    rules = load_tenants(project(tmp_path, text))["paroisse"].section(Catechism)
    assert rules == DEFAULT and rules.meets_on(date(2030, 1, 1))
