"""An answer chosen by plain code: which sentence of the domain, filled with what.

>>> Answer(response="utter_adresse", values={"repere": "derrière le marché"}).response
'utter_adresse'

Actions pass it on to Rasa, so that the modules that decide need no Rasa to be tested, and the words
stay in ``domain.yml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One sentence to send."""

    # Name of a response of the domain.
    response: str
    # What its braces are filled with.
    values: Mapping[str, str]
