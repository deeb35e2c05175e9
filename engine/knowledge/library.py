"""The documents of every tenant, kept indexed, and questions answered from them.

::

    library = Library(root)
    report = await library.index("paroisse")        # report.problems, report.added, …
    verdict = await library.ask("paroisse", "où se garer ?")

A folder that changed is indexed again by the first question after it. A file with a fault keeps
what was read from it the last time, in this process or before it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Problem, Severity
from engine.knowledge.folder import FOLDER, Contents, read_folder
from engine.knowledge.gates import Band, Gates
from engine.knowledge.records import Chunk, Hit, KnowledgeError, Query
from engine.knowledge.sqlite_store import SqliteStore
from engine.knowledge.store import Store, Synonyms

logger = logging.getLogger(__name__)

#: Where the indexes are kept, below the project folder.
INDEX_FOLDER = "var/knowledge"
#: Hits that a verdict has: the answer, or as many proposals.
HITS = 3
#: A folder is looked at for changes no more often.
LOOK_EVERY_SECONDS = 2.0

#: File -> time of change and size.
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What indexing a folder did."""

    tenant: str
    # Chunks in the index now, and what became of those of the folder.
    chunks: int
    added: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> bool:
        """Tell whether the index is another one than before."""
        return bool(self.added or self.removed)

    @property
    def failed(self) -> bool:
        """Tell whether a file has a fault."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What can be said to a question."""

    band: Band
    # The answer first, or the proposals; empty when nothing fits.
    hits: tuple[Hit, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """What one process remembers of one tenant's folder."""

    lock: asyncio.Lock
    stamp: _Stamp | None = None
    looked: float = float("-inf")
    gates: Gates
    synonyms: Synonyms | None = None


class Library:
    """Answers from ``data/knowledge`` of the project in ``root``."""

    def __init__(
        self,
        root: Path,
        store: Store | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root = root
        self._store = store or SqliteStore(root / INDEX_FOLDER)
        self._clock = clock
        self._shelves: dict[str, _Shelf] = {}

    async def ask(self, tenant: str, question: str) -> Verdict:
        """Search the tenant's documents. Raises ``KnowledgeError`` when they cannot be searched.

        An index that turns out to be damaged is made anew once.
        """
        shelf = await self._fresh(tenant)
        query = Query(text=question, limit=HITS)
        try:
            hits = await self._store.search(tenant, query)
        except KnowledgeError as error:
            logger.warning(
                "the knowledge index is made anew",
                extra={"action": "knowledge_rebuilt", "tenant": tenant, "reason": str(error)},
            )
            await self.index(tenant)
            hits = await self._store.search(tenant, query)
        band = shelf.gates.band(hits)
        return Verdict(band=band, hits=() if band is Band.NONE else tuple(hits))

    async def get(self, tenant: str, chunk_id: str) -> Chunk | None:
        """Return one answer by its id; None when the tenant has none of it."""
        await self._fresh(tenant)
        return await self._store.get(tenant, chunk_id)

    async def index(self, tenant: str) -> IndexReport:
        """Bring the tenant's index up to date, whatever was seen of its folder before."""
        shelf = self._shelf(tenant)
        async with shelf.lock:
            return await self._index(tenant, shelf)

    async def aclose(self) -> None:
        """Close the store."""
        await self._store.aclose()

    # -- keeping up with the folder ----------------------------------------------------------

    def _shelf(self, tenant: str) -> _Shelf:
        if tenant not in self._shelves:
            self._shelves[tenant] = _Shelf(lock=asyncio.Lock(), gates=Gates())
        return self._shelves[tenant]

    async def _fresh(self, tenant: str) -> _Shelf:
        """Index the folder when it changed since it was last looked at."""
        shelf = self._shelf(tenant)
        if self._clock() - shelf.looked < LOOK_EVERY_SECONDS:
            return shelf
        async with shelf.lock:
            if self._clock() - shelf.looked < LOOK_EVERY_SECONDS:
                return shelf  # somebody else looked meanwhile
            stamp = await asyncio.to_thread(_stamp, self._root / FOLDER / tenant)
            if stamp != shelf.stamp:
                for problem in (await self._index(tenant, shelf)).problems:
                    if problem.severity is Severity.ERROR:
                        logger.error(
                            str(problem), extra={"action": "knowledge_broken", "tenant": tenant}
                        )
            shelf.looked = self._clock()
        return shelf

    async def _index(self, tenant: str, shelf: _Shelf) -> IndexReport:
        # Taken before reading: what changes meanwhile is seen the next time.
        stamp = await asyncio.to_thread(_stamp, self._root / FOLDER / tenant)
        contents = await asyncio.to_thread(read_folder, self._root, tenant)
        if contents.gates is not None:
            shelf.gates = contents.gates
        if contents.synonyms is not None:
            shelf.synonyms = contents.synonyms
        report = await self._fill(tenant, shelf, contents)
        shelf.stamp = stamp
        return report

    async def _fill(self, tenant: str, shelf: _Shelf, contents: Contents) -> IndexReport:
        """Make the index hold what was read, and what stood in files that are broken now."""
        await self._store.ensure_tenant(tenant, shelf.synonyms)
        chunks = [chunk for found in contents.documents.values() for chunk in found]
        done = await self._store.upsert(tenant, chunks)
        before = await self._store.stats(tenant)
        gone = set(before.documents) - set(contents.documents) - contents.broken
        removed = await self._store.delete(tenant, documents=gone) if gone else 0
        return IndexReport(
            tenant=tenant,
            chunks=before.chunks - removed,
            added=done.added,
            unchanged=done.unchanged,
            removed=done.removed + removed,
            problems=contents.problems,
        )


def _stamp(folder: Path) -> _Stamp:
    """Return what tells that a file below ``folder`` changed."""
    seen = []
    for file in sorted(folder.rglob("*")):
        try:
            status = file.stat()
        except OSError:
            continue  # removed a moment ago
        seen.append((file.as_posix(), status.st_mtime_ns, status.st_size))
    return tuple(seen)
