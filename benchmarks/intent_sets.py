"""Sentences with their intents, and what is asked of a classifier about them.

>>> tasks = banking_tasks(Path("banking77"), draws=1)
>>> [task.name for task in tasks]
['whole', 'strangers', '5 examples', '10 examples']
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

#: Intent of the project's own examples that nobody there deals with.
OUT_OF_SCOPE = "hors_sujet"
#: Examples an intent of the tasks with few.
FEW = (5, 10)
WHOLE, STRANGERS = "whole", "strangers"
#: Of how many intents one is left out, to play the strangers.
_LEFT_OUT = 4
_ANNOTATED = re.compile(r"\[([^]]*)\](?:\([^)]*\)|\{[^}]*\})")

#: Sentence and intent.
Said = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Task:
    """What to learn from and what to be asked."""

    name: str
    # Language of the sentences, as the product's setting has it.
    language: str
    learn: tuple[Said, ...]
    # Sentences for intents that were learnt, and sentences for none of them.
    inside: tuple[Said, ...]
    outside: tuple[Said, ...] = ()
    # Words that stand for one another: the lookup tables of the training data.
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()


def few_name(count: int) -> str:
    """Return the name of the tasks with ``count`` examples an intent."""
    return f"{count} examples"


def banking_tasks(folder: Path, draws: int) -> list[Task]:
    """Return the tasks of BANKING77: what is drawn by lot is drawn ``draws`` times."""
    learn, asked = _csv(folder / "train.csv"), _csv(folder / "test.csv")
    tasks = [Task(name=WHOLE, language="", learn=learn, inside=asked)]
    for draw in range(draws):
        intents = sorted({intent for _, intent in learn})
        strangers = set(random.Random(draw).sample(intents, len(intents) // _LEFT_OUT))
        tasks.append(
            Task(
                name=STRANGERS,
                language="",
                learn=tuple(said for said in learn if said[1] not in strangers),
                inside=tuple(said for said in asked if said[1] not in strangers),
                outside=tuple(said for said in asked if said[1] in strangers),
            )
        )
        for count in FEW:
            few = _few(learn, count, draw)
            tasks.append(Task(name=few_name(count), language="", learn=few, inside=asked))
    return tasks


def own_tasks(project: Path, draws: int) -> list[Task]:
    """Return the tasks of the project's own sentences."""
    learn, lists = _nlu(project / "data" / "nlu")
    asked, _ = _nlu(project / "tests" / "nlu")
    inside = tuple(said for said in asked if said[1] != OUT_OF_SCOPE)
    outside = tuple(said for said in asked if said[1] == OUT_OF_SCOPE)
    whole = Task(
        name=WHOLE, language="fr", learn=learn, inside=inside, outside=outside, lists=lists
    )
    few = [
        Task(
            name=few_name(count),
            language="fr",
            learn=_few(learn, count, draw),
            inside=inside,
            lists=lists,
        )
        for draw in range(draws)
        for count in FEW
    ]
    return [whole, *few]


def _few(learn: tuple[Said, ...], count: int, draw: int) -> tuple[Said, ...]:
    """Return ``count`` examples of each intent."""
    by_intent: dict[str, list[Said]] = defaultdict(list)
    for said in learn:
        by_intent[said[1]].append(said)
    dice = random.Random(draw)
    return tuple(
        said
        for intent in sorted(by_intent)
        for said in dice.sample(by_intent[intent], min(count, len(by_intent[intent])))
    )


def _csv(file: Path) -> tuple[Said, ...]:
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple((row["text"], row["category"]) for row in csv.DictReader(lines))


def _nlu(folder: Path) -> tuple[tuple[Said, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the sentences and the lookup tables of Rasa's training files."""
    import yaml

    said: list[Said] = []
    lists: list[tuple[str, tuple[str, ...]]] = []
    for file in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = [line.strip().removeprefix("- ") for line in item["examples"].splitlines()]
            texts = [_ANNOTATED.sub(r"\1", line) for line in lines if line]
            if "intent" in item:
                said.extend((text, item["intent"]) for text in texts)
            elif "lookup" in item:
                lists.append((item["lookup"], tuple(texts)))
    return tuple(said), tuple(lists)
