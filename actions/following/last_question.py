"""The question that was answered last, and what "et lundi ?" asks after it.

    last = last_question(turn)          # LastQuestion(topic='messes', words='messe en wolof ?', …)
    go_on(turn)["suite"]                # 'messes': the same again, of another day

The flows say what their topic is (slot ``sujet``); the actions that answer write down the words and
the hour (slot ``sujet_dit``). A question is remembered for ``sujet_minutes`` minutes, as the domain
says; after that "et lundi ?" is a day of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from actions.answer import Answer, Outcome
from actions.base import Turn
from engine.french.folding import fold
from engine.french.moments import Kind, Moment, one_of
from engine.french.topics import words_of
from engine.knowledge.records import Chunk

#: Slots of ``domain/suite.yml``.
TOPIC, TOLD, MINUTES, GOES_ON = "sujet", "sujet_dit", "sujet_minutes", "suite"
#: Topics about which a day asks again, with the slot that their day is in.
OF_DAYS: Final = {
    "messes": "quand_messe",
    "bureau": "quand_bureau",
    "confessions": "quand_confession",
    "fetes": "quand_fete",
}
#: Topics about a child, known by the flows of the catechism.
OF_CHILDREN: Final = (
    "groupe_enfant",
    "absences_enfant",
    "certificat_enfant",
    "absence_annoncee",
)
#: Topics about a thing that other questions may go on about: "c'est combien ?", "quels papiers ?"
OF_THINGS: Final = ("sacrements", "tarifs", "documents")

#: Around what is asked, and nothing of it.
_AROUND: Final = frozenset(
    (
        *("e", "pour", "sinon", "mais", "alors", "ok", "donc", "puis", "aussi", "svp", "stp", "si"),
        *("oui", "non", "merci", "bon", "un", "une", "ca", "ce", "cet", "cette", "sur", "par"),
        *("dans", "plutot", "est", "c", "chez", "mon", "ma", "mes", "j", "ai", "dit"),
    )
)
#: Who begins so, or with one of these in it, asks a question of its own.
_ASKING: Final = frozenset(
    (
        *("quand", "combien", "comment", "pourquoi", "qui", "quoi", "quel", "quels", "quelle"),
        *("quelles", "peut", "veux", "voudrais", "faut", "avez", "faites", "savoir"),
    )
)
_OPENING: Final = frozenset(("et", "e", "pour", "sinon", "mais", "alors", "ok"))
#: Words of a question that only goes on.
_MOST_WORDS, _FEW_WORDS = 7, 3
_WORD = re.compile(r"[a-z0-9]+")
#: Letters by which two forms of a word are known, and two words of one family: "baptiser".
_TELLING, _KIN = 5, 4
#: Asked for by many words, told by a sum.
_OF_PRICE = frozenset(("coute", "coutent", "prix", "tarif", "tarifs", "payer", "heure", "inscrire"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastQuestion:
    """What was asked and answered a moment ago."""

    # A value of slot ``sujet``; empty when nothing was asked lately.
    topic: str = ""
    # In the person's words, the last that named anything; may be empty after a tap.
    words: str = ""
    # Notation of the day that was asked for; empty for none.
    when: str = ""

    @property
    def thing(self) -> str:
        """The words that name a thing; empty when the question was about days, or long ago."""
        return self.words if self.topic in OF_THINGS else ""


def last_question(turn: Turn) -> LastQuestion:
    """Return the last question; an empty one when there was none, or it is too long ago."""
    told = turn.value(TOLD)
    topic = turn.slot(TOPIC)
    if not topic or not isinstance(told, Mapping):
        return LastQuestion()
    try:
        since = datetime.fromisoformat(str(told.get("heure")))
        minutes = float(turn.value(MINUTES) or 0)
        if not timedelta() <= turn.now - since <= timedelta(minutes=minutes):
            return LastQuestion()
    except (TypeError, ValueError, OverflowError):
        return LastQuestion()
    return LastQuestion(
        topic=topic, words=str(told.get("question") or ""), when=str(told.get("quand") or "")
    )


def remembered(turn: Turn, answer: Answer, *, words: str, when: str = "") -> Outcome:
    """Return ``answer``, and that it was given now to a question with these words."""
    return answered_now(turn, Outcome(answers=(answer,)), words=words, when=when)


def answered_now(turn: Turn, outcome: Outcome, *, words: str = "", when: str = "") -> Outcome:
    """Return ``outcome``, and that its question was answered now: others may go on about it."""
    told = {"question": words, "quand": when, "heure": turn.now.isoformat()}
    return replace(outcome, slots={**outcome.slots, TOLD: told})


def earlier_words(turn: Turn) -> str:
    """Return the words that the question of this turn goes on about; empty when it stands alone."""
    return last_question(turn).words if turn.slot(GOES_ON) else ""


def day_of(turn: Turn) -> tuple[str, str]:
    """Return the notation of the day that this message names, and its words without that day."""
    for entity in turn.tracker.latest_message.get("entities") or ():
        if entity.get("entity") == "quand":
            start, end = int(entity.get("start") or 0), int(entity.get("end") or 0)
            text = str(turn.tracker.latest_message.get("text") or "")
            return str(entity.get("value") or ""), f"{text[:start]} {text[end:]}"
    return "", turn.typed


def only_goes_on(text: str) -> bool:
    """Tell whether ``text`` asks nothing by itself.

    >>> only_goes_on("et pour un mariage ?"), only_goes_on("et combien coûte un mariage ?")
    (True, False)
    """
    folded, _ = fold(text)
    words = _WORD.findall(folded)
    if not words or len(words) > _MOST_WORDS or not _ASKING.isdisjoint(words):
        return False
    return words[0] in _OPENING or len(words) <= _FEW_WORDS


def beside(text: str) -> list[str]:
    """Return the words of ``text`` that name something.

    >>> beside("et pour l’économat alors ?")
    ['economat']
    """
    return [word for word in words_of(text) if word not in _AROUND]


def on_that_day(said: str, last: str) -> str:
    """Return the moment ``said``, on the day asked for ``last`` when it names but an hour.

    >>> on_that_day("T17:00/22:00", "2026-11-29"), on_that_day("2026-11-30", "2026-11-29")
    ('2026-11-29T17:00/22:00', '2026-11-30')
    """
    moment, before = Moment.parse(said), Moment.parse(last)
    if moment is None or before is None or moment.kind not in (Kind.TIME, Kind.TIMES):
        return said
    days = [reading for reading in before.readings if reading.day is not None]
    if not days:
        return said
    return one_of(replace(day, at=moment.at, at_until=moment.at_until) for day in days).notation


def goes_with(chunk: Chunk, thing: str, text: str) -> bool:
    """Tell whether an answer is about ``thing``, and speaks of all that ``text`` adds to it.

    "La chorale", then "et pour un élève ?": its headings must name the one, its words the other.
    """
    headings = words_of(" ".join((chunk.title, *chunk.questions, chunk.source)))
    begun = {word[:_KIN] for word in headings}
    if not any(word[:_KIN] in begun for word in _contents(thing)):
        return False
    told = {word[:_TELLING] for word in (*headings, *words_of(chunk.text))}
    added = [word for word in _contents(text) if word not in _OF_PRICE]
    return all(word[:_TELLING] in told for word in added)


def _contents(text: str) -> list[str]:
    """Return the words that name something: not those that ask, nor short ones."""
    return [word for word in beside(text) if len(word) >= _KIN and word not in _ASKING]
