"""The sentences that the model learns from, and those kept apart to measure it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from engine.flows.values import fold

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "data" / "nlu"
HELD_OUT = ROOT / "tests" / "nlu"
OPENINGS = ROOT / "tests" / "openings"
#: Sent by the house itself, never recognised in a sentence.
OF_THE_HOUSE = {"rappel_rendez_vous", "reprise_assistant"}
OUT_OF_SCOPE = "hors_sujet"
#: Lists that only tell what a message is about: nothing is taken from a message by them.
ONLY_A_SIGN = {"ailleurs"}
#: Flows that an opening may start and that do not bear the name of an intent.
OTHER_FLOWS = {"pattern_human_handoff", "contact_humain", "au_revoir"}
_ANNOTATED = re.compile(r"\[([^\]]+)\]\((\w+)\)")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def lines(block: str) -> list[str]:
    return [line.removeprefix("- ") for line in block.splitlines()]


def sentences(folder: Path) -> dict[str, list[str]]:
    """Return the examples of each intent, annotations included."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for item in read(path)["nlu"]:
            if "intent" in item:
                assert item["intent"] == path.stem, f"{path} holds {item['intent']}"
                found.setdefault(path.stem, []).extend(lines(item["examples"]))
    return found


def common(kind: str) -> dict[str, list[str]]:
    """Return the lists of one kind ("lookup", "synonym") by their name."""
    items = read(TRAINING / "_common.yml")["nlu"]
    return {
        item[kind]: lines(item["examples"])
        for item in items
        if kind in item and item[kind] not in ONLY_A_SIGN
    }


def key(sentence: str) -> str:
    """Return what makes two sentences the same: no accents, case, punctuation or annotations."""
    bare = _ANNOTATED.sub(r"\1", sentence)
    return fold(bare) or bare.strip()


def keys(folder: Path) -> set[str]:
    return {key(line) for found in sentences(folder).values() for line in found}


def openings() -> list[dict[str, Any]]:
    return [
        one for file in sorted(OPENINGS.glob("openings*.yml")) for one in read(file)["openings"]
    ]


def out_of_scope() -> list[str]:
    files = sorted(OPENINGS.glob("out_of_scope*.yml"))
    return [text for file in files for text in read(file)["out_of_scope"]]


def trained_intents() -> set[str]:
    return set(read(ROOT / "domain.yml")["intents"]) - OF_THE_HOUSE


def too_few(found: dict[str, list[str]], least: int, least_out_of_scope: int) -> dict[str, int]:
    return {
        intent: len(examples)
        for intent, examples in found.items()
        if len(examples) < (least_out_of_scope if intent == OUT_OF_SCOPE else least)
    }


def test_every_intent_but_those_of_the_house_is_learnt_and_measured() -> None:
    assert set(sentences(TRAINING)) == trained_intents()
    assert set(sentences(HELD_OUT)) == trained_intents()


def test_every_intent_has_enough_examples() -> None:
    assert too_few(sentences(TRAINING), 30, 150) == {}


def test_every_intent_is_measured_on_enough_sentences() -> None:
    assert too_few(sentences(HELD_OUT), 12, 60) == {}


def test_a_sentence_belongs_to_one_intent_once() -> None:
    for folder in (TRAINING, HELD_OUT):
        found = sentences(folder)
        seen = Counter(key(line) for examples in found.values() for line in examples)
        twice = {
            sentence: [name for name in found if sentence in map(key, found[name])]
            for sentence, times in seen.items()
            if times > 1
        }
        assert twice == {}, f"said twice in {folder.name}"


def test_nothing_that_measures_is_learnt() -> None:
    learnt = keys(TRAINING)
    assert keys(HELD_OUT) & learnt == set()
    first = [*(opening["say"] for opening in openings()), *out_of_scope()]
    assert [sentence for sentence in first if key(sentence) in learnt] == []


def test_the_openings_measure_something_of_their_own() -> None:
    first = [key(text) for text in (*(opening["say"] for opening in openings()), *out_of_scope())]
    assert len(first) == len(set(first))
    assert keys(HELD_OUT) & set(first) == set()


def test_there_are_enough_openings_of_each_kind() -> None:
    found = openings()
    assert len(found) >= 220
    assert len(out_of_scope()) >= 110
    assert sum("also" in opening for opening in found) >= 20
    assert sum("never" in opening for opening in found) >= 20


def test_the_openings_name_flows() -> None:
    known = trained_intents() | OTHER_FLOWS
    for opening in openings():
        assert set(opening) <= {"say", "starts", "also", "never"}, opening["say"]
        named = {*opening["starts"], *opening.get("also", ()), *opening.get("never", ())}
        assert opening["starts"] and named <= known, opening["say"]
        # A flow cannot be both right and wrong.
        assert not {*opening["starts"], *opening.get("also", ())} & {*opening.get("never", ())}


def test_every_training_file_says_where_its_intent_ends() -> None:
    files = sorted(TRAINING.glob("*.yml"))
    silent = [file.name for file in files if not file.read_text(encoding="utf-8").startswith("# ")]
    assert silent == []


def test_every_list_of_words_is_annotated_once() -> None:
    # Rasa's RegexEntityExtractor passes over the lists of entities that no example shows.
    shown = {
        entity
        for examples in sentences(TRAINING).values()
        for line in examples
        for _, entity in _ANNOTATED.findall(line)
    }
    assert set(common("lookup")) <= shown


def test_every_word_of_a_list_has_a_meaning() -> None:
    meant = {word for words in common("synonym").values() for word in words}
    listed = {word for words in common("lookup").values() for word in words}
    assert listed ^ meant == set()
    annotated = {
        word.lower()
        for examples in sentences(TRAINING).values()
        for line in examples
        for word, entity in _ANNOTATED.findall(line)
        if entity in common("lookup")
    }
    assert annotated <= meant


def test_a_word_means_one_thing() -> None:
    times = Counter(word for words in common("synonym").values() for word in words)
    assert [word for word, count in times.items() if count > 1] == []


def test_longer_words_come_before_the_shorter_ones_they_begin_with() -> None:
    # The first alternative that fits wins: "certificat" would hide "certificat de baptême".
    for name, words in common("lookup").items():
        hidden = [
            (word, later)
            for place, word in enumerate(words)
            for later in words[place + 1 :]
            if later.startswith(f"{word} ")
        ]
        assert hidden == [], name
