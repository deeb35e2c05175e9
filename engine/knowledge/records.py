"""What goes into a knowledge store and what comes out of it.

>>> Chunk(chunk_id="parking", document_id="faq/vie.yml", title="Où se garer ?", text="Rue X.").label
''
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from engine.errors import AccueilError

#: What a filter compares: language, audience, a date as text.
Scalar = str | int | float | bool


class KnowledgeError(AccueilError):
    """The store cannot answer: its file is damaged, locked or not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """One answer: an item of a list of questions, or one section of a document."""

    # Unique in the tenant and kept over edits: "parking", "guide_du_mariage#les-temoins".
    chunk_id: str
    # The file that it stands in: "faq/vie.yml". A document is replaced as a whole.
    document_id: str
    # As people may read it: the first question, or the titles of document and section.
    title: str
    # What is answered, in plain text.
    text: str
    # Ways to ask for it; the titles again for a section.
    questions: tuple[str, ...] = ()
    # A few words for a button; empty when nobody wrote any.
    label: str = ""
    # Named below the answer: "Guide du baptême".
    source: str = ""
    # Where it can be read in full; empty when it cannot.
    uri: str = ""
    # Page of a paged document, from 1; None for others.
    page: int | None = None
    # Scalars that a query may filter by.
    metadata: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Return the hash of the content: the same text is not indexed twice."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Return the record as text, the same for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read :meth:`to_json` back."""
        content: dict[str, Any] = json.loads(text)
        return cls(**{**content, "questions": tuple(content["questions"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A filter: ``least <= value <= most``; None leaves that end open."""

    least: Scalar | None = None
    most: Scalar | None = None


#: Equal to, one of, or within.
Filter = Scalar | tuple[Scalar, ...] | Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched for."""

    text: str
    # Embedding of the text, for stores that keep vectors.
    vector: tuple[float, ...] | None = None
    # 0 is words only, 1 is vectors only, as in Weaviate.
    alpha: float = 0.0
    limit: int = 5
    # Metadata that every hit must have.
    filters: Mapping[str, Filter] = field(default_factory=dict)
    # Hits with a lower score are left out.
    min_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer found.

    ``score`` orders the hits of one query and says nothing by itself: the best of nothing is still
    the best. ``coverage``, ``likeness``, ``headed`` and ``known`` can be compared between
    queries.
    """

    chunk: Chunk
    # From 0 to 1; relative to the other hits of this query.
    score: float
    # BM25 of the whole chunk, as computed.
    lexical: float
    # Cosine with the query's vector; None without vectors.
    vector: float | None = None
    # Share of the question's rare words that the chunk has, from 0 to 1.
    coverage: float
    # How much the question resembles the nearest of the chunk's own, from 0 to 1.
    likeness: float
    # Share of the question's words that stand in one of the chunk's ways to ask, from 0 to 1.
    headed: float
    # How many words of the question count; the same for every hit, like the next.
    asked: int
    # Share of the question's words that stand anywhere in the tenant's documents, from 0 to 1.
    known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsertReport:
    """What became of chunks that were given to a store."""

    added: int = 0
    unchanged: int = 0
    # Chunks that stood in the same documents before and do no more.
    removed: int = 0
    # (chunk id, why it was refused)
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What a tenant's store holds."""

    # Document -> number of its chunks.
    documents: Mapping[str, int]
    # Different stems.
    terms: int
    # Grows with every change.
    version: int

    @property
    def chunks(self) -> int:
        """Return how many answers there are."""
        return sum(self.documents.values())
