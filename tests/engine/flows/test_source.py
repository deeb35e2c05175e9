"""YAML with positions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import YamlError
from engine.flows.source import YamlList, YamlMap, read_file, read_text


def test_keys_and_values_know_their_place() -> None:
    document = read_text("a:\n  - b: c\n    d: [1, 2]\n", "x.yml")
    item = document["a"][0]
    assert (document.position_of("a").line, document.position_of("a").column) == (1, 1)
    assert document["a"].items_at[0].line == 2
    assert (item.position_of_value("d").line, item.position_of_value("d").column) == (3, 8)
    assert item.position_of("absent") == item.position


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("012", 12),
        ("1e3", 1000.0),
        ("true", True),
        ("~", None),
        ('"12"', "12"),
        ("'true'", "true"),
        ("221770000001", 221770000001),
        ("2210770000001770000001", "2210770000001770000001"),
        ("0x1F", 31),
        ("!custom 12", "12"),
    ],
)
def test_scalars_are_read_as_rasa_reads_them(text: str, value: Any) -> None:
    read = read_text(f"k: {text}", "x.yml")["k"]
    assert read == value
    assert type(read) is type(value)


def test_a_key_written_twice_is_remembered() -> None:
    document = read_text("a: 1\nb: 2\na: 3\n", "x.yml")
    assert document["a"] == 3
    assert [(name, at.line) for name, at in document.duplicates] == [("a", 3)]


def test_anchors_and_merges() -> None:
    document = read_text("base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\n", "x.yml")
    assert document["mine"] == {"x": 1, "y": 3}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: [1, 2\n", 2, 1, "not valid YAML"),
        ("a: b: c\n", 1, 5, "not valid YAML"),
        ("a: 1\nb: \x07\n", 2, 4, "not allowed"),
        ("? [1, 2]\n: x\n", 1, 3, "single word"),
        ("a: &x [*x]\n", 1, 4, "alias"),
        ("[" * 80 + "]" * 80, 1, 62, "nested"),
    ],
)
def test_what_is_not_yaml_has_an_address(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        read_text(text, "x.yml")
    assert (caught.value.line, caught.value.column) == (line, column)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.yml").write_bytes("é: 1".encode("latin-1"))
    with pytest.raises(YamlError, match="UTF-8"):
        read_file(tmp_path / "latin.yml", "latin.yml")
    with pytest.raises(YamlError, match="cannot be read"):
        read_file(tmp_path / "none.yml", "none.yml")


@given(st.text())
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        read = read_text(text, "x.yml")
    except YamlError as error:
        assert error.line >= 1
        assert error.column >= 1
    else:
        assert read is None or isinstance(read, str | int | float | bool | YamlMap | YamlList)
