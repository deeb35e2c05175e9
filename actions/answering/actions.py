"""The action that answers free questions.

It reads ``question_choisie`` (a proposal that was tapped), else ``question`` (an answer to "what is
your question?"), else the message itself, and writes ``resultat_recherche``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from actions.answer import Outcome
from actions.answering.replies import RESULT, SILENT, answered, judged
from actions.base import FrontDeskAction, Turn
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
            return answered(await library.get(tenant, chosen))
        asked = turn.slot("question") or said(turn)
        if not asked.strip():
            return Outcome(slots={RESULT: SILENT})
        return judged(await library.ask(tenant, asked))


@lru_cache(maxsize=8)
def library_of(root: Path) -> Library:
    """Return the documents of the project in ``root``, opened once in this process."""
    return Library(root)


def said(turn: Turn) -> str:
    """Return what the person wrote; nothing for a button, whose payload begins with a slash."""
    text = str(turn.tracker.latest_message.get("text") or "").strip()
    return "" if text.startswith("/") else text
