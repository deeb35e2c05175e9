"""How one comes to a sacrament: which one is meant, and its sheet.

    outcome = await look_for_sacrament(turn)
    outcome.slots    # {'etat_sacrement': 'a_dire', 'sacrement_demande': 'bapteme'}

A question that says more than "what is needed" ("peut-on épouser un musulman ?") is looked up in
the documents first; the sheet stays one tap away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.answer import Answer, Outcome
from actions.base import Turn
from actions.following.last_question import last_question, remembered
from actions.information.documents import answer_from_documents
from actions.information.offers import appointment_payload
from actions.information.wording import bulleted
from engine.french.topics import topics_in, words_of
from engine.knowledge.records import Chunk
from engine.messages import Choice
from engine.tenants import Tenant
from engine.tenants.facts import Information, Sacrament

SLOT: Final = "sacrement_demande"
STATE: Final = "etat_sacrement"
#: Slot of an appointment's purpose, which has the name of a sacrament.
_PURPOSE: Final = "motif"
#: Values of the state: nothing is known at all, a document answered, the sheet follows.
UNKNOWN, ANSWERED, TO_TELL = "inconnu", "repondu", "a_dire"

#: Words of somebody who asks for the sheet: what is needed, for whom, when and for how much.
_GENERAL = frozenset(
    (
        *("bonjour", "bonsoir", "salut", "salam", "svp", "vous", "plait", "merci", "votre", "chez"),
        *("nous", "elle", "elles", "ils", "dans", "avec", "pour", "mais", "aussi", "leur", "cette"),
        *("veux", "voudrais", "voulons", "souhaite", "souhaitons", "aimerais", "dois", "peut"),
        *("faire", "fait", "faut", "quoi", "quel", "quelle", "quels", "quelles", "comment"),
        *("papier", "papiers", "document", "documents", "piece", "pieces", "dossier", "fournir"),
        *("apporter", "condition", "conditions", "etape", "etapes", "demarche", "demarches"),
        *("procedure", "passe", "marche", "deroule", "enfant", "enfants", "bebe", "fils", "fille"),
        *("eglise", "paroisse", "religieux", "religieuse", "inscription", "inscrire", "demander"),
        *("preparer", "preparation", "organiser", "celebrer", "celebration", "recevoir", "avoir"),
        *("information", "informations", "renseignement", "renseignements", "savoir", "besoin"),
        *("liste", "necessaire", "necessaires", "sacrement", "sacrements", "combien", "temps"),
        *("quand", "avant", "mois", "delai", "coute", "prix", "seulement", "messe", "juste"),
    )
)
#: Asks whether something may be, or must.
_WHETHER = re.compile(
    r"\b(?:puis je|peu[tx] (?:on|il|elle|je)|peuvent|pouvons nous|(?:ai|t) (?:je|on) (?:le )?droit"
    r"|droit|est ce qu|est ce que|faut il|dois je|doit on|possible|permis|interdit|oblige\w*)\b"
)
#: Shorter words say little.
_TELLING = 5


async def look_for_sacrament(turn: Turn) -> Outcome:
    """Find which sacrament is meant; answer at once what the documents know exactly."""
    sacraments = turn.tenant.section(Information).sacraments
    if not sacraments:
        return Outcome(slots={STATE: UNKNOWN, SLOT: None})
    meant = (
        meant_sacraments(turn.tenant, turn.slot(SLOT))
        or meant_sacraments(turn.tenant, turn.typed)
        or _spoken_of(turn)
    )
    chosen = meant[0] if len(meant) == 1 else None
    more = _more(turn.typed, sacraments)
    if more:
        answer = await answer_from_documents(
            turn, lambda chunk: _is_about(chunk, turn.tenant, meant, more)
        )
        if answer is not None:
            sheets = tuple(sheet_choice(turn.tenant, key) for key in meant[:2])
            return _answered(turn, replace(answer, choices=sheets), chosen)
        if chosen and _WHETHER.search(" ".join(words_of(turn.typed))):
            # A sheet does not say yes or no.
            unsure = Answer(
                response="utter_sacrement_incertain", choices=(sheet_choice(turn.tenant, chosen),)
            )
            return _answered(turn, unsure, chosen)
    return Outcome(slots={STATE: TO_TELL, SLOT: chosen})


def _answered(turn: Turn, answer: Answer, chosen: str | None) -> Outcome:
    told = remembered(turn, answer, words=turn.typed)
    return replace(told, slots={**told.slots, STATE: ANSWERED, SLOT: chosen})


def meant_sacraments(tenant: Tenant, text: str) -> tuple[str, ...]:
    """Return the ids of the sacraments that ``text`` names, or is the id of."""
    facts = tenant.section(Information)
    if facts.sacrament(text) is not None:
        return (text,)
    return topics_in(text, {found.id: _names(found) for found in facts.sacraments})


def _spoken_of(turn: Turn) -> tuple[str, ...]:
    """Return the sacrament that is spoken of already: by an open request, or asked for last.

    "Quels papiers ?" while a baptism is being booked asks for those of the baptism; "les
    sacrements", or the button, for all.
    """
    if not turn.typed or topics_in(turn.typed, {"": ("sacrement",)}):
        return ()
    purpose = turn.slot(_PURPOSE)
    if turn.tenant.section(Information).sacrament(purpose) is not None:
        return (purpose,)
    return meant_sacraments(turn.tenant, last_question(turn).thing)


def sheet_choice(tenant: Tenant, sacrament_id: str) -> Choice:
    """Return the row that asks for a sheet."""
    found = tenant.section(Information).sacrament(sacrament_id)
    title = sacrament_id if found is None else found.title
    return Choice(title=title, payload=f'/sacrements{{"sacrement": "{sacrament_id}"}}')


def ask_sacrament(tenant: Tenant) -> Answer:
    """Offer the sacraments of the tenant."""
    choices = tuple(
        Choice(title=found.title, payload=f"/SetSlots({SLOT}={found.id})")
        for found in tenant.section(Information).sacraments
    )
    return Answer(response="utter_choisir_sacrement", choices=choices)


def check_sacrament(turn: Turn) -> Outcome:
    """Turn an answer into the id of a sacrament, or say that none was recognised."""
    meant = meant_sacraments(turn.tenant, turn.slot(SLOT))
    if len(meant) == 1:
        return Outcome(slots={SLOT: meant[0]})
    return Outcome(answers=(Answer(response="utter_sacrement_non_reconnu"),), slots={SLOT: None})


def answer_sacrament(tenant: Tenant, sacrament_id: str) -> Answer:
    """Tell the sheet of a sacrament. Raises ``LookupError`` when the file has lost it."""
    found = tenant.section(Information).sacrament(sacrament_id)
    if found is None:
        raise LookupError(f"no sacrament {sacrament_id!r} in the tenant's file")
    return Answer(
        response="utter_sacrement",
        values={
            "sacrement": found.name,
            "etapes": bulleted(found.steps),
            "papiers": bulleted(found.papers),
            "delai": found.delay,
            "participation": found.contribution,
            "remarque": found.note,
            "rendez_vous": appointment_payload(tenant, found.purpose),
        },
    )


def _names(sacrament: Sacrament) -> tuple[str, ...]:
    return (sacrament.title, sacrament.id.replace("_", " "), *sacrament.words)


def _more(text: str, sacraments: tuple[Sacrament, ...]) -> list[str]:
    """Return the words of a question beside the name of a sacrament and the usual ones."""
    names = [name for found in sacraments for name in _names(found)]
    usual = _GENERAL | {word for name in names for word in words_of(name)}
    words = [word for word in words_of(text) if len(word) >= _TELLING and word not in usual]
    return [word for word in words if not topics_in(word, {"": names})]


def _is_about(chunk: Chunk, tenant: Tenant, meant: Sequence[str], more: Sequence[str]) -> bool:
    """Tell whether an answer is about the sacrament, and about most of what is asked of it."""
    said = " ".join((chunk.title, *chunk.questions, chunk.text))
    if meant and set(meant).isdisjoint(meant_sacraments(tenant, said)):
        return False
    begins = {word[:_TELLING] for word in words_of(said)}
    told = [word for word in more if word[:_TELLING] in begins]
    return 2 * len(told) >= len(more)
