"""From a text to the words that a classifier counts.

>>> Words(language="fr").of("Bjr, la MESSE c’est à 10h30 dim 🙏")
['bonjour', 'la', 'messe', 'c', 'est', 'a', '10h30', 'dimanche', '🙏']

Accents, case, apostrophes and repeated letters do not count; a picture is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from engine.intents import french

#: What a language adds: its short forms, and lists of words that stand for one another.
LANGUAGES: dict[str, tuple[Mapping[str, tuple[str, ...]], Mapping[str, Sequence[str]]]] = {
    "": ({}, {}),
    "fr": (french.SHORT_FORMS, french.ALIKE),
}
#: Words behind this many say nothing new, and would cost time.
MOST_WORDS = 200
#: Characters of a text that are looked at.
_MOST_CHARACTERS = 2000
#: Letters and digits of any script; arrows, symbols and pictures.
_WORD = re.compile(r"[^\W_]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_DIGIT = re.compile(r"\d")


def plain_words(text: str) -> list[str]:
    """Return the words of ``text`` as they are written, folded.

    >>> plain_words("L’ÉGLISE, svppp")
    ['l', 'eglise', 'svp']
    """
    lowered = text[:_MOST_CHARACTERS].lower().translate(_LIGATURES)
    if not lowered.isascii():
        apart = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(c for c in apart if not unicodedata.combining(c))
    return _WORD.findall(_REPEATED.sub(r"\1", lowered))[:MOST_WORDS]


class Words:
    """Reads texts in one language, with lists of words that stand for one another."""

    def __init__(self, language: str = "", lists: Mapping[str, Sequence[str]] | None = None):
        self.language = language
        self.lists = {name: sorted(set(said)) for name, said in sorted((lists or {}).items())}
        self._short_forms, alike = LANGUAGES[language]
        self._kinds: dict[tuple[str, ...], str] = {}
        for name, phrases in (*alike.items(), *self.lists.items()):
            for phrase in phrases:
                if found := tuple(self.of(phrase)):
                    self._kinds[found] = f"@{name}"
        # By the first word: the lengths of what may follow, longest first.
        self._lengths: dict[str, list[int]] = {}
        for words in sorted(self._kinds, key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))

    def of(self, text: str) -> list[str]:
        """Return the words of ``text``, short forms written out."""
        short_forms = self._short_forms
        found = [""]
        for written in plain_words(text):
            for word in short_forms.get(written, (written,)):
                # "oui oui", and "c'est" after its "c" has been written out.
                if word != found[-1]:
                    found.append(word)
        return found[1:]

    def kinds(self, words: Sequence[str]) -> list[str]:
        """Return ``words`` with lists and numbers replaced by what they are.

        >>> Words("fr").kinds(["mardi", "a", "10h30"])
        ['@jour', 'a', '00h00']
        """
        found: list[str] = []
        place = 0
        while place < len(words):
            word = words[place]
            for length in self._lengths.get(word, ()):
                kind = self._kinds.get(tuple(words[place : place + length]))
                if kind is not None:
                    found.append(kind)
                    place += length
                    break
            else:
                found.append(word if word.isalpha() else _DIGIT.sub("0", word))
                place += 1
        return found
