"""Makes the brain of an installation: its trained model, its database, its tenants' rules."""

from __future__ import annotations

from typing import Any

from engine.components.model import action_endpoint, load_processor
from engine.components.training import trained_model
from engine.components.turn import RasaBrain
from engine.errors import ProjectError
from engine.settings import Settings
from engine.storage.database import Database
from engine.tenants import Tenants


def brain_of(settings: Settings, database: Database, tenants: Tenants) -> RasaBrain:
    """Return a brain that is ready to answer. Raises ``ProjectError`` without a trained model."""
    model = trained_model(settings.root)
    if model is None:
        raise ProjectError("no trained model that fits the files; make train makes one")
    endpoint = action_endpoint(settings.root / "endpoints.yml", settings.action_endpoint_url)
    return _brain(load_processor(model, endpoint), database, tenants)


def brain_of_agent(agent: Any, database: Database, tenants: Tenants) -> RasaBrain:
    """Return a brain on the model that Rasa's own server has loaded."""
    if agent is None or agent.processor is None:
        raise ProjectError("Rasa has loaded no model; rasa train -c config/config.yml makes one")
    return _brain(agent.processor, database, tenants)


def _brain(processor: Any, database: Database, tenants: Tenants) -> RasaBrain:
    def session_minutes(tenant: str, open_flows: list[str]) -> float:
        return tenants[tenant].session_minutes(open_flows) if tenant in tenants else 0

    brain = RasaBrain(processor, database, session_minutes=session_minutes)
    brain.warm_up()
    return brain
