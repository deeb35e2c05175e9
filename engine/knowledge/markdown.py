"""Markdown documents as sections of plain text that can be sent.

>>> document = read_markdown("# Guide\\n\\n## Les témoins\\n\\nUn ou **deux**.\\n", "guide.md")
>>> [(s.heading, s.slug, s.text) for s in document.sections]
[('Les témoins', 'les-temoins', 'Un ou *deux*.')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.flows.source import Position
from engine.knowledge.analysis import words

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*")
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d+[.)]\s+.*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_STRONG = re.compile(r"(?:\*\*|__)(?=\S)(.+?)(?<=\S)(?:\*\*|__)")
# An address travels in the payload of a button.
_SLUG = 80
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands below one heading, to the next one."""

    # Empty for what stands before the first heading of the document.
    heading: str
    # Headings above it, outermost first, without the document's title.
    path: tuple[str, ...]
    # The heading for addresses; unique in the document.
    slug: str
    # Plain text: bold in single stars, list items behind dots, as WhatsApp shows them.
    text: str
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file."""

    # Its first heading of level one; empty when there is none.
    title: str
    sections: tuple[Section, ...]
    # Headings of sections without text and without sections below them.
    empty: tuple[tuple[str, Position], ...]


def read_markdown(text: str, path: str) -> Document:
    """Read a document; ``path`` is only used in positions."""
    title = ""
    blocks: list[tuple[int, str, Position, list[str]]] = [(0, "", Position(path, 1, 1), [])]
    for number, line, heading in _lines(_COMMENT.sub(_same_height, text)):
        if heading is None:
            blocks[-1][3].append(line)
        elif len(heading[1]) == 1 and not title:
            title = heading[2]
        else:
            blocks.append((len(heading[1]), heading[2], Position(path, number, 1), []))
    sections: list[Section] = []
    empty: list[tuple[str, Position]] = []
    above: list[tuple[int, str]] = []
    taken: dict[str, int] = {}
    for index, (level, heading_text, at, lines) in enumerate(blocks):
        above = [(depth, name) for depth, name in above if depth < level]
        body = plain_text(lines)
        if body:
            sections.append(
                Section(
                    heading=heading_text,
                    path=tuple(name for _, name in above),
                    slug=_unique(_slug(heading_text), taken),
                    text=body,
                    position=at,
                )
            )
        elif heading_text and not (index + 1 < len(blocks) and blocks[index + 1][0] > level):
            empty.append((heading_text, at))
        if heading_text:
            above.append((level, heading_text))
    return Document(title=title, sections=tuple(sections), empty=tuple(empty))


def plain_text(lines: list[str]) -> str:
    """Return Markdown as WhatsApp shows text: one line a paragraph, stars for bold.

    >>> print(plain_text(["Venez", "le **samedi**.", "", "- à 10 h", "- à 15 h"]))
    Venez le *samedi*.
    • à 10 h
    • à 15 h
    """
    paragraphs: list[str] = []
    open_paragraph = False
    for line in lines:
        if not line.strip():
            open_paragraph = False
        elif item := _ITEM.fullmatch(line):
            paragraphs.append(f"• {item[1].strip()}")
            open_paragraph = True
        elif open_paragraph and not _NUMBERED.fullmatch(line):
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line.strip())
            open_paragraph = True
    text = "\n".join(paragraphs)
    return _LINK.sub(r"\1 (\2)", _STRONG.sub(r"*\1*", text))


def _lines(text: str) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """Yield lines with their number, and the match of those that are headings."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        yield number, line, None if fenced else _HEADING.fullmatch(line)


def _same_height(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _slug(heading: str) -> str:
    return "-".join(words(heading))[:_SLUG].rstrip("-")


def _unique(slug: str, taken: dict[str, int]) -> str:
    taken[slug] = taken.get(slug, 0) + 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
