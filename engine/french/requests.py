"""Where one request of a message ends and the next one may begin.

>>> [text[a:b] for text in ["Bonjour. Je veux un rendez-vous et les horaires de messe"]
...  for a, b in request_spans(text)]
['Bonjour', 'Je veux un rendez-vous', 'les horaires de messe']
>>> request_spans("messe dimanche ?")
()

A proposal only: "lundi et mardi" is cut too. Whoever understands the parts decides whether each of
them is a request of its own.
"""

from __future__ import annotations

import re

#: A message with more parts than this tells a story; its parts are not looked at one by one.
MAX_PARTS = 6
#: Shorter messages hold one request.
MIN_WORDS = 4

_WORD = re.compile(r"\w+")
#: What stands between two requests: the end of a sentence, or a word that adds one.
_BETWEEN = re.compile(
    r"""
    \s*[.?!;…\n]+\s*
    | \s*,\s*(?:(?:et|puis|ensuite|aussi|sinon|mais)\s+)*
    | \s+(?:et|puis|ensuite|sinon|ainsi\ que|mais)\s+(?:(?:aussi|puis|ensuite|en\ plus)\s+)*
    """,
    re.VERBOSE | re.IGNORECASE,
)


def request_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of the parts of ``text``; none when it has but one, or too many."""
    if len(_WORD.findall(text)) < MIN_WORDS:
        return ()
    spans: list[tuple[int, int]] = []
    start = 0
    for cut in _BETWEEN.finditer(text):
        spans.append((start, cut.start()))
        start = cut.end()
    spans.append((start, len(text)))
    spans = [(a, b) for a, b in spans if _WORD.search(text, a, b)]
    return tuple(spans) if 1 < len(spans) <= MAX_PARTS else ()
