"""Files that are damaged, of another version, shared by processes, or left half written."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from engine.knowledge.records import KnowledgeError, Query
from engine.knowledge.sqlite_store import SqliteStore
from tests.engine.knowledge.chunks import chunk

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).resolve().parents[3]
# Adds ten chunks at a time to the store of argv[1], under the name argv[2], argv[3] times.
WRITER = """
import asyncio, sys
from pathlib import Path
from engine.knowledge.sqlite_store import SqliteStore
from tests.engine.knowledge.chunks import chunk

async def main(folder, name, rounds):
    store = SqliteStore(Path(folder))
    for round in range(int(rounds)):
        document = f"{name}-{round}"
        chunks = [chunk(f"{document}-{n} parking", document=document) for n in range(10)]
        await store.upsert("a", chunks)
        print(round, flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


def writer(folder: Path, name: str, rounds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(rounds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_two_processes_write_and_a_third_reads_whole_documents(tmp_path: Path) -> None:
    writers = [writer(tmp_path, name, 5) for name in ("one", "two")]
    store = SqliteStore(tmp_path)
    seen: list[dict[str, int]] = []
    while any(process.poll() is None for process in writers):
        seen.append(dict((await store.stats("a")).documents))
        await asyncio.sleep(0)
    assert [process.communicate()[0].split() for process in writers] == [list("01234")] * 2
    assert all(set(documents.values()) <= {10} for documents in seen)
    assert (await store.stats("a")).chunks == 100
    assert len(await store.search("a", Query(text="parking", limit=20))) == 20


async def test_a_writer_that_is_killed_leaves_whole_documents(tmp_path: Path) -> None:
    process = writer(tmp_path, "one", 500)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store = SqliteStore(tmp_path)
    documents = (await store.stats("a")).documents
    assert len(documents) >= 3
    assert set(documents.values()) == {10}
    await store.upsert("a", [chunk("après")])
    assert [h.chunk.chunk_id for h in await store.search("a", Query(text="après tout"))] == []
    assert await store.get("a", "après") is not None


@pytest.mark.parametrize(
    "content", [b"this is no database" * 500, b"SQLite format 3\0" + b"x" * 99]
)
async def test_a_damaged_file_fails_and_is_made_anew_when_asked(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.db").write_bytes(content)
    store = SqliteStore(tmp_path)
    with pytest.raises(KnowledgeError, match="a"):
        await store.search("a", Query(text="parking"))
    assert not await store.health()
    await store.ensure_tenant("a")
    await store.upsert("a", [chunk("parking")])
    assert len(await store.search("a", Query(text="parking"))) == 1
    assert await store.health()


async def test_a_file_of_another_version_is_made_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("create table chunk (other text)")
        connection.execute("pragma user_version = 99")
    connection.close()
    store = SqliteStore(tmp_path)
    with pytest.raises(KnowledgeError, match="schema 99"):
        await store.get("a", "x")
    await store.ensure_tenant("a")
    assert (await store.stats("a")).chunks == 0


async def test_a_folder_that_cannot_be_written_is_a_fault_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "knowledge").write_text("a file is in the way")
    with pytest.raises(KnowledgeError):
        await SqliteStore(tmp_path / "knowledge").upsert("a", [chunk("x")])


async def test_a_file_that_another_process_replaced_is_opened_again(tmp_path: Path) -> None:
    mine, other = SqliteStore(tmp_path), SqliteStore(tmp_path)
    await mine.upsert("a", [chunk("parking")])
    await other.drop_tenant("a")
    await other.upsert("a", [chunk("piscine")])
    assert await mine.search("a", Query(text="parking")) == []
    assert len(await mine.search("a", Query(text="piscine"))) == 1


async def test_what_another_process_adds_is_found_at_once(tmp_path: Path) -> None:
    mine, other = SqliteStore(tmp_path), SqliteStore(tmp_path)
    await mine.upsert("a", [chunk("parking")])
    assert await mine.search("a", Query(text="piscine")) == []
    await other.upsert("a", [chunk("piscine")])
    assert len(await mine.search("a", Query(text="piscine"))) == 1


async def test_a_forked_process_opens_the_file_itself(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    await store.upsert("a", [chunk("parking")])
    opened = store._open["a"]
    assert opened.is_current()
    opened._process = os.getpid() + 1  # as a child would see it
    assert len(await store.search("a", Query(text="parking"))) == 1
    assert store._open["a"] is not opened


async def test_an_upsert_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path)
    await store.upsert("a", [chunk("un", document="d"), chunk("deux", document="d")])

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("engine.knowledge.sqlite_file.IndexFile.remove", fail)
    with pytest.raises(KnowledgeError, match="disk I/O"):
        await store.upsert("a", [chunk("trois", document="d")])
    assert (await store.stats("a")).documents == {"d": 2}
    assert await store.get("a", "trois") is None


async def test_many_questions_at_once_are_all_answered(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    await store.upsert("a", [chunk(f"parking numero{n}") for n in range(30)])
    queries = [store.search("a", Query(text=f"numero{n}", limit=1)) for n in range(30)]
    hits = await asyncio.gather(*queries)
    assert [hit.chunk.chunk_id for (hit,) in hits] == [f"parking numero{n}" for n in range(30)]
