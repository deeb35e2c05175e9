"""Makes the brain of an installation: its trained model, its database, its tenants' rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from engine.components.live_brain import LiveBrain
from engine.components.model import action_endpoint, latest_model, load_processor
from engine.components.training import MODELS, trained_model
from engine.components.turn import Children, RasaBrain, Scene
from engine.delivery.contracts import ConversationKey
from engine.errors import ProjectError
from engine.families.children import first_names
from engine.families.codes import conceal
from engine.french.clock import spoken
from engine.settings import Settings
from engine.storage.database import Database
from engine.tenants import Tenants
from engine.tenants.sections.appointments import AppointmentPolicy


def brain_of(
    settings: Settings, database: Database, tenants: Tenants, services: Database | None = None
) -> LiveBrain:
    """Return a brain that is ready to answer. Raises ``ProjectError`` without a trained model.

    ``services`` has the families where they are not in the ``database`` of conversations.
    """
    model = trained_model(settings.root)
    if model is None:
        raise ProjectError("no trained model that fits the files; make train makes one")
    return _brain(_loaded(model, settings), database, tenants, settings, services or database)


def brain_of_agent(
    agent: Any, settings: Settings, database: Database, tenants: Tenants
) -> LiveBrain:
    """Return a brain on the model that Rasa's own server has loaded."""
    if agent is None or agent.processor is None:
        raise ProjectError("Rasa has loaded no model; rasa train -c config/config.yml makes one")
    return _brain(agent.processor, database, tenants, settings, database)


def _loaded(model: Path | None, settings: Settings) -> Any:
    """Return ``model``, else the newest one, ready for use; ``ProjectError`` when there is none."""
    model = model or latest_model(settings.root / MODELS)
    if model is None:
        raise ProjectError(f"no model in {MODELS}")
    endpoint = action_endpoint(settings.root / "endpoints.yml", settings.action_endpoint_url)
    return load_processor(model, endpoint)


def scene_of(tenants: Tenants) -> Scene:
    """Return what tells the clocks, the named days and the people of the one written to."""

    def scene(tenant: str, at: datetime) -> AbstractContextManager[None]:
        if tenant not in tenants:
            return spoken(at)
        found = tenants[tenant]
        people = found.section(AppointmentPolicy).people
        return spoken(found.local(at), days=found.named_days(at), people=people)

    return scene


def children_of_parent(database: Database, now: Callable[[], datetime]) -> Children:
    """Return what tells the children of a parent whose code was given a short while ago."""

    async def children(key: ConversationKey) -> Mapping[str, str]:
        return await database.look(first_names, key.tenant, key.contact, now())

    return children


def _brain(
    processor: Any, database: Database, tenants: Tenants, settings: Settings, services: Database
) -> LiveBrain:
    def session_minutes(tenant: str, open_flows: list[str]) -> float:
        return tenants[tenant].session_minutes(open_flows) if tenant in tenants else 0

    make = partial(
        RasaBrain,
        database=database,
        session_minutes=session_minutes,
        now=lambda: settings.now().timestamp(),
        conceal=partial(conceal, settings.keyring()),
        scene=scene_of(tenants),
        children=children_of_parent(services, settings.now),
    )
    brain = LiveBrain(settings.root, processor, make, partial(_loaded, None, settings))
    brain.warm_up()
    return brain
