"""``python -m engine <verb>``: the tools of designers and operators.

::

    python -m engine check
    python -m engine check --help
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from engine.commands import VERBS
from engine.errors import AccueilError, did_you_mean

_FAILED = 2


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit code: 0 when all is well, 2 when it could not be run."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0 if arguments else _FAILED
    verb, *rest = arguments
    if verb not in VERBS:
        proposal = did_you_mean(verb, VERBS) or "see --help"
        print(f"unknown verb {verb!r}; {proposal}", file=sys.stderr)
        return _FAILED
    module = importlib.import_module(f"engine.commands.{verb.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"python -m engine {verb}", description=VERBS[verb])
    module.add_arguments(parser)
    try:
        code: int = module.run(parser.parse_args(rest))
    except AccueilError as error:
        print(f"python -m engine {verb}: {error}", file=sys.stderr)
        return _FAILED
    return code


def _overview() -> str:
    width = max(map(len, VERBS))
    lines = [f"  {verb:<{width}}  {text}" for verb, text in VERBS.items()]
    return "\n".join(["usage: python -m engine <verb> [options]", "", *lines])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
