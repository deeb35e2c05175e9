"""Chunks and project folders for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from engine.knowledge.records import Chunk, Scalar

FAQ = """\
faq:
  - id: parking
    questions: [Où se garer ?, Y a-t-il un parking ?, Peut-on laisser sa voiture ?]
    answer: La cour a trente places.
    source: Secrétariat
    label: Se garer
  - id: chorale
    questions: [Comment chanter à la messe ?, Quand répète la chorale ?, Qui dirige le chœur ?]
    answer: Venez le mardi à 19 h 30.
    source: Groupes
"""
GUIDE = "# Guide du mariage\n\n## Les témoins\n\nUn ou deux témoins majeurs.\n"


def chunk(name: str, text: str = "Rien.", document: str = "", **metadata: Scalar) -> Chunk:
    """Return a chunk that is asked for by its name."""
    return Chunk(
        chunk_id=name,
        document_id=document or f"{name}.yml",
        title=name,
        text=text,
        questions=(name,),
        metadata=metadata,
    )


def write_knowledge(root: Path, tenant: str = "paroisse", **files: str) -> Path:
    """Write files of a tenant's folder, ``faq__yml="…"``; return the folder."""
    folder = root / "data" / "knowledge" / tenant
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder
