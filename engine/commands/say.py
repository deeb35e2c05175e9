"""Talk to the assistant in the terminal, on the same road as a WhatsApp message.

``/etat`` shows where the conversation stands, ``/recommencer`` begins anew, ``/quitter`` ends.
Lines from a pipe are said one after the other::

    printf 'bonjour\\nà quelle heure est la messe ?\\n' | python -m engine say
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import AccueilError

if TYPE_CHECKING:
    from engine.delivery.contracts import ConversationKey, TurnResult
    from engine.messages import Inbound
    from engine.serving.runtime import Runtime
    from engine.settings import Settings
    from engine.storage.database import Database
    from engine.tenants import Tenants

_PROMPT = "\033[1mvous >\033[0m " if sys.stdout.isatty() else ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``say``."""
    parser.add_argument("--tenant", help="tenant to talk to; the first one by default")
    parser.add_argument("--trace", action="store_true", help="show how each message is understood")


def run(args: argparse.Namespace) -> int:
    """Talk until the end of the input; 1 when there is nobody to talk to."""
    warnings.simplefilter("ignore")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    try:
        return asyncio.run(_talk(args))
    except (EOFError, KeyboardInterrupt):
        print()
        return 0
    except AccueilError as error:
        print(f"cannot talk: {error}", file=sys.stderr)
        return 1


async def _talk(args: argparse.Namespace) -> int:
    runtime = _runtime()
    tenant = args.tenant or runtime.tenants.default.id
    if tenant not in runtime.tenants:
        raise AccueilError(f"no tenant {tenant!r}")
    last: dict[str, Any] = {}

    def note(key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        last.clear()
        last.update(result.trace())
        if args.trace:
            _show(last)

    runtime.observe(note)
    await runtime.start()
    try:
        for number in itertools.count():
            line = (await asyncio.to_thread(_read)).strip()
            if line == "/quitter":
                break
            if line == "/etat":
                _show(last)
            elif line:
                await runtime.accept([_message(tenant, number, line)])
                await runtime.settled()
    except EOFError:
        pass
    finally:
        await runtime.stop()
    return 0


def _read() -> str:
    line = input(_PROMPT)
    if not sys.stdin.isatty():
        print(f"vous > {line}", flush=True)
    return line


def _runtime() -> Runtime:
    from engine.components.lean_imports import leave_out_unused

    leave_out_unused()
    from engine.components.launch import brain_of
    from engine.components.training import ensure_model, trained_model
    from engine.serving.connections import House, connect
    from engine.serving.runtime import Runtime
    from engine.settings import Settings
    from engine.storage.database import Database
    from engine.storage.migrations import migrate
    from engine.tenants import load_tenants

    settings = Settings.load(Path.cwd(), os.environ)
    if trained_model(settings.root) is None:
        print("training …", flush=True)
        ensure_model(settings.root)
    # In memory: a conversation of the terminal is nobody's, and a server may be running beside it.
    database = Database("sqlite://")
    migrate(database)
    tenants = load_tenants(settings.root)
    services = _open_services(settings, tenants)
    house = House(settings=settings, tenants=tenants, database=database)
    connection = connect("connectors.console", house)
    return Runtime(
        settings=settings,
        tenants=tenants,
        database=database,
        brain=brain_of(settings, database, tenants, services),
        connections=[connection],
    )


def _open_services(settings: Settings, tenants: Tenants) -> Database:
    """Return the database of the services, up to date, with families to try things with."""
    from engine.families.demo import load_demo
    from engine.settings import Profile
    from engine.storage.database import Database
    from engine.storage.migrations import migrate

    services = Database(settings.database_url)
    migrate(services)
    if settings.profile is Profile.DEVELOPMENT:
        with services.transaction() as connection:
            load_demo(connection, settings.root, tenants, settings.keyring(), settings.now())
    return services


def _message(tenant: str, number: int, text: str) -> Inbound:
    from engine.messages import Alias, Inbound, Kind

    restart = text == "/recommencer"
    return Inbound(
        tenant=tenant,
        account="console",
        provider="console",
        message_id=f"line-{number}",
        aliases=(Alias(kind="console", value="terminal"),),
        sent_at=datetime.now(UTC),
        kind=Kind.TRIGGER if restart else Kind.TEXT,
        text="" if restart else text,
        payload="/restart" if restart else "",
    )


def _show(trace: dict[str, Any]) -> None:
    """Print where the conversation stands."""
    if not trace:
        print("  (rien n’a encore été dit)")
        return
    intent = trace["intent"]
    print(f"  intention  {intent['name']} ({intent['confidence']:.2f})")
    for frame in trace["stack"]:
        print(f"  pile       {frame['flow']} → {frame['step']}  {frame['file']}:{frame['line']}")
    for name, value in trace["slots"].items():
        print(f"  slot       {name} = {value!r}")
    for action in trace["actions"]:
        print(f"  action     {action['name']} {action['ms']} ms{'' if action['ok'] else ' ÉCHEC'}")
