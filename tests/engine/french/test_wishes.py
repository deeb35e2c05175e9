"""Two requests in one message, and requests that are not wanted."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from engine.french.wishes import wishes

WORDS = {
    "annul": "annuler",
    "messe": "horaires_messe",
    "rendez": "prendre_rendez_vous",
    "bonjour": "saluer",
    "recevoir de messages": "desinscription",
    "déplacer": "deplacer",
}


def classify(text: str) -> tuple[str, float]:
    """Recognise by one word; "je ne veux plus recevoir" only together with its negation."""
    for word, intent in WORDS.items():
        if word in text.lower():
            if intent == "desinscription" and "plus" not in text:
                return "question_libre", 0.8
            return intent, 0.9
    return "", 0.0


@pytest.mark.parametrize(
    ("text", "left", "parts"),
    [
        ("à quelle heure est la messe", None, []),
        (
            "Bonjour, à quelle heure est la messe",
            "à quelle heure est la messe",
            [],
        ),
        ("bonjour mon père à quelle heure la messe", "à quelle heure la messe", []),
        ("Bonjour à vous", None, []),
        (
            "les horaires de messe et un rendez-vous svp",
            None,
            ["horaires_messe", "prendre_rendez_vous"],
        ),
        ("la messe de dimanche et la messe de lundi", None, []),
        ("je ne veux pas annuler", "", []),
        ("je ne veux pas annuler, juste déplacer", "juste déplacer", []),
        ("pas la messe, un rendez-vous", "un rendez-vous", []),
        ("je ne veux plus recevoir de messages", None, []),
        ("je ne trouve rien, annulez svp", None, []),
        (
            "Bonjour. Je ne veux pas annuler. La messe c'est quand ? Et je veux un rendez-vous",
            "La messe c'est quand Et je veux un rendez-vous",
            ["horaires_messe", "prendre_rendez_vous"],
        ),
    ],
)
def test_wishes(text: str, left: str | None, parts: list[str]) -> None:
    found = wishes(text, classify, courtesies=("saluer",))
    assert found.text == (text if left is None else left)
    assert len(found.parts) < 2 or [part.intent for part in found.parts] == parts
    assert len(parts) < 2 or [part.intent for part in found.parts] == parts
    assert all(classify(text[p.start : p.end])[0] == p.intent for p in found.parts)


@pytest.mark.parametrize(
    ("text", "left", "intents"),
    [
        # What is not wanted ends where the next sentence begins, comma or not.
        ("pas besoin de rendez-vous je veux la messe", "je veux la messe", []),
        ("ce n'est pas un rendez-vous mais la messe", "la messe", []),
        # A long sentence of two, each sure of itself.
        (
            "je veux annuler celui de mardi matin je veux aussi les heures de messe",
            None,
            ["annuler", "horaires_messe"],
        ),
        # Signs and words that add something.
        ("rendez-vous + horaires de messe svp", None, ["prendre_rendez_vous", "horaires_messe"]),
        (
            "annulez tout par contre je veux un rendez-vous",
            None,
            ["annuler", "prendre_rendez_vous"],
        ),
    ],
)
def test_requests_without_punctuation(text: str, left: str | None, intents: list[str]) -> None:
    def unsure_of_the_whole(part: str) -> tuple[str, float]:
        intent, confidence = classify(part)
        return intent, min(confidence, 0.8 if part != text else 0.7)

    found = wishes(text, unsure_of_the_whole)
    assert found.text == (text if left is None else left)
    assert len(intents) < 2 or [part.intent for part in found.parts] == intents


def test_one_certain_request_is_not_divided() -> None:
    text = "mon rendez-vous de mardi c'est à quelle heure la messe finie"

    def certain(part: str) -> tuple[str, float]:
        return ("voir_rendez_vous", 0.95) if part == text else classify(part)

    assert wishes(text, certain).parts == ()


def test_a_message_says_what_it_does_not_mean() -> None:
    found = wishes("je ne veux pas annuler, c'est pour la messe", classify)
    assert (found.refused, found.text) == (frozenset({"annuler"}), "c'est pour la messe")


def test_a_second_request_may_be_less_sure_than_those_of_a_story() -> None:
    def unsure(part: str) -> tuple[str, float]:
        intent, _ = classify(part)
        return intent, 0.65 if intent else 0.0

    assert len(wishes("je veux la messe. Et un rendez-vous", unsure).parts) == 2
    assert wishes("je veux la messe. Oui. Et un rendez-vous", unsure).parts == ()


def test_a_plain_sentence_is_not_classified_here() -> None:
    def never(text: str) -> tuple[str, float]:
        raise AssertionError(text)

    assert wishes("à quelle heure est la messe", never).text == "à quelle heure est la messe"


def test_a_refusal_stays_one_whatever_its_words_mean_without_their_negation() -> None:
    def always(text: str) -> tuple[str, float]:
        return "desinscription", 0.9

    text = "je ne veux plus de vos notifications"
    assert wishes(text, always).text == ""
    assert wishes(text, always, refusals=("desinscription",)).text == text


def test_what_is_but_told_beside_a_request_is_left_aside() -> None:
    def told(part: str, intent: str, others: Collection[str]) -> bool:
        return intent == "horaires_messe" and "annuler" in others

    text = "je veux annuler mon rdv, la messe est finie"
    assert len(wishes(text, classify).parts) == 2
    found = wishes(text, classify, is_background=told)
    assert (found.text, found.parts[0].intent) == ("je veux annuler mon rdv", "annuler")
    undivided = "je veux annuler mon rendez je suis à la messe"
    assert wishes(undivided, classify, is_background=told).parts == ()
    # Of nothing but reasons, none is one.
    alone = wishes("la messe est finie, bonjour à tous", classify, is_background=told)
    assert alone.best is not None and alone.best.intent == "horaires_messe"


def test_neither_of_two_is_wanted_and_the_rest_is() -> None:
    found = wishes("je ne veux ni annuler ni la messe, je veux déplacer", classify)
    assert found.refused == {"annuler", "horaires_messe"}
    assert found.text == "je veux déplacer"


def test_what_was_refused_tells_what_a_pronoun_means() -> None:
    told = wishes("je ne veux pas annuler mon rdv, je veux le déplacer", classify)
    assert told.refused == {"annuler"}
    assert told.text == "je veux le déplacer mon rdv"
