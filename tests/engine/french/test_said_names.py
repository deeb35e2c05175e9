"""A name is kept without the words around it, and talk is never taken for one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.french.said_names import Role, find_names, read_name
from engine.french.talk import is_talk

ROOT = Path(__file__).resolve().parents[3]
_ANNOTATED = re.compile(r"\[([^\]]+)\]\(\w+\)")

FIRST = st.sampled_from(
    (
        "Awa",
        "Fatou",
        "Paul",
        "Jean-Marie",
        "Thérèse",
        "Baptiste",
        "Salam",
        "Merci",
        "Noël",
        "Toussaint",
        "Omar",
    )
)
LAST = st.sampled_from(
    ("Ba", "Diop", "Sow", "Sy", "N'Diaye", "O'Brien-Sène", "Baptiste", "Da Costa", "de Souza", "Ka")
)
WHOSE = st.sampled_from(
    (
        ("{}", Role.ANY),
        ("c'est pour {}", Role.ANY),
        ("bonjour, {} svp", Role.ANY),
        ("{}, 8 ans", Role.ANY),
        ("{} née en 2018", Role.ANY),
        ("non, c'est {}", Role.ANY),
        ("je m'appelle {}", Role.SELF),
        ("moi c’est {}", Role.SELF),
        ("Mon nom est {}.", Role.SELF),
        ("mon fils {}", Role.CHILD),
        ("Elle s’appelle {} merci", Role.CHILD),
        ("ma fille s'appelle {} et elle a huit ans", Role.CHILD),
        ("je me suis trompée de prénom, c'est {}", Role.CHILD),
        ("en fait son prénom c'est {}", Role.CHILD),
    )
)


@given(FIRST, LAST, WHOSE)
def test_the_name_only_is_kept(first: str, last: str, whose: tuple[str, Role]) -> None:
    said, role = whose
    name = read_name(said.format(f"{first} {last}"))
    assert name is not None
    assert (name.value, name.role, name.several) == (f"{first} {last}", role, False)
    assert name.sure


@given(FIRST, LAST, WHOSE)
def test_small_letters_are_forgiven(first: str, last: str, whose: tuple[str, Role]) -> None:
    if first in ("Salam", "Merci", "Noël", "Toussaint"):
        return
    name = read_name(whose[0].format(f"{first} {last}".lower()))
    assert name is not None and name.value.lower() == f"{first} {last}".lower()
    assert name.value[0].isupper() and name.role is whose[1]


@pytest.mark.parametrize("text", ["Ba", "Diop", "Sow", "Baptiste", "Jo", "rose", "M. Sarr"])
def test_one_word_is_a_name_where_one_is_asked_for(text: str) -> None:
    name = read_name(text)
    assert name is not None and not (name.sure and len(text.split()) == 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "non", "oui", "dacc", "ok", "merci", "Merci", "salam", "Salam aleykum", "123", "😀"),
        *("attendez", "attendez je reviens", "attendez une minute svp", "une minute", "plus tard"),
        *("l'économat est ouvert quand ?", "c'est combien ?", "c'est moi sa maman", "ma fille"),
        *("je ne sais pas", "je suis perdu", "d'accord", "Allez-y", "l'accueil", "huit", "8 ans"),
        *("annuler", "laisse tomber", "ma mère est mourante", "il est malade", "Awa ?"),
        "elle s'appelle comme sa grand-mère du village, qui était la marraine de sa tante",
    ],
)
def test_talk_is_no_name(text: str) -> None:
    assert read_name(text) is None


def test_two_children_are_told() -> None:
    name = read_name("Paul et Marie Sarr")
    assert name is not None and name.several and name.value == "Paul et Marie Sarr"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("je veux inscrire ma fille Aline Sarr, 8 ans", [("Aline Sarr", "enfant")]),
        (
            "bonjour je m'appelle Thérèse Ba et je veux inscrire mon fils Paul Ba",
            [("Thérèse Ba", "moi"), ("Paul Ba", "enfant")],
        ),
        ("inscrire mon fils, il s'appelle omar sy et il a 9 ans", [("Omar Sy", "enfant")]),
        ("je voudrais inscrire mon fils au caté", []),
        ("ma fille est malade", []),
    ],
)
def test_names_stand_in_sentences(text: str, found: list[tuple[str, str]]) -> None:
    names = find_names(text)
    assert [(name.value, name.role) for name in names] == found
    assert all(name.value.lower() in text[name.start : name.end].lower() for name in names)


def test_another_child_is_asked_after() -> None:
    assert [(n.value, n.role) for n in find_names("et Jean-Marie ?")] == [("Jean-Marie", "enfant")]
    assert [n.value for n in find_names("et pour awa ?")] == ["Awa"]
    assert find_names("et demain ?") == find_names("et la messe ?") == ()


def test_what_people_ask_for_is_not_surely_a_name() -> None:
    """Of all sentences that we know, hardly one is: a name may say what it likes besides."""
    wrong, total = [], 0
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            # Names are given in "informer" ("je m'appelle Paul"), and in greetings.
            if item.get("intent", "informer") in ("informer", "saluer"):
                continue
            for line in item["examples"].splitlines():
                text = _ANNOTATED.sub(r"\1", line.removeprefix("- "))
                for said in (text, text[:1].upper() + text[1:]):
                    total += 1
                    names = [name for name in find_names(said) if name.sure]
                    wrong += [said for name in names if name.role is Role.ANY]
    assert len(wrong) <= 0.002 * total, wrong


@given(st.text() | st.text("abéA'- .,et de", max_size=40))
def test_any_text_is_read(text: str) -> None:
    for name in (*find_names(text), *filter(None, [read_name(text)])):
        assert name.value.strip() and 0 <= name.start < name.end <= len(text)
        assert not is_talk(name.value) or name.several


@pytest.mark.parametrize("first", ["Salam", "Toussaint", "Assomption", "Noël"])
def test_behind_words_for_a_child_a_feast_is_a_name(first: str) -> None:
    name = read_name(f"ma fille {first}")
    assert name is not None and (name.value, name.role, name.sure) == (first, Role.CHILD, True)
    assert read_name(first) is None
    assert not find_names(f"la messe de mon enfant pour la {first}")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Paul Diop, il a 8 ans et je suis Rose Diop",
            [("Paul Diop", Role.ANY), ("Rose Diop", Role.SELF)],
        ),
        (
            "mon fils Paul Diop, né en 2018, moi c'est Rose Diop",
            [("Paul Diop", Role.CHILD), ("Rose Diop", Role.SELF)],
        ),
        ("Paul Diop, 8 ans", [("Paul Diop", Role.ANY)]),
        ("je suis Rose Diop", [("Rose Diop", Role.SELF)]),
    ],
)
def test_behind_an_age_somebody_else_is_introduced(
    text: str, names: list[tuple[str, Role]]
) -> None:
    assert [(name.value, name.role) for name in find_names(text)] == names
