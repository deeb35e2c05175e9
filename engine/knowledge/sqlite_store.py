"""The store of an installation without servers: SQLite's FTS5, one file per tenant.

::

    store = SqliteStore(Path("var/knowledge"))
    await store.upsert("paroisse", chunks)
    hits = await store.search("paroisse", Query(text="où se garer ?"))

Work runs in a worker thread. Files may be shared by processes: readers see whole changes, a writer
waits for the other one. A file that is damaged, or of another version, is made anew by
``ensure_tenant``: the documents are the truth.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from engine.knowledge.ranking import (
    COVERAGE,
    coverage,
    headed,
    known_share,
    likeness,
    matches,
    passes,
)
from engine.knowledge.records import Chunk, Hit, KnowledgeError, Query, Stats, UpsertReport
from engine.knowledge.sqlite_file import IndexFile
from engine.knowledge.store import Synonyms
from engine.knowledge.vocabulary import Term

#: Rows of each table that take part in one ranking.
CANDIDATES = 100
#: Best matches whose coverage is looked at; more than a query's limit.
LOOKED_AT = 20
#: A tenant's id is the name of its file.
_TENANT = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_BESIDE = ("", "-wal", "-shm")
# Two phrasings of one chunk may both be found: as many rows again.
_PHRASINGS = """
select phrasing.chunk, min(found.score) from (
  select rowid, bm25(phrasing_stems) as score from phrasing_stems
  where phrasing_stems match ? order by score limit ?
) as found join phrasing on phrasing.rowid = found.rowid group by phrasing.chunk
"""
_WHOLE = """
select rowid, bm25(chunk_stems) as score from chunk_stems
where chunk_stems match ? order by score limit ?
"""


class SqliteStore:
    """Implements :class:`~engine.knowledge.store.Store`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, IndexFile] = {}
        self._locks: dict[str, threading.RLock] = {}
        self._guard = threading.Lock()

    async def ensure_tenant(self, tenant: str, synonyms: Synonyms | None = None) -> None:
        """Make the file ready, anew when it cannot be used; take over ``synonyms``."""

        def work(index: IndexFile) -> None:
            with index.writing():
                index.set_synonyms(synonyms)

        try:
            await self._run(tenant, work)
        except KnowledgeError as error:
            cause = error.__cause__
            damaged = isinstance(cause, sqlite3.DatabaseError)
            if not damaged or isinstance(cause, sqlite3.OperationalError):
                raise  # locked, or not allowed: the file itself may be good
            await self.drop_tenant(tenant)
            await self._run(tenant, work)

    async def upsert(self, tenant: str, chunks: Sequence[Chunk]) -> UpsertReport:
        """Replace the documents of ``chunks`` in one transaction."""
        return await self._run(tenant, lambda index: _upsert(index, chunks))

    async def delete(
        self, tenant: str, *, documents: Collection[str] = (), ids: Collection[str] = ()
    ) -> int:
        """Remove documents and single chunks; return how many chunks that were."""
        return await self._run(tenant, lambda index: _delete(index, documents, ids))

    async def search(self, tenant: str, query: Query) -> list[Hit]:
        """Return the best answers, best first. Raises ``ValueError`` for a query by vector."""
        if query.alpha > 0:
            raise ValueError("this store keeps no vectors: alpha must be 0")
        if not self._path(tenant).exists():
            return []
        return await self._run(tenant, lambda index: _search(index, query))

    async def get(self, tenant: str, chunk_id: str) -> Chunk | None:
        """Return one chunk; None when the tenant has it no more."""

        def work(index: IndexFile) -> Chunk | None:
            with index.reading() as connection:
                row = connection.execute(
                    "select body from chunk where id = ?", (chunk_id,)
                ).fetchone()
            return Chunk.from_json(row[0]) if row else None

        return await self._run(tenant, work) if self._path(tenant).exists() else None

    async def drop_tenant(self, tenant: str) -> None:
        """Remove the tenant's file; a process that has it open notices at its next question."""
        path = self._path(tenant)

        def work() -> None:
            with self._lock(tenant):
                self._close(tenant)
                try:
                    for end in _BESIDE:
                        path.with_name(path.name + end).unlink(missing_ok=True)
                except OSError as error:
                    raise KnowledgeError(f"the index of {tenant!r} stays: {error}") from error

        await asyncio.to_thread(work)

    async def stats(self, tenant: str) -> Stats:
        """Return what the tenant has; nothing for a tenant that was never filled."""
        if not self._path(tenant).exists():
            return Stats(documents={}, terms=0, version=0)
        return await self._run(tenant, _stats)

    async def health(self) -> bool:
        """Tell whether every file that is there can be read."""
        for path in sorted(self._folder.glob("*.db")):
            try:
                await self._run(path.stem, _stats)
            except KnowledgeError:
                return False
        return True

    async def aclose(self) -> None:
        """Close all files."""
        for tenant in list(self._open):
            with self._lock(tenant):
                self._close(tenant)

    # -- files -------------------------------------------------------------------------------

    def _path(self, tenant: str) -> Path:
        if not _TENANT.fullmatch(tenant):
            raise KnowledgeError(f"{tenant!r} is not the id of a tenant")
        return self._folder / f"{tenant}.db"

    def _lock(self, tenant: str) -> threading.RLock:
        with self._guard:
            return self._locks.setdefault(tenant, threading.RLock())

    def _close(self, tenant: str) -> None:
        opened = self._open.pop(tenant, None)
        if opened is not None:
            opened.close()

    def _file(self, tenant: str) -> IndexFile:
        opened = self._open.get(tenant)
        if opened is not None and opened.is_current():
            return opened
        self._close(tenant)
        self._open[tenant] = IndexFile(self._path(tenant))
        return self._open[tenant]

    async def _run[Result](self, tenant: str, work: Callable[[IndexFile], Result]) -> Result:
        """Do ``work`` with the tenant's file, off the event loop."""

        def guarded() -> Result:
            with self._lock(tenant):
                try:
                    return work(self._file(tenant))
                except sqlite3.Error as error:
                    self._close(tenant)
                    raise KnowledgeError(f"the index of {tenant!r} failed: {error}") from error

        self._path(tenant)  # a bad id is refused here
        return await asyncio.to_thread(guarded)


# -- inside the worker -----------------------------------------------------------------------


def _upsert(index: IndexFile, chunks: Sequence[Chunk]) -> UpsertReport:
    failed = [(chunk.chunk_id, "no text") for chunk in chunks if not chunk.text.strip()]
    seen = Counter(chunk.chunk_id for chunk in chunks)
    failed += [(name, "this id is given twice") for name, times in seen.items() if times > 1]
    refused = {name for name, _ in failed}
    good = [chunk for chunk in chunks if chunk.chunk_id not in refused]
    with index.writing() as connection:
        added = sum(index.put(chunk) for chunk in good)
        kept = {chunk.chunk_id for chunk in chunks}
        gone = [
            row
            for document in {chunk.document_id for chunk in chunks}
            for row, chunk_id in connection.execute(
                "select rowid, id from chunk where document = ?", (document,)
            )
            if chunk_id not in kept
        ]
        index.remove(gone)
    return UpsertReport(
        added=added, unchanged=len(good) - added, removed=len(gone), failed=tuple(failed)
    )


def _delete(index: IndexFile, documents: Collection[str], ids: Collection[str]) -> int:
    with index.writing() as connection:
        found = connection.execute("select rowid, id, document from chunk").fetchall()
        rows = [
            row for row, chunk_id, document in found if document in documents or chunk_id in ids
        ]
        index.remove(rows)
    return len(rows)


def _stats(index: IndexFile) -> Stats:
    with index.reading() as connection:
        documents = connection.execute(
            "select document, count(*) from chunk group by document order by document"
        ).fetchall()
        return Stats(
            documents=dict(documents), terms=len(index.vocabulary()), version=index.version()
        )


def _search(index: IndexFile, query: Query) -> list[Hit]:
    with index.reading() as connection:
        terms = index.vocabulary().read(index.analyzer().question_stems(query.text))
        match = " OR ".join(f'"{known}"' for term in terms for known in term.known_as)
        if not match:
            return []
        # SQLite's BM25 is the better the lower it is.
        asked = connection.execute(_PHRASINGS, (match, 2 * CANDIDATES)).fetchall()
        whole = connection.execute(_WHOLE, (match, CANDIDATES)).fetchall()
        lexical = {row: -score for row, score in whole}
        scores = matches({row: -score for row, score in asked}, lexical)
        hits: list[Hit] = []
        for row, score in scores.items():
            if len(hits) >= max(query.limit, LOOKED_AT):
                break
            (body,) = connection.execute(
                "select body from chunk where rowid = ?", (row,)
            ).fetchone()
            chunk = Chunk.from_json(body)
            if passes(chunk.metadata, query.filters):
                hits.append(_hit(index, row, chunk, terms, score, lexical.get(row, 0.0)))
    hits.sort(key=lambda hit: (-hit.score, hit.chunk.chunk_id))
    return [hit for hit in hits if hit.score >= (query.min_score or 0.0)][: query.limit]


def _hit(
    index: IndexFile,
    row: int,
    chunk: Chunk,
    terms: Sequence[Term],
    matched: float,
    lexical: float,
) -> Hit:
    phrasings, whole = index.stems_of(row)
    covered = coverage(terms, whole)
    return Hit(
        chunk=chunk,
        score=matched + COVERAGE * covered,
        lexical=lexical,
        coverage=covered,
        likeness=likeness(terms, phrasings, index.vocabulary()),
        headed=headed(terms, phrasings),
        asked=len(terms),
        known=known_share(terms),
    )
