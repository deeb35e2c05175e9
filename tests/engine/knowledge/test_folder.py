"""A folder gives its chunks and all its faults, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Severity
from engine.knowledge.folder import check_knowledge, read_folder
from engine.knowledge.gates import Gates
from tests.engine.knowledge.chunks import FAQ, GUIDE, write_knowledge

ITEM = "  - id: a\n    questions: [x, y, z]\n    answer: b\n    source: c\n"


def codes(root: Path, **files: str) -> list[tuple[str, str, int]]:
    write_knowledge(root, **files)
    return [
        (problem.code, problem.path.rpartition("/")[2], problem.line)
        for problem in read_folder(root, "paroisse").problems
    ]


def test_a_good_folder_has_chunks_and_no_faults(tmp_path: Path) -> None:
    settings = "synonyms: [[parking, garer]]\ngates: {sure: 0.9}\n"
    write_knowledge(tmp_path, faq__yml=FAQ, guide__md=GUIDE, recherche__yml=settings)
    contents = read_folder(tmp_path, "paroisse")
    assert contents.problems == ()
    assert contents.broken == frozenset()
    assert contents.synonyms == (("parking", "garer"),)
    assert contents.gates == Gates(sure=0.9)
    assert {name: [c.chunk_id for c in chunks] for name, chunks in contents.documents.items()} == {
        "faq.yml": ["parking", "chorale"],
        "guide.md": ["guide#les-temoins"],
    }
    parking, _ = contents.documents["faq.yml"]
    assert (parking.title, parking.label, parking.source) == (
        "Où se garer ?",
        "Se garer",
        "Secrétariat",
    )
    (section,) = contents.documents["guide.md"]
    assert section.questions == ("Guide du mariage : Les témoins", "Les témoins")
    assert section.source == "Guide du mariage"


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    contents = read_folder(tmp_path, "paroisse")
    assert (contents.documents, contents.problems) == ({}, ())


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"faq__yml": "faq:\n  - id: [\n"}, ("knowledge.unreadable", "faq.yml", 3)),
        ({"faq__yml": "faq: []\n"}, ("knowledge.wrong_type", "faq.yml", 1)),
        ({"faq__yml": ""}, ("knowledge.wrong_type", "faq.yml", 1)),
        ({"faq__yml": "fqa: []\n"}, ("knowledge.unknown_key", "faq.yml", 1)),
        (
            {"faq__yml": "faq:\n" + ITEM.replace("answer: b", "anser: b")},
            ("knowledge.unknown_key", "faq.yml", 4),
        ),
        (
            {"faq__yml": "faq:\n" + ITEM.replace("    source: c\n", "")},
            ("knowledge.missing_key", "faq.yml", 2),
        ),
        (
            {"faq__yml": "faq:\n" + ITEM.replace("id: a", "id: Où ?")},
            ("knowledge.bad_id", "faq.yml", 2),
        ),
        (
            {"faq__yml": "faq:\n" + ITEM + "    label: Un titre bien trop long pour un bouton\n"},
            ("knowledge.bad_label", "faq.yml", 6),
        ),
        ({"faq__yml": "faq:\n" + ITEM + ITEM}, ("knowledge.duplicate_id", "faq.yml", 6)),
        (
            {"faq__yml": "faq:\n" + ITEM.replace("[x, y, z]", "[x]")},
            ("knowledge.few_questions", "faq.yml", 3),
        ),
        (
            {"faq__yml": "faq:\n" + ITEM + ITEM.replace("id: a", "id: b")},
            ("knowledge.duplicate_question", "faq.yml", 7),
        ),
        (
            {"faq__yml": "faq:\n" + ITEM.replace("answer: b", "answer: " + "b " * 400)},
            ("knowledge.long_answer", "faq.yml", 4),
        ),
        ({"guide__md": "Du texte sans titre.\n"}, ("knowledge.no_title", "guide.md", 1)),
        ({"guide__md": "# A\n\n## B\n"}, ("knowledge.empty_section", "guide.md", 3)),
        ({"Guide n°1__md": GUIDE}, ("knowledge.bad_name", "Guide n°1.md", 1)),
        ({"guide__pdf": "%PDF"}, ("knowledge.unknown_file", "guide.pdf", 1)),
        ({"recherche__yml": "synonyms: [[seul]]\n"}, ("knowledge.wrong_type", "recherche.yml", 1)),
        (
            {"recherche__yml": "synonyms:\n  - [a, b]\n  - [c, B]\n"},
            ("knowledge.duplicate_synonym", "recherche.yml", 3),
        ),
        (
            {"recherche__yml": "gates: {sure: 2}\n"},
            ("knowledge.wrong_type", "recherche.yml", 1),
        ),
    ],
)
def test_a_fault_has_a_code_and_a_place(
    tmp_path: Path, files: dict[str, str], expected: tuple[str, str, int]
) -> None:
    assert expected in codes(tmp_path, **files)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    (folder / "guide.md").write_bytes(b"# Guide\n\xff\xfe")
    (problem,) = read_folder(tmp_path, "paroisse").problems
    assert (problem.code, problem.severity) == ("knowledge.unreadable", Severity.ERROR)


def test_a_file_with_a_fault_gives_nothing_and_the_others_everything(tmp_path: Path) -> None:
    write_knowledge(tmp_path, faq__yml=FAQ, bad__yml="faq: []", guide__md="rien")
    contents = read_folder(tmp_path, "paroisse")
    assert set(contents.documents) == {"faq.yml"}
    assert contents.broken == {"bad.yml", "guide.md"}


def test_faulty_settings_are_not_taken_for_none(tmp_path: Path) -> None:
    write_knowledge(tmp_path, recherche__yml="synonyms: no")
    contents = read_folder(tmp_path, "paroisse")
    assert (contents.synonyms, contents.gates) == (None, None)


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    assert codes(tmp_path, **{".faq.yml.swp": "x", ".DS_Store": "x"}) == []


def test_all_folders_are_checked_and_strange_ones_told(tmp_path: Path) -> None:
    write_knowledge(tmp_path, "paroisse", faq__yml="faq: []")
    write_knowledge(tmp_path, "ecole", faq__yml=FAQ)
    found = check_knowledge(tmp_path, {"paroisse"})
    assert [(p.code, p.severity) for p in found] == [
        ("knowledge.unknown_tenant", Severity.WARNING),
        ("knowledge.wrong_type", Severity.ERROR),
    ]
