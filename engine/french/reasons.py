"""Why somebody does not come, in the words that say it.

>>> find_reason("ma fille ne viendra pas samedi car elle a de la fièvre").value
'elle a de la fièvre'
>>> find_reason("l'absence de Jean-Marie samedi, il est malade").value
'il est malade'
>>> find_reason("non, elle est en voyage").value, find_reason("en voyage").value
('elle est en voyage', 'en voyage')
>>> find_reason("Paul sera absent dimanche, son grand-père est décédé").value
'son grand-père est décédé'
>>> [find_reason(text) for text in ("mon fils sera absent samedi", "elle viendra", "le 12")]
[None, None, None]

A reason stands behind a word that gives one, or in a clause of its own that tells how somebody is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.french.alarms import GRIEFS, alarm_of
from engine.french.folding import fold, original_span

#: Longer texts are letters; a reason that is longer is asked for in fewer words.
_LONGEST, _LONGEST_REASON = 600, 120
_BECAUSE = re.compile(
    r"\b(?:car|(?:parce\s+|puis|vu\s+)qu(?:e\b|')|(?:a|pour)\s+cause\s+d(?:e\b|u\b|')"
    r"|en\s+raison\s+d(?:e\b|u\b|')|suite\s+a\b|(?:raison|motif)\s*:)\s*"
)
#: "il est malade", "nous serons en voyage", "on part au village".
_STATE = re.compile(
    r"(?:il|elle|ils|elles|on|nous|je|j'|mon\s+fils|ma\s+fille)\s*"
    r"(?:est|sont|sera|serons|seront|sommes|etait|etaient|a|ont|avait|avons|ai|aura|part|partons"
    r"|partent|voyage|voyageons|tousse)\b"
)
#: The whole message: "en voyage", "chez le médecin".
_PLACE = re.compile(r"(?:(?:en|chez)\s+[a-z]+|a\s+l'hopital|au\s+village)(?:[\s'-]+[a-z]+){0,3}")
_AROUND = " .,;!\t"
_CLAUSE = re.compile(r"[^,.;!?\n]+")
_OPENING = re.compile(r"(?:(?:non|en\s+fait|plutot|pardon|oui|et|mais|bonjour)\b[\s,]*)+")
#: What is no reason but the absence itself, or a day.
_ABSENCE = re.compile(
    r"\b(?:ne|n'|pas|absente?s?|absences?|viendra|presente?s?|la|fait|ans|inscrite?s?|trompee?|manque|rate|loupe"
    r"|seche|venue?|venir|cate|catechisme|cours|seance)\b"
    r"|\bn'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason in a text."""

    # As it is written.
    value: str
    start: int
    end: int


def find_reason(text: str) -> Reason | None:
    """Return the reason that ``text`` gives; None without one, or for a letter."""
    if len(text) > _LONGEST:
        return None
    folded, offsets = fold(text)
    folded = folded.replace("’", "'")
    span = _given(folded) or _told(folded)
    if span is None or span[1] - span[0] > _LONGEST_REASON:
        return None
    start, end = original_span(offsets, *span)
    return Reason(value=text[start:end], start=start, end=end)


def _given(folded: str) -> tuple[int, int] | None:
    cue = _BECAUSE.search(folded)
    clause = _CLAUSE.match(folded, cue.end()) if cue else None
    return _trimmed(folded, *clause.span()) if clause else None


def _told(folded: str) -> tuple[int, int] | None:
    for clause in _CLAUSE.finditer(folded):
        start, end = _trimmed(folded, *clause.span())
        opening = _OPENING.match(folded, start, end)
        start = opening.end() if opening else start
        if _STATE.match(folded, start, end) and not _ABSENCE.search(folded, start, end):
            return start, end
        if _is_grief(folded[start:end]):
            return start, end
        if (start, end) == _without_opening(folded) and _PLACE.fullmatch(folded, start, end):
            return start, end
    return None


def _is_grief(clause: str) -> bool:
    """Tell whether a clause tells of a death or a stay in hospital, and of no absence."""
    absent = any(found.group() != "la" for found in _ABSENCE.finditer(clause))
    return not absent and alarm_of(clause) in GRIEFS


def _without_opening(folded: str) -> tuple[int, int]:
    start, end = _trimmed(folded, 0, len(folded))
    opening = _OPENING.match(folded, start)
    return (opening.end() if opening else start), end


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the spaces and signs at its ends."""
    part = folded[start:end].rstrip(_AROUND)
    return start + len(part) - len(part.lstrip(_AROUND)), start + len(part)
