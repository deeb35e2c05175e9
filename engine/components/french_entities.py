"""Days and hours, telephone numbers, names and numbers of a French text, as entities.

::

    pipeline:
      - name: engine.components.french_entities.FrenchEntities

``quand``      the notation of :mod:`engine.french.moments`, one for each message; its role is
               "seul" where the message says nothing else
``jour_exclu`` the same of a day that is refused, alone: "elle ne vient pas samedi"
``jour_passe`` the same where a sentence tells of the past and the day of the week is the last one
``passe``      True for such a sentence
``raison``     why somebody does not come
``telephone``  "+221771234567"
``nombre``     a number, of what is neither a day, an hour nor a telephone number
``personne``   a name that somebody gives, its role "enfant" or "moi" where the words tell whose
``age``        in years: "8 ans", "née en 2018"
``code``       "K7MQ4RTX"; only where one is asked for: elsewhere codes are masked before
``changement`` how a moment shall be different: "plus_tard", "2026-12-02;sauf:T06:00/12:00"
``autre_motif`` TO_CHOOSE, where the purpose of an appointment shall be another one
``a_revoir``   None, for what is wrong without a word of what is right; its role is that thing:
               "date", "enfant"
``interlocuteur`` whom one would meet, by the id in the tenant's file: "pere_joseph"

When the text was spoken, on which clocks and among whom, comes from :mod:`engine.french.clock`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_ROLE,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from engine.appointments.people import named_people
from engine.appointments.purposes import TO_CHOOSE, other_purpose
from engine.french import clock
from engine.french.ages import find_age
from engine.french.alone import is_alone
from engine.french.codes import find_codes
from engine.french.known_children import name_child
from engine.french.moments import Kind, Moment, one_of, read_moments
from engine.french.numbers import find_numbers
from engine.french.past import look_back, tells_past
from engine.french.phones import DEFAULT_REGION, Phone, find_phones
from engine.french.reasons import find_reason
from engine.french.said_names import find_names
from engine.french.shifts import Shift, read_shifts
from engine.french.wrong_things import wrong_things

#: What a button or the house itself sends: read by its own rules.
_PAYLOAD = "/"
#: Stands in for a telephone number, so that no day is read in it, nor across it.
_BLANK = ";"
_NOT = re.compile(r"\b(?:pas|jamais)\b", re.IGNORECASE)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FrenchEntities(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Sets the entities ``quand``, ``telephone`` and ``nombre`` by the rules of our own room."""

    @staticmethod
    def required_packages() -> list[str]:
        """Return what must be installed."""
        return ["phonenumbers"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FrenchEntities:
        """Create the component."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those it has."""
        for message in messages:
            found = self.add_extractor_name(entities_of(str(message.get(TEXT) or "")))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def entities_of(text: str) -> list[dict[str, Any]]:
    """Return the entities of ``text``, in Rasa's form.

    >>> from datetime import UTC
    >>> with clock.spoken(datetime(2026, 11, 24, 10, tzinfo=UTC)):
    ...     [entity["value"] for entity in entities_of("demain 15h, nous serons deux")]
    ['2026-11-25T15:00', 2]
    """
    if text.lstrip().startswith(_PAYLOAD):
        return []
    phones = find_phones(text, clock.region.get() or DEFAULT_REGION)
    moments = _moments(text, phones, clock.now(), clock.known_days.get())
    entities = [_entity("telephone", phone.e164, phone.start, phone.end) for phone in phones]
    when = _when(moments)
    if when is not None:
        found = _entity("quand", when.notation, when.start, when.end)
        alone = is_alone(text, when.start, when.end)
        entities.append(found | ({ENTITY_ATTRIBUTE_ROLE: "seul"} if alone else {}))
    refused = None if when is not None else _refused(text, phones)
    if refused is not None:
        entities.append(_entity("jour_exclu", refused.notation, refused.start, refused.end))
    entities += _told(text, when or refused)
    entities += [_entity("code", code.value, code.start, code.end) for code in find_codes(text)]
    entities += _people(text)
    age = find_age(text, clock.now().date())
    if age is not None:
        entities.append(_entity("age", age.value, age.start, age.end))
    entities += _changes(text, when)
    entities += [
        _entity("interlocuteur", found.person, found.start, found.end)
        for found in named_people(text, clock.known_people.get())
    ]
    child = name_child(text, clock.known_children.get())
    if child is not None:
        found = _entity("enfant_connu", child.child, child.start, child.end)
        entities.append(found | ({ENTITY_ATTRIBUTE_ROLE: "seul"} if child.alone else {}))
    entities += [
        _entity("a_revoir", None, wrong.start, wrong.end) | {ENTITY_ATTRIBUTE_ROLE: wrong.thing}
        for wrong in wrong_things(text)
    ]
    other = other_purpose(text)
    if other is not None:
        entities.append(_entity("autre_motif", TO_CHOOSE, *other))
    taken = [(phone.start, phone.end) for phone in phones]
    taken += [(moment.start, moment.end) for moment in moments]
    return [*entities, *_numbers(text, taken)]


def _moments(
    text: str, phones: Sequence[Phone], now: datetime, days: Sequence[tuple[str, date]]
) -> tuple[Moment, ...]:
    for phone in phones:
        blank = _BLANK * (phone.end - phone.start)
        text = text[: phone.start] + blank + text[phone.end :]
    return read_moments(text, now, days=days)


def _when(moments: Iterable[Moment]) -> Moment | None:
    """Return the one moment that the message is about, of several readings perhaps.

    How long something takes is no moment; and where a day can be taken as it stands, one that is
    past or impossible was only told beside it.
    """
    told = [moment for moment in moments if moment.kind is not Kind.DURATION]
    told = [moment for moment in told if _is_possible(moment)] or told
    if not told:
        return None
    return one_of(
        told,
        start=min(moment.start for moment in told),
        end=max(moment.end for moment in told),
    )


def _changes(text: str, when: Moment | None) -> Iterator[dict[str, Any]]:
    """Yield how a moment shall be different, with the moment that is named beside it."""
    shifts = read_shifts(text, clock.now(), days=clock.known_days.get())
    if not shifts:
        return
    told: list[Moment | Shift] = [*([] if when is None else [when]), *shifts]
    yield _entity(
        "changement",
        ";".join(part.notation for part in told),
        min(part.start for part in told),
        max(part.end for part in told),
    )


def _is_possible(moment: Moment) -> bool:
    return any(reading.problem is None for reading in moment.readings)


def _numbers(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    for number in find_numbers(text):
        if not any(number.start < end and start < number.end for start, end in taken):
            yield _entity("nombre", number.value, number.start, number.end)


def _refused(text: str, phones: Sequence[Phone]) -> Moment | None:
    """Return the moment that the message would be about without its negation."""
    positive = _NOT.sub(lambda found: _BLANK * len(found.group()), text)
    if positive == text:
        return None
    return _when(_moments(positive, phones, clock.now(), clock.known_days.get()))


def _told(text: str, when: Moment | None) -> Iterator[dict[str, Any]]:
    """Yield what a sentence tells of the past, and of reasons."""
    if tells_past(text):
        yield _entity("passe", True, 0, len(text))
        if when is not None:
            day = look_back(when, text[when.start : when.end], clock.now().date())
            yield _entity("jour_passe", day.notation, when.start, when.end)
    reason = find_reason(text)
    if reason is not None:
        yield _entity("raison", reason.value, reason.start, reason.end)


def _people(text: str) -> Iterator[dict[str, Any]]:
    for name in find_names(text):
        if name.sure:
            found = _entity("personne", name.value, name.start, name.end)
            yield found | ({ENTITY_ATTRIBUTE_ROLE: str(name.role)} if name.role else {})


def _entity(kind: str, value: Any, start: int, end: int) -> dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: kind,
        ENTITY_ATTRIBUTE_START: start,
        ENTITY_ATTRIBUTE_END: end,
        ENTITY_ATTRIBUTE_VALUE: value,
    }
