"""A model as two files that anybody can read: numbers as npz, everything else as JSON.

::

    write_model(model, folder)
    read_model(folder).guess("bonjour").intent        # "saluer"

No pickle: reading a model runs no code. Same model, same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from engine.errors import ProjectError
from engine.intents.features import Features
from engine.intents.model import Limits, Linear, Model
from engine.intents.rejection import SIGNS, Rejector
from engine.intents.words import Words

NUMBERS, NAMES = "intents.npz", "intents.json"
#: Goes up with every change after which older files mean something else.
FORMAT = 2


def write_model(model: Model, folder: Path) -> None:
    """Write ``model`` into ``folder``."""
    linear = model.linear
    np.savez_compressed(
        folder / NUMBERS,
        weights=linear.weights,
        intercepts=linear.intercepts,
        middles=linear.middles,
        rarity=model.features.rarity,
    )
    names = {
        "format": FORMAT,
        "intents": model.intents,
        "outside": model.outside,
        "language": model.words.language,
        "lists": model.words.lists,
        "temperature": model.temperature,
        "rejector": asdict(model.rejector),
        "limits": asdict(model.limits),
        "features": model.features.names,
        "weights": model.features.weights,
    }
    text = json.dumps(names, ensure_ascii=False, sort_keys=True)
    (folder / NAMES).write_text(text, encoding="utf-8")


def read_model(folder: Path) -> Model:
    """Return the model in ``folder``. Raises ``ProjectError`` when there is none to be read."""
    try:
        names: dict[str, Any] = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        if names.get("format") != FORMAT:
            raise ProjectError(
                f"{folder / NAMES} is of format {names.get('format')!r}, not {FORMAT}; train again"
            )
        with (
            (folder / NUMBERS).open("rb") as file,
            np.load(file, allow_pickle=False) as numbers,
        ):
            return _model(names, {name: numbers[name] for name in numbers.files})
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise ProjectError(f"no model of intents in {folder}: {error}") from error


def _model(names: dict[str, Any], numbers: dict[str, Any]) -> Model:
    words = Words(names["language"], names["lists"])
    weights = tuple(names["rejector"]["weights"])
    if len(weights) != len(SIGNS):
        raise ValueError(f"{len(weights)} signs instead of {len(SIGNS)}")
    return Model(
        intents=tuple(names["intents"]),
        outside=names["outside"],
        words=words,
        features=Features(names["features"], numbers["rarity"], words, tuple(names["weights"])),
        linear=Linear(
            weights=numbers["weights"],
            intercepts=numbers["intercepts"],
            middles=numbers["middles"],
        ),
        temperature=names["temperature"],
        rejector=Rejector(weights=weights, bias=names["rejector"]["bias"]),
        limits=Limits(**names["limits"]),
    )
