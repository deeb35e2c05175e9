"""Folders kept indexed: what changes is seen, what breaks keeps its last good answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.knowledge.gates import Band
from engine.knowledge.library import INDEX_FOLDER, LOOK_EVERY_SECONDS, Library
from engine.knowledge.records import KnowledgeError
from tests.engine.knowledge.chunks import FAQ, GUIDE, write_knowledge

pytestmark = pytest.mark.asyncio


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def answer(library: Library, question: str, tenant: str = "paroisse") -> str:
    verdict = await library.ask(tenant, question)
    return verdict.hits[0].chunk.text if verdict.band is Band.SURE else verdict.band.value


async def test_the_first_question_finds_an_index(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ)
    library = Library(tmp_path)
    assert await answer(library, "Bonjour, y a-t-il un parking ?") == "La cour a trente places."
    assert await answer(library, "quel est le score du match") == "none"
    chunk = await library.get("paroisse", "chorale")
    assert chunk is not None and chunk.text == "Venez le mardi à 19 h 30."


async def test_only_what_changed_is_indexed(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ, guide__md=GUIDE)
    first = await Library(tmp_path).index("paroisse")
    again = await Library(tmp_path).index("paroisse")
    write_knowledge(tmp_path, faq__yml=FAQ.replace("trente", "quarante"))
    (tmp_path / "data/knowledge/paroisse/guide.md").unlink()
    third = await Library(tmp_path).index("paroisse")
    assert (first.added, first.chunks, first.changed) == (3, 3, True)
    assert (again.added, again.unchanged, again.changed) == (0, 3, False)
    assert (third.added, third.unchanged, third.removed, third.chunks) == (1, 1, 1, 2)


async def test_a_change_is_seen_by_a_question_two_seconds_later(tmp_path: Path) -> None:
    clock = Clock()
    folder = write_knowledge(tmp_path, faq__yml=FAQ)
    library = Library(tmp_path, clock=clock)
    assert await answer(library, "un parking ?") == "La cour a trente places."
    write_knowledge(tmp_path, faq__yml=FAQ.replace("trente", "quarante"))
    os.utime(folder / "faq.yml", ns=(1, 1))
    assert await answer(library, "un parking ?") == "La cour a trente places."
    clock.now += LOOK_EVERY_SECONDS
    assert await answer(library, "un parking ?") == "La cour a quarante places."


async def test_a_broken_file_keeps_its_last_good_answers(tmp_path: Path) -> None:
    clock = Clock()
    write_knowledge(tmp_path, faq__yml=FAQ, guide__md=GUIDE, recherche__yml="synonyms: []")
    library = Library(tmp_path, clock=clock)
    await library.index("paroisse")
    write_knowledge(tmp_path, faq__yml="faq: [", guide__md=GUIDE.replace("majeurs", "adultes"))
    clock.now += LOOK_EVERY_SECONDS
    assert await answer(library, "un parking ?") == "La cour a trente places."
    assert await answer(library, "les témoins du mariage") == "Un ou deux témoins adultes."
    # A process that never saw the good file keeps them too.
    report = await Library(tmp_path).index("paroisse")
    assert report.failed and report.chunks == 3
    assert [p.code for p in report.problems] == ["knowledge.unreadable"]


async def test_broken_settings_keep_the_last_good_ones(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ, recherche__yml="synonyms: [[parking, stationner]]")
    library = Library(tmp_path)
    await library.index("paroisse")
    write_knowledge(tmp_path, recherche__yml="synonyms: 3")
    assert (await library.index("paroisse")).failed
    assert await answer(library, "stationner") == "La cour a trente places."
    assert (await Library(tmp_path).index("paroisse")).failed
    assert await answer(Library(tmp_path), "stationner") == "La cour a trente places."


async def test_a_tenant_may_set_its_gates(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ, recherche__yml="gates: {sure: 1, possible: 1}")
    assert await answer(Library(tmp_path), "y a-t-il un parking ?") == "none"


async def test_no_tenant_answers_for_another(tmp_path: Path) -> None:
    write_knowledge(tmp_path, "paroisse", faq__yml=FAQ)
    write_knowledge(tmp_path, "ecole", guide__md=GUIDE)
    library = Library(tmp_path)
    assert await answer(library, "y a-t-il un parking ?", "ecole") == "none"
    assert await library.get("ecole", "parking") is None
    assert await answer(library, "y a-t-il un parking ?", "nobody") == "none"


async def test_a_damaged_index_is_made_anew_by_a_question(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ)
    library = Library(tmp_path)
    await library.index("paroisse")
    await library.aclose()
    (tmp_path / INDEX_FOLDER / "paroisse.db").write_bytes(b"damaged" * 999)
    assert await answer(library, "y a-t-il un parking ?") == "La cour a trente places."


async def test_an_index_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ)
    (tmp_path / "var").write_text("a file is in the way")
    with pytest.raises(KnowledgeError):
        await Library(tmp_path).ask("paroisse", "parking")
