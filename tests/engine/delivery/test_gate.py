"""What the assistant may answer: words that command, and who answers at the moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from engine.delivery import gate
from engine.delivery.contracts import Effect
from engine.delivery.effects import OPT_IN, OPT_OUT, QUEUE_TOLD
from engine.delivery.gate import Decision, asks_for_hours
from engine.delivery.orders import asks_to_start, asks_to_stop
from engine.delivery.standing import Handler, Standing
from engine.messages import Inbound, Kind
from tests.engine.delivery.fakes import NOON, message

PAUSE = timedelta(minutes=15)
GONE = Standing(opted_out_at=NOON)
WAITING = Standing(handler=Handler.WAITING)
HUMAN = Standing(handler=Handler.HUMAN)

STOP_WORDS = ("stop", "arret", "arrêt", "arreter", "désabonner", "desabonnement", "unsubscribe")
COURTESY = ("svp", "s'il vous plaît", "merci", "Bonjour,", "s’il te plait", "please")


def decide(heard: Inbound, standing: Standing, settled: Inbound | None = None) -> Decision:
    return gate.decide(heard, settled or heard, standing, now=NOON, pause=PAUSE)


def said(text: str, standing: Standing) -> Decision:
    return decide(message(text), standing)


def trigger(payload: str) -> Inbound:
    return message("", id="timer:1:x", kind=Kind.TRIGGER, payload=payload)


@st.composite
def commands(draw: st.DrawFn) -> str:
    """Stop words and courtesy in any order, with any case and punctuation around them."""
    words = [
        *draw(st.lists(st.sampled_from(COURTESY), max_size=2)),
        draw(st.sampled_from(STOP_WORDS)),
        *draw(st.lists(st.sampled_from(COURTESY), max_size=2)),
    ]
    cased = [draw(st.sampled_from([word, word.upper(), word.title()])) for word in words]
    ends = st.sampled_from(["", " ", "!", "…", " 🙏", "."])
    return draw(ends) + " ".join(cased) + draw(ends)


@given(commands())
def test_a_stop_word_alone_or_with_courtesy_stops(text: str) -> None:
    assert asks_to_stop(text)


@given(commands(), st.text(alphabet="abcdefghilmnopqrstuvzéèà", min_size=3, max_size=12), st.data())
def test_any_other_word_makes_it_a_sentence(text: str, word: str, data: st.DataObject) -> None:
    assume(not asks_to_stop(f"stop {word}"))  # a stop word or a courtesy itself
    words = text.split()
    place = data.draw(st.integers(0, len(words)))
    assert not asks_to_stop(" ".join([*words[:place], word, *words[place:]]))


@pytest.mark.parametrize(
    "text",
    [
        "je veux arrêter le catéchisme",
        "où est l'arrêt de bus ?",
        "non stop ?",
        "stoppez",
        "il faut arrêter de m'écrire trop tard",
        "",
        "merci",
        "stop " * 40,
    ],
)
def test_a_sentence_with_a_stop_word_is_no_command(text: str) -> None:
    assert not asks_to_stop(text)
    assert said(text, Standing()).run


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(asks_to_stop(text), bool) and isinstance(asks_for_hours(text), bool)


@pytest.mark.parametrize("text", ["START", "reprendre", "Réabonner svp", "me réabonner"])
def test_a_start_word_starts(text: str) -> None:
    assert asks_to_start(text)
    assert said(text, GONE) == Decision(
        run=False, why="start", notice=gate.RESUMED, effects=(Effect(name=OPT_IN),)
    )
    # For somebody who never left it is a word like others.
    assert said(text, Standing()).run


@pytest.mark.parametrize("handler", list(Handler))
def test_stop_goes_before_everything_else(handler: Handler) -> None:
    decision = said("STOP", Standing(handler=handler))
    assert decision == Decision(
        run=False, why="stop", notice=gate.STOPPED, effects=(Effect(name=OPT_OUT),)
    )


@pytest.mark.parametrize("text", ["stop", "bonjour", "annuler", "vous êtes ouverts ?", "", "/aide"])
@pytest.mark.parametrize("handler", list(Handler))
def test_who_wants_nothing_hears_nothing(text: str, handler: Handler) -> None:
    decision = said(text, replace(GONE, handler=handler))
    assert decision == Decision(run=False, why="opted_out")


def test_a_button_called_stop_means_what_the_button_means() -> None:
    tap = message("Stop", kind=Kind.CHOICE, payload="/arreter_la_liste")
    assert decide(tap, Standing()).run
    # A tap that was never offered is read as if it had been typed.
    assert decide(tap, Standing(), message("Stop")).effects == (Effect(name=OPT_OUT),)
    # What is typed is a command, even where a button has the same name.
    typed = message("stop")
    assert decide(typed, Standing(), tap).effects == (Effect(name=OPT_OUT),)


def test_who_waits_is_told_so_once_in_a_while() -> None:
    first = said("c'est pour le baptême de mon fils", WAITING)
    assert (first.run, first.notice, first.effects) == (
        False,
        gate.QUEUED,
        (Effect(name=QUEUE_TOLD),),
    )
    for minutes, notice in ((0, ""), (14, ""), (15, gate.QUEUED)):
        told = replace(WAITING, queue_told_at=NOON - timedelta(minutes=minutes))
        assert said("allô ?", told).notice == notice


def test_who_waits_may_ask_for_the_hours_and_take_it_back() -> None:
    told = replace(WAITING, queue_told_at=NOON)
    for text in ("horaires", "Vous êtes ouverts demain ?", "c’est quoi vos horaires svp"):
        assert said(text, told) == Decision(run=False, why="waiting", notice=gate.HOURS)
    assert said("il est ouvert " + "aux remarques " * 8, told).notice == ""
    for text in ("quel numero", "vous répondez quand ?", "quand est-ce que vous rappelez"):
        assert said(text, told).notice == gate.HOURS
    assert said("mon numéro : 77 123 45 67", told).notice == ""
    cancelled = said("Annuler, merci", told)
    assert (cancelled.run, cancelled.notice) == (False, "")
    assert cancelled.effects == (Effect(name=gate.WITHDRAW),)
    for text in ("c'est bon j'ai trouvé, annulez", "je n'ai plus besoin", "laissez tomber"):
        assert said(text, told) == cancelled
    assert said("je veux annuler mon rendez-vous", told).effects == ()
    assert said("c'est bon, j'attends", told).effects == ()
    tap = message("Annuler", kind=Kind.CHOICE, payload="/annuler")
    assert decide(tap, told).effects == (Effect(name=gate.WITHDRAW),)


def test_who_waits_and_speaks_of_danger_gets_the_number_every_time() -> None:
    told = replace(WAITING, queue_told_at=NOON)
    for text in (
        "ma mère est MOURANTE",
        "c'est urgent !",
        "papa est décédé à l'ouverture",
        "il respire plus",
        "il est parti...",
        "ma mère est au plus mal, elle demande l'onction",
        "elle sera enterrée mardi",
        "je veux plus vivre",
    ):
        assert said(text, told) == Decision(run=False, why="waiting", notice=gate.DANGER)
    for text in (
        "c'est pour le baptême de mon fils",
        "je veux que le curé m'appelle",
        "mon fils est mort de rire",
    ):
        assert said(text, told).notice == ""


@pytest.mark.parametrize("text", ["bonjour", "horaires", "annuler", "start"])
def test_beside_a_person_the_assistant_is_silent(text: str) -> None:
    assert said(text, HUMAN) == Decision(run=False, why="human")


@pytest.mark.parametrize("standing", [WAITING, HUMAN])
def test_the_return_gives_the_conversation_back_and_is_said(standing: Standing) -> None:
    decision = decide(trigger('/reprise_assistant{"raison": "personne"}'), standing)
    assert decision.run
    assert decision.effects == (Effect(name=gate.RETURN, data={"raison": "personne"}),)
    # The conversation is given back to somebody who wants to hear nothing of it.
    silent = decide(trigger("/reprise_assistant"), replace(standing, opted_out_at=NOON))
    assert not silent.run and silent.effects == (Effect(name=gate.RETURN),)


def test_the_return_is_only_said_where_it_has_happened_already() -> None:
    assert decide(trigger('/reprise_assistant{"raison": "cloture"}'), Standing()) == Decision(
        run=True
    )


@pytest.mark.parametrize(
    ("standing", "why"),
    [(WAITING, "waiting"), (HUMAN, "human"), (GONE, "opted_out")],
)
def test_a_reminder_does_not_come_between(standing: Standing, why: str) -> None:
    payload = '/rappel_rendez_vous{"rendez_vous": "12"}'
    decision = decide(trigger(payload), standing)
    missed = Effect(name=gate.MISSED_REMINDER, data={"payload": payload, "why": why})
    assert decision == Decision(run=False, why=why, effects=(missed,))
    assert decide(trigger(payload), Standing()).run


def test_to_begin_anew_undoes_everything() -> None:
    restart = trigger("/restart")
    assert decide(restart, Standing()) == Decision(run=True)
    decision = decide(restart, replace(HUMAN, opted_out_at=NOON))
    assert decision.run
    assert [effect.name for effect in decision.effects] == [OPT_IN, gate.RETURN]
