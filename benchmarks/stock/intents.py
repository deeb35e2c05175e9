"""Trains DIET and asks it, in stock Rasa's environment: JSON in, one line of JSON out.

::

    $ uv run --project benchmarks/stock python benchmarks/stock/intents.py task.json
    {"trained": 312.4, "rankings": [[["card_arrival", 0.98], …], …], "milliseconds": [9.1, …]}

task.json has "learn" (pairs of text and intent), "ask" (texts) and "epochs".
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

_SHOWN = 5
_WARM_UP = 20


def main() -> int:
    """Train, ask, print."""
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", LOG_LEVEL="ERROR", CUDA_VISIBLE_DEVICES="")
    # One thread: CPU time, not the clock, is compared.
    os.environ.update(TF_INTRA_OP_PARALLELISM_THREADS="1", TF_INTER_OP_PARALLELISM_THREADS="1")
    warnings.simplefilter("ignore")
    from benchmarks.rasa_parts import Pipeline, diet

    with open(sys.argv[1], encoding="utf-8") as file:
        task: dict[str, Any] = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        pipeline = Pipeline(diet(task["epochs"]), Path(folder))
        begun = time.process_time()
        pipeline.learn([(text, intent) for text, intent in task["learn"]])
        trained = time.process_time() - begun
        for text in task["ask"][:_WARM_UP]:
            pipeline.ask(text)
        rankings, milliseconds = [], []
        for text in task["ask"]:
            begun = time.process_time()
            ranking = pipeline.ask(text)
            milliseconds.append(round(1000 * (time.process_time() - begun), 3))
            rankings.append(ranking[:_SHOWN])
    print(json.dumps({"trained": trained, "rankings": rankings, "milliseconds": milliseconds}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
