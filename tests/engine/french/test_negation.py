"""Sentences that say what is not wanted, and sentences that only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.negation import unwanted


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
        "elle ne viendra pas samedi",
        "ce n'est pas normal",
        "ce n'est pas la peine",
        "je n'ai pas reçu mon code",
        "je sais pas où c'est",
    ],
)
def test_what_only_tells_something(text: str) -> None:
    assert unwanted(text) is None


@given(st.text(max_size=120))
def test_any_text_is_taken(text: str) -> None:
    positive = unwanted(text)
    assert positive is None or len(positive) <= len(text) + len("ai besoin")
