"""Tells that files of a project changed, whatever editor or tool wrote them.

    async for seen in changes(root, stop):
        ...                     # seen: read the project again; else: look whether it changed

Where the system cannot tell (no inotify, or no more of it), the files are looked at every third of
a second.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from watchfiles import Change, awatch

from engine.loaded_project import SUFFIXES, source_folders

logger = logging.getLogger(__name__)

#: Milliseconds of silence that end a change, and how long a change may go on before it is told.
_STEP, _DEBOUNCE = 50, 400
#: Milliseconds between two looks where the system cannot tell.
_LOOK_EVERY = 300
#: Milliseconds between two looks of the reader's own, for what nobody was told of.
_TICK = 1_000
#: Seconds before the next attempt when nothing can be watched.
_PATIENCE = 2.0


async def changes(root: Path, stop: asyncio.Event) -> AsyncGenerator[bool]:
    """Yield True for each bundle of changes, until ``stop`` is set, and False now and then.

    It yields False too when a folder came or went: something may have been written before it was
    watched.
    """
    polling = False
    while not stop.is_set():
        folders = source_folders(root)
        try:
            async with aclosing(_watch(folders, stop, polling=polling)) as bundles:
                async for bundle in bundles:
                    yield bool(bundle)
                    if source_folders(root) != folders:
                        break
        except OSError as error:
            if polling:
                await asyncio.sleep(_PATIENCE)
            elif all(folder.is_dir() for folder in folders):
                logger.warning(
                    "files are looked at for changes, the system cannot tell: %s",
                    error,
                    extra={"action": "watch_by_polling"},
                )
                polling = True
        if not stop.is_set():
            yield False


def _watch(
    folders: list[Path], stop: asyncio.Event, *, polling: bool
) -> AsyncGenerator[set[tuple[Change, str]], None]:
    return awatch(
        *folders,
        watch_filter=_matters,
        debounce=_DEBOUNCE,
        step=_STEP,
        stop_event=stop,
        # None lets an environment variable of the library decide.
        force_polling=True if polling else None,
        poll_delay_ms=_LOOK_EVERY,
        recursive=False,
        rust_timeout=_TICK,
        yield_on_timeout=True,
    )


def _matters(change: Change, path: str) -> bool:
    """Tell whether a change may be one of the project: a file of it, or a folder."""
    file = Path(path)
    if file.name.startswith("."):
        return False
    return file.suffix in SUFFIXES or (not file.suffix and not file.is_file())
