"""The paper says what the record says, in any name, always with the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from engine.certificates.paper import draw, font_files, say_date
from engine.certificates.records import Content

ROOT = Path(__file__).resolve().parents[3]
NUMBER = "PAROISSE-2026-000012"
ADDRESS = f"https://accueil.example/v/{NUMBER}?s=k1.{'A' * 43}"
CONTENT = Content(
    institution="Paroisse des Essais",
    street="1, rue des Tests",
    district="Dakar",
    phone="+221 33 800 00 00",
    email="secretariat@essais.example",
    child="Awa Diatta",
    born_on="2017-05-14",
    group="Première communion",
    year="2026-2027",
    issued_on="2026-12-01",
    city="Dakar",
    signatory="Père André Sagna, curé",
    base_url="https://accueil.example",
)


def read(content: Content) -> str:
    """Return the words of the paper, in one line."""
    reader = PdfReader(BytesIO(draw(content, NUMBER, ADDRESS)))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_it_says_who_what_when_and_by_whom() -> None:
    words = read(CONTENT)
    for part in (
        "Paroisse des Essais",
        "CERTIFICAT D’INSCRIPTION",
        "Awa Diatta",
        "né(e) le 14 mai 2017",
        "« Première communion »",
        "année 2026-2027",
        "Fait à Dakar, le 1er décembre 2026",
        "Père André Sagna, curé",
        f"N° {NUMBER}",
    ):
        assert part in words


def test_what_is_not_known_leaves_no_trace() -> None:
    words = read(replace(CONTENT, born_on="", city="", signatory="", street="", phone=""))
    assert "né(e)" not in words and "Fait à" not in words and "Le 1er décembre 2026" in words


@pytest.mark.parametrize("name", ["Ŋoné Đặng", "Łucja Šimić", "Awa <b>Diatta</b> & fils", "&amp;"])
def test_names_are_written_as_they_are(name: str) -> None:
    assert name in read(replace(CONTENT, child=name))


def test_a_very_long_name_stays_on_the_page() -> None:
    words = read(replace(CONTENT, child="Marie-Thérèse " * 60))
    assert "Marie-Thérèse" in words and f"N° {NUMBER}" in words


def test_the_same_record_gives_the_same_bytes_in_any_process() -> None:
    # The order of a set differs from process to process by its seed: nothing may depend on it.
    code = (
        "import hashlib, json, sys\n"
        "from engine.certificates.paper import draw\n"
        "from engine.certificates.records import Content\n"
        "data, number, address = json.load(sys.stdin)\n"
        "print(hashlib.sha256(draw(Content.of(data), number, address)).hexdigest())\n"
    )
    given_data = json.dumps([CONTENT.to_json(), NUMBER, ADDRESS])
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            input=given_data,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    here = [hashlib.sha256(draw(CONTENT, NUMBER, ADDRESS)).hexdigest() for _ in range(2)]
    assert digests == set(here)


def test_another_record_gives_other_bytes() -> None:
    other = replace(CONTENT, child="Fatou Sarr")
    assert draw(other, NUMBER, ADDRESS) != draw(CONTENT, NUMBER, ADDRESS)


def test_its_fonts_are_inside() -> None:
    # The library does not type what a dictionary of the file holds.
    page: Any = PdfReader(BytesIO(draw(CONTENT, NUMBER, ADDRESS))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    embedded = [f for f in fonts if "/FontDescriptor" in f and "DejaVu" in f["/BaseFont"]]
    assert len(embedded) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"] for font in embedded)


def test_without_the_fonts_reportlab_s_own_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert font_files() == ("Vera.ttf", "VeraBd.ttf")


@settings(max_examples=30)
@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_can_be_drawn(child: str, group: str) -> None:
    assert draw(replace(CONTENT, child=child, group=group), NUMBER, ADDRESS).startswith(b"%PDF")


def test_days_are_written_in_french() -> None:
    assert [say_date(day) for day in ("2026-12-01", "2027-08-31", "")] == [
        "1er décembre 2026",
        "31 août 2027",
        "",
    ]
