"""What the documents say to a question that the tenant's file only answers in general.

answer = await answer_from_documents(turn)
answer.values["source"]    # 'Guide du mariage'; None when the documents are not sure
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from actions.answer import Answer
from actions.answering.actions import library_of
from actions.answering.replies import answered
from actions.base import Turn
from actions.following.last_question import goes_with, last_question
from engine.knowledge.gates import Band
from engine.knowledge.records import Chunk, KnowledgeError

logger = logging.getLogger(__name__)


def _anything(_: Chunk) -> bool:
    return True


async def answer_from_documents(
    turn: Turn, fits: Callable[[Chunk], bool] = _anything
) -> Answer | None:
    """Return a sure answer to the words of this message that ``fits``; None when there is none.

    Documents that cannot be read are no reason to leave the person without the general answer.
    """
    return await _sure(turn, turn.typed, fits)


async def answer_going_on(turn: Turn, fits: Callable[[Chunk], bool] = _anything) -> Answer | None:
    """Return a sure answer to this message read as going on about the thing asked for last."""
    thing = last_question(turn).thing
    if not thing or not turn.typed:
        return None
    return await _sure(
        turn,
        f"{thing} {turn.typed}",
        lambda chunk: fits(chunk) and goes_with(chunk, thing, turn.typed),
    )


async def _sure(turn: Turn, asked: str, fits: Callable[[Chunk], bool]) -> Answer | None:
    if not asked:
        return None
    try:
        verdict = await library_of(turn.house.root).ask(turn.tenant.id, asked)
    except KnowledgeError:
        logger.exception("the documents of %s cannot be searched", turn.tenant.id)
        return None
    if verdict.band is not Band.SURE or not fits(verdict.hits[0].chunk):
        return None
    return next(iter(answered(verdict.hits[0].chunk).answers), None)
