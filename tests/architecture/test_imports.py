"""Who may import whom: each rule of the house is one test."""

from __future__ import annotations

import ast
import importlib.util
import sys

import pytest

from tests.architecture.sources import ROOT, Source, imports, is_in, sources

#: What the flow engine may take from the rest of the house.
FLOWS_MAY_IMPORT = ("engine.flows", "engine.errors", "engine.registry")
#: Rasa's base classes of channels, all that a connector may know of Rasa.
CHANNELS = "rasa.core.channels.channel"
#: Libraries of vendors: each is imported in one file, so that it can be replaced there.
VENDORS = (
    *("openai", "weaviate", "redis", "twilio", "phonenumbers", "procrastinate", "spacy"),
    *("apscheduler", "reportlab", "Stemmer", "watchfiles"),
)


def offenders(room: str, *packages: str) -> list[str]:
    return [s.path for s in sources() if is_in(s.module, room) and s.imports_any(*packages)]


def test_the_rooms_are_found() -> None:
    rooms = {source.module.split(".")[0] for source in sources()}
    assert rooms == {"actions", "connectors", "engine"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import rasa.core", {"rasa.core"}),
        ("from ..errors import X", {"engine.errors", "engine.errors.X"}),
        ("def f():\n    from rasa import y", {"rasa", "rasa.y"}),
        (
            "import importlib\nimportlib.import_module('actions.base')",
            {"importlib", "actions.base"},
        ),
    ],
)
def test_every_way_of_importing_is_seen(code: str, expected: set[str]) -> None:
    assert imports(ast.parse(code), "engine.flows") == expected


def test_the_flow_engine_stands_alone() -> None:
    own = ("actions", "connectors", "engine", "tests")
    strangers = [
        f"{source.path} imports {name}"
        for source in sources()
        if is_in(source.module, "engine.flows")
        for name in source.imports
        if any(is_in(name, room) for room in own) and name != "engine"
        if not any(is_in(name, allowed) for allowed in FLOWS_MAY_IMPORT)
    ]
    assert strangers == []


def test_the_flow_engine_knows_no_database_no_server_and_no_network() -> None:
    outside = ("rasa", "rasa_sdk", "sanic", "sqlalchemy", "httpx", "requests", "asyncio", "socket")
    assert offenders("engine.flows", *outside, "time") == []


def test_the_engine_imports_neither_actions_nor_connectors() -> None:
    # The executor of actions registers the package by name, which is what Rasa does too.
    found = set(offenders("engine", "actions", "connectors"))
    assert found <= {"engine/components/custom_actions.py"}


def test_only_the_components_import_rasa() -> None:
    assert {
        source.path
        for source in sources()
        if source.imports_any("rasa") and not is_in(source.module, "engine.components")
    } <= {source.path for source in sources() if is_in(source.module, "connectors")}


def test_connectors_take_only_the_channel_of_rasa() -> None:
    taken = {
        f"{source.path}: {name}"
        for source in sources()
        if is_in(source.module, "connectors")
        for name in source.imports
        if is_in(name, "rasa") and not is_in(name, CHANNELS)
    }
    assert taken == set()


def test_actions_and_connectors_do_not_know_each_other() -> None:
    assert offenders("actions", "connectors") == []
    assert offenders("connectors", "actions") == []


def test_the_action_sdk_stays_in_its_files() -> None:
    allowed = "engine.components"  # runs actions in this process
    users = [s for s in sources() if s.imports_any("rasa_sdk") and not is_in(s.module, allowed)]
    assert [source.path for source in users if not _may_use_sdk(source)] == []


def _may_use_sdk(source: Source) -> bool:
    room, *middle, last = source.module.split(".")
    return source.path == "actions/base.py" or (
        room == "actions" and len(middle) == 1 and last == "actions"
    )


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_vendor_is_imported_in_one_file(vendor: str) -> None:
    assert len([source.path for source in sources() if source.imports_any(vendor)]) <= 1


def test_no_package_of_actions_hides_an_importable_one() -> None:
    """Rasa's action server imports what lies under ``actions`` by its short name."""
    packages = [path.name for path in (ROOT / "actions").iterdir() if path.is_dir()]
    taken = [
        name
        for name in packages
        if name != "__pycache__"
        and (name in sys.stdlib_module_names or importlib.util.find_spec(name) is not None)
    ]
    assert taken == []


def test_no_part_of_the_house_imports_tests() -> None:
    assert [source.path for source in sources() if source.imports_any("tests", "pytest")] == []
