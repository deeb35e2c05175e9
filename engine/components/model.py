"""Loads a trained model into Rasa's message processor, without what serves nothing here.

No lock store, no fail-safe tracker store, no telemetry: one conversation is admitted at a time by
the lease in the database, and a turn that cannot be stored must fail.
"""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path

from rasa.core.lock_store import InMemoryLockStore
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from engine.components.nlg import FlowNLG
from engine.errors import ProjectError

logger = logging.getLogger(__name__)


def latest_model(folder: Path) -> Path | None:
    """Return the newest trained model in ``folder``."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    return models[-1] if models else None


def load_processor(model: Path, endpoint: EndpointConfig | None = None) -> MessageProcessor:
    """Return the processor of ``model``, its custom actions run at ``endpoint`` or in this process.

    Raises ``ProjectError`` for a model without dialogue part.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        processor = MessageProcessor(
            model_path=model,
            tracker_store=InMemoryTrackerStore(Domain.empty()),
            lock_store=InMemoryLockStore(),
            generator=FlowNLG(),
            action_endpoint=endpoint,
            max_number_of_predictions=100,
        )
    if not processor.model_metadata.core_target:
        raise ProjectError(f"{model}: the model has no dialogue part; train it again")
    return processor


def action_endpoint(endpoints: Path, url: str = "") -> EndpointConfig | None:
    """Return where custom actions run: ``url``, else what the file says; None for this process."""
    if url:
        return EndpointConfig(url=url)
    return read_endpoint_config(str(endpoints), "action_endpoint") if endpoints.exists() else None
