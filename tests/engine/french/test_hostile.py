"""Texts that somebody made to be slow take time in proportion to their length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from engine.french.alarms import alarm_of, asks_when, without_haste
from engine.french.codes import is_try, mask_codes
from engine.french.negation import unwanted_items, with_object

READERS: dict[str, Callable[[str], object]] = {
    "alarm": alarm_of,
    "when": asks_when,
    "haste": without_haste,
    "items": unwanted_items,
    "object": lambda text: with_object(text, text),
    "codes": mask_codes,
    "try": is_try,
}
PIECES = (" ", ".", ", ", "é", "ni ", "ne ", "pas ", "n'", "c'est ", "urgent ", "a-", "k7mq ", "0 ")


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("name", READERS)
def test_hostile_texts_take_time_in_proportion(name: str, piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        READERS[name](text)
        return time.process_time() - begun

    short = min(spent(1_500) for _ in range(3))
    # Sixteen times the text: a square would take two hundred and fifty-six times as long.
    assert min(spent(24_000) for _ in range(2)) < 90 * max(short, 0.004)
