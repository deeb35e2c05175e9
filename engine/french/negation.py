"""What a person says that they do not want.

>>> unwanted("je ne veux pas annuler")
'je veux annuler'
>>> unwanted("n'annulez rien svp")
'annulez svp'
>>> unwanted("ce n'est pas une messe, je connais déjà l'heure")
"c'est une messe, je connais déjà l'heure"
>>> unwanted("je ne trouve pas l'église") is None
True

The result is the sentence without its negation. Who understands sentences compares: when both mean
the same request, that request is what is not wanted; when they do not ("je ne veux plus recevoir de
messages"), the negation is part of what is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOT = r"(?:pas?|plus|point|rien|aucun|aucunement)"
#: Adverbs between the verb and the negation, or after it.
_ADVERB = r"(?:\s+(?:surtout|vraiment|du\s+tout|encore|non\s+plus))*"
_WANT = (
    r"veux|veu|ve|jveux|jveu|jve|veut|voulons|voulez|voulais|voudrais|vx|souhaite|souhaitais|souhaitons|désire|desire"
    r"|compte|comptais|pense|pensais|cherche|cherchais|demande|demandais|parle|parlais"
)
_NE = r"(?:(?:ne|n['’])\s*)?"

_IT_IS = r"(?:c['’]?\s*est|ce\s+(?:n['’]?\s*)?est|c)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A way to say that something is not wanted."""

    pattern: re.Pattern[str]
    # What stays of it.
    kept: str
    # An order: sentences that tell something must not meet it.
    orders: bool = False


def _rule(pattern: str, kept: str, *, orders: bool = False) -> _Rule:
    return _Rule(pattern=re.compile(pattern, re.IGNORECASE), kept=kept, orders=orders)


#: Each begins at a word; the first that matches counts.
_RULES = (
    # je (ne) veux pas …
    _rule(rf"\b{_NE}\b(?P<kept>{_WANT}){_ADVERB}\s+{_NOT}{_ADVERB}\b", r"\g<kept>"),
    # je n'ai pas besoin de …, pas besoin de …
    _rule(rf"\b{_NE}(?:(?P<kept>ai|avons)\s+)?{_NOT}\s+besoin\b", "ai besoin"),
    # je n'ai aucun rendez-vous à …
    _rule(rf"\b{_NE}(?P<kept>ai|avons)\s+{_NOT}\s+(?=[^,]*\s+à\s)", r"\g<kept> "),
    # ce n'est pas pour …
    _rule(rf"\b{_NE}\b(?P<kept>est){_ADVERB}\s+{_NOT}{_ADVERB}\s+pour\b", r"\g<kept> pour"),
    # je n'annule pas …, j'inscris pas …: what one would do oneself
    _rule(
        rf"\b(?:je|j['’])\s*(?:ne\s+|n['’]\s*)?(?P<kept>annule|d[ée]place|d[ée]cale|reporte|r[ée]serve|inscris"
        rf"|prends|signale){_ADVERB}\s+{_NOT}{_ADVERB}\b",
        r"je \g<kept>",
    ),
    # j'ai pas demandé le prix
    _rule(
        rf"\b{_NE}(?P<kept>ai|avons){_ADVERB}\s+{_NOT}{_ADVERB}\s+(?=(?:demand|parl|voulu))",
        r"\g<kept> ",
    ),
    # mon fils n'est pas absent
    _rule(
        rf"\b{_NE}(?P<kept>est|sera|était|etait){_ADVERB}\s+{_NOT}{_ADVERB}\s+(?=absente?s?\b)",
        r"\g<kept> ",
    ),
    # il ne s'agit pas de …
    _rule(rf"\b(?:il\s+)?{_NE}(?P<kept>s['’]?agit){_ADVERB}\s+{_NOT}{_ADVERB}\b", r"\g<kept>"),
    # ce n'est pas une absence; but not "ce n'est pas le bon", "ce n'est pas la peine"
    _rule(
        rf"\b{_IT_IS}{_ADVERB}\s+{_NOT}{_ADVERB}\s+(?=(?:une?\s|d['’]une?\s|un\s|mon\s|ma\s)\w)",
        "c'est ",
    ),
    # c'est pas le prix du baptême que je demande
    _rule(
        rf"\b{_IT_IS}\s+{_NOT}\s+(?P<kept>\w[^,;.]*?)\s+(?:que|ke|qu['’])\s*(?:je|j['’])\s*\w+",
        r"je demande \g<kept>",
    ),
    # je ne vous écris pas pour une absence
    _rule(
        rf"\b{_NE}(?:vous\s+)?(?P<kept>[ée]cris|appelle|contacte|viens){_ADVERB}\s+{_NOT}{_ADVERB}"
        r"\s+(?=pour\b)",
        r"\g<kept> ",
    ),
    # les messes, je connais déjà; je sais que …
    _rule(
        r"\b(?:je|j['’])\s*(?:(?:(?:les?|la|l['’])\s*)?(?:connais|sais)|(?:les|l['’])\s*ai)"
        r"\s+d[ée]j[àa]\b",
        "",
    ),
    _rule(r"^\W*je\s+sais\s+(?:bien\s+)?(?:que\b|qu['’])", ""),
    # n'annulez pas …, ne le supprimez surtout pas …
    _rule(
        rf"(?:^|(?<=svp )|(?<=merci )|(?<=mais )|(?<=surtout ))\W*(?:ne\b|n['’])\s*"
        rf"(?:(?:le|la|les|l['’]|me|m['’])\s*)?(?P<kept>\w+(?:ez|e|es|s))"
        rf"{_ADVERB}\s+{_NOT}\b",
        r"\g<kept>",
        orders=True,
    ),
    # surtout pas annuler, sans annuler, pas question d'annuler, inutile d'annuler
    _rule(r"\b(?:surtout\s+pas|pas\s+question|inutile|sans)\s+(?:(?:de|d['’])\s*)?", ""),
    # pas la messe, non pas déplacer; but not "pas de souci", "pas mal"
    _rule(
        r"^\W*(?:non\W+)?(?:pas|ni)\s+"
        r"(?!(?:de\s+|d['’]\s*)?(?:souci|probl|mal\b|grave|encore|du\s+tout|trop|envie))",
        "",
    ),
)
#: Without one of these words no rule matches; most messages have none.
_MAY = re.compile(
    r"\b(?:pas?|plus|point|rien|aucun\w*|ni|sans|inutile|d[ée]j[àa]|sais)\b", re.IGNORECASE
)
#: "je ne trouve pas", "je ne sais pas": a person tells something, and orders nothing.
_TELLS = re.compile(r"\b(?:je|j['’]|on|nous|il|elle|ils|elles|ça|ca|ce|c['’])\s*(?:ne|n['’])", re.I)


# Behind the look back, a row of blanks is not tried anew from each of them.
_NEITHER = re.compile(r"(?<![\s,])[\s,]*\bni\s+(?:(?:de|d['’])\s*)?", re.IGNORECASE)
_BARE_NE = re.compile(r"\b(?:ne\b|n['’])\s*", re.IGNORECASE)
#: What was named in a sentence, for "le" or "la" in the next one.
_OBJECT = re.compile(
    r"\b(?:(?:mon|ma|mes|notre|nos|le|la|les|cet?|cette|ces|une?|du|au)\s+|l['’])"
    r"(?:rendez[\s-]*vous|\w{3,})",
    re.IGNORECASE,
)
#: "annulez-le", "le déplacer": a verb whose object was named before, and is not named after it.
_POINTS_BACK = re.compile(
    r"\b\w+(?:ez|er|e)[\s-]+l(?:e|a|es)\b(?!\s+\w+[\s-]+(?:vous|de|du)\b)"
    r"|\b(?:l(?:e|a|es)\s+|l['’])\w+er\b",
    re.IGNORECASE,
)


def unwanted_items(text: str) -> tuple[str, ...]:
    """Return each thing that ``text`` says it wants neither of, as if it were wanted.

    >>> unwanted_items("je ne veux ni rendez-vous ni confession")
    ('je veux rendez-vous', 'je veux confession')
    >>> unwanted_items("ni oui"), unwanted_items("je ne veux pas de rendez-vous")
    ((), ())
    """
    before, *items = _NEITHER.split(text)
    if len(items) < 2:
        return ()
    opening = _BARE_NE.sub("", before).strip()
    return tuple(f"{opening} {item.strip()}".strip() for item in items if item.strip())


def with_object(text: str, earlier: str) -> str:
    """Return ``text`` with what its "le" or "la" points at, where ``earlier`` words name it.

    >>> with_object("annulez-le", "ne déplacez pas mon rendez-vous")
    'annulez-le mon rendez-vous'
    >>> with_object("donnez-moi les horaires", "ne déplacez pas mon rendez-vous")
    'donnez-moi les horaires'
    """
    named = _OBJECT.search(earlier)
    if named is None or _POINTS_BACK.search(text) is None:
        return text
    return f"{text} {named.group()}"


def unwanted(text: str) -> str | None:
    """Return ``text`` without its negation when it says that something is not wanted, else None."""
    for rule in _RULES if _MAY.search(text) else ():
        found = rule.pattern.search(text)
        if found is None:
            continue
        if rule.orders and _TELLS.search(text[: found.end()]):
            continue
        positive = text[: found.start()] + found.expand(rule.kept) + text[found.end() :]
        return " ".join(positive.split())
    return None
