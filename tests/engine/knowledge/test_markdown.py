"""Documents become sections of text that can be sent as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.markdown import read_markdown

GUIDE = """\
# Guide du mariage

Bienvenue.

## Les témoins

Chacun choisit
un **ou deux** témoins.
Voir [le site](https://example.org/a "titre").

- majeurs ;
- baptisés
  si possible.

## Les dates
<!-- à compléter
## Pas une section
-->
### En hiver

1. le samedi
2. le vendredi

```
# pas un titre
```

## Les témoins

Encore.

## Rien
"""


def test_sections_have_text_a_place_and_an_address_of_their_own() -> None:
    document = read_markdown(GUIDE, "guide.md")
    assert document.title == "Guide du mariage"
    assert [(s.heading, s.path, s.slug, s.position.line) for s in document.sections] == [
        ("", (), "", 1),
        ("Les témoins", (), "les-temoins", 5),
        ("En hiver", ("Les dates",), "en-hiver", 19),
        ("Les témoins", (), "les-temoins-2", 28),
    ]


def test_text_is_as_whatsapp_shows_it() -> None:
    texts = [section.text for section in read_markdown(GUIDE, "guide.md").sections]
    assert texts[1] == (
        "Chacun choisit un *ou deux* témoins. Voir le site (https://example.org/a).\n"
        "• majeurs ;\n• baptisés si possible."
    )
    assert texts[2] == "1. le samedi\n2. le vendredi\n# pas un titre"


def test_a_heading_with_nothing_below_is_told_but_not_one_above_others() -> None:
    document = read_markdown(GUIDE, "guide.md")
    assert [(name, at.line) for name, at in document.empty] == [("Rien", 32)]


def test_a_document_without_a_title_has_none() -> None:
    document = read_markdown("Texte seul.", "a.md")
    assert (document.title, document.sections[0].text) == ("", "Texte seul.")


@given(st.text(alphabet="# -*`~\nabé12[](){}<!>", max_size=200))
def test_any_text_is_a_document_whose_addresses_differ(text: str) -> None:
    document = read_markdown(text, "a.md")
    slugs = [section.slug for section in document.sections]
    assert len(slugs) == len(set(slugs))
    assert all(section.text.strip() for section in document.sections)
