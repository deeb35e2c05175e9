"""Replies become messages within WhatsApp's limits, and nothing of them is lost.

The limits are checked by the fake Graph API, which has its own copy of them.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.whatsapp.marks import to_whatsapp
from connectors.whatsapp.rendering import render
from connectors.whatsapp.splitting import first_words, measure, split_tail, split_text
from engine.messages import Choice, Document, Location, Reply
from tests.acceptance.fake_graph import find_fault

# No sign of Markdown, so that the marks change nothing; spaces of all sorts, wide and joined signs.
PLAIN = st.text(
    st.sampled_from("abcéÀ .,!?…;:«»\n\t\u00a0\u202f12🙂👍🏽\u200d\u0301🇸🇳'()")
    | st.characters(codec="utf-8"),
    max_size=300,
).map(lambda text: "".join(sign for sign in text if sign not in "*_~[]`#"))


def squeeze(text: str) -> str:
    return "".join(text.split())


def choices(*titles: str, **kwargs: Any) -> tuple[Choice, ...]:
    return tuple(
        Choice(title=title, payload=f"/choix_{number}", **kwargs)
        for number, title in enumerate(titles)
    )


def forms(messages: list[dict[str, Any]]) -> list[str]:
    return [message.get("interactive", message)["type"] for message in messages]


def rows_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = message["interactive"]["action"]["sections"][0]["rows"]
    return rows


def assert_within_limits(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        assert find_fault({"messaging_product": "whatsapp", "to": "22177", **message}) is None


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (choices("Oui", "Non"), ["button"]),
        (choices("x" * 20), ["button"]),
        (choices("x" * 21), ["list"]),
        (choices("1", "2", "3", "4"), ["list"]),
        (choices(*map(str, range(10))), ["list"]),
        (choices(*map(str, range(11))), ["list", "list"]),
        (choices(*map(str, range(25))), ["list", "list", "list"]),
        (choices("Oui", "Non", description="sans engagement"), ["list"]),
        (choices("x" * 72), ["list"]),
        (choices("x" * 73), ["text"]),
        (choices("Oui", description="x" * 73), ["text"]),
        ((Choice(title="Oui", payload="p" * 256),), ["button"]),
        ((Choice(title="Oui", payload="p" * 257),), ["text"]),
        ((Choice(title="x" * 21, payload="p" * 200),), ["list"]),
        ((Choice(title="x" * 21, payload="p" * 201),), ["text"]),
        ((Choice(title="Oui", payload=" /oui"),), ["text"]),
        ((Choice(title="", payload="/oui"),), ["text"]),
        ((Choice(title="Oui", payload="/a"), Choice(title="Non", payload="/a")), ["text"]),
    ],
)
def test_form_follows_the_choices(offered: tuple[Choice, ...], expected: list[str]) -> None:
    messages = render(Reply(text="Que choisissez-vous ?", choices=offered))
    assert forms(messages) == expected
    assert_within_limits(messages)


def test_eleven_choices_fill_two_lists_evenly_and_in_order() -> None:
    first, second = render(Reply(text="Lequel ?", choices=choices(*map(str, range(11)))))
    assert [len(rows_of(first)), len(rows_of(second))] == [6, 5]
    titles = [row["title"] for row in rows_of(first) + rows_of(second)]
    assert titles == list(map(str, range(11)))
    assert first["interactive"]["body"]["text"] == "Lequel ?"
    assert second["interactive"]["body"]["text"] == "Suite des choix (2/2) :"


def test_long_title_stands_whole_in_the_description() -> None:
    title = "Certificat de baptême pour un mariage"
    (message,) = render(Reply(text="Lequel ?", choices=choices(title)))
    assert rows_of(message) == [
        {"id": "/choix_0", "title": "Certificat de baptême…", "description": title}
    ]


def test_equal_titles_are_told_apart() -> None:
    (message,) = render(Reply(text="Lequel ?", choices=choices("Mardi", "mardi", "Mardi")))
    assert [row["title"] for row in rows_of(message)] == ["Mardi", "mardi (2)", "Mardi (3)"]


def test_long_titles_with_one_beginning_are_told_apart() -> None:
    titles = ["Certificat de baptême pour un mariage", "Certificat de baptême pour un parrain"]
    (message,) = render(Reply(text="Lequel ?", choices=choices(*titles)))
    rows = rows_of(message)
    assert rows[0]["title"] != rows[1]["title"]
    assert [row["description"] for row in rows] == titles
    assert_within_limits([message])


def test_the_same_choice_twice_is_offered_once() -> None:
    (message,) = render(Reply(text="Lequel ?", choices=choices("Oui")[:1] * 2))
    assert len(message["interactive"]["action"]["buttons"]) == 1


def test_numbered_text_names_every_choice_and_how_to_answer() -> None:
    offered = (
        Choice(title="x" * 80, payload="/a"),
        Choice(title="Autre", payload="/b", description="sur place"),
    )
    (message,) = render(Reply(text="Lequel ?", choices=offered))
    assert message["text"]["body"] == (
        f"Lequel ?\n\n1. {'x' * 80}\n2. Autre : sur place\n\n"
        "Répondez avec le numéro de votre choix."
    )


def test_long_text_goes_before_the_buttons() -> None:
    text = "\n\n".join(["Nos horaires changent. " * 60, "Quel jour vous convient ?"])
    messages = render(Reply(text=text, choices=choices("Mardi", "Jeudi")))
    assert forms(messages) == ["text", "button"]
    assert messages[1]["interactive"]["body"]["text"] == "Quel jour vous convient ?"


def test_buttons_without_text_get_a_question() -> None:
    (message,) = render(Reply(text=" ", choices=choices("Oui")))
    assert message["interactive"]["body"]["text"] == "Que souhaitez-vous ?"


def test_blank_lines_do_not_split_a_short_text() -> None:
    text = "Bonjour.\n\nLa messe est à 10 h.\n\nÀ dimanche !"
    assert render(Reply(text=text)) == [
        {"type": "text", "text": {"body": text, "preview_url": False}}
    ]


def test_empty_reply_gives_no_message() -> None:
    assert render(Reply(text=" \n")) == []


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("Un deux.\n\nTrois quatre. Cinq six", 24, ["Un deux.", "Trois quatre. Cinq six"]),
        ("Un deux. Trois quatre cinq", 20, ["Un deux.", "Trois quatre cinq"]),
        ("Un deux trois quatre", 10, ["Un deux", "trois", "quatre"]),
        ("ligne un\nligne deux", 12, ["ligne un", "ligne deux"]),
        # A lone early paragraph is not worth a message of its own.
        ("Oui.\n\n" + "mot " * 9, 30, ["Oui.\n\nmot mot mot mot mot mot", "mot mot mot"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
        # Neither the initial nor the list number ends a sentence, the mark clings to its word.
        ("Voici M. Diop le curé", 14, ["Voici M. Diop", "le curé"]),
        ("Venez-vous dimanche ? Bien", 20, ["Venez-vous", "dimanche ? Bien"]),
        ("🙂" * 3, 4, ["🙂🙂", "🙂"]),
        ("👍🏽👍🏽", 6, ["👍🏽", "👍🏽"]),
        # Where only spaces that should not break are left, they break before a word does.
        ("dix\u00a0heures", 6, ["dix", "heures"]),
    ],
)
def test_cut_falls_where_a_reader_pauses(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


@pytest.mark.parametrize(
    ("text", "limit", "tail"),
    [
        ("Un.\n\nDeux. Trois ?", 15, "Deux. Trois ?"),
        ("Un. Deux. Trois ?", 15, "Deux. Trois ?"),
        ("un deux trois", 10, "deux trois"),
        ("un dimanche ?", 8, "?"),
        ("dix\u00a0heures", 8, "heures"),
        ("a" * 12, 10, "a" * 10),
        ("👍🏽👍🏽", 6, "👍🏽"),
    ],
)
def test_tail_begins_where_a_reader_pauses(text: str, limit: int, tail: str) -> None:
    assert split_tail(text, limit)[1] == tail


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**gras** et __italique__ et ~~barré~~", "*gras* et _italique_ et ~barré~"),
        ("***les deux***", "*_les deux_*"),
        ("[le site](https://a.sn/x_(y))", "le site : https://a.sn/x_(y)"),
        ("[https://a.sn](https://a.sn)", "https://a.sn"),
        ("**voir [ici](https://a.sn)**", "*voir ici : https://a.sn*"),
        ("[l'accueil](tel:+221338000000)", "l'accueil : +221338000000"),
        ("# Titre **fort**\ntexte", "*Titre fort*\ntexte"),
        ("https://a.sn/a__b__c", "https://a.sn/a__b__c"),
        ("https://a.sn/__init__.py?q=~~x~~", "https://a.sn/__init__.py?q=~~x~~"),
        ("snake__case__name", "snake__case__name"),
        ("`**code**` et ```\n# code\n```", "`**code**` et ```\n# code\n```"),
        ("Nom : ________", "Nom : ________"),
        ("2 ** 3 ** 4, n°#3", "2 ** 3 ** 4, n°#3"),
        ("*déjà*\n- un\n> cité", "*déjà*\n- un\n> cité"),
    ],
)
def test_markdown_becomes_whatsapp_marks(markdown: str, expected: str) -> None:
    assert to_whatsapp(markdown) == expected


@given(text=PLAIN, limit=st.integers(2, 60))
def test_splitting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert squeeze("".join(parts)) == squeeze(text)
    assert all(part.strip() and measure(part) <= limit for part in parts)


@given(text=PLAIN, limit=st.integers(4, 60))
def test_words_stay_whole_when_they_fit(text: str, limit: int) -> None:
    pieces = [word for part in split_text(text, limit) for word in part.split()]
    if all(measure(word) <= limit for word in text.split()):
        assert pieces == text.split()


@given(text=PLAIN, limit=st.integers(2, 60))
def test_tail_loses_nothing_and_is_never_empty(text: str, limit: int) -> None:
    head, tail = split_tail(text, limit)
    assert squeeze(head + tail) == squeeze(text)
    assert measure(tail) <= limit
    assert bool(tail) == bool(text.strip())
    if all(measure(word) <= limit for word in text.split()):
        assert head.split() + tail.split() == text.split()


@given(text=PLAIN, limit=st.integers(6, 30))
def test_first_words_keep_the_limit(text: str, limit: int) -> None:
    assert measure(first_words(text, limit)) <= limit


PAPER = Document(url="https://accueil.example/d/x", filename="certificat.pdf")
CHURCH = Location(latitude=14.7, longitude=-17.4, name="Église", address="Rue des Filaos")


def test_a_file_carries_its_text() -> None:
    [message] = render(Reply(text="Voici le **certificat**.", document=PAPER))
    assert message["document"] == {
        "link": "https://accueil.example/d/x",
        "filename": "certificat.pdf",
        "caption": "Voici le *certificat*.",
    }


def test_a_long_text_goes_before_its_file() -> None:
    messages = render(Reply(text="Une phrase de plus. " * 90, document=PAPER))
    assert forms(messages) == ["text", "document"]
    assert_within_limits(messages)


def test_a_place_comes_below_the_words_and_above_the_choices() -> None:
    assert forms(render(Reply(text="Nous sommes ici :", location=CHURCH))) == ["text", "location"]
    assert forms(render(Reply(text="", location=CHURCH))) == ["location"]
    offered = Reply(text="Autre chose ?", location=CHURCH, choices=choices("Oui"))
    assert forms(render(offered)) == ["location", "button"]


LABEL = st.text(st.characters(codec="utf-8"), max_size=30)
CHOICE = st.builds(
    Choice, title=LABEL, payload=LABEL, description=st.just("") | st.text("ab ", max_size=80)
)


@settings(max_examples=200, deadline=None)
@given(
    text=st.integers(1, 30).flatmap(lambda times: PLAIN.map(lambda text: text * times)),
    offered=st.lists(CHOICE, max_size=25),
)
def test_every_reply_stays_within_the_limits_and_keeps_its_text(
    text: str, offered: list[Choice]
) -> None:
    messages = render(Reply(text=text, choices=tuple(offered)))
    assert_within_limits(messages)
    shown = "".join(
        message["text"]["body"]
        if message["type"] == "text"
        else message["interactive"]["body"]["text"]
        for message in messages
    )
    assert squeeze(shown).startswith(squeeze(text))
    everything = squeeze("".join(texts_in(messages)))
    for choice in offered:
        assert squeeze(choice.title) in everything
        assert squeeze(choice.description) in everything


def texts_in(value: Any) -> list[str]:
    """Return every text inside a JSON value, in order."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in texts_in(item)]
