"""From a text to the words that a classifier counts.

>>> Words(language="fr").of("Bjr, la MESSE c’est kel jour ? 🙏")
['bonjour', 'la', 'messe', 'c', 'est', 'quelle', 'jour', '🙏']
>>> Words(language="fr").of("rdv le 10 décembre à 15h30")
['rendez', 'vous', '@']

Accents, case, apostrophes and repeated letters do not count; a picture is a word. A long moment
is one word, whichever it is: what a message is about does not depend on how long its date is. A day
told in a word or two stays, for Sundays are mostly about masses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.intents import french


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What is known of how a language is written."""

    short_forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Words of which one is as good as the other, by a name.
    alike: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Where a text names moments: (start, end) of each, in order.
    moments: Callable[[str], Sequence[tuple[int, int]]] = lambda text: ()


LANGUAGES: dict[str, Language] = {
    "": Language(),
    "fr": Language(short_forms=french.SHORT_FORMS, alike=french.ALIKE, moments=french.moment_spans),
}
#: Stands for a moment of several words; nobody can write it, for it is no letter.
MOMENT = "@"
#: Words behind this many say nothing new, and would cost time.
MOST_WORDS = 200
#: Characters of a text that are looked at.
_MOST_CHARACTERS = 2000
#: Letters and digits of any script; arrows, symbols and pictures.
_WORD = re.compile(r"[^\W_]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
#: Words of a moment without a number, up to which it keeps them.
_SHORT_MOMENT = 2
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
        spoken = LANGUAGES[language]
        self._short_forms, self._moments = spoken.short_forms, spoken.moments
        self._kinds: dict[tuple[str, ...], str] = {}
        for name, phrases in (*spoken.alike.items(), *self.lists.items()):
            for phrase in phrases:
                if found := tuple(self._written_out(plain_words(phrase))):
                    self._kinds[found] = f"@{name}"
        # By the first word: the lengths of what may follow, longest first.
        self._lengths: dict[str, list[int]] = {}
        for words in sorted(self._kinds, key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))

    def of(self, text: str) -> list[str]:
        """Return the words of ``text``: short forms written out, long moments as one word.

        A message that is nothing but a moment keeps its words.
        """
        text = text[:_MOST_CHARACTERS]
        found: list[str] = []
        place = 0
        for start, end in self._moments(text):
            told = plain_words(text[start:end])
            # "Ce soir" and "lundi matin" are no longer than what they stand beside.
            if len(told) > _SHORT_MOMENT or (len(told) > 1 and _DIGIT.search(text, start, end)):
                found += [*plain_words(text[place:start]), MOMENT]
                place = end
        found += plain_words(text[place:])
        if found == [MOMENT]:
            found = plain_words(text)
        return self._written_out(found[:MOST_WORDS])

    def _written_out(self, words: Sequence[str]) -> list[str]:
        short_forms = self._short_forms
        found = [""]
        for written in words:
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
