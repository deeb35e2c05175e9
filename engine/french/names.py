"""Which of some people is meant.

>>> priests = ("Père André Sagna", "Père Jean-Marie Diatta", "Sœur Agnès Faye")
>>> find_names("je voudrais voir le pere andre", priests)
('Père André Sagna',)
>>> find_names("avec diata svp", priests)
('Père Jean-Marie Diatta',)
>>> find_names("un prêtre", priests)
()

Accents, capitals and titles do not count; a first or a last name is enough; a slip of the finger is
forgiven in names of four letters and more. Two people of the same name are both returned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.french.folding import fold, near

_MEN = frozenset(("pere", "abbe", "monsieur", "mr", "frere", "fr", "monseigneur", "mgr", "tonton"))
_WOMEN = frozenset(("soeur", "sœur", "sr", "madame", "mme", "mere", "mlle", "tata", "melle"))
_TITLES = _MEN | _WOMEN | {"le", "la", "l", "de", "du", "dr", "docteur", "m", "p", "saint", "cure"}
_WORD = re.compile(r"[a-zœ]+")
#: Shorter names take no slip: one letter off, "Faye" is another name, "Ba" is anything.
_SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """Names by their words."""

    names: tuple[str, ...]
    # Titles of each name, as "men" or "women"; empty when it has none.
    sexes: tuple[str, ...]
    # Word -> numbers of the names that have it.
    words: dict[str, frozenset[int]]
    # A word with a letter left out -> the words it may come from.
    slips: dict[str, tuple[str, ...]]


def find_names(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names that ``text`` means, in their order: several when it does not say which.

    A name that explains fewer of the words than another one does is not meant.

    >>> find_names("andre sagna", ("André Sagna", "André Faye")), find_names("andre", ("André",))
    (('André Sagna',), ('André',))
    """
    index = _index(tuple(names))
    words = _words(text)
    told: dict[int, set[int]] = {}
    for place, word in enumerate(words):
        for name in _named(index, word):
            told.setdefault(name, set()).add(place)
    told = _as_titled(index, words, told)
    best = [
        name
        for name, places in told.items()
        if not any(places < others for others in told.values())
    ]
    return tuple(index.names[name] for name in sorted(best))


def _words(text: str) -> list[str]:
    folded, _ = fold(text)
    return _WORD.findall(folded)


@lru_cache(maxsize=64)
def _index(names: tuple[str, ...]) -> _Index:
    words: dict[str, set[int]] = {}
    sexes = []
    for number, name in enumerate(names):
        said = _words(name)
        sexes.append(_sex(said))
        # A name of titles alone, "Le curé", is found by them.
        for word in [word for word in said if word not in _TITLES] or said:
            words.setdefault(word, set()).add(number)
    slips: dict[str, set[str]] = {}
    for word in words:
        if len(word) >= _SHORTEST:
            for slip in _with_one_less(word):
                slips.setdefault(slip, set()).add(word)
    return _Index(
        names=names,
        sexes=tuple(sexes),
        words={word: frozenset(numbers) for word, numbers in words.items()},
        slips={slip: tuple(sorted(origins)) for slip, origins in slips.items()},
    )


def _sex(words: list[str]) -> str:
    if not _MEN.isdisjoint(words):
        return "men"
    return "women" if not _WOMEN.isdisjoint(words) else ""


def _named(index: _Index, word: str) -> frozenset[int]:
    found = index.words.get(word)
    if found is not None or len(word) < _SHORTEST - 1 or word in _TITLES:
        return found or frozenset()
    origins = {origin for slip in _with_one_less(word[:32]) for origin in index.slips.get(slip, ())}
    return frozenset().union(*(index.words[o] for o in origins if near(word, o)))


def _with_one_less(word: str) -> set[str]:
    """Return ``word`` and all that is left of it without one letter; near words share some."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _as_titled(index: _Index, words: list[str], told: dict[int, set[int]]) -> dict[int, set[int]]:
    """Of people of one name, keep those whose title was said: "père André" is not Sœur André."""
    kept = dict(told)
    for name, places in told.items():
        said = _sex([words[place - 1] for place in places if place])
        if said and index.sexes[name] and index.sexes[name] != said:
            del kept[name]
    return kept
