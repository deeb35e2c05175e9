"""Train the model, if something that it depends on has changed (``--force``: in any case)."""

from __future__ import annotations

import argparse
import os
import warnings
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``train``."""
    parser.add_argument("--force", action="store_true", help="train even if nothing has changed")


def run(args: argparse.Namespace) -> int:
    """Train; 0 when a model is there afterwards."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    warnings.simplefilter("ignore")
    from engine.components.training import train, trained_model

    root = Path.cwd()
    model = None if args.force else trained_model(root)
    if model is not None:
        print(f"model up to date: {model.relative_to(root)}")
        return 0
    print(f"trained: {train(root)}")
    return 0
