"""A brain whose project and model can be exchanged between two turns.

    take = brain.prepare(Edition.read(root))        # takes a moment: off the event loop
    take()                                          # at once: from the next turn on

A turn is run by what was in service when it began, and sees that edition of the project to its end.
What people were about to do survives: it stands in the database, and an exchanged brain reads it
there.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain

from engine.components.nlu_graph import NluGraph
from engine.components.training import examples_fingerprint
from engine.components.turn import RasaBrain
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.flows.normaliser import normalised_domain
from engine.loaded_project import Edition, current_edition, seeing, take_over
from engine.messages import Inbound


class Make(Protocol):
    """Makes the brain of one model; without a domain, with the one that it was trained on."""

    def __call__(
        self,
        processor: MessageProcessor,
        *,
        domain: Domain | None = None,
        nlu: NluGraph | None = None,
    ) -> RasaBrain: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """All that one turn is run by."""

    edition: Edition
    processor: MessageProcessor
    nlu: NluGraph
    brain: RasaBrain
    # Of what the model has learnt from.
    examples: str


class LiveBrain:
    """Implements :class:`engine.delivery.contracts.Brain`, and what live reload needs of one.

    ``load`` returns the newest model that was trained.
    """

    def __init__(
        self,
        root: Path,
        processor: MessageProcessor,
        make: Make,
        load: Callable[[], MessageProcessor],
    ) -> None:
        self._root = root
        self._make = make
        self._load = load
        nlu = NluGraph(processor)
        self._now = _Version(
            edition=current_edition(root),
            processor=processor,
            nlu=nlu,
            brain=make(processor, nlu=nlu),
            examples=examples_fingerprint(root),
        )

    def warm_up(self) -> float:
        """Prepare the first answer; return the seconds it took."""
        return self._now.brain.warm_up()

    async def turn(self, key: ConversationKey, message: Inbound) -> TurnResult:
        """Run ``message``. Raises when it must be tried again; then call :meth:`discard`."""
        now = self._now
        with seeing(now.edition):
            return await now.brain.turn(key, message)

    # A brain that was exchanged during a turn need not hear how that ended: the one after it has
    # nothing of that conversation in memory yet.

    def committed(self, key: ConversationKey) -> None:
        """The last turn of ``key`` is stored."""
        self._now.brain.committed(key)

    def discard(self, key: ConversationKey) -> None:
        """The last turn of ``key`` is not stored: load it again next time."""
        self._now.brain.discard(key)

    # -- exchanging --------------------------------------------------------------------------

    @property
    def learnt(self) -> str:
        """Tell by a fingerprint what the model in service has learnt from."""
        return self._now.examples

    def examples(self) -> str:
        """Return the fingerprint of the training data as they are now."""
        return examples_fingerprint(self._root)

    def prepare(self, edition: Edition) -> Callable[[], None]:
        """Make a brain for ``edition``; the returned function takes both over, at once."""
        now = self._now
        return self._exchange(edition, now.processor, now.nlu, now.examples)

    def prepare_model(self, edition: Edition, examples: str) -> Callable[[], None]:
        """Do the same with the newest model, which has learnt from ``examples``.

        Raises ``ProjectError`` when it cannot be used.
        """
        processor = self._load()
        nlu = NluGraph(processor)
        nlu.warm_up()
        return self._exchange(edition, processor, nlu, examples)

    def _exchange(
        self, edition: Edition, processor: MessageProcessor, nlu: NluGraph, examples: str
    ) -> Callable[[], None]:
        with warnings.catch_warnings():
            # Rasa's advice on moving from its version 2, at every domain that it reads.
            warnings.simplefilter("ignore")
            domain = Domain.from_dict(normalised_domain(edition.project))
        version = _Version(
            edition=edition,
            processor=processor,
            nlu=nlu,
            brain=self._make(processor, domain=domain, nlu=nlu),
            examples=examples,
        )

        def take() -> None:
            take_over(edition)
            self._now = version

        return take
