"""Where one request of a message ends and the next one may begin.

>>> [text[a:b] for text in ["Bonjour. Je veux un rendez-vous et les horaires de messe"]
...  for a, b in request_spans(text)]
['Bonjour', 'Je veux un rendez-vous', 'les horaires de messe']
>>> request_spans("messe dimanche ?")
()
>>> text = "pas besoin de certificat je veux juste un rendez-vous"
>>> [text[a:b] for a, b in clause_spans(text)]
['pas besoin de certificat', 'je veux juste un rendez-vous']

>>> [text[a:b] for text in ["oui c'est combien ?"] for a, b in request_spans(text)]
['oui', "c'est combien"]

Proposals only: "lundi et mardi" is cut too, and not every "je" begins a sentence. Whoever
understands the parts decides whether each of them is a request of its own.
"""

from __future__ import annotations

import re

from engine.flows.assent import is_question

#: A message with more parts than this tells a story; its parts are not looked at one by one.
MAX_PARTS = 6
#: Shorter messages hold one request.
MIN_WORDS = 4

_WORD = re.compile(r"\w+")
#: What stands between two requests: the end of a sentence, or a word that adds one.
_BETWEEN = re.compile(
    r"""
    \s*[.?!;…\n]+\s*
    | \s*:\s+
    | \s*(?:,|(?<=\s)[-+&/](?=\s))\s*
      (?:(?:et|puis|ensuite|aussi|sinon|mais|d['’]ailleurs|par\ contre)\s+)*
    | \s+(?:et|puis|ensuite|sinon|ainsi\ que|mais|par\ contre|d['’]ailleurs|au\ passage
        |par\ ailleurs|autre\ chose|tant\ que\ j['’]y\ suis)\s+
      (?:(?:aussi|puis|ensuite|en\ plus|d['’]ailleurs)\s+)*
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: What begins a sentence where nobody wrote a full stop.
_CLAUSE = re.compile(
    r"""
    (?<=\w)\s+(?!(?:je|j['’])\s*(?:connais|sais|l['’]ai|les\s+ai)\b)(?=
        (?:je|j['’]|jai|jen|jveux|jvoudrais|jveu|jaimerais|jdois|on|nous
            |c['’]?est|c\s+(?:les?|la|pour|mon|ma)|ce\s+n['’]?est|est[\s-]ce|ça|ca|combien|comment|quand|quel(?:le)?s?|qui
            |à\ quelle|a\ quelle|a\ kel|où|il\ faut|il\ me\ faut|y\ a|il\ y\ a
            |(?:donne|dite|explique|envoye|annule|appele|passe|inscrive|rappele|dis)[zs]?
            |pouvez|pourriez|peut)
        (?:\b|['’])
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: Words that a part has at the least, to be taken for a clause.
_CLAUSE_WORDS = 2

#: A greeting at the very beginning, with whom it greets; what follows needs no comma.
_GREETING = re.compile(
    r"""
    \W*(?:bonjour|bonsoir|bjr|bsr|bjour|salut|slt|cc|coucou|hello|hi
        |(?:as+)?sal+a+m(?:ou|u)?(?:\W+[am]+l+[ae]i?k[ou]+m)?|nanga\s+def|na\s?nga\s?def)
    (?:\s+(?:à\s+(?:tous|vous)|mon\s+père|mon\s+pere|ma\s+sœur|ma\s+soeur|madame|monsieur|mme|mr
        |la\s+paroisse|le\s+secr[ée]tariat|messieurs|dames)|,?\s+ch[eè]re?s?\s+\w+)*
    (?=\W*\s\w|\W*$)
    """,
    re.VERBOSE | re.IGNORECASE,
)

#: A yes or no before a question; what follows needs no comma.
_ASSENT = re.compile(r"\W*(?:oui|ouais|ok|okay|d['’]accord|non)\b(?=\W+\w)", re.IGNORECASE)


def request_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of the parts of ``text``; none when it has but one, or too many."""
    assent = _ASSENT.match(text) if is_question(text) else None
    if assent is None and len(_WORD.findall(text)) < MIN_WORDS:
        return ()
    spans: list[tuple[int, int]] = []
    start = 0
    opening = assent or _GREETING.match(text)
    if opening is not None:
        spans.append((0, opening.end()))
        start = opening.end()
        while start < len(text) and not text[start].isalnum():
            start += 1
    for cut in _BETWEEN.finditer(text, start):
        spans.append((start, cut.start()))
        start = cut.end()
    spans.append((start, len(text)))
    spans = [(a, b) for a, b in spans if _WORD.search(text, a, b)]
    return tuple(spans) if 1 < len(spans) <= MAX_PARTS else ()


def clause_spans(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of what may be sentences of their own in ``text[start:end]``.

    One span when there is nothing to cut. For messages without punctuation.
    """
    end = len(text) if end is None else end
    cuts = [
        cut
        for cut in _CLAUSE.finditer(text, start, end)
        if len(_WORD.findall(text, start, cut.start())) >= _CLAUSE_WORDS
        and len(_WORD.findall(text, cut.end(), end)) >= _CLAUSE_WORDS
    ]
    begins = [start, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), end]
    return tuple(zip(begins, ends, strict=True))
