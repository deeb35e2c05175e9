"""How one comes to a sacrament: which one is meant, and its sheet.

    outcome = await look_for_sacrament(turn)
    outcome.slots    # {'etat_sacrement': 'a_dire', 'sacrement_demande': 'bapteme'}

A question that says more than "what is needed" ("peut-on épouser un musulman ?") is looked up in
the documents first; the sheet stays one tap away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from actions.answer import Answer, Outcome
from actions.base import Turn
from actions.information.documents import answer_from_documents
from actions.information.offers import appointment_payload
from actions.information.topics import topics_in, words_of
from actions.information.wording import bulleted
from engine.messages import Choice
from engine.tenants import Tenant
from engine.tenants.facts import Information, Sacrament

SLOT: Final = "sacrement_demande"
STATE: Final = "etat_sacrement"
#: Values of the state: nothing is known at all, a document answered, the sheet follows.
UNKNOWN, ANSWERED, TO_TELL = "inconnu", "repondu", "a_dire"

#: Words of somebody who asks for the sheet: what is needed, and for whom.
_GENERAL = frozenset(
    (
        *("bonjour", "bonsoir", "salut", "svp", "sil", "vous", "plait", "merci", "s", "c", "est"),
        *("je", "j", "nous", "on", "il", "ils", "elle", "me", "m", "se", "ca", "ce", "y", "qu"),
        *("veux", "voudrais", "voulons", "souhaite", "souhaitons", "aimerais", "dois", "peut"),
        *("faire", "fait", "faut", "fo", "que", "quoi", "quel", "quelle", "quels", "quelles"),
        *("papier", "papiers", "document", "documents", "piece", "pieces", "dossier", "fournir"),
        *("apporter", "indi", "kayit", "condition", "conditions", "etape", "etapes", "demarche"),
        *("demarches", "procedure", "comment", "cmt", "komen", "passe", "marche", "pour", "pr"),
        *("un", "une", "mon", "ma", "mes", "notre", "nos", "enfant", "enfants", "bebe", "fils"),
        *("fille", "eglise", "paroisse", "religieux", "religieuse", "inscription", "inscrire"),
        *("demander", "preparer", "preparation", "organiser", "information", "informations"),
        *("savoir", "avoir", "etre", "besoin", "liste", "necessaire", "necessaires", "sacrement"),
    )
)


async def look_for_sacrament(turn: Turn) -> Outcome:
    """Find which sacrament is meant; answer at once what the documents know exactly."""
    sacraments = turn.tenant.section(Information).sacraments
    if not sacraments:
        return Outcome(slots={STATE: UNKNOWN, SLOT: None})
    meant = meant_sacraments(turn.tenant, turn.slot(SLOT)) or meant_sacraments(
        turn.tenant, turn.typed
    )
    chosen = meant[0] if len(meant) == 1 else None
    if _says_more(turn.typed, sacraments):
        answer = await answer_from_documents(turn)
        if answer is not None:
            sheets = tuple(sheet_choice(turn.tenant, key) for key in meant[:2])
            return Outcome(
                answers=(replace(answer, choices=sheets),), slots={STATE: ANSWERED, SLOT: chosen}
            )
    return Outcome(slots={STATE: TO_TELL, SLOT: chosen})


def meant_sacraments(tenant: Tenant, text: str) -> tuple[str, ...]:
    """Return the ids of the sacraments that ``text`` names, or is the id of."""
    facts = tenant.section(Information)
    if facts.sacrament(text) is not None:
        return (text,)
    return topics_in(text, {found.id: _names(found) for found in facts.sacraments})


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


def _says_more(text: str, sacraments: tuple[Sacrament, ...]) -> bool:
    """Tell whether a question has words beside the name of a sacrament and the usual ones."""
    names = [name for found in sacraments for name in _names(found)]
    usual = _GENERAL | {word for name in names for word in words_of(name)}
    more = [word for word in words_of(text) if word not in usual]
    return any(not topics_in(word, {"": names}) for word in more)
