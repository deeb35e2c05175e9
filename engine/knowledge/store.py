"""The interface of a knowledge store: SQLite now, others behind the same methods.

Every method names the tenant: nothing of one is ever found by another. Methods raise
:class:`~engine.knowledge.records.KnowledgeError` when the store itself is at fault; a tenant that
was never filled is empty, which is no fault.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from engine.knowledge.records import Chunk, Hit, Query, Stats, UpsertReport

#: Words that people use for each other, the one of the documents first.
Synonyms = tuple[tuple[str, ...], ...]


class Store(Protocol):
    """Keeps the chunks of tenants and finds those that answer a question."""

    async def ensure_tenant(self, tenant: str, synonyms: Synonyms | None = None) -> None:
        """Make the tenant's part ready; analyse again what other ``synonyms`` read otherwise.

        None keeps those that it has.
        """
        ...

    async def upsert(self, tenant: str, chunks: Sequence[Chunk]) -> UpsertReport:
        """Replace the documents that ``chunks`` belong to, all of them or none.

        A chunk with the same content as before is left alone.
        """
        ...

    async def delete(
        self, tenant: str, *, documents: Collection[str] = (), ids: Collection[str] = ()
    ) -> int:
        """Remove documents and single chunks; return how many chunks that were."""
        ...

    async def search(self, tenant: str, query: Query) -> list[Hit]:
        """Return the best answers, best first."""
        ...

    async def get(self, tenant: str, chunk_id: str) -> Chunk | None:
        """Return one chunk; None when the tenant has it no more."""
        ...

    async def drop_tenant(self, tenant: str) -> None:
        """Forget everything of the tenant."""
        ...

    async def stats(self, tenant: str) -> Stats:
        """Return what the tenant has."""
        ...

    async def health(self) -> bool:
        """Tell whether the store can be used."""
        ...

    async def aclose(self) -> None:
        """Give up connections."""
        ...
