"""How long the readers of ``engine.french`` take for a sentence: median and 99th percentile.

::

    .venv/bin/python benchmarks/grammar.py

The sentences are those of ``tests/engine/french/sentences.yml``. Ends with 1 when one takes more
than 0.2 ms at the median, or when a single sentence of the dates does at its best.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from engine.french.codes import find_codes, mask_codes  # noqa: E402
from engine.french.moments import read_moments  # noqa: E402
from engine.french.names import find_names  # noqa: E402
from engine.french.numbers import find_numbers  # noqa: E402
from engine.french.phones import find_phones  # noqa: E402

SENTENCES = ROOT / "tests" / "engine" / "french" / "sentences.yml"
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Africa/Dakar"))
FEASTS = tuple((f"Fête {number}", TUESDAY.date()) for number in range(20))
NAMES = ("Père André Sagna", "Père Jean-Marie Diatta", "Sœur Agnès Faye", "Mme Rose Ndiaye")
PHONES = ("77 123 45 67", "mon numero c'est le 77 123 45 67 merci", "+33 6 12 34 56 78")
CODES = ("mon code c'est k7mq 4rtx merci", "K7MQ-4RTX", "le code : k7mq4rtx")
AIM = 0.2
ROUNDS = 30

Reader = Callable[[str], object]


def readers() -> dict[str, Reader]:
    """Return the readers by what they read."""
    return {
        "days and hours": lambda text: read_moments(text, TUESDAY, days=FEASTS),
        "numbers": find_numbers,
        "phones": find_phones,
        "codes": find_codes,
        "masking of codes": mask_codes,
        "names": lambda text: find_names(text, NAMES),
    }


def main() -> int:
    """Print a line for each reader."""
    groups = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    texts = [text for group in groups for text in group["sentences"]] + [*PHONES, *CODES]
    print(f"{len(texts)} sentences, CPU ms each\n{'':20}  median     p99   worst")
    missed = False
    for name, read in readers().items():
        spent = sorted(_best(read, text) for text in texts)
        median, p99, worst = statistics.median(spent), spent[int(0.99 * len(spent))], spent[-1]
        missed = missed or median > AIM or (name == "days and hours" and p99 > AIM)
        print(f"{name:20}  {median:6.3f}  {p99:6.3f}  {worst:6.3f}")
    print(f"{'aim':20}  ≤ {AIM}")
    return int(missed)


def _best(read: Reader, text: str) -> float:
    """Return the milliseconds of the best round: the sentence's own cost."""
    times = []
    for _ in range(ROUNDS):
        begun = time.thread_time_ns()
        read(text)
        times.append(time.thread_time_ns() - begun)
    return min(times) / 1e6


if __name__ == "__main__":
    sys.exit(main())
