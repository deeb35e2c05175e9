"""Which of a few named things somebody means in their own words.

>>> people = {"pere_andre": ("le père André", "Père André"), "pere_joseph": ("le père Joseph",)}
>>> meant_by("avec le pere andre svp", people), meant_by("père", people)
(['pere_andre'], ['pere_andre', 'pere_joseph'])
>>> meant_by("la sœur Marie", people)
[]

Words that several of them share (father) only tell when no other word does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from engine.flows.values import fold

#: Words of names that name nobody.
_SMALL = frozenset(
    (
        *("a", "au", "aux", "avec", "ce", "chez", "d", "de", "des", "du", "en", "et", "l", "la"),
        *("le", "les", "m", "mon", "ou", "par", "pour", "s", "un", "une"),
        *("motif", "rdv", "rendez", "vous"),
    )
)
#: Said of many people: they name nobody in a sentence that is about something else.
_TITLES = frozenset(("pere", "mere", "abbe", "frere", "soeur", "monsieur", "madame", "mr", "mme"))
#: A word this long may have a letter wrong.
_LONG = 5
_ALIKE = 0.85


def meant_by(text: str, named: Mapping[str, Iterable[str]], *, aside: bool = False) -> list[str]:
    """Return the ids of ``named`` that ``text`` may mean: one when it is clear, none if unknown.

    ``aside``: the text was no answer to a question for them. "Mon père est malade" names nobody.
    """
    said = fold(text).split()
    whole = " ".join(said)
    exact = [
        key
        for key, names in named.items()
        if whole == fold(key.replace("_", " ")) or any(whole == fold(name) for name in names)
    ]
    if exact:
        return exact
    left_out = _SMALL | _TITLES if aside else _SMALL
    words = {key: _words(key, names) - left_out for key, names in named.items()}
    shared = Counter(word for own in words.values() for word in own)
    scores = {
        key: sum(1.0 / shared[word] for word in own if any(alike(word, heard) for heard in said))
        for key, own in words.items()
    }
    best = max(scores.values(), default=0.0)
    return [key for key, score in scores.items() if score == best and score > 0]


def telling_words(named: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Return the words that tell one or several of ``named``, with the ids of these.

    Small words and titles tell nobody.

    >>> telling_words({"pere_andre": ("le père André",)})
    {'andre': frozenset({'pere_andre'})}
    """
    return _telling_words(tuple((key, tuple(names)) for key, names in named.items()))


# Of a tenant's file: the same for every message.
@lru_cache(maxsize=64)
def _telling_words(named: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, frozenset[str]]:
    told: dict[str, frozenset[str]] = {}
    for key, names in named:
        for word in sorted(_words(key, names) - _SMALL - _TITLES):
            told[word] = told.get(word, frozenset()) | {key}
    return told


def _words(key: str, names: Iterable[str]) -> frozenset[str]:
    return _folded_words(" ".join([key.replace("_", " "), *names]))


@lru_cache(maxsize=512)
def _folded_words(text: str) -> frozenset[str]:
    """Return the words of a name in the tenant's file: the same few for every message."""
    return frozenset(fold(text).split())


def alike(word: str, heard: str) -> bool:
    """Tell whether ``heard`` is ``word``, perhaps with a letter wrong."""
    if word == heard:
        return True
    one, other = len(word), len(heard)
    shorter = one if one < other else other
    needed = _ALIKE * (one + other) / 2
    if shorter < _LONG or shorter < needed:
        return False
    # No more letters can agree than both words have; most pairs need not be laid side by side.
    if sum(min(word.count(letter), heard.count(letter)) for letter in set(word)) < needed:
        return False
    return SequenceMatcher(None, word, heard).ratio() >= _ALIKE
