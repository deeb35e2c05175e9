"""The section of a tenant's file: what may stand in it, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.tenants import check_tenants, load_tenants
from engine.tenants.sections.handoff import DEFAULT, HandoffPolicy

ROOT = Path(__file__).resolve().parents[3]
PARISH = (ROOT / "config/tenants/paroisse.yml").read_text(encoding="utf-8")
FLOWS = frozenset({"contact_humain", "prendre_rendez_vous"})


def with_section(tmp_path: Path, section: str) -> Path:
    """Return a project whose tenant has this section instead of its own."""
    lines = PARISH.splitlines(keepends=True)
    begin = lines.index("handoff:\n")
    end = next(n for n, line in enumerate(lines) if n > begin and not line.strip())
    folder = tmp_path / "config" / "tenants"
    folder.mkdir(parents=True)
    text = "".join([*lines[:begin], section, *lines[end:]])
    (folder / "paroisse.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_parish_says_who_is_called_at_once() -> None:
    policy = load_tenants(ROOT)["paroisse"].section(HandoffPolicy)
    assert policy.return_after == timedelta(hours=12) and policy.emergency_phone


def test_a_tenant_without_the_section_has_twelve_hours(tmp_path: Path) -> None:
    tenants = load_tenants(with_section(tmp_path, ""))
    assert tenants["paroisse"].section(HandoffPolicy) == DEFAULT
    assert DEFAULT.return_after == timedelta(hours=12)


def test_everything_can_be_said(tmp_path: Path) -> None:
    section = "handoff:\n  return_after_hours: 2.5\n  emergency_phone: '17'\n"
    section += "  webhook: BUREAU_URL\n  webhook_secret: BUREAU_SECRET\n"
    section += "  mail: [a.b@mail.example.org, c@example.sn, a.b@mail.example.org]\n"
    section += "  whatsapp: ['+221 77 000 00 01', '+33 6 12 34 56 78', '+221770000001']\n"
    policy = load_tenants(with_section(tmp_path, section))["paroisse"].section(HandoffPolicy)
    assert policy == HandoffPolicy(
        return_after=timedelta(hours=2, minutes=30),
        emergency_phone="17",
        webhook="BUREAU_URL",
        webhook_secret="BUREAU_SECRET",
        mail=("a.b@mail.example.org", "c@example.sn"),
        whatsapp=("+221770000001", "+33612345678"),
    )
    assert list(policy.recipients) == ["webhook", "mail", "whatsapp"]
    assert "77000" not in repr(policy)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("return_after_hours: 0", "tenant.wrong_type"),
        ("return_after_hours: demain", "tenant.wrong_type"),
        ("return_after: 12", "tenant.unknown_key"),
        ("webhook: https://bureau.example/?key=sesame", "tenant.bad_variable"),
        ("webhook_secret: sesame", "tenant.bad_variable"),
        ("webhook_secret: BUREAU_SECRET", "tenant.missing_key"),
        ("mail: bureau@example.org", "tenant.wrong_type"),
        ("mail: [bureau@example]", "tenant.bad_email"),
        ("mail: [Bureau <bureau@example.org>]", "tenant.bad_email"),
        ("whatsapp: '+221 77 000 00 01'", "tenant.wrong_type"),
        ("whatsapp: [+221770000001]", "tenant.bad_phone"),
        ("whatsapp: ['77 000 00 01']", "tenant.bad_phone"),
        ("whatsapp: ['+221 77 000 00']", "tenant.bad_phone"),
        ("whatsapp: ['+999 77 000 00 01']", "tenant.bad_phone"),
    ],
)
def test_a_fault_is_told_with_its_line_and_no_secret(tmp_path: Path, line: str, code: str) -> None:
    root = with_section(tmp_path, f"handoff:\n  {line}\n")
    problems = [p for p in check_tenants(root, FLOWS) if p.code != "tenant.unknown_flow"]
    assert [problem.code for problem in problems] == [code]
    written = (root / problems[0].path).read_text(encoding="utf-8").splitlines()
    assert line in written[problems[0].line - 1]
    assert "sesame" not in str(problems[0])
