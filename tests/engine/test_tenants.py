"""A tenant's file is checked whole, with places; a good one answers about hours and doors."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import jsonschema
import pytest

from engine.errors import ProjectError
from engine.flows.source import read_file
from engine.tenants import Tenant, check_tenants, load_tenants, tenant_schema

ROOT = Path(__file__).resolve().parents[2]
PARISH = (ROOT / "config/tenants/paroisse.yml").read_text(encoding="utf-8")
APPOINTMENTS = ("prendre_rendez_vous", "deplacer_rendez_vous", "annuler_rendez_vous")
FLOWS = frozenset({*APPOINTMENTS, "contact_humain", "horaires_messe"})


def project(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "config" / "tenants"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def parish() -> Tenant:
    return load_tenants(ROOT)["paroisse"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# -- checks ----------------------------------------------------------------------------------


def test_the_parish_has_no_fault() -> None:
    assert [str(problem) for problem in check_tenants(ROOT)] == []


#: (what is replaced, by what, code, text on the reported line)
FAULTS = [
    ("language: fr\n", "langage: fr\n", "tenant.unknown_key", "langage"),
    ("language: fr\n", "language: French\n", "tenant.bad_language", "French"),
    ("Africa/Dakar", "Africa/Dakkar", "tenant.unknown_time_zone", "Africa/Dakkar"),
    ("Africa/Dakar", "Africa", "tenant.unknown_time_zone", "Africa"),
    ("  minutes: 30", "  minutes: half", "tenant.wrong_type", "half"),
    ("  minutes: 30", "  minutes: 0", "tenant.wrong_type", "minutes: 0"),
    ("    prendre_rendez_vous: 4320", "    rendez_vous: 4320", "tenant.unknown_flow", "4320"),
    ("flows: all", "flows: [horaire_messe]", "tenant.unknown_flow", "horaire_messe"),
    ("flows: all", "flows: some", "tenant.wrong_type", "some"),
    ('saturday: ["09:00-12:30"]', 'saturday: ["9h-12h"]', "tenant.bad_hours", "9h-12h"),
    ('saturday: ["09:00-12:30"]', 'saturday: ["09:00-25:00"]', "tenant.bad_hours", "25:00"),
    ('saturday: ["09:00-12:30"]', 'saturday: ["12:30-09:00"]', "tenant.bad_hours", "12:30-09:00"),
    (
        'saturday: ["09:00-12:30"]',
        'saturday: ["11:00-15:00", "09:00-12:30"]',
        "tenant.overlapping_hours",
        "saturday",
    ),
    ('date: "2027-01-01"', 'date: "01/01/2027"', "tenant.bad_date", "01/01/2027"),
    ('date: "2027-01-01"', 'date: "2027-02-30"', "tenant.bad_date", "2027-02-30"),
    ('date: "2027-01-01"', 'date: "2026-12-25"', "tenant.duplicate_date", "2026-12-25"),
    ('- time: "07:30"', '- time: "7:30"', "tenant.bad_time", '"7:30"'),
    ('- time: "12:00"\n', "- hour: 12\n", "tenant.missing_key", "hour"),
    ("latitude: 14.7234", "latitude: 147.234", "tenant.wrong_type", "147.234"),
    ("longitude: -17.4512", "longitude: west", "tenant.wrong_type", "west"),
    ("map_link: https", "map_link: file", "tenant.bad_link", "map_link"),
    ("email: secretariat@", "email: secretariat.", "tenant.bad_email", "email"),
    ("provider: meta", "provider: mata", "tenant.unknown_provider", "mata"),
    ("  paroisse-meta:", "  Paroisse_Meta:", "tenant.bad_account_name", "Paroisse_Meta"),
    ("app_secret: META", "ap_secret: META", "tenant.unknown_setting", "ap_secret"),
    ("      app_secret: META_APP_SECRET\n", "", "tenant.missing_setting", "phone_number_id"),
    ("META_APP_SECRET", "f00ba4", "tenant.bad_variable", "f00ba4"),
    ("name: Paroisse", "name: &a Paroisse", "", ""),
]


@pytest.mark.parametrize(("old", "new", "code", "shown"), FAULTS)
def test_a_fault_is_reported_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, shown: str
) -> None:
    assert old in PARISH
    broken = PARISH.replace(old, new, 1)
    problems = check_tenants(project(tmp_path, paroisse=broken), FLOWS)
    if not code:
        assert problems == []
        return
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1, [str(problem) for problem in problems]
    assert found[0].path == "config/tenants/paroisse.yml"
    assert shown in broken.splitlines()[found[0].line - 1]
    assert found[0].column > 1 or found[0].code == "tenant.unknown_key"


def test_a_pasted_secret_is_not_repeated(tmp_path: Path) -> None:
    broken = PARISH.replace("META_ACCESS_TOKEN", "EAAG-secret")
    problems = check_tenants(project(tmp_path, paroisse=broken), FLOWS)
    assert problems and "EAAG" not in "".join(map(str, problems))


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    one = PARISH.replace("Africa/Dakar", "Nowhere").replace("paroisse-meta", "a")
    root = project(tmp_path, one=one, two="name: [", three="- x", Four=one)
    problems = check_tenants(root, FLOWS)
    assert {(problem.path.rsplit("/", 1)[1], problem.code) for problem in problems} == {
        ("one.yml", "tenant.unknown_time_zone"),
        ("one.yml", "tenant.duplicate_account"),
        ("two.yml", "yaml.invalid"),
        ("three.yml", "tenant.wrong_type"),
        ("Four.yml", "tenant.bad_name"),
        ("Four.yml", "tenant.unknown_time_zone"),
    }


def test_flows_are_read_from_the_project_when_not_given(tmp_path: Path) -> None:
    problems = check_tenants(project(tmp_path, paroisse=PARISH))
    assert {problem.code for problem in problems} == {"tenant.unknown_flow"}


def test_a_project_without_tenants_is_right_but_serves_nobody(tmp_path: Path) -> None:
    assert check_tenants(tmp_path) == []
    with pytest.raises(ProjectError, match="no tenant"):
        load_tenants(tmp_path)


def test_loading_lists_the_faults(tmp_path: Path) -> None:
    broken = PARISH.replace("Africa/Dakar", "Nowhere").replace("14.7234\n", "200\n", 1)
    with pytest.raises(ProjectError) as caught:
        load_tenants(project(tmp_path, paroisse=broken))
    assert len(str(caught.value).splitlines()) == 2


def test_the_schema_accepts_the_parish_and_refuses_an_unknown_key() -> None:
    schema = json.loads(json.dumps(tenant_schema({"flow": sorted(FLOWS)})))
    jsonschema.Draft7Validator.check_schema(schema)
    content = read_file(ROOT / "config/tenants/paroisse.yml", "paroisse.yml")
    jsonschema.validate(content, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**content, "nam": "x"}, schema)


# -- a tenant --------------------------------------------------------------------------------


def test_the_office_is_open_at_its_hours_on_the_clocks_of_the_place(tmp_path: Path) -> None:
    far = PARISH.replace("Africa/Dakar", "Pacific/Auckland")
    tenant = load_tenants(project(tmp_path, far=far))["far"]
    # Tuesday 09:00 in Auckland is Monday evening in UTC.
    assert tenant.is_open(at("2026-03-02T20:00"))
    assert not tenant.is_open(at("2026-03-02T19:59"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-03T09:00", True),
        ("2026-03-03T12:30", False),
        ("2026-03-03T15:30", True),
        ("2026-03-02T10:00", False),
        ("2026-12-25T10:00", False),
    ],
)
def test_the_office_closes_when_it_says(parish: Tenant, moment: str, expected: bool) -> None:
    assert parish.is_open(at(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-03T08:00", "2026-03-03T09:00"),
        ("2026-03-03T09:00", "2026-03-03T15:30"),
        ("2026-03-07T13:00", "2026-03-10T09:00"),
        ("2026-12-24T19:00", "2026-12-26T09:00"),
    ],
)
def test_the_next_opening_skips_closed_days(parish: Tenant, moment: str, expected: str) -> None:
    assert parish.next_opening(at(moment)) == at(expected)


def test_an_office_that_never_opens_has_no_next_opening(tmp_path: Path) -> None:
    office, masses, rest = PARISH.partition("\nmasses:")
    lines = [line for line in office.splitlines() if '["' not in line]
    shut = "\n".join(lines) + masses + rest
    tenant = load_tenants(project(tmp_path, a=shut))["a"]
    assert tenant.next_opening(at("2026-03-03T08:00")) is None


def test_a_moment_without_zone_is_refused(parish: Tenant) -> None:
    with pytest.raises(ValueError, match="time zone"):
        parish.is_open(datetime(2026, 3, 3))


def test_a_feast_replaces_the_masses_of_the_week(parish: Tenant) -> None:
    ordinary = [mass.starts for mass in parish.masses_on(date(2026, 12, 18))]
    christmas = [mass.starts for mass in parish.masses_on(date(2026, 12, 25))]
    assert ordinary == [time(6, 30), time(18, 30)]
    assert christmas == [time(10), time(18, 30)]


def test_the_most_patient_open_flow_decides_how_long_to_wait(parish: Tenant) -> None:
    assert parish.session_minutes() == 30
    assert parish.session_minutes(["horaires_messe"]) == 30
    assert parish.session_minutes(["prendre_rendez_vous", "horaires_messe"]) == 4320


def test_only_enabled_flows_may_start_but_patterns_always_run(tmp_path: Path) -> None:
    text = PARISH.replace("flows: all", "flows: [horaires_messe]")
    tenant = load_tenants(project(tmp_path, a=text))["a"]
    asked = ["horaires_messe", "prendre_rendez_vous", "pattern_cancel_flow"]
    assert [tenant.enables(flow) for flow in asked] == [True, False, True]


def test_a_door_opens_when_all_required_variables_are_set(parish: Tenant) -> None:
    account = parish.accounts[0]
    names = [name for name in account.variables.values() if name != "META_API_URL"]
    full = dict.fromkeys(names, "x")
    assert account.resolve(full).is_open
    assert account.resolve({}).missing == tuple(names)
    assert account.resolve({**full, "META_APP_SECRET": ""}).missing == ("META_APP_SECRET",)
    opened = account.resolve({**full, "META_API_URL": "http://127.0.0.1:1"})
    assert opened.values["api_url"] == "http://127.0.0.1:1"
    assert "127" not in repr(opened)


def test_the_tenant_of_a_sender(tmp_path: Path) -> None:
    second = PARISH.replace("paroisse-meta", "other-meta")
    tenants = load_tenants(project(tmp_path, alpha=PARISH, beta=second))
    assert tenants.of_sender("beta:c1").id == "beta"
    assert tenants.of_sender("default").id == "alpha"
    with pytest.raises(KeyError):
        tenants.of_sender("gone:c1")
