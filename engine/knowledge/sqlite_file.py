"""One tenant's index: a file of SQLite with two full-text tables of stems.

``phrasing_stems`` has a row for every way to ask, ``chunk_stems`` one for every chunk with all that
stands in it. Everything in the file can be made again from the tenant's documents.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.knowledge.analysis import Analyzer
from engine.knowledge.records import Chunk, KnowledgeError
from engine.knowledge.store import Synonyms
from engine.knowledge.vocabulary import Vocabulary, counted

#: Of the tables below. A file of another one is made anew.
SCHEMA = 1
_PATIENCE_SECONDS = 10.0
_BREATH_SECONDS = 0.02
_TABLES = """
create table meta (key text primary key, value text not null) without rowid;
create table chunk (
  rowid integer primary key, id text not null unique, document text not null,
  sha256 text not null, body text not null
);
create index chunk_document on chunk (document);
create table phrasing (rowid integer primary key, chunk integer not null);
create index phrasing_chunk on phrasing (chunk);
create virtual table phrasing_stems using fts5(stems, tokenize = 'ascii');
create virtual table chunk_stems using fts5(stems, tokenize = 'ascii');
create virtual table term using fts5vocab(chunk_stems, 'row');
"""


class IndexFile:
    """An open file. One thread at a time uses it; several processes may have it open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process = os.getpid()
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._analyzer: tuple[str, Analyzer] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._inode = path.stat().st_ino
        except (OSError, sqlite3.Error) as error:
            raise KnowledgeError(f"the index {path.name!r} cannot be opened: {error}") from error
        try:
            self._set_up()
        except sqlite3.Error as error:
            self._connection.close()
            raise KnowledgeError(f"the index {path.name!r} cannot be used: {error}") from error

    def _set_up(self) -> None:
        self._write_ahead()
        # Losing the last change with the power is no harm: it is made again at the next start.
        self._connection.execute("pragma synchronous = normal")
        with self.writing():
            (schema,) = self._connection.execute("pragma user_version").fetchone()
            if schema == SCHEMA:
                return
            if schema:
                raise sqlite3.DatabaseError(f"schema {schema}, expected {SCHEMA}")
            for statement in _TABLES.split(";"):
                self._connection.execute(statement)
            self._keep("version", "0")
            self._keep_synonyms(())
            self._connection.execute(f"pragma user_version = {SCHEMA}")

    def _write_ahead(self) -> None:
        """Switch to a write-ahead log; of processes that do so at once, all but one are refused."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self._connection.execute("pragma journal_mode = wal")
                return
            except sqlite3.OperationalError:
                # SQLite's own patience does not cover this statement.
                if time.monotonic() > until:
                    raise
                time.sleep(_BREATH_SECONDS)

    def is_current(self) -> bool:
        """Tell whether this is still the file at its place, opened by this process."""
        try:
            return os.getpid() == self._process and self._path.stat().st_ino == self._inode
        except OSError:
            return False

    def close(self) -> None:
        """Close the connection, except one that belongs to the process that we were forked from."""
        if os.getpid() == self._process:
            self._connection.close()

    # -- transactions ------------------------------------------------------------------------

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See one state of the file, whatever others write meanwhile."""
        with self._transaction("begin"):
            yield self._connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Change the file, wholly or not at all."""
        with self._transaction("begin immediate"):
            yield self._connection

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    # -- inside a transaction ----------------------------------------------------------------

    def version(self) -> int:
        """Return a number that grows with every change."""
        return int(self._kept("version"))

    def analyzer(self) -> Analyzer:
        """Return what the stems of this file were made with."""
        synonyms = self._kept("synonyms")
        if self._analyzer is None or self._analyzer[0] != synonyms:
            self._analyzer = (synonyms, Analyzer(json.loads(synonyms)))
        return self._analyzer[1]

    def vocabulary(self) -> Vocabulary:
        """Return the stems of this file, read again when it changed."""
        version = self.version()
        if self._vocabulary is None or self._vocabulary[0] != version:
            rows = self._connection.execute("select term, doc from term")
            (chunks,) = self._connection.execute("select count(*) from chunk").fetchone()
            self._vocabulary = (version, Vocabulary(counted(rows), chunks=chunks))
        return self._vocabulary[1]

    def stems_of(self, row: int) -> tuple[list[list[str]], frozenset[str]]:
        """Return the stems of each way to ask for a chunk, and those of all of it."""
        phrasings = self._connection.execute(
            "select stems from phrasing_stems"
            " where rowid in (select rowid from phrasing where chunk = ?)",
            (row,),
        ).fetchall()
        (whole,) = self._connection.execute(
            "select stems from chunk_stems where rowid = ?", (row,)
        ).fetchone()
        return [stems.split() for (stems,) in phrasings], frozenset(whole.split())

    def set_synonyms(self, synonyms: Synonyms | None) -> None:
        """Analyse all chunks again when the synonyms, or the rules of analysis, are others.

        None keeps the synonyms that the file has.
        """
        if synonyms is None:
            synonyms = json.loads(self._kept("synonyms"))
        if self._kept("stamp") == Analyzer(synonyms).stamp:
            return
        self._keep_synonyms(synonyms)
        for row, body in self._connection.execute("select rowid, body from chunk").fetchall():
            self._remove_stems(row)
            self._add_stems(row, Chunk.from_json(body))
        self._changed()

    def put(self, chunk: Chunk) -> bool:
        """Add or replace a chunk; False when it stands there already."""
        found = self._connection.execute(
            "select rowid, sha256, document from chunk where id = ?", (chunk.chunk_id,)
        ).fetchone()
        if found and found[1] == chunk.sha256:
            return False
        if found:
            self._remove(found[0])
        cursor = self._connection.execute(
            "insert into chunk (id, document, sha256, body) values (?, ?, ?, ?)",
            (chunk.chunk_id, chunk.document_id, chunk.sha256, chunk.to_json()),
        )
        assert cursor.lastrowid is not None
        self._add_stems(cursor.lastrowid, chunk)
        self._changed()
        return True

    def remove(self, rows: Sequence[int]) -> None:
        """Remove chunks by their rows."""
        for row in rows:
            self._remove(row)
        if rows:
            self._changed()

    def _remove(self, row: int) -> None:
        self._remove_stems(row)
        self._connection.execute("delete from chunk where rowid = ?", (row,))

    def _add_stems(self, row: int, chunk: Chunk) -> None:
        analyzer = self.analyzer()
        for phrasing in chunk.questions or (chunk.title,):
            cursor = self._connection.execute("insert into phrasing (chunk) values (?)", (row,))
            self._connection.execute(
                "insert into phrasing_stems (rowid, stems) values (?, ?)",
                (cursor.lastrowid, " ".join(analyzer.stems(phrasing))),
            )
        whole = "\n".join([*(chunk.questions or (chunk.title,)), chunk.text])
        self._connection.execute(
            "insert into chunk_stems (rowid, stems) values (?, ?)",
            (row, " ".join(analyzer.stems(whole))),
        )

    def _remove_stems(self, row: int) -> None:
        self._connection.execute(
            "delete from phrasing_stems"
            " where rowid in (select rowid from phrasing where chunk = ?)",
            (row,),
        )
        self._connection.execute("delete from phrasing where chunk = ?", (row,))
        self._connection.execute("delete from chunk_stems where rowid = ?", (row,))

    def _keep_synonyms(self, synonyms: Synonyms) -> None:
        self._keep("synonyms", json.dumps(synonyms, ensure_ascii=False))
        self._keep("stamp", Analyzer(synonyms).stamp)

    def _changed(self) -> None:
        self._keep("version", str(self.version() + 1))

    def _keep(self, key: str, value: str) -> None:
        self._connection.execute("replace into meta (key, value) values (?, ?)", (key, value))

    def _kept(self, key: str) -> str:
        row = self._connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""
