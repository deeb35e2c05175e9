"""What every store promises: the same suite for each behind the interface."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.knowledge.records import KnowledgeError, Query, Range
from engine.knowledge.sqlite_store import SqliteStore
from engine.knowledge.store import Store
from tests.engine.knowledge.chunks import chunk

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture(params=["sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made = SqliteStore(tmp_path / "knowledge")
    yield made
    await made.aclose()


async def found(store: Store, text: str, tenant: str = "a", **query: object) -> list[str]:
    hits = await store.search(tenant, Query(text=text, **query))  # type: ignore[arg-type]
    return [hit.chunk.chunk_id for hit in hits]


async def test_what_was_put_in_is_found_whole(store: Store) -> None:
    kept = replace(chunk("Où se garer ?", "Dans la cour.", lang="fr"), label="Parking", page=3)
    await store.upsert("a", [kept, chunk("chorale")])
    hit, *_ = await store.search("a", Query(text="je veux me garer"))
    assert hit.chunk == kept
    assert 0 < hit.score <= 1 and 0 < hit.coverage <= 1 and 0 < hit.likeness <= 1
    assert await store.get("a", kept.chunk_id) == kept


async def test_the_best_answer_comes_first_and_no_more_than_asked_for(store: Store) -> None:
    await store.upsert(
        "a", [chunk("parking"), chunk("place", "Le parking est loin."), chunk("messe")]
    )
    assert await found(store, "parking") == ["parking", "place"]
    assert await found(store, "parking", limit=1) == ["parking"]
    first, second = await store.search("a", Query(text="parking"))
    least = (first.score + second.score) / 2
    assert await found(store, "parking", min_score=least) == ["parking"]


async def test_putting_in_twice_changes_nothing(store: Store) -> None:
    first = await store.upsert("a", [chunk("parking"), chunk("messe")])
    version = (await store.stats("a")).version
    second = await store.upsert("a", [chunk("parking"), chunk("messe")])
    assert (first.added, first.unchanged) == (2, 0)
    assert (second.added, second.unchanged, second.removed) == (0, 2, 0)
    assert (await store.stats("a")).version == version


async def test_a_document_is_replaced_as_a_whole(store: Store) -> None:
    await store.upsert("a", [chunk("rouge", document="d"), chunk("bleu", document="d"), chunk("x")])
    report = await store.upsert("a", [chunk("bleu", "Autre.", document="d")])
    assert (report.added, report.removed) == (1, 1)
    assert await found(store, "rouge bleu x") == ["bleu"]  # a single letter is no word
    assert (await store.stats("a")).documents == {"d": 1, "x.yml": 1}
    again = await store.get("a", "bleu")
    assert again is not None and again.text == "Autre."


async def test_documents_and_single_chunks_can_be_removed(store: Store) -> None:
    await store.upsert(
        "a", [chunk("rouge", document="d"), chunk("bleu", document="d"), chunk("vert")]
    )
    assert await store.delete("a", ids=["rouge"]) == 1
    assert await found(store, "rouge vert bleu") == ["bleu", "vert"]
    assert await store.delete("a", documents=["d", "nowhere"]) == 1
    assert await found(store, "rouge vert bleu") == ["vert"]
    assert await store.get("a", "bleu") is None


async def test_tenants_never_meet(store: Store) -> None:
    await store.upsert("a", [chunk("parking", "De A.")])
    await store.upsert("b", [chunk("parking", "De B."), chunk("piscine")])
    assert await found(store, "piscine", "a") == []
    assert await store.get("a", "piscine") is None
    assert [h.chunk.text for h in await store.search("a", Query(text="parking"))] == ["De A."]
    await store.drop_tenant("b")
    assert await found(store, "parking", "b") == []
    assert await found(store, "parking", "a") == ["parking"]


@pytest.mark.parametrize("tenant", ["", "../a", "a/b", "A", "a b", "a.db"])
async def test_what_is_no_tenant_is_refused(store: Store, tenant: str) -> None:
    with pytest.raises(KnowledgeError):
        await store.search(tenant, Query(text="x"))
    with pytest.raises(KnowledgeError):
        await store.upsert(tenant, [chunk("x")])


async def test_an_unknown_tenant_is_empty(store: Store) -> None:
    assert await found(store, "parking", "nobody") == []
    assert await store.get("nobody", "parking") is None
    assert (await store.stats("nobody")).chunks == 0
    assert await store.delete("nobody", ids=["x"]) == 0
    await store.drop_tenant("nobody")
    assert await store.health()


async def test_filters_leave_out_what_does_not_fit(store: Store) -> None:
    await store.upsert(
        "a",
        [
            chunk("messe un", lang="fr", year=2025),
            chunk("messe deux", lang="wo", year=2026),
            chunk("messe trois", year="soon"),
        ],
    )
    assert await found(store, "messe", filters={"lang": "wo"}) == ["messe deux"]
    assert set(await found(store, "messe", filters={"lang": ("fr", "wo")})) == {
        "messe un",
        "messe deux",
    }
    assert await found(store, "messe", filters={"year": Range(least=2026)}) == ["messe deux"]
    assert await found(store, "messe", filters={"year": Range(most=2025)}) == ["messe un"]
    assert await found(store, "messe", filters={"nothing": True}) == []


async def test_what_cannot_be_put_in_is_told(store: Store) -> None:
    await store.upsert("a", [chunk("un", "Bon.")])
    report = await store.upsert("a", [chunk("un", "  "), chunk("deux"), chunk("deux", "Bis.")])
    assert dict(report.failed) == {"un": "no text", "deux": "this id is given twice"}
    kept = await store.get("a", "un")
    assert kept is not None and kept.text == "Bon."


async def test_other_synonyms_read_everything_again(store: Store) -> None:
    await store.ensure_tenant("a")
    await store.upsert("a", [chunk("catéchisme")])
    assert await found(store, "kt") == []
    await store.ensure_tenant("a", (("catéchisme", "kt"),))
    assert await found(store, "kt") == ["catéchisme"]
    await store.ensure_tenant("a")  # as they are
    assert await found(store, "kt") == ["catéchisme"]
    await store.ensure_tenant("a", ())
    assert await found(store, "kt") == []


async def test_a_typing_mistake_still_finds(store: Store) -> None:
    await store.upsert("a", [chunk("pèlerinage"), chunk("parking")])
    (hit,) = await store.search("a", Query(text="pelerinnage"))
    assert hit.chunk.chunk_id == "pèlerinage"
    assert hit.known == 0 and 0 < hit.coverage < 1


async def test_a_query_by_vector_is_refused_by_a_store_without_vectors(store: Store) -> None:
    with pytest.raises(ValueError, match="vectors"):
        await store.search("a", Query(text="x", vector=(0.1,), alpha=0.3))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.text(alphabet="parking\"'()*-:^NEAR OR{}", max_size=40))
async def test_no_text_breaks_a_search(store: Store, text: str) -> None:
    await store.upsert("a", [chunk("parking", "NEAR the OR gate."), chunk("日本語 пример")])
    hits = await store.search("a", Query(text=text))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
