"""Section ``appointments:`` of a tenant's file: read, and every fault with its place."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from engine.flows.report import Report
from engine.flows.shapes import Where
from engine.flows.source import YamlMap, read_text
from engine.tenants import load_tenants
from engine.tenants.sections import appointments
from engine.tenants.sections.appointments import DEFAULT, AppointmentPolicy
from engine.tenants.timetable import Interval

ROOT = Path(__file__).resolve().parents[3]

GOOD = """\
slot_minutes: 20
notice_hours: 6
cancel_until_hours: 1.5
reminders_hours: [2, 24]
quiet_hours: "22:00-07:00"
exceptions:
  - date: "2026-12-24"
purposes:
  bapteme: {name: un baptême}
  mariage: {name: un mariage, title: Mariage, question: Une date ?}
resources:
  pere_andre:
    name: le père André
    purposes: [bapteme]
    hours:
      tuesday: ["15:30-18:00"]
    exceptions:
      - date: "2026-12-26"
        hours: ["09:00-10:00"]
  secretariat:
    name: le secrétariat
    slot_minutes: 10
    capacity: 2
    words: [bureau]
"""


def section(text: str) -> YamlMap:
    content = read_text(text, "a.yml")
    assert isinstance(content, YamlMap)
    return content


def faults(text: str) -> list[tuple[str, int]]:
    report, content = Report(), section(text)
    where = Where("tenant", "'appointments' of the tenant", report)
    if appointments.KEY.shape.check(content, content.position, where):
        appointments.check(content, report)
    return [(problem.code, problem.line) for problem in report.problems]


def test_what_a_resource_does_not_say_the_section_says() -> None:
    assert faults(GOOD) == []
    policy = appointments.read(section(GOOD))
    andre, office = policy.resources
    assert (andre.slot, office.slot) == (timedelta(minutes=20), timedelta(minutes=10))
    assert (andre.capacity, office.capacity) == (1, 2)
    assert policy.people["secretariat"] == ("le secrétariat", "Secrétariat", "bureau")
    assert andre.weekly is not None and office.weekly is None
    assert andre.weekly[1] == (Interval(opens=time(15, 30), closes=time(18)),)
    nine = (Interval(opens=time(9), closes=time(10)),)
    assert andre.exceptions == {date(2026, 12, 24): (), date(2026, 12, 26): nine}
    assert office.exceptions == {date(2026, 12, 24): ()}
    assert (andre.title, office.title) == ("Père André", "Secrétariat")


def test_rules_and_purposes() -> None:
    policy = appointments.read(section(GOOD))
    assert (policy.notice, policy.cancel_until) == (timedelta(hours=6), timedelta(minutes=90))
    assert policy.reminders == (timedelta(hours=24), timedelta(hours=2)), "the first one first"
    assert policy.quiet == (time(22), time(7))
    assert (policy.horizon_days, policy.max_open) == (DEFAULT.horizon_days, DEFAULT.max_open)
    assert [found.id for found in policy.serving("bapteme")] == ["pere_andre", "secretariat"]
    assert [found.id for found in policy.serving("mariage")] == ["secretariat"]
    mariage = policy.purpose("mariage")
    assert mariage is not None and mariage.question == "Une date ?"
    assert policy.purpose("x") is None and policy.resource("x") is None


def test_an_empty_section_is_a_front_office_with_its_hours() -> None:
    policy = appointments.read(section("max_open: 1\n"))
    assert policy.max_open == 1
    assert policy.resources == DEFAULT.resources and policy.purposes == DEFAULT.purposes
    assert appointments.read(section("reminders_hours: []\n")).reminders == ()
    assert appointments.read(section('quiet_hours: "08:00-08:00"\n')).quiet is None


@pytest.mark.parametrize(
    ("right", "wrong", "code", "line"),
    [
        ("slot_minutes: 20", "slot_minute: 20", "tenant.unknown_key", 1),
        ("slot_minutes: 20", "slot_minutes: 2", "tenant.wrong_type", 1),
        ("notice_hours: 6", "notice_hours: six", "tenant.wrong_type", 2),
        ('"22:00-07:00"', '"22h-7h"', "tenant.bad_hours", 5),
        ('"2026-12-24"', '"2026-02-30"', "tenant.bad_date", 7),
        ("bapteme: {name: un", "Baptême: {name: un", "tenant.bad_id", 9),
        ("{name: un baptême}", "{name: un baptême de petit enfant}", "tenant.title_too_long", 9),
        ("[bapteme]", "[baptme]", "tenant.unknown_purpose", 14),
        ('["15:30-18:00"]', '["15:30-15:40"]', "tenant.short_opening", 16),
        ('["15:30-18:00"]', '["15:30-18:00", "17:00-19:00"]', "tenant.overlapping_hours", 16),
        ('["09:00-10:00"]', '["09:00-09:15"]', "tenant.short_opening", 19),
        ("    capacity: 2\n", "    purposes: [bapteme]\n", "tenant.unserved_purpose", 10),
        (
            '  - date: "2026-12-24"\n',
            '  - date: "2026-12-24"\n  - date: "2026-12-24"\n',
            "tenant.duplicate_date",
            8,
        ),
    ],
)
def test_a_fault_has_its_place(right: str, wrong: str, code: str, line: int) -> None:
    assert right in GOOD
    assert (code, line) in faults(GOOD.replace(right, wrong, 1))


def test_more_choices_than_a_list_can_show() -> None:
    many = "".join(f"  p{number}: {{name: p{number}}}\n" for number in range(11))
    assert faults(f"purposes:\n{many}") == [("tenant.too_many_choices", 2)]
    assert faults(f"resources:\n{many}") == [("tenant.too_many_choices", 2)]


def test_the_parish_gives_appointments() -> None:
    policy = load_tenants(ROOT)["paroisse"].section(AppointmentPolicy)
    purposes = {purpose.id for purpose in policy.purposes}
    assert {"bapteme", "mariage", "funerailles", "certificat", "autre"} <= purposes
    assert all(policy.serving(purpose) for purpose in purposes)
