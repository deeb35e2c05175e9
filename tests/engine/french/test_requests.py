"""Messages are cut where a second request may begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.requests import MAX_PARTS, request_spans


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Messe dimanche ?", []),
        ("je veux un rdv", []),
        (
            "Je veux un rendez-vous et les horaires de messe",
            ["Je veux un rendez-vous", "les horaires de messe"],
        ),
        (
            "C'est où l'église ? Et la messe c'est quand",
            ["C'est où l'église", "Et la messe c'est quand"],
        ),
        (
            "je ne veux pas annuler, juste déplacer",
            ["je ne veux pas annuler", "juste déplacer"],
        ),
        (
            "l'adresse svp, et puis aussi les tarifs",
            ["l'adresse svp", "les tarifs"],
        ),
        ("une phrase qui ne demande qu'une chose à la fois", []),
        ("a b. c d. e f. g h. i j. k l. m n.", []),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    found = [text[start:end] for start, end in request_spans(text)]
    assert [part.removeprefix("aussi ") for part in found] == parts


@given(st.text(alphabet="abc é,.?! et puis\n", max_size=200))
def test_parts_lie_in_the_text_in_order(text: str) -> None:
    spans = request_spans(text)
    assert len(spans) != 1 and len(spans) <= MAX_PARTS
    assert all(a < b for a, b in spans)
    assert [x for span in spans for x in span] == sorted(x for span in spans for x in span)
