"""What is said to a free question: an answer, a few proposals, or nothing.

The flow branches on the slot ``resultat_recherche``; of *rien* it speaks itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from actions.answer import Answer, Outcome
from actions.answering.excerpts import DESCRIPTION, TITLE, excerpt, first_words
from engine.knowledge.gates import Band
from engine.knowledge.library import Verdict
from engine.knowledge.records import Chunk

RESULT: Final = "resultat_recherche"
FOUND: Final = "trouve"
PROPOSED: Final = "candidats"
NOTHING: Final = "rien"
#: Nothing was asked: the intent came without words, from a button.
SILENT: Final = "vide"


def answered(chunk: Chunk | None) -> Outcome:
    """Say ``chunk`` with its source; nothing for one that is gone."""
    if chunk is None:
        return Outcome(slots={RESULT: NOTHING})
    name = "utter_reponse_documents" if chunk.source else "utter_reponse_sans_source"
    values = {"reponse": excerpt(chunk.text), "source": chunk.source}
    return Outcome(answers=(Answer(response=name, values=values),), slots={RESULT: FOUND})


def judged(verdict: Verdict) -> Outcome:
    """Say what a search allows to say."""
    if verdict.band is Band.SURE:
        return answered(verdict.hits[0].chunk)
    if verdict.band is Band.POSSIBLE:
        return proposed([hit.chunk for hit in verdict.hits])
    return Outcome(slots={RESULT: NOTHING})


def proposed(chunks: Sequence[Chunk]) -> Outcome:
    """Offer up to three questions to choose from; the response is named after how many."""
    values: dict[str, str] = {}
    for number, chunk in enumerate(chunks, start=1):
        values[f"id_{number}"] = chunk.chunk_id
        values[f"titre_{number}"] = button_title(chunk)
        values[f"question_{number}"] = first_words(chunk.title, DESCRIPTION)
    name = f"utter_questions_proposees_{len(chunks)}"
    return Outcome(answers=(Answer(response=name, values=values),), slots={RESULT: PROPOSED})


def button_title(chunk: Chunk) -> str:
    """Return a title for a row: the label, or the beginning of what is asked.

    >>> button_title(Chunk(chunk_id="a", document_id="d", title="Guide : Les témoins", text="…"))
    'Les témoins'
    """
    return first_words(chunk.label or chunk.title.rpartition(" : ")[2], TITLE)
