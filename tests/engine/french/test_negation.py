"""Sentences that say what is not wanted, and sentences that only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french import negation
from engine.french.negation import unwanted, unwanted_items, with_object

#: What the rules are made of, to be put together in any order.
WORDS = (
    *(
        "je",
        "j'",
        "ne",
        "n'",
        "pas",
        "pa",
        "plus",
        "rien",
        "aucun",
        "aucune",
        "ni",
        "sans",
        "inutile",
    ),
    *(
        "veux",
        "ai",
        "besoin",
        "est",
        "pour",
        "c'est",
        "ce",
        "une",
        "que",
        "demande",
        "absent",
        "svp",
    ),
    *(
        "annule",
        "annulez",
        "le",
        "déjà",
        "deja",
        "connais",
        "sais",
        "surtout",
        "question",
        "de",
        "non",
    ),
    *("agit", "s'", "parle", "écris", "point", "du", "tout", ",", "messe", "à", "d'"),
)


@pytest.mark.parametrize(
    ("text", "positive"),
    [
        ("je ne veux pas annuler", "je veux annuler"),
        ("je veux pas annuler mon rdv", "je veux annuler mon rdv"),
        ("je ne souhaite plus annuler", "je souhaite annuler"),
        ("Je n’ai pas besoin d’un certificat", "Je ai besoin d’un certificat"),
        ("pas besoin de rendez-vous", "ai besoin de rendez-vous"),
        ("n'annulez pas", "annulez"),
        ("ne supprimez rien", "supprimez"),
        ("mais n'annulez pas", "mais annulez"),
        ("ne l'annulez surtout pas svp", "annulez svp"),
        ("ce n'est pas pour annuler", "ce est pour annuler"),
        ("c'est pas pour annuler", "c'est pour annuler"),
        ("surtout pas annuler", "annuler"),
        ("je veux changer l'heure sans annuler", "je veux changer l'heure annuler"),
        ("inutile d'annuler", "annuler"),
        ("pas la messe", "la messe"),
        ("non pas déplacer", "déplacer"),
        ("je ne cherche pas l'heure de la messe", "je cherche l'heure de la messe"),
        ("je ne demande pas la date", "je demande la date"),
        ("je n'ai aucun rendez-vous à annuler", "je ai rendez-vous à annuler"),
        ("il ne s'agit pas d'une confession", "s'agit d'une confession"),
        ("ce n'est pas une absence", "c'est une absence"),
        ("cest pas un nouveau rdv", "c'est un nouveau rdv"),
        ("ce nest pas mon rendez-vous", "c'est mon rendez-vous"),
        ("mon fils n'est pas absent", "mon fils est absent"),
        ("je n'annule pas mon rdv", "je annule mon rdv"),
        ("j'inscris pas un deuxième enfant", "je inscris un deuxième enfant"),
        ("je n'ai pas demandé le prix", "je ai demandé le prix"),
        ("elle n'est vraiment pas absente samedi", "elle est absente samedi"),
        ("c'est pas inscrire que je veux", "je demande inscrire"),
        ("les messes je connais déjà l'horaire", "les messes l'horaire"),
        ("je sais que Noël c'est le 25", "Noël c'est le 25"),
    ],
)
def test_what_is_not_wanted(text: str, positive: str) -> None:
    assert unwanted(text) == positive


@pytest.mark.parametrize(
    "text",
    [
        "je ne trouve pas l'église",
        "je ne connais pas mon code",
        "on ne peut pas venir mardi",
        "je n'arrive pas à avoir le secrétariat",
        "ce n'est pas bon",
        "mon code de famille ne marche plus",
        "le site ne donne pas les horaires",
        "je veux annuler",
        "pas de souci",
        "pas mal et vous",
        "non pas encore",
        "il n'est pas là samedi",
        "elle n'est pas bien",
        "elle ne viendra pas samedi",
        "ce n'est pas normal",
        "ce n'est pas la peine",
        "je n'ai pas reçu mon code",
        "je sais pas où c'est",
    ],
)
def test_what_only_tells_something(text: str) -> None:
    assert unwanted(text) is None


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Je ne veux ni messe ni confession", ("Je veux messe", "Je veux confession")),
        ("ni baptême, ni mariage", ("baptême", "mariage")),
        (
            "ce n'est ni pour un rdv ni pour une absence",
            ("ce est pour un rdv", "ce est pour une absence"),
        ),
        (
            "je n'ai besoin ni d'un rdv ni d'un papier",
            ("je ai besoin un rdv", "je ai besoin un papier"),
        ),
        ("ni vu", ()),
        ("je ne veux pas de messe", ()),
        ("animateur ici", ()),
    ],
)
def test_what_is_wanted_neither(text: str, items: tuple[str, ...]) -> None:
    assert unwanted_items(text) == items


@pytest.mark.parametrize(
    ("text", "earlier", "whole"),
    [
        ("annulez le", "ne déplacez pas mon rdv", "annulez le mon rdv"),
        (
            "je veux le déplacer",
            "je n'annule pas le rendez-vous",
            "je veux le déplacer le rendez-vous",
        ),
        ("supprimez-la", "ne décalez pas cette réunion", "supprimez-la cette réunion"),
        # It points at nothing, or has its object itself.
        ("donnez-moi l'heure", "ne déplacez pas mon rdv", "donnez-moi l'heure"),
        ("annulez le", "ne déplacez pas", "annulez le"),
    ],
)
def test_what_a_pronoun_points_at(text: str, earlier: str, whole: str) -> None:
    assert with_object(text, earlier) == whole


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_a_text_without_a_word_of_negation_needs_no_rule(text: str) -> None:
    matched = any(rule.pattern.search(text) for rule in negation._RULES)
    assert not matched or negation._MAY.search(text)


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_points_back(text: str, earlier: str) -> None:
    assert with_object(text, earlier).startswith(text)
    assert all(unwanted_items(text))


@given(st.text(max_size=120))
def test_any_text_is_taken(text: str) -> None:
    positive = unwanted(text)
    assert positive is None or len(positive) <= len(text) + len("ai besoin")
