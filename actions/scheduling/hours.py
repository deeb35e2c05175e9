"""Free slots: looked for, offered, understood and kept for a few minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.answer import Answer, Outcome
from actions.base import Turn
from actions.scheduling.choosing import (
    bookings_of,
    capital,
    policy_of,
    resources_of,
    typed,
)
from actions.scheduling.search import Heard, Search, Trouble, understand
from actions.scheduling.wording import say_date, say_doubt, say_list, say_row, say_whole, say_wish
from engine.appointments.calendar import Slot
from engine.appointments.wishes import Fit, Wish, exact, propose
from engine.messages import Choice

_SEARCH = "recherche_creneau"
#: What is said first when the slots are not what was wished.
_EXCUSES = {Fit.SAME_DAY: "utter_heure_prise", Fit.OTHER_DAY: "utter_jour_complet"}
#: Responses that offer so many slots, from one on.
_OFFERS = (
    "utter_proposer_un_creneau",
    "utter_proposer_deux_creneaux",
    "utter_proposer_trois_creneaux",
)
_TROUBLES = {
    Trouble.UNKNOWN: "utter_quand_inconnu",
    Trouble.PAST: "utter_moment_passe",
    Trouble.IMPOSSIBLE: "utter_moment_impossible",
    Trouble.EVENT: "utter_moment_sans_heure",
    Trouble.WHICH: "utter_lequel",
    Trouble.LATER: "utter_rien_de_plus_tard",
    Trouble.EARLIER: "utter_rien_de_plus_tot",
}


async def look_for_slots(turn: Turn) -> Outcome:
    """Tell the flow whether anything is free at all; of somebody else's slot keep the hour only.

    Who wants to meet another person wants that on the same day and at the same hour, if it can be.
    """
    free = await _free(turn)
    slots: dict[str, object] = {"etat_agenda": "libre" if free else "complet"}
    chosen = Slot.parse(turn.slot("creneau"))
    if not free:
        slots["creneau"] = None
    elif chosen is not None and chosen.resource not in {found.id for found in resources_of(turn)}:
        at = turn.tenant.local(chosen.starts)
        wish = Wish(first=at.date(), last=at.date(), begins=at.time())
        slots |= {"creneau": wish.notation, _SEARCH: Search().to_json()}
    return Outcome(slots=slots)


# -- asking ------------------------------------------------------------------------------------


async def ask_slot(turn: Turn) -> Outcome:
    """Ask when, or which of several days was meant, or offer the slots nearest to the wish."""
    search = Search.of(turn.value(_SEARCH))
    free = [slot for slot in await _free(turn) if search.wants(turn.tenant.local(slot.starts))]
    if search.doubts:
        return _ask_which(turn, search, free)
    if not search.begun:
        return Outcome(answers=(Answer(response="utter_demander_quand"),))
    zone = turn.tenant.time_zone
    proposal = propose(free, search.wish, zone, passed=search.passed)
    answers: list[Answer] = []
    if proposal.fit is Fit.NONE and search.passed:
        # All were shown: from the beginning again.
        answers.append(Answer(response="utter_plus_de_creneaux"))
        search = replace(search, passed=())
        proposal = propose(free, search.wish, zone)
    if proposal.fit is Fit.NONE:
        return Outcome(answers=(Answer(response="utter_agenda_rempli"),))
    if proposal.fit in _EXCUSES and not search.passed and not search.excused:
        answers.append(_excuse(turn, search, proposal.fit))
    whom = "" if answers else _with_whom(turn)
    answers.append(_offer(turn, proposal.slots, whom))
    return Outcome(answers=tuple(answers), slots={_SEARCH: _shown(search, proposal.slots)})


def _shown(search: Search, slots: Sequence[Slot]) -> dict[str, object]:
    """Return the search with ``slots`` on the screen, where all is said that is to be said."""
    ids = tuple(slot.id for slot in slots)
    return replace(search, offered=ids, settled="", excused=True).to_json()


def _excuse(turn: Turn, search: Search, fit: Fit) -> Answer:
    wish = search.wish
    day = say_wish(wish) if wish else ""
    if fit is Fit.OTHER_DAY and wish is not None and wish.first is not None and wish.is_one_day:
        calendar = bookings_of(turn).calendar
        if not any(calendar.openings(found, wish.first) for found in resources_of(turn)):
            return _closed(turn, day)
    return Answer(response=_EXCUSES[fit], values={"jour": day, "avec": _with_whom(turn)})


def _closed(turn: Turn, day: str) -> Answer:
    """Say that the one who is wanted, or nobody at all, receives on ``day``."""
    found = resources_of(turn)
    if len(found) != 1:
        return Answer(response="utter_personne_ce_jour", values={"jour": day})
    values = {"personne": capital(found[0].name), "jour": day}
    return Answer(response="utter_ne_recoit_pas_ce_jour", values=values)


def _with_whom(turn: Turn) -> str:
    """Return `` avec le père André`` where somebody else could be met too."""
    named = policy_of(turn).resource(turn.slot("avec_qui"))
    several = len(policy_of(turn).serving(turn.slot("motif"))) > 1
    return f" avec {named.name}" if named is not None and several else ""


def _ask_which(turn: Turn, search: Search, free: Sequence[Slot]) -> Outcome:
    """Offer the slots that the words named, or ask which of several days was meant."""
    zone = turn.tenant.time_zone
    named = [exact(free, wish, zone) for wish in search.doubts]
    slots = sorted({slot for slot in named if slot is not None})
    if len(slots) == len(search.doubts) and len(slots) <= len(_OFFERS):
        return Outcome(
            answers=(_offer(turn, slots, _with_whom(turn)),), slots={_SEARCH: _shown(search, slots)}
        )
    said = [say_doubt(wish) for wish in search.doubts]
    asked = Answer(
        response="utter_preciser_quand",
        values={"possibilites": say_list(said)},
        choices=tuple(
            Choice(title=words, payload=f"/SetSlots(creneau={wish.notation})")
            for words, wish in zip(said, search.doubts, strict=True)
        ),
    )
    # What was on the screen before is not what is asked about.
    return Outcome(answers=(asked,), slots={_SEARCH: replace(search, offered=()).to_json()})


def _offer(turn: Turn, slots: Sequence[Slot], whom: str) -> Answer:
    several = len(resources_of(turn)) > 1
    values: dict[str, str] = {"avec": whom}
    for number, slot in enumerate(slots, start=1):
        resource = policy_of(turn).resource(slot.resource)
        values[f"creneau_{number}"] = say_row(turn.tenant.local(slot.starts))
        values[f"numero_{number}"] = slot.id
        values[f"personne_{number}"] = resource.title if several and resource is not None else ""
    return Answer(response=_OFFERS[len(slots) - 1], values=values)


# -- the answer --------------------------------------------------------------------------------


async def check_slot(turn: Turn) -> Outcome:
    """Keep the slot that was chosen; for anything else, note the wish and let it be asked again."""
    search = Search.of(turn.value(_SEARCH))
    free = await _free(turn)
    heard = understand(
        turn.slot("creneau"),
        search,
        free,
        turn.now,
        days=_named_days(turn),
        typed=typed(turn),
    )
    if heard.slot:
        return await _keep(turn, search, heard.slot)
    answers, search = _follow(turn, search, heard)
    return Outcome(answers=answers, slots={"creneau": None, _SEARCH: search.to_json()})


def _follow(turn: Turn, search: Search, heard: Heard) -> tuple[tuple[Answer, ...], Search]:
    """Return what is to be said first, and the search as it goes on."""
    said: tuple[Answer, ...] = ()
    if heard.trouble is not None:
        said = (Answer(response=_TROUBLES[heard.trouble]),)
    if heard.anew:
        return said, Search(hours=search.hours, settled=search.settled)
    if heard.more:
        return said, search.going_on()
    if heard.soonest:
        return said, search.wishing(None)
    hours = search.hours if heard.trouble else heard.hours
    if heard.doubts:
        return said, replace(search.doubting(heard.doubts), hours=hours)
    if heard.wish is None and not heard.without:
        return said, search
    search = search.wishing(heard.wish).refusing(heard.without)
    passed = (heard.passed,) if heard.passed else ()
    search = replace(search, hours=hours, excused=bool(said), passed=passed)
    _, last = bookings_of(turn).calendar.window(turn.now)
    if heard.wish is not None and heard.wish.first is not None and heard.wish.first > last:
        values = {"dernier_jour": say_date(last)}
        far = Answer(response="utter_trop_loin", values=values)
        return (far,), replace(search, excused=True)
    return said, search


async def _keep(turn: Turn, search: Search, chosen: str) -> Outcome:
    bookings = bookings_of(turn)
    slot = bookings.calendar.find(chosen)
    resource = None if slot is None else policy_of(turn).resource(slot.resource)
    allowed = {found.id for found in resources_of(turn)}
    kept = (
        slot is not None
        and slot.resource in allowed
        and await turn.house.database.run(bookings.hold, slot, turn.contact, turn.now)
    )
    if not kept or slot is None or resource is None:
        return Outcome(
            answers=(Answer(response="utter_creneau_parti"),),
            slots={"creneau": None, _SEARCH: search.missing(chosen).to_json()},
        )
    said = say_whole(turn.tenant.local(slot.starts))
    return Outcome(
        slots={
            "creneau": slot.id,
            "creneau_en_clair": said,
            "avec_qui_en_clair": resource.name,
            _SEARCH: replace(search, begun=True, doubts=(), settled=slot.id).to_json(),
        }
    )


# -- when all is full --------------------------------------------------------------------------


async def ask_other_way(turn: Turn) -> Outcome:
    """Say that nothing is free, and offer whoever else has time."""
    named = policy_of(turn).resource(turn.slot("avec_qui"))
    others = False
    if named is not None:
        serving = policy_of(turn).serving(turn.slot("motif"))
        rest = [found for found in serving if found.id != named.id]
        others = bool(await turn.house.database.look(bookings_of(turn).free, rest, "", turn.now))
    if not others or named is None:
        return Outcome(answers=(Answer(response="utter_agenda_complet"),))
    values = {"personne": named.name}
    return Outcome(answers=(Answer(response="utter_personne_complete", values=values),))


async def _free(turn: Turn) -> list[Slot]:
    return await turn.house.database.look(
        bookings_of(turn).free, resources_of(turn), turn.contact, turn.now
    )


def _named_days(turn: Turn) -> list[tuple[str, date]]:
    """Return the days that people call by a name: feasts, and why the office is closed."""
    tenant = turn.tenant
    named = [(reason, day) for day, reason in sorted(tenant.hours.closed.items()) if reason]
    return [*named, *tenant.named_days(turn.now)]
