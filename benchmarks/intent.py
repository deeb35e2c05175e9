"""How well intents are told apart, and what that costs: ours, Rasa's logistic regression, DIET.

::

    $ .venv/bin/python benchmarks/intent.py --banking77 FOLDER
    $ .venv/bin/python benchmarks/intent.py --banking77 FOLDER --diet --epochs 25

FOLDER holds train.csv and test.csv of BANKING77 (``text,category``); the variable BANKING77 may
name it instead. Without it only the project's own sentences are measured: data/nlu is learnt,
tests/nlu is asked. DIET runs in stock Rasa's environment, on the whole sets only: half an hour of
CPU each. Ends with 1 when an aim is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import rasa_parts, stock_side
from benchmarks.intent_sets import (
    FEW,
    OUT_OF_SCOPE,
    STRANGERS,
    WHOLE,
    Task,
    banking_tasks,
    few_name,
    own_tasks,
)
from engine.intents.training import Example, Settings, train

ROOT = Path(__file__).resolve().parent.parent
#: The aims on BANKING77, in percent and milliseconds.
AIM_ACCURACY, AIM_FEW, AIM_MS = 92.0, {5: 63.3, 10: 75.9}, 0.5
#: Shares of the messages for an intent that may be turned away, where refusing is measured.
_FALSE_REJECTIONS = (0.05, 0.10)
_COLUMNS = ("accuracy", "macro F1", "OOS@5", "OOS@10", "AUROC", "5-shot", "10-shot")
_WARM_UP = 50


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a classifier made of one task."""

    # CPU seconds of training.
    trained: float
    # Best intent of each sentence, those inside before those outside.
    intents: list[str]
    # How probably each is about any intent.
    in_scope: list[float]
    # CPU milliseconds of each sentence.
    milliseconds: list[float]


#: A classifier, seen from here.
Solve = Callable[[Task], Answers]
#: What a trained classifier says: best intent, share of scope.
Ask = Callable[[str], tuple[str, float]]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--banking77", type=Path, default=os.environ.get("BANKING77"))
    parser.add_argument("--draws", type=int, default=2, help="of what is drawn by lot (default: 2)")
    parser.add_argument("--no-rasa", action="store_true", help="leave Rasa's classifiers out")
    parser.add_argument("--diet", action="store_true", help="DIET as well, on the whole sets")
    parser.add_argument("--epochs", type=int, default=25, help="of DIET (default: 25)")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    solvers: dict[str, Solve] = {"Accueil": _solve_ours}
    if not args.no_rasa:
        solvers["Rasa, logistic regression"] = _solve_by_rasa
    whole_only = ""
    if args.diet and stock_side.exists():
        solvers[f"Rasa, DIET, {args.epochs} epochs"] = lambda task: _solve_by_diet(
            task, args.epochs
        )
        whole_only = next(reversed(solvers))
    elif args.diet:
        print(f"no environment of stock Rasa; make it with: {stock_side.CREATE}")
    sets = {"own sentences": own_tasks(ROOT, args.draws)}
    if args.banking77:
        sets = {"BANKING77": banking_tasks(Path(args.banking77), args.draws), **sets}
    else:
        print("BANKING77 is left out: name its folder with --banking77")
    missed = False
    for name, tasks in sets.items():
        _print_head(name, tasks)
        for solver, solve in solvers.items():
            done = [task for task in tasks if task.name == WHOLE or solver != whole_only]
            found = _figures(done, solve)
            _print_row(solver, found)
            if solver == "Accueil" and name == "BANKING77":
                missed = _missed(found)
    return int(missed)


# -- the classifiers -------------------------------------------------------------------------


def _solve_ours(task: Task) -> Answers:
    settings = Settings(language=task.language, out_of_scope=OUT_OF_SCOPE)
    examples = [Example(text=text, intent=intent) for text, intent in task.learn]
    begun = time.process_time()
    model = train(examples, settings, dict(task.lists))
    trained = time.process_time() - begun

    def ask(text: str) -> tuple[str, float]:
        guess = model.guess(text)
        return guess.ranking[0][0], guess.in_scope

    return _answers(task, ask, trained)


def _solve_by_rasa(task: Task) -> Answers:
    tokenizer = rasa_parts.FRENCH if task.language == "fr" else rasa_parts.WHITESPACE
    with tempfile.TemporaryDirectory() as folder:
        parts = [tokenizer, *rasa_parts.LOGISTIC_REGRESSION]
        pipeline = rasa_parts.Pipeline(parts, Path(folder))
        begun = time.process_time()
        pipeline.learn(task.learn)
        trained = time.process_time() - begun
        return _answers(task, lambda text: best_of(pipeline.ask(text)), trained)


def _solve_by_diet(task: Task, epochs: int) -> Answers:
    """Learn and ask in stock Rasa's environment."""
    given = {
        "learn": task.learn,
        "ask": [text for text, _ in (*task.inside, *task.outside)],
        "epochs": epochs,
    }
    found: dict[str, Any] = stock_side.intents(given)
    answers = [best_of([(name, share) for name, share in one]) for one in found["rankings"]]
    return Answers(
        trained=found["trained"],
        intents=[intent for intent, _ in answers],
        in_scope=[share for _, share in answers],
        milliseconds=found["milliseconds"],
    )


def best_of(ranking: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """Return the best intent, and the confidence of the best that is in scope."""
    return ranking[0][0], max((share for name, share in ranking if name != OUT_OF_SCOPE), default=0)


def _answers(task: Task, ask: Ask, trained: float) -> Answers:
    """Ask every sentence of ``task``, one after the other, with a clock."""
    for text, _ in task.inside[:_WARM_UP]:
        ask(text)
    found: list[tuple[str, float]] = []
    milliseconds: list[float] = []
    for text, _ in (*task.inside, *task.outside):
        begun = time.process_time()
        found.append(ask(text))
        milliseconds.append(1000 * (time.process_time() - begun))
    return Answers(
        trained=trained,
        intents=[intent for intent, _ in found],
        in_scope=[share for _, share in found],
        milliseconds=milliseconds,
    )


# -- the figures -----------------------------------------------------------------------------


def _figures(tasks: Sequence[Task], solve: Solve) -> dict[str, float]:
    """Return each column's figure; means, where something was drawn by lot."""
    sums: dict[str, list[float]] = {}
    for task in tasks:
        answers = solve(task)
        asked = [*task.inside, *task.outside]
        truths = [intent for _, intent in asked]
        found: dict[str, float] = {}
        if task.name == WHOLE:
            found["accuracy"] = _accuracy(answers.intents, truths)
            found["macro F1"] = _macro_f1(answers.intents, truths)
            found["p50"] = statistics.median(answers.milliseconds)
            found["p99"] = sorted(answers.milliseconds)[int(0.99 * len(answers.milliseconds))]
            found["training"] = answers.trained
        for count in FEW:
            if task.name == few_name(count):
                found[f"{count}-shot"] = _accuracy(answers.intents, truths)
        if task.outside:
            inside, outside = (
                answers.in_scope[: len(task.inside)],
                answers.in_scope[len(task.inside) :],
            )
            for share in _FALSE_REJECTIONS:
                found[f"OOS@{100 * share:.0f}"] = _refused(inside, outside, share)
            found["AUROC"] = _auroc(inside, outside)
        for column, figure in found.items():
            sums.setdefault(column, []).append(figure)
    return {column: statistics.mean(figures) for column, figures in sums.items()}


def _accuracy(found: Sequence[str], truths: Sequence[str]) -> float:
    return 100 * statistics.mean(one == truth for one, truth in zip(found, truths, strict=True))


def _macro_f1(found: Sequence[str], truths: Sequence[str]) -> float:
    scores = []
    for intent in set(truths):
        right = sum(a == b == intent for a, b in zip(found, truths, strict=True))
        scores.append(2 * right / (found.count(intent) + truths.count(intent)))
    return 100 * statistics.mean(scores)


def _refused(inside: Sequence[float], outside: Sequence[float], share: float) -> float:
    """Return the share of strangers under the limit that turns ``share`` of the others away."""
    limit = sorted(inside)[int(share * len(inside))]
    return 100 * statistics.mean(score < limit for score in outside)


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how often one for an intent is above a stranger, as a percentage."""
    import numpy as np

    ranked, strangers = np.sort(np.array(outside)), np.array(inside)
    below = np.searchsorted(ranked, strangers, side="left")
    equal = np.searchsorted(ranked, strangers, side="right") - below
    return float(100 * (below + equal / 2).mean() / len(ranked))


def _missed(found: dict[str, float]) -> bool:
    """Tell whether an aim is missed, each compared as it is printed: with one decimal."""
    few = any(round(found[f"{count}-shot"], 1) < aim for count, aim in AIM_FEW.items())
    accurate = round(found["accuracy"], 1) >= AIM_ACCURACY
    return not accurate or found["p50"] > AIM_MS or few


def _print_head(name: str, tasks: Sequence[Task]) -> None:
    whole = next(task for task in tasks if task.name == WHOLE)
    asked = len(whole.inside) + len(whole.outside)
    intents = len({intent for _, intent in whole.learn})
    how = "intents left out" if any(task.name == STRANGERS for task in tasks) else OUT_OF_SCOPE
    print(f"\n{name}: {len(whole.learn)} → {asked}, {intents} intents; out of scope: {how}")
    columns = "".join(f"{column:>10}" for column in _COLUMNS)
    print(f"{'':<28}{columns}{'ms p50':>10}{'p99':>8}{'training':>12}", flush=True)


def _print_row(name: str, found: dict[str, float]) -> None:
    columns = "".join(
        f"{found[column]:>10.1f}" if column in found else f"{'–':>10}" for column in _COLUMNS
    )
    costs = f"{found['p50']:>10.2f}{found['p99']:>8.2f}{found['training']:>10.0f} s"
    print(f"{name:<28}{columns}{costs}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
