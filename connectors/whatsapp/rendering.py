"""A reply into WhatsApp messages within the real limits; pure, shared with the simulator.

>>> reply = Reply(text="Quel jour ?", choices=(Choice(title="Mardi", payload="/jour_mardi"),))
>>> render(reply)[0]["interactive"]["action"]["buttons"]
[{'type': 'reply', 'reply': {'id': '/jour_mardi', 'title': 'Mardi'}}]

The ladder for choices: buttons, else one list, else several lists, else a numbered text. Nothing is
ever cut away: what does not fit one form takes the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.whatsapp import limits
from connectors.whatsapp.marks import to_whatsapp
from connectors.whatsapp.splitting import first_words, measure, split_tail, split_text
from engine.messages import Choice, Document, Location, Reply

#: One message without its address, in the shape of Meta's Cloud API.
Body = dict[str, Any]

LIST_LABEL = "Choisir"
# WhatsApp refuses buttons without a text above them.
EMPTY_BODY = "Que souhaitez-vous ?"
MORE_BODY = "Suite des choix ({number}/{total}) :"
NUMBERED_HINT = "Répondez avec le numéro de votre choix."


def render(reply: Reply) -> list[Body]:
    """Return the messages to send for ``reply``, in order, without the address.

    An empty reply gives no message. Choices that are equal in everything count once.

    >>> render(Reply(text="**Merci** !"))
    [{'type': 'text', 'text': {'body': '*Merci* !', 'preview_url': False}}]
    """
    text = to_whatsapp(reply.text).strip()
    choices = [_squeezed(choice) for choice in dict.fromkeys(reply.choices)]
    attached: list[Body] = []
    if reply.document is not None:
        attached, text = document_messages(reply.document, text), ""
    if reply.location is not None:
        attached.append(location_message(reply.location))
    if not choices:
        # A file carries its text; a place comes below the words that lead to it.
        return [*text_messages(text), *attached] if text else attached
    return [*attached, *_offer(text, choices)]


def _offer(text: str, choices: Sequence[Choice]) -> list[Body]:
    buttons = _buttons(choices)
    if buttons is not None:
        return _above(text, {"type": "button", "action": {"buttons": buttons}})
    rows = _rows(choices)
    if rows is not None:
        return _lists(text, rows)
    return text_messages(numbered(text, choices))


def text_messages(text: str) -> list[Body]:
    """Return ``text`` as text messages, split where a reader would pause."""
    return [
        {"type": "text", "text": {"body": part, "preview_url": False}}
        for part in split_text(text, limits.TEXT_BODY)
    ]


def document_messages(document: Document, caption: str) -> list[Body]:
    """Return the file, fetched by WhatsApp from its address, under as much text as it may carry.

    >>> document_messages(Document(url="https://a.example/d/x", filename="a.pdf"), "Voici.")
    [{'type': 'document', 'document': {'link': 'https://a.example/d/x', 'filename': 'a.pdf', ...
    """
    head, tail = split_tail(caption, limits.CAPTION)
    file = {"link": document.url, "filename": document.filename}
    if tail:
        file["caption"] = tail
    return [*text_messages(head), {"type": "document", "document": file}]


def location_message(location: Location) -> Body:
    """Return a place on the map.

    >>> location_message(Location(latitude=14.7, longitude=-17.4, name="Église"))["location"]
    {'latitude': 14.7, 'longitude': -17.4, 'name': 'Église'}
    """
    place: Body = {"latitude": location.latitude, "longitude": location.longitude}
    for key, value in (("name", location.name), ("address", location.address)):
        if value:
            place[key] = value
    return {"type": "location", "location": place}


def numbered(text: str, choices: Sequence[Choice]) -> str:
    """Return ``text`` followed by its choices, one numbered line each.

    >>> print(numbered("Quel jour ?", [Choice(title="Mardi", payload="/m")]))
    Quel jour ?
    <BLANKLINE>
    1. Mardi
    <BLANKLINE>
    Répondez avec le numéro de votre choix.
    """
    lines = [
        f"{number}. {choice.title}" + (f" : {choice.description}" if choice.description else "")
        for number, choice in enumerate(choices, start=1)
    ]
    return "\n\n".join([text or EMPTY_BODY, "\n".join(lines), NUMBERED_HINT])


def _squeezed(choice: Choice) -> Choice:
    """Return ``choice`` with labels on one line, as WhatsApp wants them."""
    return Choice(
        title=" ".join(choice.title.split()),
        payload=choice.payload,
        description=" ".join(choice.description.split()),
    )


def _buttons(choices: Sequence[Choice]) -> list[Body] | None:
    """Return reply buttons, or None when one choice does not fit a button."""
    titles = [choice.title for choice in choices]
    fits = (
        len(choices) <= limits.BUTTONS
        and all(0 < measure(title) <= limits.BUTTON_TITLE for title in titles)
        and len({title.casefold() for title in titles}) == len(titles)
        # A button has no second line: a list shows it.
        and not any(choice.description for choice in choices)
        and _ids_fit(choices, limits.BUTTON_ID)
    )
    if not fits:
        return None
    return [{"type": "reply", "reply": {"id": c.payload, "title": c.title}} for c in choices]


def _rows(choices: Sequence[Choice]) -> list[Body] | None:
    """Return list rows, or None when one choice does not fit a row."""
    if not _ids_fit(choices, limits.ROW_ID):
        return None
    rows: list[Body] = []
    taken: set[str] = set()
    for choice in choices:
        title, description = _row_labels(choice, taken)
        if not title or measure(description) > limits.ROW_DESCRIPTION:
            return None
        taken.add(title.casefold())
        rows.append({"id": choice.payload, "title": title})
        if description:
            rows[-1]["description"] = description
    return rows


def _row_labels(choice: Choice, taken: set[str]) -> tuple[str, str]:
    """Return the title, unlike those ``taken``, and the description of a row.

    A title that is too long is shortened, and stands whole at the head of the description.
    """
    suffix, number = "", 1
    while True:
        room = limits.ROW_TITLE - len(suffix)
        title = first_words(choice.title, room) + suffix if choice.title else ""
        if title.casefold() not in taken:
            break
        number += 1
        suffix = f" ({number})"
    if measure(choice.title) <= room:
        return title, choice.description
    return title, " : ".join(filter(None, (choice.title, choice.description)))


def _ids_fit(choices: Sequence[Choice], limit: int) -> bool:
    """Tell whether WhatsApp accepts the payloads as ids: unique, short, no spaces around."""
    ids = [choice.payload for choice in choices]
    return len(set(ids)) == len(ids) and all(
        value and value == value.strip() and measure(value) <= limit for value in ids
    )


def _lists(text: str, rows: Sequence[Body]) -> list[Body]:
    """Return as few lists as hold ``rows``, evenly filled: 6 and 5 rather than 10 and 1."""
    total = -(-len(rows) // limits.LIST_ROWS)
    size = -(-len(rows) // total)
    messages: list[Body] = []
    for number in range(1, total + 1):
        part = rows[(number - 1) * size : number * size]
        action = {"button": LIST_LABEL, "sections": [{"rows": list(part)}]}
        above = text if number == 1 else MORE_BODY.format(number=number, total=total)
        messages += _above(above, {"type": "list", "action": action})
    return messages


def _above(text: str, interactive: Body) -> list[Body]:
    """Return ``interactive`` under the end of ``text``; what is too long goes first, as text."""
    head, tail = split_tail(text or EMPTY_BODY, limits.INTERACTIVE_BODY)
    kind, action = interactive["type"], interactive["action"]
    message = {"type": kind, "body": {"text": tail}, "action": action}
    return [*text_messages(head), {"type": "interactive", "interactive": message}]
