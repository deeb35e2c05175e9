"""The held-out questions of the demonstration parish: what is answered, proposed and refused.

Only the half that nothing was fitted on counts; ``benchmarks/retrieval.py`` prints the whole table.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from benchmarks.retrieval import Asked, ask_parish, outcomes
from engine.flows.source import read_file
from engine.knowledge.analysis import fold
from engine.knowledge.folder import read_folder

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS: Any = read_file(Path(__file__).parent / "questions.yml", "questions.yml")


@pytest.fixture(scope="module")
def held_out() -> list[Asked]:
    return [one for one in asyncio.run(ask_parish()) if not one.fitted]


def test_the_documents_have_no_fault_and_hold_what_is_promised() -> None:
    contents = read_folder(ROOT, "paroisse")
    assert contents.problems == ()
    items = [c for name, found in contents.documents.items() for c in found if "faq/" in name]
    assert len(items) >= 40
    assert sum(name.endswith(".md") for name in contents.documents) >= 6


def test_the_questions_are_many_new_and_lead_somewhere() -> None:
    chunks = [c for found in read_folder(ROOT, "paroisse").documents.values() for c in found]
    phrasings = {fold(question) for chunk in chunks for question in chunk.questions}
    asked = [item["ask"] for item in QUESTIONS["answerable"]]
    gold = {address for item in QUESTIONS["answerable"] for address in item["gold"]}
    assert len(asked) >= 80 and len(QUESTIONS["unanswerable"]) >= 40
    assert not phrasings & {fold(question) for question in asked}
    assert gold <= {chunk.chunk_id for chunk in chunks}


def test_most_answers_come_first_and_nearly_all_among_three(held_out: list[Asked]) -> None:
    answerable = [one for one in held_out if one.gold]
    assert sum(one.is_right(1) for one in answerable) / len(answerable) >= 0.70
    assert sum(one.is_right(3) for one in answerable) / len(answerable) >= 0.90


def test_what_can_be_answered_is_seldom_refused_or_answered_wrongly(
    held_out: list[Asked],
) -> None:
    answerable = [one for one in held_out if one.gold]
    found = outcomes(answerable)
    assert found["refused"] / len(answerable) <= 0.10
    assert found["answered wrong"] / len(answerable) <= 0.05
    # The others are proposed: one tap more is better than a wrong answer.
    assert found["answered right"] / len(answerable) >= 0.40


def test_what_cannot_be_answered_is_hardly_ever_answered(held_out: list[Asked]) -> None:
    unanswerable = [one for one in held_out if not one.gold]
    found = outcomes(unanswerable)
    assert found["answered wrong"] / len(unanswerable) <= 0.05
    assert found["refused"] / len(unanswerable) >= 0.55
