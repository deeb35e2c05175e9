"""Nothing of one family reaches anybody else, whatever they send.

Five hundred hostile messages, half of them from a parent who proved to be one of another family,
half from strangers. Two proofs: no fact of the first family is ever shown to them; and what they
are shown is, to the last sign, what they would be shown if the first family were another one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from rasa.core.processor import MessageProcessor

from engine.components.model import load_processor
from engine.components.training import ensure_model, trained_model
from engine.families import audit
from engine.families.issued_codes import issue_code
from engine.settings import Settings
from engine.storage import tables
from tests.acceptance.hostility import Hostile, Spoils, hostile_messages
from tests.acceptance.two_families import ROOT, TENANT, House, Phone, Seen, opened

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

SEED, MESSAGES = 4, 500
QUESTION = "je voudrais des nouvelles de mon enfant au catéchisme"
DIATTA, SARR, OTHER = "K7MQ-4RTX", "H3WP-9NDC", "P8ZT-3VRA"
REASON = "le mariage de tante Khardiata"
#: A new stranger after so many messages: five wrong codes close the door for each of them.
_PATIENCE = 20


@dataclass(kw_only=True, repr=False)
class Evening:
    """One house in which all messages were said. Its repr is short: asyncio asks for it."""

    diatta: Phone
    sarr: Phone
    strangers: list[Phone] = field(default_factory=list)
    # (sender, message, what it brought), in order.
    heard: list[tuple[Phone, Hostile, Seen]] = field(default_factory=list)
    # Facts of the first family, as they may be written, and rows that are theirs.
    facts: set[str] = field(default_factory=set)
    rows_before: dict[str, list[Any]] = field(default_factory=dict)
    rows_after: dict[str, list[Any]] = field(default_factory=dict)
    tries: list[tuple[str, str, str]] = field(default_factory=list)
    inbox: list[tuple[str, int, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    # Contact -> who attacked under it.
    names: dict[str, Phone] = field(default_factory=dict)


# -- what happens ----------------------------------------------------------------------------


async def enter(house: House, phone: Phone, code: str) -> None:
    """Prove to be a parent."""
    await house.says(phone, "on recommence à zéro")
    await house.says(phone, QUESTION)
    await house.says(phone, code)
    assert is_verified(house, phone), phone.texts[-2000:]


def is_verified(house: House, phone: Phone) -> bool:
    proof = tables.verified_contacts.c
    return bool(
        house.rows(sa.select(proof.family).where(proof.contact == house.key(phone).contact))
    )


async def live(house: House, phone: Phone, code: str) -> None:
    """Let the first family use every service, so that there is something to be seen."""
    await enter(house, phone, code)
    second = phone.choices[1][0]
    await house.taps(phone, second)
    await house.taps(phone, "Groupe et horaires")
    for child in (0, 1):
        await house.says(phone, QUESTION)
        await house.taps(phone, phone.choices[child][0])
        await house.taps(phone, "Absences")
    await house.says(phone, "je veux signaler une absence")
    await house.taps(phone, phone.choices[0][0])
    await house.taps(phone, phone.choices[0][0])
    await house.says(phone, REASON)
    await house.taps(phone, "Oui, c’est bien cela")
    await house.says(phone, "il me faut un certificat d’inscription")
    await house.taps(phone, phone.choices[1][0])
    await house.taps(phone, "Oui, c’est juste")
    await house.says(phone, "je voudrais un rendez-vous pour un baptême")
    for title in ("Père André", "Au plus tôt"):
        await house.taps(phone, title)
    await house.taps(phone, phone.choices[0][0])
    await house.taps(phone, phone.choices[0][0])


def spoils_of(house: House, phone: Phone) -> Spoils:
    """Return what an attacker has seen over the shoulder of the first family."""
    number = house.rows(sa.select(tables.certificates.c.number))[0][0]
    taps = {
        # The other child's name is for nobody to say: it would be no proof any more.
        ("Enfant" if choice.title == "Jean-Marie" else choice.title, choice.payload)
        for seen in phone.seen
        for reply in seen.replies
        for choice in reply.choices
    }
    return Spoils(
        names=("Awa", "awa", "Diatta", "Awa Diatta", "famille Diatta", "F-0012", "E-0032"),
        numbers=(number, number[:-1] + "2", number[:-1] + "9", "PAROISSE-2025-000001"),
        taps=tuple(sorted(taps)),
    )


async def attack(house: House, evening: Evening, messages: list[Hostile]) -> None:
    """Send everything, turn about from the other family and from strangers."""
    for place, message in enumerate(messages):
        if place % (2 * _PATIENCE) == 1:
            evening.strangers.append(house.phone(f"22177100{place:04d}"))
        phone = evening.strangers[-1] if place % 2 else evening.sarr
        if phone is evening.sarr and not is_verified(house, phone):
            await enter(house, phone, SARR)
        evening.heard.append((phone, message, await send(house, phone, message)))
        if [seen.silence for seen in phone.seen[-3:]].count("") < 2 and phone.seen[-1].silence:
            house.make_it_answer(phone)


async def send(house: House, phone: Phone, message: Hostile) -> Seen:
    if message.choice is not None:
        offered = phone.choices or (("Bonjour", "/saluer"),)
        return await house.taps(phone, *offered[message.choice % len(offered)])
    if message.payload:
        return await house.taps(phone, message.text, message.payload)
    return await house.says(phone, message.text)


async def spend(
    folder: Path, processor: Any, code: str, spoils: Spoils | None, change: Any = None
) -> tuple[Evening, Spoils]:
    """Play everything in a house of its own; ``spoils`` are those of this house if not given."""
    async with opened(folder, processor, change) as house:
        evening = Evening(diatta=house.phone("221770000012"), sarr=house.phone("221770000027"))
        await live(house, evening.diatta, code)
        await enter(house, evening.sarr, SARR)
        spoils = spoils or spoils_of(house, evening.diatta)
        evening.facts = facts_of(house, evening.diatta)
        evening.rows_before = rows_of(house, evening.diatta)
        await attack(house, evening, hostile_messages(SEED, MESSAGES, spoils))
        evening.rows_after = rows_of(house, evening.diatta)
        note, box = tables.audit.c, tables.inbox.c
        evening.tries = house.rows(sa.select(note.actor, note.action, note.outcome, note.subject))
        evening.inbox = house.rows(sa.select(box.status, box.attempts, box.error))
        evening.names = {house.key(p).contact: p for p in (*evening.strangers, evening.sarr)}
        return evening, spoils


def another_family(connection: sa.Connection, settings: Settings) -> None:
    """Put other people, groups and days in the place of the first family's."""
    child, group, absence = tables.children, tables.groups, tables.absences
    connection.execute(
        tables.families.update()
        .where(tables.families.c.reference == "F-0012")
        .values(name="Famille Zinsou", phone="221770000099")
    )
    for reference, first, born in (
        ("E-0031", "Théophile", "2013-07-09"),
        ("E-0032", "Ndella", "2016-01-30"),
    ):
        row = child.c.reference == reference
        values = {"first_name": first, "last_name": "Zinsou", "born_on": born}
        connection.execute(child.update().where(row).values(**values))
    for old, new, catechist in (
        ("Première communion, 1re année", "Confirmation, 2e année", "M. Luc Ehemba"),
        ("Confirmation, 1re année", "Profession de foi", "Mme Odile Tine"),
    ):
        values = {
            "name": new,
            "room": "salle Sainte-Anne",
            "catechist": catechist,
            "starts": "09:00",
        }
        connection.execute(group.update().where(group.c.name == old).values(**values))
    connection.execute(
        absence.update()
        .where(absence.c.reason == "voyage")
        .values(day="2026-11-11", reason="retraite de famille")
    )
    issue_code(connection, settings.keyring(), TENANT, "F-0012", settings.now(), code=OTHER)


# -- what is known of the first family -------------------------------------------------------


def facts_of(house: House, phone: Phone) -> set[str]:
    """Return what nobody else may read, as people and as programs write it."""
    child, group, paper = tables.children.c, tables.groups.c, tables.certificates.c
    query = sa.select(child.born_on, group.room, group.catechist, group.name).select_from(
        tables.children.join(tables.groups).join(
            tables.families, tables.families.c.id == child.family
        )
    )
    facts = {"Jean-Marie", REASON, "Khardiata", phone.number, house.key(phone).contact}
    for born, room, catechist, name in house.rows(
        query.where(tables.families.c.reference == "F-0012")
    ):
        day = date.fromisoformat(born)
        facts |= {born, f"{day:%d/%m/%Y}", room, catechist, f"« {name} »", f"{name}, 2026"}
    facts |= {"14 mai 2017", "2 mars 2014", "1 mars 2014"}
    for (signature,) in house.rows(sa.select(paper.signature)):
        facts.add(signature)
    return facts | {DIATTA, DIATTA.replace("-", "")}


def rows_of(house: House, phone: Phone) -> dict[str, list[Any]]:
    """Return every row of every table that belongs to the first family or names its contact."""
    contact = house.key(phone).contact
    family = house.rows(
        sa.select(tables.families.c.id).where(tables.families.c.reference == "F-0012")
    )[0][0]
    children = [
        number
        for (number,) in house.rows(
            sa.select(tables.children.c.id).where(tables.children.c.family == family)
        )
    ]
    papers = house.rows(sa.select(tables.certificates.c.number, tables.certificates.c.child))
    numbers = [number for number, child in papers if child in children]
    found: dict[str, list[Any]] = {}
    for table in tables.metadata.sorted_tables:
        rows = [dict(zip(table.c.keys(), row, strict=True)) for row in house.rows(sa.select(table))]
        found[table.name] = [
            row
            for row in rows
            if table.name == "groups"
            or (table.name == "families" and row["id"] == family)
            or (table.name != "verified_contacts" and row.get("family") == family)
            or row.get("child") in children
            or row.get("number") in numbers
            or any(contact in str(value) for value in row.values())
        ]
    return found


@pytest.fixture(scope="module")
def processor() -> MessageProcessor:
    ensure_model(ROOT)
    model = trained_model(ROOT)
    assert model is not None
    return load_processor(model)


class _Faults(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()} {record.exc_info}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def evenings(
    processor: MessageProcessor, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Evening, Evening]:
    """Give the same five hundred messages twice: with the first family, and with another one."""
    faults = _Faults()
    logging.getLogger().addHandler(faults)
    try:
        real, spoils = await spend(tmp_path_factory.mktemp("real"), processor, DIATTA, None)
        other, _ = await spend(
            tmp_path_factory.mktemp("other"), processor, OTHER, spoils, another_family
        )
    finally:
        logging.getLogger().removeHandler(faults)
    real.faults = faults.said
    return real, other


# -- the proofs ------------------------------------------------------------------------------


async def test_the_first_family_itself_is_shown_all_of_it(
    evenings: tuple[Evening, Evening],
) -> None:
    """What is looked for below is really what the answers look like."""
    real, _ = evenings
    shown = "\n".join(seen.everything() for seen in real.diatta.seen)
    for fact in ("Jean-Marie", "14 mai 2017", REASON, "M. Paul Mendy", "salle Saint-Paul"):
        assert fact in shown and any(fact in known for known in real.facts)
    assert all(real.rows_before[name] for name in ("children", "absences", "certificates"))
    assert all(real.rows_before[name] for name in ("appointments", "verified_contacts", "events"))


async def test_no_fact_of_the_family_is_shown_to_anybody_else(
    evenings: tuple[Evening, Evening],
) -> None:
    real, _ = evenings
    leaks = [
        f"{fact!r} after {message}"
        for _, message, seen in real.heard
        for fact in real.facts
        if fact in seen.everything()
    ]
    assert len(real.heard) == MESSAGES and leaks == []


async def test_their_names_come_back_only_to_who_said_them(
    evenings: tuple[Evening, Evening],
) -> None:
    real, _ = evenings
    said: dict[str, str] = {}
    for phone, message, seen in real.heard:
        said[phone.number] = said.get(phone.number, "") + seen.sent.casefold()
        for name in ("awa", "diatta"):
            if name in seen.everything().casefold():
                assert name in said[phone.number], message


async def test_they_see_what_they_would_see_if_the_family_were_another(
    evenings: tuple[Evening, Evening],
) -> None:
    for (_, message, real), (_, _, other) in zip(*(e.heard for e in evenings), strict=True):
        assert real.everything() == other.everything(), message


async def test_every_message_is_answered_or_rightly_left_alone(
    evenings: tuple[Evening, Evening],
) -> None:
    real, _ = evenings
    silent = [message for _, message, seen in real.heard if not seen.replies and not seen.silence]
    assert silent == []
    unsent = [message for _, message, seen in real.heard if seen.replies and not seen.bodies]
    assert unsent == []
    answered = sum(bool(seen.replies) for *_, seen in real.heard)
    assert answered > MESSAGES * 0.8


async def test_nothing_fails(evenings: tuple[Evening, Evening]) -> None:
    real, other = evenings
    assert real.faults == []
    assert {(status, attempts, error) for status, attempts, error in real.inbox + other.inbox} == {
        ("done", 1, "")
    }


async def test_the_rows_of_the_family_are_as_they_were(evenings: tuple[Evening, Evening]) -> None:
    real, _ = evenings
    for table, rows in real.rows_before.items():
        assert real.rows_after[table] == rows, table


async def test_attempts_are_audited_and_none_succeeded(evenings: tuple[Evening, Evening]) -> None:
    real, _ = evenings
    theirs = [row for row in real.tries if row[0] in real.names]
    strangers = [row for row in theirs if real.names[row[0]] is not real.sarr]
    tried = [row for row in strangers if row[1] == audit.CODE_TRIED]
    assert len(tried) >= 10 and {outcome for *_, outcome, _ in tried} <= {
        audit.WRONG,
        audit.BLOCKED,
    }
    assert {action for _, action, *_ in strangers} == {audit.CODE_TRIED}
    mine = {f"child:{row['id']}" for row in real.rows_before["children"]}
    assert not mine & {subject for *_, subject in theirs}
    # The other parent was not kept from her own child.
    assert audit.CHILD_SHOWN in {action for _, action, *_ in theirs}


async def test_the_messages_go_far_into_the_services(evenings: tuple[Evening, Evening]) -> None:
    """Five hundred refusals at the door would prove little."""
    real, _ = evenings
    flows = {frame["flow"] for *_, seen in real.heard for frame in seen.trace.get("stack", ())}
    assert {"verifier_parent", "infos_enfant", "signaler_absence", "demander_certificat"} <= flows
    said = {reply.source for *_, seen in real.heard for reply in seen.replies}
    assert {"utter_code_faux", "utter_groupe_enfant", "utter_ask_raison_absence"} <= said
