"""What presses and what only sounds so; in doubt it presses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.alarms import GRIEFS, Alarm, alarm_of, asks_when, without_haste


@pytest.mark.parametrize(
    "text",
    [
        "mon père est mourant, il faut un prêtre vite",
        "MA MERE AGONISE",
        "grand-père va partir d'une minute à l'autre",
        "le médecin dit que mon père n'en a plus que pour quelques heures",
        "mon fils est hospitalisé entre la vie et la mort",
        "ma soeur est aux soins intensifs, elle veut se confesser",
        "mon frère est à l'hôpital, il ne passera pas la nuit",
        "mn pere è entrain de mourir un pretre svp",
        "onction des malades tout de suite à l'hôpital Principal",
        "mon père a fait un AVC cette nuit",
        "maman ne se réveille plus",
        "sa grand-mère est gravement malade",
        "au secours",
        "mon mari me frappe",
        "j'ai pris des médicaments, je veux mourir",
        # A priest is called, whatever for.
        "il faut un prêtre à l'hôpital Fann pour mon père",
        "besoin urgent d'un prêtre",
        "ma fille est hospitalisée et réclame un prêtre",
        "un prêtre pour bénir le corps de mon père décédé ce matin",
        "que le père vienne maintenant",
        "mon mari est mort, je voudrais voir un prêtre, rendez-vous ce soir, venez",
        # The nearest has died, or who is absent.
        "mon fils est mort",
        "ma femme est décédée cette nuit",
        "j'ai perdu mon bébé aujourd'hui",
        "Jean ne viendra pas samedi, il est mort",
        "Paul est décédé, il ne viendra plus",
        # A grief, and a call.
        "mon père est décédé, aidez-nous",
        "mon oncle est mort, venez prier avec nous",
    ],
)
def test_these_are_a_danger(text: str) -> None:
    assert alarm_of(text) is Alarm.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "mon mari est mort l'an dernier et je veux le rejoindre",
        "ma femme est décédée il y a un an, je veux en finir",
        "depuis la mort de mon fils il y a un an je pense à me suicider",
        "mon père décédé l'an dernier me manque, je n'ai plus la force de vivre",
        "anniversaire de la mort de mon fils demain, je veux mourir moi aussi",
        "une messe pour mon père qui est mourant",
        "une messe pour mon père décédé, non, il est mourant, un prêtre",
        "messe ou onction vite mon oncle s'en va",
        "Paul sera absent dimanche, son grand-père est en train de mourir",
        "annulez mon rendez-vous, ma mère agonise",
        "rendez-vous urgent avec un prêtre, ma mère est mourante",
        "besoin d'un rendez-vous urgent, je vais me tuer",
        "rdv urgent avec le curé, mon mari est à l'hôpital",
        "certificat ou pas je vais en finir avec la vie",
        "un certificat c'est urgent, mon mari me menace",
    ],
)
def test_one_word_of_danger_outweighs_all_others(text: str) -> None:
    assert alarm_of(text) is Alarm.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "son grand-père est décédé",
        "ma mère est décédée",
        "mon père est mort cette nuit",
        "sa tante vient de mourir",
        "papi est mort",
        "décès dans la famille",
        "nous sommes en deuil",
        "on a perdu ma belle-mère",
        "nous enterrons leur grand-père",
        "les enfants ne viendront pas, leur papa est décédé",
        "la mère de mon mari est morte",
        "elle est à l'hôpital depuis hier",
        "il est hospitalisé",
        "mon fils a eu un accident, rien de grave",
        # What has just happened is news, however it is worded.
        "une messe pour mon père décédé ce matin",
        "une messe d'enterrement pour mon père décédé",
        "mon oncle est mort il y a vingt minutes",
        "priez pour le repos de l'âme de mon oncle, il vient de mourir",
        # Nobody said when.
        "mon père est décédé, je voudrais une messe pour lui",
    ],
)
def test_these_are_news(text: str) -> None:
    assert alarm_of(text) in (Alarm.NEWS, Alarm.DANGER)
    assert alarm_of(text) not in (Alarm.MEMORY, Alarm.PAST)


@pytest.mark.parametrize(
    "text",
    [
        "une messe pour mon père décédé il y a un an",
        "je veux une messe de requiem pour ma grand-mère décédée",
        "messe pour le repos de l'âme de mon oncle",
        "intention de messe pour mon défunt mari",
        "ma mère est décédée il y a trois ans, je voudrais une messe pour elle",
        "jvoudré une mess pr mon papa dcd lan dernier",
        "anniversaire de décès de ma mère le 12 mai, comment avoir une messe",
        "cela fait quarante jours que mon oncle est mort, comment demander une messe",
        "faire chanter une messe pour feu mon grand-père",
        "prier pour ma grand-mère morte l'année dernière",
        "une messe pour mon fils mort dans un accident il y a cinq ans",
        "je voudrais que le curé dise une messe pour mon défunt père",
        "nous voulons une messe pour nos parents défunts",
        "messe anniversaire du rappel à Dieu de notre père",
        "messe souvenir pour nos disparus du Joola",
        "messe à la mémoire de Marie, rappelée à Dieu en 2021",
    ],
)
def test_these_remember_the_dead(text: str) -> None:
    assert alarm_of(text) is Alarm.MEMORY


@pytest.mark.parametrize(
    "text",
    [
        "mon mari est mort l'an dernier",
        "mon père est décédé il y a deux ans, il me faut son extrait de baptême",
        "ma tante est morte en 2019",
        "depuis longtemps mon oncle est mort",
    ],
)
def test_these_are_long_past(text: str) -> None:
    assert alarm_of(text) is Alarm.PAST


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("un certificat, c'est urgent", "un certificat"),
        ("c'est urgent, j'ai besoin du certificat", "j'ai besoin du certificat"),
        ("j'ai besoin d'un rendez-vous urgent", "j'ai besoin d'un rendez-vous"),
        ("rdv urgent avec le curé", "rdv avec le curé"),
        ("certificat en urgence svp", "certificat svp"),
        ("il me faut vite une attestation", "il me faut une attestation"),
        ("Urgent : certificat", "certificat"),
        ("C'EST URGENT !", ""),
    ],
)
def test_haste_is_about_what_stands_beside_it(text: str, thing: str) -> None:
    assert alarm_of(text) is Alarm.HASTE
    assert without_haste(text) == thing


@pytest.mark.parametrize(
    "text",
    [
        "la messe de requiem c'est à 10h ou à 11h",
        "messe des défunts, le matin ou le soir",
        "quand ?",
    ],
)
def test_who_asks_when_knows_of_the_mass(text: str) -> None:
    assert asks_when(text)
    assert not asks_when("une messe pour mon défunt mari dimanche")


@pytest.mark.parametrize("text", ["", "à quelle heure est la messe", "sama yaay dafa faatu", "😀"])
def test_unknown_words_are_no_calm(text: str) -> None:
    assert alarm_of(text) is Alarm.UNKNOWN


@pytest.mark.parametrize("text", ["le père de ma fille ne peut pas venir", "rien de grave"])
def test_these_only_sound_like_danger(text: str) -> None:
    assert alarm_of(text) is not Alarm.DANGER


@given(st.text(max_size=120))
def test_any_text_is_judged(text: str) -> None:
    assert alarm_of(text) in Alarm
    assert len(without_haste(text)) <= len(text)


@given(st.sampled_from(["une messe pour mon défunt mari", "son oncle est mort", "c'est urgent"]))
def test_a_word_of_danger_makes_it_one(text: str) -> None:
    for danger in ("ma mère agonise", "au secours", "je veux en finir", "il faut un prêtre"):
        assert alarm_of(f"{text}, {danger}") is Alarm.DANGER
        assert alarm_of(f"{danger} {text}") is Alarm.DANGER


def test_griefs_are_told_calmly() -> None:
    assert {Alarm.DANGER, Alarm.UNKNOWN, Alarm.HASTE}.isdisjoint(GRIEFS)
