"""Which of some named things a message is about, by the words that people have for them.

>>> fees = {"messe": ("messe", "intention"), "salle": ("salle", "salle paroissiale")}
>>> topics_in("c'est combien la sale paroissiale pour un mariage ?", fees)
('salle',)
>>> topics_in("les intentions de mess svp mon père", {**fees, "cure": ("père",)})
('messe',)

The words of a longer name are not free for a shorter one: who asks for a certificate of baptism
does not ask for a baptism. What several share only names those of them that nothing else tells
apart:

>>> fees = {"cate": ("caté", "inscription"), "ecole": ("école", "inscription")}
>>> topics_in("l'inscription", fees), topics_in("l'inscription au caté", fees)
(('cate', 'ecole'), ('cate',))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from engine.french.folding import fold, near

_WORD = re.compile(r"[a-z0-9]+")
#: How people address those who read: nobody is meant by it.
_GREETED = re.compile(r"\b(?:mon pere|ma soeur|mes peres|mes soeurs|madame|monsieur)\b")
#: Words inside a name that people leave out or change.
_SMALL = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))
#: A word this long may have a letter wrong.
_LONG = 5
#: Words of the language that are one letter from another: "avant Noël" is not the Avent.
_NO_SLIPS = frozenset(("avant", "balle", "dalle", "masse", "matin", "salade"))


def topics_in(text: str, topics: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the keys of ``topics`` that ``text`` names, in the order of ``topics``."""
    said = words_of(text)
    names: dict[tuple[str, ...], set[str]] = {}
    for key, named in topics.items():
        for name in named:
            names.setdefault(_words_of_name(name), set()).add(key)
    free = set(range(len(said)))
    found: set[str] = set()
    shared: list[set[str]] = []
    for words in sorted(names, key=len, reverse=True):
        for place in _places(words, said):
            span = set(range(place, place + len(words)))
            if span <= free:
                free -= span
                if len(names[words]) > 1:
                    shared.append(names[words])
                else:
                    found |= names[words]
    found.update(*(keys & found or keys for keys in shared))
    return tuple(key for key in topics if key in found)


def words_of(text: str) -> list[str]:
    """Return the words of a text without accents, small ones and forms of address left out.

    >>> words_of("Bonjour mon Père, l’Économat de l’École ?")
    ['bonjour', 'economat', 'ecole']
    """
    folded, _ = fold(text.replace("œ", "oe").replace("Œ", "oe"))
    words = _WORD.findall(_GREETED.sub(" ", folded))
    return [word for word in words if word not in _SMALL]


@lru_cache(maxsize=1024)
def _words_of_name(name: str) -> tuple[str, ...]:
    return tuple(words_of(name))


def _places(words: Sequence[str], said: Sequence[str]) -> Iterator[int]:
    if not words:
        return
    first, *rest = words
    for place in range(len(said) - len(rest)):
        if _is(first, said[place]) and all(map(_is, rest, said[place + 1 :])):
            yield place


def _is(word: str, heard: str) -> bool:
    if abs(len(word) - len(heard)) > 1:
        return False
    if word == heard or _singular(word) == _singular(heard):
        return True
    if len(word) < _LONG or len(heard) < _LONG - 1 or heard in _NO_SLIPS:
        return False
    return near(word, heard)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
