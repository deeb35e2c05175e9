"""French text into stems, the same for documents and for questions.

>>> Analyzer().stems("Les élèves de l’école")
['elev', 'ecol']
>>> Analyzer([("catéchisme", "caté")]).stems("le caté") == Analyzer().stems("catéchisme")
True

Accents are folded before stemming, so that "eleve" and "élève" meet. Synonyms are put together here
too, by their stems: the first of a group stands for all.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import Stemmer

#: Part of every index's stamp: a change of the rules below makes an index be analysed again.
VERSION = 1
#: A question of more words is a letter; the rest says nothing new.
MAX_STEMS = 60

_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})

# Words without a subject. Question words stay: "combien" and "quand" tell answers apart.
_STOP_TEXT = """
a ai aie aient ais ait alors as au aucun aucune aura aurai aurait aussi autre aux avaient avais
avait avec avez aviez avions avoir avons c ca car ce ceci cela celle celles celui ces cet cette
ceux chaque chez ci comme comment d dans de dehors depuis des deux dit dois doit donc dont du
elle elles en encore entre es est et etaient etais etait etant ete etes etre eu eux fait faire fais
faites faut font il ils j je jusqu l la laquelle le lequel les lesquels leur leurs lors lorsqu lui m
ma mais me meme memes mes mien moi mon n ne nos notre nous on ont or ou par parce pas pendant peu
peut peuvent peux plus pour pourquoi pouvez pouvoir puis puisqu qu quel quelle quelles quels que
qui quoi s sa sans se sera serait ses si sien soient soit sommes son sont sous suis sur t ta tel
telle tes toi ton tous tout toute toutes tres tu un une va vais vas vers vont vos votre vous y
"""
_STOP = frozenset(_STOP_TEXT.split())
# Said around a question, never the question: left out of what is asked, not of what is written.
_POLITE_TEXT = """
aider aidez aimerai aimerais alaikum alaykum aleykoum asalaa asc assalamu bjr bonjour bonsoir
bsr cherche chercher cherchons comprendre connaitre coucou deedeet def desire desirerais dire
dites donner donnez expliquer expliquez hello indiquer indiquez info information informations
infos maalekum madame maleikum merci mercii mme monsieur mr nanga non ok okay oui plait plz
possible pourrais pourriez pouvez prie quelqu question questions renseignement renseignements
renseigner salaam salam saleikum salut savoir souhaite souhaiterais stp svp veuillez veut veux
voudrais voudrions voulais vouloir voulons waaw
"""
_POLITE = frozenset(_POLITE_TEXT.split())
# Alone they answer somebody's question rather than ask one.
_MOMENTS_TEXT = """
lundi mardi mercredi jeudi vendredi samedi dimanche matin midi soir soiree apres demain hier avant
aujourd hui semaine prochaine prochain mois heure heures weekend
"""
_MOMENTS = frozenset(_MOMENTS_TEXT.split())
# How people write on a telephone.
_SHORT = {
    "bb": "bebe",
    "bcp": "beaucoup",
    "cb": "combien",
    "cmb": "combien",
    "cmt": "comment",
    "dim": "dimanche",
    "eglize": "eglise",
    "kan": "quand",
    "kand": "quand",
    "ki": "qui",
    "koi": "quoi",
    "kel": "quel",
    "kelle": "quelle",
    "mnt": "maintenant",
    "pr": "pour",
    "qd": "quand",
    "rdv": "rendez vous",
    "tel": "telephone",
}


def fold(text: str) -> str:
    """Return ``text`` in small letters, without accents and ligatures.

    >>> fold("Cœur de l’Élève")
    'coeur de l’eleve'
    """
    small = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    plain = unicodedata.normalize("NFD", small)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the folded words of ``text``; an apostrophe and a hyphen end a word.

    >>> words("Qu’est-ce que l'école ?")
    ['qu', 'est', 'ce', 'que', 'l', 'ecole']
    """
    return _WORD.findall(fold(text))


class Analyzer:
    """Turns text into the stems of one tenant."""

    def __init__(self, synonyms: Iterable[Sequence[str]] = ()) -> None:
        self._groups = [list(group) for group in synonyms]
        self._replaced: dict[tuple[str, ...], tuple[str, ...]] = {}
        for first, *others in self._groups:
            chosen = tuple(_plain_stems(first))
            for term in others:
                stems = tuple(_plain_stems(term))
                if stems and chosen and stems != chosen:
                    self._replaced[stems] = chosen
        self._longest = max(map(len, self._replaced), default=0)

    @property
    def stamp(self) -> str:
        """Return what an index must have been made with to be searched by this analyzer."""
        settings = json.dumps([VERSION, self._groups], ensure_ascii=False)
        return hashlib.sha256(settings.encode()).hexdigest()

    def stems(self, text: str) -> list[str]:
        """Return the stems of something written."""
        return self._united(_plain_stems(text))

    def question_stems(self, text: str) -> list[str]:
        """Return the stems of something asked, each once, without what is only polite.

        >>> Analyzer().question_stems("Bonjour, je voudrais savoir où est le parking svp")
        ['parking']
        >>> Analyzer().question_stems("oui merci"), Analyzer().question_stems("mardi 14 au matin")
        ([], [])
        """
        spelled = " ".join(_SHORT.get(word, word) for word in words(text))
        asked = [word for word in words(spelled) if word not in _POLITE]
        if all(_answers(word) for word in asked):
            return []  # a choice, a date, a telephone number
        stems = self._united(_plain_stems(" ".join(asked)))
        return list(dict.fromkeys(stems))[:MAX_STEMS]

    def _united(self, stems: list[str]) -> list[str]:
        """Put the first term of its group in the place of every synonym, longest first."""
        if not self._replaced:
            return stems
        result: list[str] = []
        at = 0
        while at < len(stems):
            for size in range(min(self._longest, len(stems) - at), 0, -1):
                chosen = self._replaced.get(tuple(stems[at : at + size]))
                if chosen is not None:
                    result += chosen
                    at += size
                    break
            else:
                result.append(stems[at])
                at += 1
        return result


def _plain_stems(text: str) -> list[str]:
    return [_stem(word) for word in words(text) if word not in _STOP and _counts(word)]


def _answers(word: str) -> bool:
    return not _counts(word) or word.isdigit() or word in _MOMENTS or word in _STOP


def _counts(word: str) -> bool:
    """Leave out single letters; a digit counts."""
    return len(word) > 1 or word.isdigit()


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # Snowball's object keeps the word that it works on: one thread at a time.
    with _LOCK:
        return str(_snowball().stemWord(word))


_LOCK = threading.Lock()


@lru_cache(maxsize=1)
def _snowball() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")
