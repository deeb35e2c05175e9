"""The action that answers free questions.

It reads ``question_choisie`` (a proposal that was tapped), else ``question`` (an answer to "what is
your question?"), else the message itself, and writes ``resultat_recherche``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from actions.answer import Outcome
from actions.answering.replies import FOUND, NOTHING, RESULT, SILENT, answered, judged
from actions.base import FrontDeskAction, Turn
from actions.following.last_question import goes_with, last_question, only_goes_on, remembered
from engine.knowledge.gates import Band
from engine.knowledge.library import Library


class ActionRepondre(FrontDeskAction):
    """Answer from the tenant's documents, propose what may be meant, or leave it to the flow."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_repondre"

    async def answer(self, turn: Turn) -> Outcome:
        """Answer the question of the turn. Raises when the documents cannot be searched."""
        library = library_of(turn.house.root)
        tenant = turn.tenant.id
        chosen = turn.slot("question_choisie")
        if chosen:
            chunk = await library.get(tenant, chosen)
            return _noted(turn, answered(chunk), chunk.title if chunk else "")
        asked = turn.slot("question") or said(turn)
        if not asked.strip():
            return Outcome(slots={RESULT: SILENT})
        verdict = await library.ask(tenant, asked)
        thing = last_question(turn).thing
        if thing and verdict.band is not Band.SURE and only_goes_on(asked):
            together = await library.ask(tenant, f"{thing} {asked}")
            if together.band is Band.SURE and goes_with(together.hits[0].chunk, thing, asked):
                return _noted(turn, judged(together), thing)
        return _noted(turn, judged(verdict), asked)


class ActionRepondreSiSur(ActionRepondre):
    """Answer from the documents only what they answer surely; propose nothing.

    For what was taken to be none of our business: where a house's own texts have the answer, "je ne
    peux pas vous aider" would be untrue.
    """

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_repondre_si_sur"

    async def answer(self, turn: Turn) -> Outcome:
        """Answer the message. Raises when the documents cannot be searched."""
        outcome = await super().answer(turn)
        if outcome.slots.get(RESULT) == FOUND:
            return outcome
        return Outcome(slots={RESULT: NOTHING})


def _noted(turn: Turn, outcome: Outcome, words: str) -> Outcome:
    """Return ``outcome`` with what is remembered of the question, when it had any answer."""
    if not outcome.answers or not words:
        return outcome
    told = remembered(turn, outcome.answers[0], words=words)
    return replace(outcome, slots={**outcome.slots, **told.slots})


@lru_cache(maxsize=8)
def library_of(root: Path) -> Library:
    """Return the documents of the project in ``root``, opened once in this process."""
    return Library(root)


def said(turn: Turn) -> str:
    """Return what the person wrote; nothing for a button, whose payload begins with a slash."""
    text = str(turn.tracker.latest_message.get("text") or "").strip()
    return "" if text.startswith("/") else text
