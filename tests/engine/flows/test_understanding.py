"""What a message means while a question is open, and while none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    Clarify,
    Command,
    Fail,
    RunPattern,
    SetSlot,
    StartFlow,
)
from engine.flows.understanding import (
    EMPTY,
    MAX_CHARACTERS,
    TOO_LONG,
    UNDECIDED,
    Request,
    Utterance,
    commands_for,
)
from tests.engine.flows.playing import Play

FLOWS = """
    flows:
      book:
        description: book
        nlu_trigger: [{intent: {name: book, confidence_threshold: 0.4}}]
        steps:
          - collect: reason
          - collect: day
          - collect: guests
          - collect: sure
      hours:
        description: hours
        run_pattern_completed: false
        nlu_trigger: [{intent: hours}, {intent: {name: opening, confidence_threshold: 0.7}}]
        steps: [{action: action_hours}]
      pattern_cancel_flow:
        description: cancel
        nlu_trigger: [{intent: cancel}]
        steps: [{action: action_cancel_flow}, {action: utter_flow_cancelled_rasa}]
      nod:
        description: a yes that nobody asked for
        nlu_trigger: [{intent: affirm}]
        steps: [{action: utter_ask_sure}]
      pattern_chitchat:
        description: talk
        nlu_trigger: [{intent: chitchat}]
        steps: [{action: utter_cannot_handle}]
"""
DOMAIN = """
    slots:
      reason: {type: categorical, values: [baptême, mariage]}
      day:
        type: text
        mappings: [{type: from_entity, entity: day, intent: [book, inform]}]
      asked_day:
        type: text
        mappings:
          - type: from_entity
            entity: day
            conditions: [{active_flow: hours}]
      guests: {type: float}
      sure:
        type: bool
        mappings: [{type: from_intent, intent: affirm, value: true}]
    actions: [action_hours]
    responses:
      utter_ask_reason: [{text: a}]
      utter_ask_day: [{text: a}]
      utter_ask_guests: [{text: a}]
      utter_ask_sure: [{text: a}]
"""


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path, FLOWS, DOMAIN)


def understood(
    play: Play, text: str, intent: str = "", confidence: float = 0.9, **entities: str
) -> list[Command]:
    said = Utterance(
        text=text,
        intent=intent,
        confidence=confidence if intent else 0.0,
        entities=tuple({"entity": k, "value": v} for k, v in entities.items()),
    )
    return list(commands_for(play.flows, play.state, play.slots, said))


def asking(play: Play, slot: str) -> Play:
    """Bring the conversation to the question for ``slot``."""
    values = {"reason": "mariage", "day": "lundi", "guests": 3.0}
    play(StartFlow("book"))
    for name, value in values.items():
        if name == slot:
            break
        play(SetSlot(name, value))
    assert play.state.asked_slot == slot
    return play


def test_an_intent_starts_its_flow_from_its_threshold_on(play: Play) -> None:
    assert understood(play, "x", "book", 0.4) == [StartFlow("book")]
    assert understood(play, "x", "book", 0.39) == [CannotHandle()]
    assert understood(play, "x", "opening", 0.7) == [StartFlow("hours")]


def test_entities_fill_the_flow_that_starts(play: Play) -> None:
    assert understood(play, "rdv mardi", "book", day="mardi") == [
        StartFlow("book"),
        SetSlot("day", "mardi"),
    ]
    assert understood(play, "messe mardi", "hours", day="mardi") == [
        StartFlow("hours"),
        SetSlot("asked_day", "mardi"),
    ]


def test_an_entity_fills_nothing_while_nothing_is_open(play: Play) -> None:
    assert understood(play, "mardi", "inform", day="mardi") == [CannotHandle()]


def test_a_categorical_answer_is_taken_whatever_its_accents(play: Play) -> None:
    asking(play, "reason")
    assert understood(play, "BAPTEME", "chitchat") == [SetSlot("reason", "baptême")]
    assert understood(play, "un enterrement") == [CannotHandle()]


def test_free_text_answers_a_free_question_unless_it_is_surely_something_else(play: Play) -> None:
    asking(play, "day")
    assert understood(play, "après la fête", "hours", 0.3) == [SetSlot("day", "après la fête")]
    assert understood(play, "à quelle heure ?", "hours", 0.95) == [StartFlow("hours")]
    assert understood(play, "je veux mon rendez-vous jeudi", "book", day="jeudi") == [
        SetSlot("day", "jeudi")
    ]
    assert understood(play, "laisse tomber", "cancel", 0.9) == [CancelFlow()]


def test_a_number_answers_a_question_for_a_number(play: Play) -> None:
    asking(play, "guests")
    assert understood(play, "nous serons 12") == [SetSlot("guests", 12.0)]
    assert understood(play, "beaucoup") == [CannotHandle()]


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "expected"),
    [
        ("oui", "", 0, [SetSlot("sure", True)]),
        ("Non merci", "", 0, [SetSlot("sure", False)]),
        ("parfaitement", "affirm", 0.9, [SetSlot("sure", True)]),
        ("non", "cancel", 0.9, [SetSlot("sure", False)]),
        ("non, annulez tout ça", "cancel", 0.9, [CancelFlow()]),
        ("euh", "", 0, [CannotHandle(UNDECIDED)]),
    ],
)
def test_yes_and_no(
    play: Play, text: str, intent: str, confidence: float, expected: list[Command]
) -> None:
    asking(play, "sure")
    assert understood(play, text, intent, confidence) == expected


def test_no_with_another_value_corrects_instead_of_answering(play: Play) -> None:
    asking(play, "sure")
    assert understood(play, "non, plutôt jeudi", "inform", day="jeudi") == [SetSlot("day", "jeudi")]


def test_patterns_have_their_commands(play: Play) -> None:
    assert understood(play, "stop", "cancel") == [CancelFlow()]
    assert understood(play, "ça va ?", "chitchat") == [RunPattern("pattern_chitchat")]


def test_payloads_say_exactly_what_they_mean(play: Play) -> None:
    assert understood(play, '/SetSlots(day="lundi, mardi", sure=true)') == [
        SetSlot("day", "lundi, mardi"),
        SetSlot("sure", "true"),
    ]
    assert understood(play, "/SetSlots(day=null)") == [SetSlot("day", None)]
    assert understood(play, '/book{"day": "mardi"}') == [
        StartFlow("book", bypass_guard=True),
        SetSlot("day", "mardi"),
    ]
    assert understood(play, "/restart") == [RunPattern("pattern_restart")]
    assert understood(play, "/no_such_intent") == [CannotHandle()]
    assert understood(play, "/media_audio") == [CannotHandle("cannot_handle_media")]


def test_empty_and_endless_messages_are_answered(play: Play) -> None:
    assert understood(play, "  ") == [Fail(EMPTY)]
    [fail] = understood(play, "a" * (MAX_CHARACTERS + 1))
    assert isinstance(fail, Fail)
    assert fail.error_type == TOO_LONG


def test_two_likely_flows_are_both_offered(play: Play) -> None:
    said = Utterance(
        text="?", intent="nlu_fallback", confidence=0.3, ranking=(("book", 0.35), ("hours", 0.3))
    )
    assert commands_for(play.flows, play.state, play.slots, said) == (Clarify(("book", "hours")),)


def test_a_message_without_words_has_its_own_reason(play: Play) -> None:
    said = Utterance(text="/media_audio", intent="media_audio", confidence=1.0)
    assert play(*commands_for(play.flows, play.state, play.slots, said)) == [
        "utter_media_not_supported"
    ]


def test_a_person_cannot_type_an_order(play: Play) -> None:
    asking(play, "sure")
    for text in ("/SetSlots(sure=true)", "/restart", "/hours"):
        said = Utterance(text=text, typed=True)
        assert commands_for(play.flows, play.state, play.slots, said) == (CannotHandle(UNDECIDED),)


def spanned(text: str, value: str, part: str) -> dict[str, object]:
    start = text.index(part)
    return {"entity": "day", "value": value, "start": start, "end": start + len(part)}


def test_a_message_that_is_mostly_the_named_thing_answers_the_question(play: Play) -> None:
    asking(play, "day")
    text = "mardi 15h ouvert ?"
    said = Utterance(
        text=text, intent="hours", confidence=0.9, entities=(spanned(text, "tue", "mardi 15h"),)
    )
    assert commands_for(play.flows, play.state, play.slots, said) == (SetSlot("day", "tue"),)


def test_a_question_that_names_a_day_is_still_a_question(play: Play) -> None:
    asking(play, "day")
    text = "et quels sont les horaires de mardi ?"
    said = Utterance(
        text=text, intent="hours", confidence=0.9, entities=(spanned(text, "tue", "mardi"),)
    )
    first = commands_for(play.flows, play.state, play.slots, said)[0]
    assert first == StartFlow("hours")


def test_a_message_that_is_mostly_a_correction_starts_nothing(play: Play) -> None:
    asking(play, "sure")
    text = "plutôt mardi matin"
    said = Utterance(
        text=text, intent="book", confidence=0.9, entities=(spanned(text, "tue", "mardi matin"),)
    )
    assert commands_for(play.flows, play.state, play.slots, said) == (SetSlot("day", "tue"),)


def test_what_has_another_role_is_no_answer(tmp_path: Path) -> None:
    domain = DOMAIN.replace("entity: day, intent: [book, inform]", "entity: day, role: mine")
    play = asking(Play(tmp_path, FLOWS, domain), "day")
    for role, expected in (("mine", SetSlot("day", "tue")), ("theirs", StartFlow("hours"))):
        named = spanned("mardi", "tue", "mardi") | {"role": role}
        said = Utterance(text="mardi", intent="hours", confidence=0.9, entities=(named,))
        assert commands_for(play.flows, play.state, play.slots, said)[0] == expected


def test_what_has_no_role_is_what_was_asked_for(tmp_path: Path) -> None:
    domain = DOMAIN.replace("entity: day, intent: [book, inform]", "entity: day, role: mine")
    play = asking(Play(tmp_path, FLOWS, domain), "day")
    text = "je pense que ce serait mardi"
    said = Utterance(
        text=text, intent="inform", confidence=0.9, entities=(spanned(text, "tue", "mardi"),)
    )
    assert commands_for(play.flows, play.state, play.slots, said) == (SetSlot("day", "tue"),)


ASKED_ONLY = DOMAIN.replace(
    "asked_day:",
    """which:
        type: text
        mappings:
          - {type: from_entity, entity: day, conditions: [{requested_slot: which}]}
      asked_day:""",
)
WHICH = FLOWS.replace("- collect: reason\n", "- collect: which\n          - collect: reason\n")


def test_what_answers_the_question_by_its_own_mapping_fills_nothing_else(tmp_path: Path) -> None:
    domain = ASKED_ONLY.replace(
        "utter_ask_day:", "utter_ask_which: [{text: a}]\n      utter_ask_day:"
    )
    play = Play(tmp_path, WHICH, domain)
    play(StartFlow("book"))
    assert play.state.asked_slot == "which"
    text = "celui qui est prévu pour jeudi"
    named = (spanned(text, "thu", "jeudi"),)
    said = Utterance(text=text, intent="inform", confidence=0.9, entities=named)
    assert commands_for(play.flows, play.state, play.slots, said) == (SetSlot("which", "thu"),)
    # Another flow that is asked for has its own use of the day.
    said = Utterance(text=text, intent="hours", confidence=0.9, entities=named)
    assert SetSlot("which", "thu") not in commands_for(play.flows, play.state, play.slots, said)
    # Once it is answered, a day is a day.
    play(SetSlot("which", "x"), SetSlot("reason", "mariage"))
    said = Utterance(text=text, intent="inform", confidence=0.9, entities=named)
    assert commands_for(play.flows, play.state, play.slots, said) == (SetSlot("day", "thu"),)


def test_an_entity_without_a_value_empties_what_has_one(play: Play) -> None:
    asking(play, "sure")
    text = "mauvais jour"
    wrong = spanned(text, "", text) | {"value": None}
    said = Utterance(text=text, intent="inform", confidence=0.9, entities=(wrong,))
    assert commands_for(play.flows, play.state, play.slots, said) == (SetSlot("day", None),)
    play(SetSlot("day", None))
    assert play.state.asked_slot == "day"
    # To its own question it is no answer.
    heard = commands_for(play.flows, play.state, play.slots, said)
    assert play(*heard) == ["utter_ask_day"]


def test_two_requests_start_two_flows_each_with_its_own_entities(play: Play) -> None:
    tuesday = {"entity": "day", "value": "mardi"}
    said = Utterance(
        text="vos horaires mardi et un rendez-vous",
        intent="hours",
        confidence=0.7,
        entities=(tuesday,),
        requests=(
            Request(intent="hours", confidence=0.9, entities=(tuesday,)),
            Request(intent="book", confidence=0.9),
        ),
    )
    assert commands_for(play.flows, play.state, play.slots, said) == (
        StartFlow("hours"),
        SetSlot("asked_day", "mardi"),
        StartFlow("book"),
    )


@pytest.mark.parametrize(
    "second",
    [
        Request(intent="book", confidence=0.5),  # not sure
        Request(intent="hours", confidence=0.9),  # the same once more
        Request(intent="nothing", confidence=0.9),
        Request(intent="cancel", confidence=0.9),  # no flow of the project
    ],
)
def test_one_request_beside_something_unsure_is_one_request(play: Play, second: Request) -> None:
    said = Utterance(
        text="x",
        intent="hours",
        confidence=0.9,
        requests=(Request(intent="hours", confidence=0.9), second),
    )
    assert commands_for(play.flows, play.state, play.slots, said) == (StartFlow("hours"),)


def test_a_bare_yes_is_about_what_is_open(play: Play) -> None:
    assert understood(play, "oui", "affirm") == [StartFlow("nod")]
    asking(play, "day")
    assert understood(play, "oui", "affirm") == [SetSlot("day", "oui")]
    asking(play, "sure")
    assert understood(play, "oui", "affirm") == [SetSlot("sure", True)]


def test_a_question_that_insists_takes_any_words_but_the_wish_to_stop(tmp_path: Path) -> None:
    flows = FLOWS.replace("- collect: day", "- collect: day\n            force_slot_filling: true")
    play = asking(Play(tmp_path, flows, DOMAIN), "day")
    assert understood(play, "when are you open", "hours") == [SetSlot("day", "when are you open")]
    assert understood(play, "stop it", "cancel") == [CancelFlow()]


# -- what commits -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "expected"),
    [
        # All its words say yes: whatever the model makes of it.
        ("c'est parfait merci", "chitchat", 0.99, [SetSlot("sure", True)]),
        ("👍", "nlu_fallback", 1.0, [SetSlot("sure", True)]),
        ("oui vous pouvez y aller", "affirm", 0.8, [SetSlot("sure", True)]),
        # A yes that goes on, and that nobody is sure of.
        ("ok je vais réfléchir", "affirm", 0.55, [CannotHandle(UNDECIDED)]),
        ("ok je vais voir", "nlu_fallback", 1.0, [CannotHandle(UNDECIDED)]),
        # A question is answered first; the yes must be said again.
        ("oui c'est combien ?", "affirm", 0.91, [CannotHandle()]),
        ("oui mais vous ouvrez quand ?", "hours", 0.9, [StartFlow("hours")]),
        # A no commits nothing.
        ("non pas ce soir", "nlu_fallback", 1.0, [SetSlot("sure", False)]),
        ("nan je préfère attendre la rentrée", "inform", 0.9, [SetSlot("sure", False)]),
        # Words that ask nothing start nothing that is unsure.
        ("c'est bon laissez", "hours", 0.4, [CannotHandle(UNDECIDED)]),
    ],
)
def test_only_a_plain_yes_commits(
    play: Play, text: str, intent: str, confidence: float, expected: list[Command]
) -> None:
    asking(play, "sure")
    assert understood(play, text, intent, confidence) == expected


DECISION = """
      choice:
        type: categorical
        values: [oui, autre, non]
        mappings:
          - {type: from_intent, intent: affirm, value: oui}
"""


def test_a_choice_that_a_yes_makes_is_made_by_a_plain_yes_only(tmp_path: Path) -> None:
    flows = FLOWS.replace("- collect: sure", "- collect: choice")
    domain = DOMAIN.replace("      asked_day:", DECISION.strip("\n") + "\n      asked_day:")
    play = Play(tmp_path, flows, domain.replace("utter_ask_sure", "utter_ask_choice"))
    play(StartFlow("book"), SetSlot("reason", "mariage"), SetSlot("day", "x"), SetSlot("guests", 3))
    assert play.state.asked_slot == "choice"
    assert understood(play, "ok je vais réfléchir", "affirm", 0.5) == [CannotHandle(UNDECIDED)]
    assert understood(play, "ok merci", "chitchat", 0.9) == [SetSlot("choice", "oui")]
    assert understood(play, "autre", "hours", 0.9) == [SetSlot("choice", "autre")]


# -- free text --------------------------------------------------------------------------------

FREE = """
    flows:
      book:
        description: book
        nlu_trigger: [{intent: book}]
        steps:
          - collect: purpose
          - collect: detail
          - collect: day
"""
FREE_DOMAIN = """
    slots:
      purpose:
        type: text
        mappings: [{type: from_entity, entity: purpose, intent: [book, inform]}]
      detail: {type: text}
      day:
        type: text
        mappings: [{type: from_entity, entity: day, intent: [book, inform]}]
    responses:
      utter_ask_purpose: [{text: a}]
      utter_ask_detail: [{text: a}]
      utter_ask_day: [{text: a}]
"""


@pytest.mark.parametrize(
    ("text", "entity", "value", "expected"),
    [
        # What it names is not taken out of it, and fills nothing else.
        ("oui, en août prochain", "day", "août prochain", None),
        ("le 12 juin à la cathédrale", "day", "12 juin", None),
        ("après le baptême de ma fille", "purpose", "baptême", None),
        # An earlier answer is taken back.
        ("en fait c'est pour un baptême", "purpose", "baptême", SetSlot("purpose", "baptême")),
        ("un baptême", "purpose", "baptême", SetSlot("purpose", "baptême")),
        # The same again is no correction.
        ("en fait le mariage est en août", "purpose", "mariage", None),
    ],
)
def test_words_for_people_are_taken_whole(
    tmp_path: Path, text: str, entity: str, value: str, expected: SetSlot | None
) -> None:
    play = Play(tmp_path, FREE, FREE_DOMAIN)
    play(StartFlow("book"), SetSlot("purpose", "mariage"))
    start = text.index(value)
    named = {"entity": entity, "value": value, "start": start, "end": start + len(value)}
    said = Utterance(text=text, intent="inform", confidence=0.9, entities=(named,))
    [command] = commands_for(play.flows, play.state, play.slots, said)
    assert command == (expected or SetSlot("detail", text))


def test_a_value_among_words_leaves_what_else_they_name(tmp_path: Path) -> None:
    domain = FREE_DOMAIN + "    actions: [validate_detail]\n"
    play = Play(tmp_path, FREE, domain)
    play(StartFlow("book"), SetSlot("purpose", "mariage"))
    assert understood(play, "avec le père André mardi", "inform", day="mardi") == [
        SetSlot("detail", "avec le père André mardi"),
        SetSlot("day", "mardi"),
    ]
    play.slots["day"] = "mardi"
    assert understood(play, "non, plutôt jeudi alors", "inform", day="jeudi") == [
        SetSlot("day", "jeudi")
    ]


def test_a_stray_question_is_no_answer_to_a_question_for_text(play: Play, tmp_path: Path) -> None:
    flows = FLOWS + "      pattern_cannot_handle:\n        description: c\n"
    flows += "        nlu_trigger: [{intent: stray}]\n        steps: [{action: action_hours}]\n"
    play = asking(Play(tmp_path, flows, DOMAIN), "day")
    reason = "cannot_handle_not_supported"
    assert understood(play, "pourquoi ?", "stray", 0.77) == [CannotHandle(reason)]
    assert understood(play, "le jour de la fête", "stray", 0.77) == [
        SetSlot("day", "le jour de la fête")
    ]


def test_a_day_that_is_said_to_one_flow_is_none_for_what_waits_below(tmp_path: Path) -> None:
    flows = FLOWS + "      absence:\n        description: absence\n        steps:\n"
    flows += "          - collect: missed\n          - collect: why\n"
    domain = DOMAIN.replace(
        "slots:",
        "slots:\n      why: {type: text}\n      missed:\n        type: text\n"
        "        mappings: [{type: from_entity, entity: day}]",
    )
    play = asking(Play(tmp_path, flows, domain), "guests")
    play.slots["day"] = "mardi"
    play(StartFlow("absence"))
    assert understood(play, "le 5", "inform", day="le 5") == [SetSlot("missed", "le 5")]
    assert understood(play, "pour le 5", "inform", day="le 5") == [SetSlot("missed", "le 5")]


def test_who_begins_with_yes_or_no_answers_a_question_for_text(tmp_path: Path) -> None:
    flows = FLOWS.replace("intent: opening, confidence_threshold: 0.7", "intent: opening")
    play = Play(tmp_path, flows, DOMAIN + "      utter_ask_why: [{text: x}]\n")
    play = asking(play, "day")
    august = SetSlot("day", "oui, au mois d'août")
    assert understood(play, "oui, au mois d'août", "opening", 0.76) == [august]
    assert understood(play, "oui, quand ouvrez-vous", "opening", 0.9) == [StartFlow("hours")]
    assert understood(play, "au mois d'août", "opening", 0.76) == [StartFlow("hours")]
