"""The name that somebody gives, without the words around it.

>>> read_name("je m'appelle Thérèse Ba").value, read_name("mon fils Paul").value
('Thérèse Ba', 'Paul')
>>> read_name("Aline Sarr, 8 ans").value, read_name("c'est pour awa diouf").value
('Aline Sarr', 'Awa Diouf')
>>> [read_name(text) for text in ("dacc", "attendez je reviens", "c'est combien ?", "123")]
[None, None, None, None]
>>> [name.value for name in find_names("je veux inscrire ma fille Aline Sarr au caté")]
['Aline Sarr']
>>> [name.value for name in find_names("Paul Diop, il a 8 ans et je suis Rose Diop")]
['Paul Diop', 'Rose Diop']

Nobody can list all names: a name is what is left when the words that are talk are taken away, and
nothing else may be left. Where it is sure, it counts whatever a sentence may resemble otherwise
("Baptiste Sow", "Salam Diop"); else it is one only where a name was asked for.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.french.folding import fold, original_span
from engine.french.numbers import read_number
from engine.french.talk import is_talk

#: Most words of one name.
_MOST = 6
#: Longer texts are no name, and longer stories are not searched for one; in characters.
_LONGEST, _LONGEST_STORY = 200, 1500
#: "M. Diop" has a point, at the end of a sentence it is none of the name's.
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:(?<=\b\w)\.(?=\s))?")
#: What stands between two words of a name; a comma only before the last: "Diouf, Awa".
_GAP = re.compile(r"[ \t]*(?:,[ \t]*(?=[^\W\d_]+[ \t]*$))?")
#: Inside a name, and never its end.
_PARTICLES = frozenset(("de", "du", "des", "da", "dos", "el", "al", "ben", "van", "von"))
_TITLES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "dr", "docteur"))
#: Greetings, thanks and feasts that are names too: before another one ("Merci Diatta"), or where
#: the words say whose name comes ("mon fils Toussaint").
_BOTH = frozenset(("salam", "merci", "noel", "paques", "toussaint", "ascension", "assomption"))
#: "l'accueil", "d'accord"; not "N'Diaye": in French nothing is elided before a consonant.
_ELIDED = re.compile(r"(?:[ldjnmstc]|qu)['’][aeiouyh]")
_MY_CHILD = (
    r"(?:mon|ma|notre|le|la)\s+(?:petite?[\s-]+)?(?:fils|fille|enfant|garcon|bebe|neveu|niece"
    r"|petite?|cadette?|ainee?|filleule?|frere|soeur)"
)
_CALLED = r"\s+(?:s'?\s?app?ell?e|se\s+nomme)"
_NAME = r"(?:pre)?nom(?:\s+et\s+(?:pre)?nom)?(?:\s*:|\s+(?:c'?\s?est|est|etait))"


class Role(enum.StrEnum):
    """Whose name it is, as the words tell."""

    CHILD = "enfant"
    SELF = "moi"
    # The one that was asked for.
    ANY = ""


#: What comes before a name, whose it is, and whether it needs no capital to be one.
_CUES = tuple(
    (role, plain, re.compile(rf"\b(?:{pattern})\s*[,:]?\s+"))
    for role, plain, pattern in (
        (Role.SELF, True, rf"je\s+m'?\s?app?ell?e|je\s+me\s+nomme|mon\s+{_NAME}"),
        (Role.SELF, False, r"moi\s*,?\s+c'?\s?est|c'?\s?est\s+moi|(?:moi\s*,?\s+)?je\s+suis"),
        (
            Role.CHILD,
            True,
            rf"(?:il|elle|l'enfant|{_MY_CHILD}|qui){_CALLED}",
        ),
        (Role.CHILD, True, rf"son\s+(?:vrai\s+)?{_NAME}"),
        (Role.CHILD, False, rf"{_MY_CHILD}(?:\s*,?\s+c'?\s?est)?"),
        (Role.CHILD, False, rf"le\s+(?:vrai\s+)?{_NAME}"),
        (Role.ANY, False, r"(?:c'?\s?est|ce\s+sera)(?:\s+pour)?|il\s+s'agit\s+de|pour|voici"),
    )
)
#: What takes something back before it is said anew.
_TAKES_BACK = re.compile(
    r"(?:(?:non|en\s+fait|enfin|plutot|finalement|pardon|desolee?|dsl|excusez[\s-]+moi|oups"
    r"|je\s+me\s+suis\s+trompee?(?:\s+(?:de|sur|dans)\s+(?:le\s+|son\s+|mon\s+)?(?:pre)?nom)?"
    r"|j'ai\s+fait\s+une\s+(?:erreur|faute)|je\s+voulais\s+dire|c'est\s+une\s+erreur|erreur)"
    r"\b[\s,.;:!]*)+"
)
_OPENING = re.compile(
    r"(?:(?:bonjour|bonsoir|bjr|bsr|salut|oui|ouais|ok|d'accord|dacc|alors|donc|voila|euh"
    r"|bien\s+sur|(?:merci|salam)(?=\s*[,.!]))\b[\s,.;:!]*)+"
)
_AND_WHO = re.compile(r"\s*et\s+(?:pour\s+)?(?P<name>[^\W\d_][\w'’-]+)\s*\?\s*", re.IGNORECASE)
#: What may follow a name: its age, the birthday, thanks.
_CLOSING = re.compile(
    r"[\s,.;:!()-]*(?:(?:(?:svp|stp|merci|s'il\s+vous\s+plait)\b[\s,.!]*)*"
    r"|(?:et\s+)?(?:(?:il|elle|qui)\s+)?(?:a\s+|aura\s+|est\s+)?(?:agee?\b|nee?\b|(?P<age>[a-z\d]+)).*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidName:
    """One name in a text."""

    # As it is written; "awa diouf" gets its capitals.
    value: str
    role: Role
    # False where it is one only because a name was asked for: "awa", "Diop".
    sure: bool
    # True for "Paul et Marie".
    several: bool = False
    # With the words that introduce it.
    start: int
    end: int


def read_name(text: str) -> SaidName | None:
    """Return the name that a whole ``text`` gives; None when it says anything else."""
    if len(text) > _LONGEST or "?" in text:
        return None
    folded, offsets = _fold(text)
    begin, place, role, plain = _introduction(folded)
    words = _words_of_a_name(text, place, led=bool(role))
    if not words or not _ends_well(folded, words[-1].end()):
        return None
    names = [word for word in words if _plain(word) not in _PARTICLES | {"et"}]
    capitals = all(map(_is_capital, names))
    if not capitals and folded[begin : words[0].start()].split()[-2:] == ["je", "suis"]:
        return None  # "je suis perdu"
    start, end = original_span(offsets, begin, words[-1].end())
    return SaidName(
        value=_written(words),
        role=role,
        sure=bool(plain) or (capitals and (len(names) > 1 or role is not Role.ANY)),
        several=any(_plain(word) == "et" for word in words),
        start=start,
        end=end,
    )


def find_names(text: str) -> tuple[SaidName, ...]:
    """Return the names that stand in a text: all of it, or behind words that introduce them.

    >>> find_names("je veux inscrire ma fille au caté")
    ()
    """
    whole = read_name(text) or _asked_after(text)
    if whole is None:
        return _introduced(text)
    # "Paul Diop, il a 8 ans et je suis Rose Diop": behind the age, somebody else is introduced.
    others = _introduced(text)
    return (whole, *(n for n in others if n.start >= whole.end and n.role is not whole.role))


def _introduced(text: str) -> tuple[SaidName, ...]:
    """Return the names behind words that introduce them, one for each role."""
    folded, offsets = _fold(text[:_LONGEST_STORY])
    found: dict[Role, SaidName] = {}
    for role, plain, pattern in _CUES:
        for cue in pattern.finditer(folded) if role else ():
            words = _words_of_a_name(text, cue.end(), led=True)
            words = words if plain and role is Role.CHILD else _leading_capitals(words)
            if not words:
                continue
            start, end = original_span(offsets, cue.start(), words[-1].end())
            name = SaidName(value=_written(words), role=role, sure=True, start=start, end=end)
            found.setdefault(role, name)
    return tuple(sorted(found.values(), key=lambda name: name.start))


def _asked_after(text: str) -> SaidName | None:
    """Read "et Jean-Marie ?": the same question, about another child."""
    asked = _AND_WHO.fullmatch(text)
    name = read_name(asked["name"]) if asked else None
    if asked is None or name is None or name.role or not _is_name_of_one(name):
        return None
    return replace(
        name, role=Role.CHILD, sure=True, start=asked.start("name"), end=asked.end("name")
    )


def _is_name_of_one(name: SaidName) -> bool:
    return not name.several and len(name.value.split()) == 1


def _fold(text: str) -> tuple[str, list[int] | None]:
    folded, offsets = fold(text)
    return folded.replace("’", "'"), offsets


def _plain(word: re.Match[str]) -> str:
    return fold(word.group().rstrip("."))[0]


def _introduction(folded: str) -> tuple[int, int, Role, bool | None]:
    """Return where what introduces a name begins and ends, whose it is, and whether it is plain.

    Plain is None where nothing says that a name follows.
    """
    place = len(folded) - len(folded.lstrip())
    opening = _OPENING.match(folded, place)
    begin = place = opening.end() if opening else place
    role, plain = Role.ANY, None
    back = _TAKES_BACK.match(folded, place)
    if back is not None:
        place = back.end()
        if "nom" in back.group():
            role, plain = Role.SELF if "mon" in back.group().split() else Role.CHILD, True
    # "c'est pour mon fils" is two of them.
    for _ in range(2):
        cues = [(cue.end(), told, is_plain) for told, is_plain, cue in _cues_at(folded, place)]
        if not cues:
            break
        place, told, is_plain = max(cues, key=lambda cue: cue[0])
        role, plain = told or role, plain or is_plain
    return begin, place, role, plain


def _cues_at(folded: str, place: int) -> Iterator[tuple[Role, bool, re.Match[str]]]:
    for role, plain, pattern in _CUES:
        cue = pattern.match(folded, place)
        if cue is not None:
            yield role, plain, cue


def _words_of_a_name(text: str, place: int, led: bool) -> list[re.Match[str]]:
    """Return the words from ``place`` on that make a name; ``led``: its role was just said."""
    found: list[re.Match[str]] = []
    while len(found) <= _MOST:
        word = _WORD.match(text, place)
        if word is None or not _may_stand(word, text, found, led):
            break
        found.append(word)
        gap = _GAP.match(text, word.end())
        place = gap.end() if gap else word.end()
    while found and _plain(found[-1]) in _PARTICLES | {"et"} | _TITLES:
        found.pop()
    letters = sum(len(word.group()) for word in found)
    return found if letters > 1 and len(found) <= _MOST else []


def _may_stand(word: re.Match[str], text: str, before: list[re.Match[str]], led: bool) -> bool:
    """Tell whether a word may be the next one of a name."""
    plain = _plain(word)
    if plain in _PARTICLES or plain == "et":
        return bool(before) or plain in ("el", "al", "ben")
    if plain in _BOTH:
        after = _WORD.match(text, word.end() + 1)
        named = after is not None and (_is_capital(after) or _plain(after) in _PARTICLES)
        alone = after is None or not named or (_is_capital(after) and is_talk(_plain(after)))
        behind = bool(before) and _plain(before[-1]) not in _PARTICLES
        return _is_capital(word) and (behind or led or not alone)
    if not before and plain in _TITLES:
        return True
    if _ELIDED.match(plain) and not re.search(r"['’][A-ZÀ-Ý]", word.group()):
        return False
    return not is_talk(plain) and not is_talk(re.split(r"['’-]", plain)[-1])


def _leading_capitals(words: list[re.Match[str]]) -> list[re.Match[str]]:
    kept: list[re.Match[str]] = []
    for word in words:
        if not _is_capital(word) and _plain(word) not in _PARTICLES:
            break
        kept.append(word)
    while kept and _plain(kept[-1]) in _PARTICLES:
        kept.pop()
    return kept


def _is_capital(word: re.Match[str]) -> bool:
    return word.group()[0].isupper()


def _ends_well(folded: str, end: int) -> bool:
    """Tell whether what follows a name belongs to it: an age, a birthday, thanks."""
    closing = _CLOSING.match(folded, end)
    if closing is None:
        return False
    age = closing["age"]
    return age is None or age[0].isdigit() or read_number([age]) is not None


def _written(words: list[re.Match[str]]) -> str:
    said = [word.group() for word in words]
    if any(char.isupper() for word in said for char in word):
        return " ".join(said)
    return " ".join(
        word
        if word in _PARTICLES or word == "et"
        else re.sub(r"(?:^|(?<=[-'’]))\w", lambda found: found.group().upper(), word)
        for word in said
    )
