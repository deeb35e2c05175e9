"""Draws a certificate of enrolment as a PDF, always with the same bytes.

draw(content, "PAROISSE-2026-000012", "https://accueil.example/v/PAROISSE-2026-000012?s=k1.…")

The only file that knows reportlab. Its own fonts end with Latin-1, and a parish has names beyond;
so the paper is set in DejaVu Serif, whose files come with matplotlib (which Rasa needs). Where they
are missing, Vera of reportlab takes their place and such signs become empty boxes.
"""

from __future__ import annotations

import importlib.util
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from engine.certificates.records import Content
from engine.french.speech import MONTHS

#: Raised with every change of what is drawn; kept with each certificate.
TEMPLATE: Final = 1

_REGULAR, _BOLD = "AccueilSerif", "AccueilSerif-Bold"
_INK, _GREEN, _PALE = "#1d2522", "#0f5f50", "#b9c9c2"
_MARGIN = 42.0
# Names that do not end would leave the page.
_LONGEST = 200


def say_date(text: str) -> str:
    """Return a day as it is written on papers.

    >>> say_date("2026-12-01"), say_date("2026-11-23"), say_date("")
    ('1er décembre 2026', '23 novembre 2026', '')
    """
    if not text:
        return ""
    day = date.fromisoformat(text)
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def prepare() -> None:
    """Load the library and its fonts: most of a second that no transaction should last."""
    _register_fonts()


def draw(content: Content, number: str, address: str) -> bytes:
    """Return the file of a certificate; ``address`` is what its QR code leads to."""
    # Here, because only a process that draws needs the library, which takes its time to load.
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    _register_fonts()
    buffer = BytesIO()
    # Invariant: no time of making, no random name inside.
    canvas = Canvas(buffer, pagesize=A4, invariant=1, lang="fr")
    canvas.setTitle(f"Certificat d’inscription {number}")
    canvas.setAuthor(content.institution)
    canvas.setSubject("Inscription au catéchisme")
    canvas.setCreator("Accueil")
    width, height = A4
    _frame(canvas, width, height)
    _head(canvas, content, width, height)
    _body(canvas, content, width, height)
    _foot(canvas, content, number, address, width)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _frame(canvas: Any, width: float, height: float) -> None:
    canvas.setStrokeColor(_GREEN)
    for margin, line in ((_MARGIN - 14, 1.6), (_MARGIN - 9, 0.5)):
        canvas.setLineWidth(line)
        canvas.rect(margin, margin, width - 2 * margin, height - 2 * margin)


def _head(canvas: Any, content: Content, width: float, height: float) -> None:
    place = " · ".join(filter(None, (content.street, content.district)))
    reach = " · ".join(filter(None, (content.phone, content.email)))
    top = height - 84
    top -= _text(canvas, content.institution, top, width, size=17, bold=True, color=_GREEN)
    top -= _text(canvas, place, top - 4, width, size=9.5)
    _text(canvas, reach, top - 6, width, size=9.5)
    canvas.setStrokeColor(_PALE)
    canvas.setLineWidth(0.8)
    canvas.line(width / 2 - 60, height - 170, width / 2 + 60, height - 170)
    _text(canvas, "CERTIFICAT D’INSCRIPTION", height - 232, width, size=22, bold=True)
    _text(canvas, f"au catéchisme · année {content.year}", height - 262, width, size=12.5)


def _body(canvas: Any, content: Content, width: float, height: float) -> None:
    top = height - 316
    top -= _text(canvas, "Nous certifions que", top, width, size=12) + 18
    name = content.child[:_LONGEST]
    top -= _text(canvas, name, top, width, size=20, bold=True, color=_GREEN) + 12
    if content.born_on:
        # Nobody noted whether a boy or a girl.
        born = f"né(e) le {say_date(content.born_on)}"
        top -= _text(canvas, born, top, width, size=12) + 12
    line = f"est inscrit(e) au catéchisme pour l’année {content.year}, dans le groupe"
    top -= _text(canvas, line, top, width, size=12) + 6
    top -= (
        _text(
            canvas,
            f"«\N{NO-BREAK SPACE}{content.group}\N{NO-BREAK SPACE}».",
            top,
            width,
            size=13,
            bold=True,
        )
        + 22
    )
    top -= _text(
        canvas, "Ce certificat est délivré à la demande de la famille,", top, width, size=10.5
    )
    _text(canvas, "pour servir et valoir ce que de droit.", top, width, size=10.5)


def _foot(canvas: Any, content: Content, number: str, address: str, width: float) -> None:
    made = f"le {say_date(content.issued_on)}"
    if content.city:
        made = f"Fait à {content.city}, {made}"
    right = width - _MARGIN - 26
    canvas.setFillColor(_INK)
    canvas.setFont(_REGULAR, 11)
    canvas.drawRightString(right, 214, made[:1].upper() + made[1:])
    if content.signatory:
        canvas.setFont(_BOLD, 11)
        canvas.drawRightString(right, 194, content.signatory)
    _qr(canvas, address, _MARGIN + 14, 78)
    left = _MARGIN + 14 + 104 + 12
    canvas.setFont(_BOLD, 10)
    canvas.drawString(left, 146, f"N° {number}")
    canvas.setFont(_REGULAR, 8.5)
    canvas.drawString(left, 128, "Pour vérifier ce certificat, lisez ce code avec un téléphone.")
    canvas.drawString(left, 115, "La page doit montrer le même numéro et les mêmes initiales.")
    canvas.setFillColor("#5f6a65")
    host = content.base_url.partition("://")[2] or content.base_url
    canvas.drawString(left, 96, f"Délivré par l’accueil automatique · {host}")


def _text(
    canvas: Any,
    text: str,
    top: float,
    width: float,
    *,
    size: float,
    bold: bool = False,
    color: str = _INK,
) -> float:
    """Draw centred text below ``top``, on as many lines as it needs; return their height."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    if not text:
        return 0.0
    style = ParagraphStyle(
        "accueil",
        fontName=_BOLD if bold else _REGULAR,
        fontSize=size,
        leading=size * 1.35,
        alignment=1,
        textColor=HexColor(color),
        splitLongWords=1,
    )
    # Escaped: a paragraph understands mark-up, and a name is none.
    paragraph = Paragraph(escape(text), style)
    room = width - 2 * (_MARGIN + 24)
    height: float = paragraph.wrap(room, 1000)[1]
    paragraph.drawOn(canvas, _MARGIN + 24, top - height)
    return height


def _qr(canvas: Any, address: str, x: float, y: float, side: float = 104) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    # "M" survives a crease; the widget keeps the white border that readers want.
    code = QrCodeWidget(address, barLevel="M", barWidth=side, barHeight=side)
    drawing = Drawing(side, side)
    drawing.add(code)
    renderPDF.draw(drawing, canvas, x, y)


def _register_fonts() -> None:
    """Make the two fonts known to the library, once per process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if _REGULAR in pdfmetrics.getRegisteredFontNames():
        return
    for name, file in zip((_REGULAR, _BOLD), font_files(), strict=True):
        pdfmetrics.registerFont(TTFont(name, file))


def font_files() -> tuple[str, str]:
    """Return the files of the regular and the bold font; names where reportlab finds its own."""
    found = importlib.util.find_spec("matplotlib")
    for place in (found.submodule_search_locations or ()) if found else ():
        folder = Path(place) / "mpl-data" / "fonts" / "ttf"
        files = (folder / "DejaVuSerif.ttf", folder / "DejaVuSerif-Bold.ttf")
        if all(file.is_file() for file in files):
            return str(files[0]), str(files[1])
    return "Vera.ttf", "VeraBd.ttf"
