"""How pressing it is what sounds like an emergency.

>>> alarm_of("mon père est mourant, il lui faut un prêtre"), alarm_of("mon père est décédé")
(<Alarm.DANGER: 'danger'>, <Alarm.NEWS: 'news'>)
>>> alarm_of("une messe pour mon père décédé"), alarm_of("mon père est mort il y a deux ans")
(<Alarm.MEMORY: 'memory'>, <Alarm.PAST: 'past'>)
>>> alarm_of("c'est urgent"), alarm_of("le toit tombe")
(<Alarm.HASTE: 'haste'>, <Alarm.UNKNOWN: 'unknown'>)

Words only, and no verdict: a death that is told may be the reason of an absence, or the first words
of who needs somebody now. Who knows what else the message asks for decides. Two rules keep an
emergency from being missed: one word of danger outweighs all others, and words that are not known
here are as pressing as they sound.
"""

from __future__ import annotations

import enum
from typing import Final

from engine.french.alarm_cries import FIGURES, GONE, UNMISTAKABLE
from engine.french.alarm_words import (
    APPOINTMENT,
    ASKS_WHEN,
    BURIAL,
    CALL,
    CLAUSE,
    DEATH,
    DESCRIBED,
    DYING,
    FAR,
    FOR_THE_DEAD,
    GRAVE,
    HAS_DIED,
    HASTE,
    HASTE_AS_WRITTEN,
    ILL,
    IN_DANGER,
    JUST_DIED,
    LOST,
    NEAR,
    NEAREST,
    PRIEST,
    RELATION,
    REMEMBERED,
    TO_COME,
    WORD,
)
from engine.french.folding import fold


class Alarm(enum.Enum):
    """What an alarming message tells, from the most pressing to the least."""

    # Somebody is dying, in danger or in despair, has just lost their nearest, or calls a priest.
    DANGER = "danger"
    # Nothing that is known here.
    UNKNOWN = "unknown"
    # A death, a mourning or a stay in hospital; nobody is called.
    NEWS = "news"
    # A death of long ago.
    PAST = "past"
    # A mass or a prayer is asked for somebody who is dead.
    MEMORY = "memory"
    # Something is wanted soon.
    HASTE = "haste"


#: Alarms that tell of a grief, and call nobody.
GRIEFS: Final = frozenset({Alarm.NEWS, Alarm.PAST, Alarm.MEMORY})


def alarm_of(text: str) -> Alarm:
    """Return how pressing ``text`` is, taken for an emergency. Total: any text has an answer."""
    folded = fold(text)[0].replace("œ", "oe")
    said = _said(text)
    if UNMISTAKABLE.search(said):
        return Alarm.DANGER
    if _is_danger(said):
        return Alarm.DANGER
    remembered = REMEMBERED.search(said) is not None
    if remembered or DEATH.search(said) or JUST_DIED.search(said):
        kind = _grief(said, named=remembered or DESCRIBED.search(said) is not None)
        near = kind is Alarm.NEWS and any(map(_is_nearest, CLAUSE.findall(folded)))
    elif ILL.search(said):
        kind, near = Alarm.NEWS, False
    else:
        return Alarm.HASTE if HASTE.search(said) else Alarm.UNKNOWN
    return Alarm.DANGER if near or CALL.search(said) else kind


def is_figure(text: str) -> bool:
    """Tell whether ``text`` dies of laughter, and of nothing else.

    >>> is_figure("mort de rire !"), is_figure("mort de rire, mais mon père est mourant")
    (True, False)
    """
    said = _words(fold(text)[0])
    return FIGURES.search(said) is not None and alarm_of(text) is Alarm.UNKNOWN


def is_unmistakable(text: str) -> bool:
    """Tell whether ``text`` is an emergency whatever else it resembles.

    >>> [is_unmistakable(text) for text in ("je veux plus vivre", "mon bébé a bu de la javel")]
    [True, True]
    >>> is_unmistakable("mon fils a perdu son sac"), is_unmistakable("j'ai perdu mon fils en 2019")
    (False, False)
    >>> is_unmistakable("je ne veux pas mourir sans confession"), is_unmistakable("je veux mourir")
    (False, True)
    >>> is_unmistakable("je cherche mon fils à 17h"), is_unmistakable("je cherche ma fille partout")
    (False, True)
    """
    return UNMISTAKABLE.search(_said(text)) is not None


def speaks_of_peril(text: str) -> bool:
    """Tell whether ``text`` may be of somebody who is dying, in danger, in despair, or dead.

    >>> speaks_of_peril("il respire plus"), speaks_of_peril("je veux que le curé m'appelle")
    (True, False)
    """
    said = _said(text)
    dead = any(words.search(said) for words in (JUST_DIED, DEATH))
    return dead or _is_peril(said) or GONE.fullmatch(said) is not None


def asks_when(text: str) -> bool:
    """Tell whether ``text`` asks for a day or an hour.

    >>> asks_when("la messe pour mon défunt mari, à quelle heure ?"), asks_when("une messe samedi")
    (True, False)
    """
    return ASKS_WHEN.search(_words(fold(text)[0])) is not None


def without_haste(text: str) -> str:
    """Return ``text`` without the words that say that it is urgent.

    >>> without_haste("un certificat, c'est très urgent svp"), without_haste("c'est urgent")
    ('un certificat svp', '')
    """
    return " ".join(HASTE_AS_WRITTEN.sub(" ", text).split()).strip(" ,.!;:")


def _said(text: str) -> str:
    """Return the words of ``text``, without those that only speak in figures."""
    return " ".join(FIGURES.sub(" ", _words(fold(text)[0].replace("œ", "oe"))).split())


def _words(folded: str) -> str:
    return " ".join(WORD.findall(folded))


def _is_danger(said: str) -> bool:
    """Tell of danger, or of a priest who is called; "un rendez-vous urgent avec le curé" is none.

    >>> _is_danger("il faut un pretre"), _is_danger("rdv urgent avec le cure")
    (True, False)
    """
    if _is_peril(said):
        return True
    if PRIEST.search(said) is None or TO_COME.search(said) is None:
        return False
    grieves = DEATH.search(said) or ILL.search(said)
    return grieves is not None or APPOINTMENT.search(said) is None


def _is_peril(said: str) -> bool:
    told = JUST_DIED.sub(" ", said)
    return any(words.search(told) for words in (DYING, IN_DANGER, GRAVE))


def _grief(said: str, *, named: bool) -> Alarm:
    """Return what kind of grief is told; ``named`` are the dead of whom it is no news.

    >>> _grief("une messe pour ma mere morte en 2019", named=True)
    <Alarm.MEMORY: 'memory'>
    >>> _grief("une messe pour ma mere morte hier", named=True)
    <Alarm.NEWS: 'news'>
    """
    far = FAR.search(said) is not None
    if NEAR.search(said) or (BURIAL.search(said) and not far):
        return Alarm.NEWS
    if (named or far) and FOR_THE_DEAD.search(said):
        return Alarm.MEMORY
    return Alarm.PAST if far else Alarm.NEWS


def _is_nearest(clause: str) -> bool:
    """Tell of the death of the nearest, or of who is nobody's relation: it gives no reason.

    >>> _is_nearest("il est mort"), _is_nearest("mon fils est mort"), _is_nearest("jean est mort")
    (True, True, True)
    >>> _is_nearest("son oncle est mort")
    False
    """
    said = _words(clause)
    if LOST.search(said):
        return True
    died = HAS_DIED.search(said)
    if died is None:
        return False
    return NEAREST.search(died["who"]) is not None or RELATION.search(died["who"]) is None
