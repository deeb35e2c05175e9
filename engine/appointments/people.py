"""Whom a message names, of those who give appointments.

>>> people = {"pere_andre": ("le père André",), "pere_joseph": ("le père Joseph",)}
>>> [found.person for found in named_people("oui mais avec le père Joseph", people)]
['pere_joseph']
>>> [found.person for found in named_people("pas avec le père André", people)]
['sauf:pere_andre']
>>> [found.person for found in named_people("je voudrais changer de prêtre", people)]
['autre']
>>> named_people("pour le baptême de mon fils Joseph", people)
()

A name alone is not enough in a long sentence: a title or a word like "with" must lead to it, for
children are called Joseph too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.appointments.matching import alike, telling_words
from engine.french.folding import fold, original_span

#: Begins what stands for somebody who is not wanted; OTHER is anybody but the one chosen before.
EXCEPT, OTHER = "sauf:", "autre"
#: Messages up to this many words may give the bare name.
_SHORT = 3
_WORD = re.compile(r"[a-z0-9œ]+")
#: Lead to the person who is met, articles and titles between left aside.
_LEADS = frozenset(
    (
        *("avec", "ac", "chez", "voir", "rencontrer", "prefere", "preferais", "prefererais"),
        *("plutot", "au", "aupres", "vois", "veux", "voudrais", "non", "mais"),
    )
)
_BETWEEN = frozenset(("le", "la", "l", "mon", "d", "de", "a"))
_TITLES = frozenset(("pere", "abbe", "soeur", "frere", "mere", "p", "monsieur", "madame"))
_NOT = frozenset(("pas", "sauf", "sans"))
_OTHER = re.compile(
    r"\b(?:(?:chang\w+|tromp\w+) (?:de |d['’]|la |le )?|autre )(?:pretre|pere|abbe|personne)\b"
    r"|\bquelqu['’]un d['’]autre\b|^\W*(?:la personne|le pretre|le pere|avec qui)\W*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One person, and where the text says so."""

    # Id of the person; "sauf:" and an id, or "autre", when somebody else is wanted.
    person: str
    start: int
    end: int


def named_people(text: str, people: Mapping[str, Iterable[str]]) -> tuple[Named, ...]:
    """Return whom ``text`` wants or does not want to meet; ``people`` are names by their ids.

    Who is wanted counts before who is not; two who are wanted are no answer.
    """
    if not people:
        return ()
    folded, offsets = fold(text)
    found = list(_named(folded, people))
    wanted = [named for named in found if not named[0].startswith(EXCEPT)]
    if len({person for person, _, _ in wanted}) > 1:
        return ()
    found = wanted or found
    if not found:
        found = [(OTHER, match.start(), match.end()) for match in _OTHER.finditer(folded)]
    return tuple(
        Named(person=person, start=a, end=b)
        for person, start, end in found
        for a, b in [original_span(offsets, start, end)]
    )


def _named(folded: str, people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, int, int]]:
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded)]
    told = [word for word, _, _ in words]
    telling = telling_words(people)
    for place, (word, _, end) in enumerate(words):
        meant = {key for own, keys in telling.items() if alike(own, word) for key in keys}
        if len(meant) != 1:
            continue
        first = _lead(told, place)
        if first == place and len(words) > _SHORT:
            continue
        refused = first > 0 and told[first - 1] in _NOT
        first -= refused
        yield (EXCEPT if refused else "") + meant.pop(), words[first][1], end


def _lead(told: list[str], place: int) -> int:
    """Return where the words that lead to the name at ``place`` begin; ``place`` without any."""
    first = place
    while first > 0 and told[first - 1] in _TITLES | _BETWEEN:
        first -= 1
    if first > 0 and told[first - 1] in _LEADS:
        return first - 1
    return first if any(word in _TITLES for word in told[first:place]) else place
