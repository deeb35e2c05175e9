"""The child that a parent names, among the children whom the parent may hear of.

>>> known = {"1": "Jean-Marie", "2": "Awa"}
>>> [name_child(text, known).child for text in ("non c'est jean marie", "certificat d'Awa")]
['1', '2']
>>> name_child("pas Awa, Jean-Marie", known).child
'1'
>>> name_child("pas Awa", known).child, name_child("et son petit frère ?", known).child
('1', 'autre')
>>> name_child("Awa et Jean-Marie", known), name_child("Fatou", known)
(None, None)

Nobody can tell a bare first name from other words; with the names known, it needs no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.french.folding import fold, original_span
from engine.french.said_names import read_name
from engine.french.talk import is_talk

#: Stands for the child of whom nothing was said yet; who that is, knows who was spoken of.
OTHER = "autre"
_SMALL = (
    r"(?:(?:et|e|non|oui|ok|merci|mais|alors|plutot|en\s+fait|finalement|pardon|maintenant|c'est"
    r"|pour|de|du|a|aussi|svp|stp|s'il\s+vous\s+plait|d')\b\W*)*"
)
#: "Maladie de son frère" is a reason, and "l'autre jour" a day: nothing else may be said.
_OTHER_ONE = re.compile(
    rf"\W*{_SMALL}(?:(?:l'|(?:mon|ma|son|sa|notre)\s+)autre"
    r"(?:\s+(?:enfant|fils|fille|garcon|petite?))?"
    r"|(?:le|la|son|sa)\s+(?:(?:petite?|grande?)\s+)?(?:frere|s(?:oe|œ)ur|jumeau|jumelle))"
    rf"\b\W*{_SMALL}"
)
#: "pas Awa", "pas pour Awa": the one who is not meant.
_REFUSED = r"\bpas\s+(?:(?:pour|de)\s+|d['’]\s?)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChild:
    """One child in a text."""

    # An id, or OTHER where the words only set it off from the one before: "et l'autre ?"
    child: str
    # True for a message that says nothing else: "non c'est pour Awa", "pas Awa, Jean-Marie".
    alone: bool
    # With the words that only introduce it.
    start: int
    end: int


def name_child(text: str, known: Mapping[str, str]) -> NamedChild | None:
    """Return the one child that ``text`` means; ``known`` has the first names by an id."""
    folded, offsets = fold(text)
    meant: dict[str, tuple[int, int]] = {}
    unmeant: dict[str, tuple[int, int]] = {}
    begin = len(folded)
    for child, name in known.items():
        for start, end, refused in _places(folded, name):
            first, last = original_span(offsets, start, end)
            if is_talk(fold(name)[0]) and not text[first:last].lstrip()[:1].isupper():
                continue  # "grâce à Dieu"
            begin = min(begin, start)
            (unmeant if refused else meant).setdefault(child, (start, end))
    if not meant and len(known) > 1:
        meant = _others(folded, known, unmeant)
    if len(meant) != 1:
        return None
    (child, (start, end)), *_ = meant.items()
    first, last = original_span(offsets, min(begin, start), end)
    whole = read_name(text)
    if whole is not None and child in known and _begins_with(whole.value, known[child]):
        first, last = min(first, whole.start), max(last, whole.end)
    alone = (last - first) * 2 >= len(text.strip())
    return NamedChild(child=child, alone=alone, start=first, end=last)


def _others(
    folded: str, known: Mapping[str, str], unmeant: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Return who is left when one is refused, or who is meant by "the other one"."""
    if unmeant:
        place = next(iter(unmeant.values()))
        return {child: place for child in known if child not in unmeant}
    found = _OTHER_ONE.fullmatch(folded.replace("’", "'"))
    return {} if found is None else {OTHER: found.span()}


def _places(folded: str, name: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where a name stands, and whether it is refused there."""
    parts = re.findall(r"\w+", fold(name)[0])
    if not parts:
        return
    pattern = rf"(?P<refused>{_REFUSED})?(?<![\w-]){r'[\s-]+'.join(parts)}(?![\w-])"
    for found in re.finditer(pattern, folded):
        yield found.start(), found.end(), found["refused"] is not None


def _begins_with(said: str, name: str) -> bool:
    """Tell whether the name that was said is this one, or this one and a last name."""
    words, wanted = (re.findall(r"\w+", fold(text)[0]) for text in (said, name))
    return words[: len(wanted)] == wanted
