"""What the YAML files of a knowledge folder may hold. Codes begin with ``knowledge.``.

>>> FAQ.schema({})["required"]
['faq']
"""

from __future__ import annotations

from engine.flows.shapes import Key, ListOf, Number, Record, Text
from engine.tenants.values import Written

#: Longer answers are cut at a sentence when they are sent.
ANSWER_CHARACTERS = 600
#: A row of a WhatsApp list.
LABEL_CHARACTERS = 24
#: Fewer ways to ask than these find their answer less often.
ENOUGH_QUESTIONS = 3

#: Name of an item, and of a document.
ITEM_ID = Written(
    fault="bad_id",
    pattern=r"[a-z0-9]+(?:[-_][a-z0-9]+)*",
    expected="small letters without accents, digits, - and _",
)
_LABEL = Written(
    fault="bad_label",
    pattern=rf"\S(?:.{{0,{LABEL_CHARACTERS - 2}}}\S)?",
    expected=f"{LABEL_CHARACTERS} characters at most, it is the title of a button",
)
_SHARE = Number(0, 1)

FAQ = Record(
    "faq file",
    (
        Key(
            "faq",
            ListOf(
                Record(
                    "item",
                    (
                        Key("id", ITEM_ID, "name of the item, unique in the folder", required=True),
                        Key(
                            "questions",
                            ListOf(Text(), minimum=1, called="question"),
                            "ways to ask, three or more; the first is shown to people",
                            required=True,
                        ),
                        Key("answer", Text(), "what is answered, as it is sent", required=True),
                        Key(
                            "source",
                            Text(),
                            "named below the answer: Guide du baptême",
                            required=True,
                        ),
                        Key("label", _LABEL, "title of its button when several answers fit"),
                    ),
                ),
                minimum=1,
                called="item",
            ),
            "questions with their answers",
            required=True,
        ),
    ),
)

SETTINGS = Record(
    "search settings",
    (
        Key(
            "synonyms",
            ListOf(ListOf(Text(), minimum=2, called="term"), called="group"),
            "words that people use for each other, the one of the documents first",
        ),
        Key(
            "gates",
            Record(
                "gates",
                (
                    Key("sure", _SHARE, "confidence from which an answer is given at once"),
                    Key("possible", _SHARE, "confidence from which questions are proposed"),
                ),
            ),
            "when to answer, when to propose, when to say that one does not know",
        ),
    ),
)
