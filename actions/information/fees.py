"""What things cost: those that a question names, or all.

answer = answer_fees(tenant, "combien pour une messe ?")
answer.values["tarifs"]    # '• Intention de messe : 3 000 F CFA (offrande proposée …)'
"""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.information.wording import bulleted
from engine.french.topics import topics_in, words_of
from engine.knowledge.records import Chunk
from engine.tenants import Tenant
from engine.tenants.facts import Fee, Information

_ALL = frozenset(("tarifs", "tous", "toutes", "liste", "grille"))
_PRICE = re.compile(r"\bfrancs?\b|\bCFA\b|\bgratuit|\baucune somme\b", re.IGNORECASE)


def answer_fees(tenant: Tenant, text: str = "") -> Answer | None:
    """Tell the fees that ``text`` names; None when it names none that the tenant's file has."""
    fees = {fee.id: fee for fee in tenant.section(Information).fees}
    meant = topics_in(text, {key: (fee.name, *fee.words) for key, fee in fees.items()})
    if not meant:
        return None
    lines = bulleted(_said(fees[key]) for key in meant)
    return Answer(response="utter_tarifs", values={"tarifs": lines})


def answer_all_fees(tenant: Tenant) -> Answer:
    """Tell all fees, or honestly that none is known."""
    fees = tenant.section(Information).fees
    if not fees:
        return Answer(response="utter_tarifs_inconnus")
    values = {"tarifs": bulleted(map(_said, fees))}
    return Answer(response="utter_tarifs_tous", values=values)


def answer_no_fee() -> Answer:
    """Say that nobody wrote what the thing costs that is spoken of."""
    return Answer(response="utter_tarif_inconnu")


def asks_for_all(text: str) -> bool:
    """Tell whether ``text`` asks for the prices, and not for one; a button does.

    >>> asks_for_all("les tarifs svp"), asks_for_all("c’est combien ?")
    (True, False)
    """
    return not text or not _ALL.isdisjoint(words_of(text))


def tells_a_price(chunk: Chunk) -> bool:
    """Tell whether an answer of the documents says what something costs."""
    return _PRICE.search(chunk.text) is not None


def _said(fee: Fee) -> str:
    return f"{fee.name} : {fee.amount}" + (f" ({fee.note})" if fee.note else "")
