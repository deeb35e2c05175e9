"""Cuts a text into parts that fit a message, where a reader would pause.

>>> split_text("Bonjour. Comment allez-vous ?", limit=20)
['Bonjour.', 'Comment allez-vous ?']

Only white space disappears, and only at a cut. Parts are as long as they may be: each message to
the same person counts against the rate that WhatsApp grants to the pair.
"""

from __future__ import annotations

import re
import unicodedata

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
# A full stop after a single letter or a digit is an abbreviation or a list number: "M. Diop", "1.".
_SENTENCE = re.compile(
    r"(?:(?<!\b\w)(?<!\d)\.|[!?…])(?:[\u00a0\u202f ]?[»”])?[\"')\]*_~]*(?=\s)|(?=\n)"
)
_SOFT_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_ANY_SPACE = re.compile(r"\s+")
# French puts a space before these marks; a line or a message must not begin with them.
_CLINGING = "!?:;»"
_HARD_SPACES = "\u00a0\u202f"
# A paragraph or sentence end that fills less than this share of a part is not worth a message.
_WORTHWHILE = 4
_CLUSTER_STEPS = 32


def measure(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units, as WhatsApp may count at worst.

    >>> measure("été"), measure("🙂")
    (3, 2)
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def split_text(text: str, limit: int) -> list[str]:
    """Return ``text`` as parts of at most ``limit`` units, none empty.

    A cut falls after a paragraph, else after a sentence or line, else between words; inside a word
    only when that word alone is longer than ``limit``. Raises ``ValueError`` when ``limit`` < 2.

    >>> split_text("  ", limit=10)
    []
    """
    if limit < 2:
        raise ValueError(f"a limit of {limit} cannot hold every character")
    parts = []
    rest = text.strip()
    while measure(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        parts.append(rest)
    return parts


def split_tail(text: str, limit: int) -> tuple[str, str]:
    """Return ``(head, tail)`` where the tail is the longest natural end within ``limit`` units.

    The tail carries the buttons, so it begins with a paragraph when it can: the question, rather
    than the second half of the sentence before it.

    >>> split_tail("Voici nos horaires. Quel jour vous convient ?", limit=30)
    ('Voici nos horaires.', 'Quel jour vous convient ?')
    """
    text = text.strip()
    start = _tail_window(text, limit)
    if start == 0:
        return "", text
    for boundary in (_PARAGRAPH, _SENTENCE, _SOFT_SPACE, _ANY_SPACE):
        for match in boundary.finditer(text, start - 1):
            cut = match.end()
            fits = measure(text[cut:].strip()) <= limit
            if fits and not (boundary is _SOFT_SPACE and _clings(text, cut)):
                return text[:cut].rstrip(), text[cut:].lstrip()
    cut = _before_cluster_start(text, start, step=1)
    return text[:cut].rstrip(), text[cut:].lstrip()


def first_words(text: str, limit: int) -> str:
    """Return the beginning of ``text`` within ``limit`` units, ended by "…" when it was cut.

    Only for labels whose whole text stands elsewhere in the same message.

    >>> first_words("Certificat de baptême pour un mariage", limit=24)
    'Certificat de baptême…'
    """
    if measure(text) <= limit:
        return text
    return text[: _cut_at_word(text, _reach(text, limit - 1))].rstrip() + "…"


def _reach(text: str, limit: int) -> int:
    """Return how many leading characters of ``text`` fit ``limit`` units."""
    end = min(len(text), limit)
    while (excess := measure(text[:end]) - limit) > 0:
        end -= (excess + 1) // 2
    return end


def _tail_window(text: str, limit: int) -> int:
    """Return the first index from which the rest of ``text`` fits ``limit`` units."""
    start = max(0, len(text) - limit)
    while (excess := measure(text[start:]) - limit) > 0:
        start += (excess + 1) // 2
    return start


def _cut(text: str, limit: int) -> int:
    """Return where to cut ``text``, which is too long and does not begin with a space."""
    end = _reach(text, limit)
    for boundary in (_PARAGRAPH, _SENTENCE):
        # One character more than fits: the space after a sentence need not fit.
        ends = [match.end() for match in boundary.finditer(text, 0, end + 2)]
        ends = [place for place in ends if place >= max(1, end // _WORTHWHILE)]
        fitting = [place for place in ends if measure(text[:place].rstrip()) <= limit]
        if fitting:
            return fitting[-1]
    return _cut_at_word(text, end)


def _cut_at_word(text: str, end: int) -> int:
    """Return the last place up to ``end`` that is between two words, else inside the word."""
    spaces = [index for index in range(1, min(end + 1, len(text))) if text[index].isspace()]
    soft = [i for i in spaces if text[i] not in _HARD_SPACES and not _clings(text, i)]
    for candidates in (soft, spaces):
        if candidates:
            return candidates[-1]
    return _before_cluster_start(text, end, step=-1)


def _clings(text: str, cut: int) -> bool:
    """Tell whether the text after ``cut`` begins with a mark that belongs to the word before."""
    return text[cut:].lstrip()[:1] in tuple(_CLINGING)


def _before_cluster_start(text: str, cut: int, step: int) -> int:
    """Return the nearest index to ``cut``, walking by ``step``, that splits no accent or emoji."""
    place = cut
    for _ in range(_CLUSTER_STEPS):
        if not 0 < place < len(text):
            return cut
        if not _joined(text[place - 1], text[place]):
            return place
        place += step
    return cut


def _joined(before: str, after: str) -> bool:
    """Tell whether two neighbours are drawn as one sign: letter and accent, emoji and its shade."""
    glue = ("\u200d", "\ufe0f")
    shade = "\U0001f3fb" <= after <= "\U0001f3ff"
    flag = all("\U0001f1e6" <= sign <= "\U0001f1ff" for sign in (before, after))
    return (
        before == "\u200d" or after in glue or shade or flag or bool(unicodedata.combining(after))
    )
