"""What an emergency is after all, when its words tell of a grief or of haste.

::

    calm = Calm.of(settings)        # of config/config.yml, see SETTINGS
    calm.hear(model, "Paul sera absent dimanche, son grand-père est décédé").intent
    # "signaler_absence"

The model knows sentences: a death sounds like an emergency, whatever else is asked for. The words
(:mod:`engine.french.alarms`) say how pressing it is. Where they are not pressing the model is asked
once more, the emergency left out, and answers with a request that such words may stand beside; if
it has none that is sure, the emergency stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from engine.french.alarms import (
    GRIEFS,
    Alarm,
    alarm_of,
    asks_when,
    is_figure,
    is_unmistakable,
    without_haste,
)
from engine.intents.model import Guess, Guesser

#: What a designer may set, each a list of intents: the emergencies; those that only answer a
#: question; those that a mass for the dead sounds like, though nobody asks when; and for each kind
#: of alarm that is none, the requests that it may stand beside.
SETTINGS = ("intents", "answers", "masses", "news", "past", "memory", "haste")
#: From these probabilities on another request counts, an emergency is one of two possibilities, and
#: it outranks what else is asked for.
_SURE, _DOUBT, _CERTAIN = 0.6, 0.2, 0.9
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """Which intents are emergencies, and what they may be after all."""

    alarms: frozenset[str] = _NONE
    # Intents that only answer a question: they are no request that can be in haste.
    answers: frozenset[str] = _NONE
    # Intents that a mass for the dead sounds like.
    masses: frozenset[str] = _NONE
    # Kind of alarm -> requests that it may stand beside without being one.
    beside: Mapping[Alarm, frozenset[str]] = MappingProxyType({})

    @classmethod
    def of(cls, settings: Mapping[str, Collection[str]]) -> Calm:
        """Return what ``settings``, by the names of :data:`SETTINGS`, say.

        >>> Calm.of({"intents": ["urgence"], "news": ["absence"]}).beside[Alarm.NEWS]
        frozenset({'absence'})
        """
        kinds = [kind for kind in Alarm if kind.value in settings]
        return cls(
            alarms=frozenset(settings.get("intents", ())),
            answers=frozenset(settings.get("answers", ())),
            masses=frozenset(settings.get("masses", ())),
            beside={kind: frozenset(settings[kind.value]) for kind in kinds},
        )

    def hear(self, model: Guesser, text: str) -> Guess:
        """Return what ``text`` is about: an emergency only if it is one, and surely if it is."""
        guess = model.guess(text)
        name, share = self._alarm(guess)
        if share < _DOUBT:
            return guess
        kind = alarm_of(text)
        if is_figure(text):
            return model.guess(text, self.alarms)
        if kind is Alarm.DANGER:
            # One of two possibilities, and a word of danger: better to call for nothing.
            return _sure_of(guess, name, max(share, _CERTAIN))
        if guess.intent in self.alarms or (guess.intent is None and kind is Alarm.MEMORY):
            return self._calmed(model, text) or guess
        return guess

    def unmistakable(self, model: Guesser, text: str) -> Guess | None:
        """Return an emergency for what is one whatever else it resembles; None for all else.

        Before anything is taken apart: in "je veux plus vivre" nothing is refused.
        """
        if not self.alarms or not is_unmistakable(text):
            return None
        guess = model.guess(text)
        name, share = self._alarm(guess)
        return _sure_of(guess, name, max(share, _CERTAIN)) if name else None

    def settled(self, model: Guesser, text: str) -> Guess | None:
        """Return what ``text`` is about when it need not be taken apart; None when it must.

        "ma mère est morte il y a un an, je veux une messe pour elle" asks for one thing, and beside
        a danger nothing else counts.
        """
        kind = alarm_of(text) if self.alarms else Alarm.UNKNOWN
        if kind is Alarm.UNKNOWN:
            return None  # nothing to calm; an emergency is heard in its part
        guess = model.guess(text)
        unsure = kind is Alarm.MEMORY and guess.confidence < _SURE
        doubtful = guess.intent is None or guess.intent in self.masses or unsure
        if not doubtful and self._alarm(guess)[1] < _DOUBT:
            return None
        if kind is Alarm.DANGER:
            heard = self.hear(model, text)
            return heard if heard.intent in self.alarms else None
        if kind is Alarm.MEMORY and guess.intent in self.masses and asks_when(text):
            return None
        alarming = kind is Alarm.MEMORY or guess.intent in self.alarms
        return self._calmed(model, text) if alarming else None

    def is_background(self, text: str, part: str, intent: str, others: Collection[str]) -> bool:
        """Tell whether ``part`` of ``text``, heard as ``intent``, is but told beside ``others``."""
        whole = alarm_of(text) if intent in self.alarms else Alarm.DANGER
        if whole is Alarm.DANGER:
            return False
        if whole is Alarm.MEMORY:
            return True  # a mass for somebody, and when that one died
        return not self.beside.get(alarm_of(part), _NONE).isdisjoint(others)

    def is_told(self, text: str, intent: str | None) -> bool:
        """Tell whether an emergency is but a grief that is told: it may answer a question."""
        return intent in self.alarms and alarm_of(text) in GRIEFS

    def _calmed(self, model: Guesser, text: str) -> Guess | None:
        """Return the request that the words of an alarm may stand beside; None without a sure one.

        A mass for the dead needs no second opinion: its words say what is asked for.
        """
        kind = alarm_of(text)
        # A name in the settings that no example has is no request.
        wanted = self.beside.get(kind, _NONE).intersection(model.intents)
        if not wanted:
            return None
        match kind:
            case Alarm.MEMORY:
                guess = model.guess(text, set(model.intents) - wanted)
                name, share = guess.ranking[0]
                return _sure_of(guess, name, max(share, _SURE))
            case Alarm.HASTE:
                guess = model.guess(without_haste(text), self.alarms | self.answers)
            case _:
                guess = model.guess(text, self.alarms)
        return guess if guess.intent in wanted and guess.confidence >= _SURE else None

    def _alarm(self, guess: Guess) -> tuple[str, float]:
        """Return the emergency that is the most probable one, and how probable it is."""
        return next((ranked for ranked in guess.ranking if ranked[0] in self.alarms), ("", 0.0))


def _sure_of(guess: Guess, intent: str, share: float) -> Guess:
    """Return ``guess`` as one that is sure of ``intent``."""
    others = [ranked for ranked in guess.ranking if ranked[0] != intent]
    return replace(guess, intent=intent, confidence=share, ranking=((intent, share), *others))
