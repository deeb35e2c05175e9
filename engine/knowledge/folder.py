"""Reads ``data/knowledge/<tenant>/``: its chunks, its settings and every fault.

A file with a fault gives no chunks and is named in ``broken``: whoever indexes keeps what was read
from it the last time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import Problem, Severity, YamlError
from engine.flows.report import Report
from engine.flows.shapes import Where
from engine.flows.source import Position, YamlMap, read_file
from engine.knowledge.analysis import fold
from engine.knowledge.gates import Gates
from engine.knowledge.markdown import Section, read_markdown
from engine.knowledge.records import Chunk
from engine.knowledge.shape import (
    ANSWER_CHARACTERS,
    ENOUGH_QUESTIONS,
    FAQ,
    ITEM_ID,
    SETTINGS,
)
from engine.knowledge.store import Synonyms

FOLDER = "data/knowledge"
SETTINGS_FILE = "recherche.yml"
_YAML = (".yml", ".yaml")
_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """One tenant's folder, read."""

    # File, relative to the folder -> what it holds.
    documents: dict[str, tuple[Chunk, ...]]
    # Files with a fault: nothing is known of what they hold now.
    broken: frozenset[str]
    problems: tuple[Problem, ...]
    # None when the settings have a fault.
    synonyms: Synonyms | None = ()
    gates: Gates | None = field(default_factory=Gates)


def read_folder(root: Path, tenant: str) -> Contents:
    """Read the folder of one tenant of the project in ``root``; a missing one is empty."""
    return _Reader(root, tenant).read()


def check_knowledge(root: Path, tenants: Collection[str]) -> list[Problem]:
    """Return every fault of every folder, and folders that belong to no tenant."""
    problems: list[Problem] = []
    for folder in sorted((root / FOLDER).glob("*")):
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        if folder.name not in tenants:
            report = Report()
            report.warning(
                "knowledge.unknown_tenant",
                Position(f"{FOLDER}/{folder.name}", 1, 1),
                f"no tenant is called {folder.name!r}: nobody is answered from this folder",
            )
            problems += report.problems
        problems += read_folder(root, folder.name).problems
    return problems


class _Reader:
    """Reads one folder once."""

    def __init__(self, root: Path, tenant: str) -> None:
        self._root = root
        self._folder = root / FOLDER / tenant
        self._report = Report()
        # Id of a chunk, and folded question -> where it was seen first.
        self._ids: dict[str, Position] = {}
        self._asked: dict[str, str] = {}
        self._synonyms: Synonyms | None = ()
        self._gates: Gates | None = Gates()

    def read(self) -> Contents:
        documents: dict[str, tuple[Chunk, ...]] = {}
        broken: set[str] = set()
        for file in sorted(self._folder.rglob("*")):
            name = file.relative_to(self._folder).as_posix()
            if not file.is_file() or any(part.startswith(".") for part in name.split("/")):
                continue
            if name == SETTINGS_FILE:
                self._read_settings(file)
                continue
            chunks = self._read_document(file, name)
            if chunks is None:
                broken.add(name)
            elif chunks:
                documents[name] = chunks
        return Contents(
            documents=documents,
            broken=frozenset(broken),
            problems=self._report.problems,
            synonyms=self._synonyms,
            gates=self._gates,
        )

    def _read_document(self, file: Path, name: str) -> tuple[Chunk, ...] | None:
        """Return the chunks of a file; None when it has a fault."""
        before = self._errors()
        if file.suffix in _YAML:
            chunks = tuple(self._faq(file, name))
        elif file.suffix in _MARKDOWN:
            chunks = tuple(self._markdown(file, name))
        else:
            self._report.warning(
                "knowledge.unknown_file",
                Position(self._shown(file), 1, 1),
                f"{file.suffix or 'this'!r} is not read",
                "write it as Markdown (.md), or as questions and answers (.yml)",
            )
            return ()
        return chunks if self._errors() == before else None

    def _errors(self) -> int:
        return sum(p.severity is Severity.ERROR for p in self._report.problems)

    def _shown(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()

    def _yaml(self, file: Path) -> Any:
        try:
            return read_file(file, self._shown(file))
        except YamlError as error:
            at = Position(error.path, error.line, error.column)
            self._report.error("knowledge.unreadable", at, error.reason)
            return None

    # -- questions and answers ---------------------------------------------------------------

    def _faq(self, file: Path, name: str) -> Iterator[Chunk]:
        before = self._errors()
        content = self._yaml(file)
        if self._errors() > before:
            return
        at = Position(self._shown(file), 1, 1)
        if not FAQ.check(content, at, Where("knowledge", "the file", self._report)):
            return
        for item in content["faq"]:
            self._advise(item)
            if self._is_new(item["id"], item.position_of_value("id")):
                questions = tuple(" ".join(text.split()) for text in item["questions"])
                yield Chunk(
                    chunk_id=item["id"],
                    document_id=name,
                    title=questions[0],
                    text=item["answer"].strip(),
                    questions=questions,
                    label=item.get("label") or "",
                    source=item["source"].strip(),
                )

    def _advise(self, item: YamlMap) -> None:
        """Warn of what makes an item work less well than it could."""
        questions, answer = item["questions"], item["answer"].strip()
        if len(questions) < ENOUGH_QUESTIONS:
            self._report.warning(
                "knowledge.few_questions",
                item.position_of("questions"),
                f"{item['id']!r} has {len(questions)} way(s) to ask",
                f"write {ENOUGH_QUESTIONS} or more, in the words of those who ask",
            )
        if len(answer) > ANSWER_CHARACTERS:
            self._report.warning(
                "knowledge.long_answer",
                item.position_of("answer"),
                f"the answer of {item['id']!r} has {len(answer)} characters",
                f"{ANSWER_CHARACTERS} are sent, cut at a sentence",
            )
        for text, at in zip(questions, questions.items_at, strict=True):
            owner = self._asked.setdefault(fold(" ".join(text.split())), item["id"])
            if owner != item["id"]:
                self._report.warning(
                    "knowledge.duplicate_question", at, f"{owner!r} asks the same question"
                )

    def _is_new(self, chunk_id: str, at: Position) -> bool:
        first = self._ids.setdefault(chunk_id, at)
        if first is at:
            return True
        self._report.error(
            "knowledge.duplicate_id",
            at,
            f"{chunk_id!r} stands in {first.path}:{first.line} already",
            "give each item its own id",
        )
        return False

    # -- documents ---------------------------------------------------------------------------

    def _markdown(self, file: Path, name: str) -> Iterator[Chunk]:
        at = Position(self._shown(file), 1, 1)
        try:
            document = read_markdown(file.read_text(encoding="utf-8-sig"), at.path)
        except (OSError, UnicodeDecodeError):
            self._report.error("knowledge.unreadable", at, "not a UTF-8 text file")
            return
        if not ITEM_ID.fits(file.stem):
            self._report.error(
                "knowledge.bad_name",
                at,
                f"the file is called {file.name!r}, expected {ITEM_ID.expected}",
                "the name is part of the address of its sections",
            )
            return
        if not document.title:
            self._report.error(
                "knowledge.no_title", at, "the document has no title", "begin it with '# Title'"
            )
            return
        for heading, where in document.empty:
            self._report.warning(
                "knowledge.empty_section", where, f"there is no text below {heading!r}"
            )
        for section in document.sections:
            chunk_id = f"{file.stem}#{section.slug}" if section.slug else file.stem
            if self._is_new(chunk_id, section.position):
                yield _section_chunk(chunk_id, name, document.title, section)

    # -- settings ----------------------------------------------------------------------------

    def _read_settings(self, file: Path) -> None:
        before = self._errors()
        content = self._yaml(file)
        if self._errors() == before and content is not None:
            at = Position(self._shown(file), 1, 1)
            SETTINGS.check(content, at, Where("knowledge", "the file", self._report))
            if isinstance(content, YamlMap) and self._errors() == before:
                self._check_synonyms(content.get("synonyms") or ())
        if self._errors() > before:
            self._synonyms = self._gates = None
        elif content is not None:
            groups = content.get("synonyms") or ()
            self._synonyms = tuple(tuple(group) for group in groups)
            self._gates = Gates(**(content.get("gates") or {}))

    def _check_synonyms(self, groups: Any) -> None:
        seen: dict[str, Position] = {}
        for group in groups:
            for term, at in zip(group, group.items_at, strict=True):
                first = seen.setdefault(fold(term), at)
                if first is not at:
                    self._report.error(
                        "knowledge.duplicate_synonym",
                        at,
                        f"{term!r} stands in line {first.line} already",
                        "a word has one group",
                    )


def _section_chunk(chunk_id: str, name: str, title: str, section: Section) -> Chunk:
    headings = [*section.path, *filter(None, [section.heading])]
    whole = " : ".join([title, *headings])
    return Chunk(
        chunk_id=chunk_id,
        document_id=name,
        title=whole,
        text=section.text,
        # The heading alone is how most people would ask; the title tells sections apart.
        questions=tuple(dict.fromkeys([whole, " ".join(headings) or title])),
        source=title,
    )
