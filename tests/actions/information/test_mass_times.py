"""What is said about masses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.information.mass_times import answer_mass_times
from engine.tenants import Tenant
from engine.tenants.timetable import Feast, Mass, MassTimes, YearlyFeast
from tests.actions.parishes import at, parish

# A Wednesday.
NOW = at("2026-03-04T10:00")


def test_a_day_with_masses() -> None:
    answer = answer_mass_times(parish(), "dimanche", NOW)
    assert answer.response == "utter_horaires_messe_jour"
    assert answer.values == {
        "jour_lu": "dimanche 8 mars",
        "messes": "• 7h30, en français, à l’église\n• 10h, en français, à l’église",
    }


def test_a_feast_has_its_own_masses_and_its_name() -> None:
    answer = answer_mass_times(parish(), "à Noël", NOW)
    assert answer.values == {
        "jour_lu": "vendredi 25 décembre (Noël)",
        "messes": "• 10h, en français, à l’église",
    }


def test_a_day_without_mass_names_the_next_one_after_it() -> None:
    answer = answer_mass_times(parish(), "lundi", NOW)
    assert answer.response == "utter_horaires_messe_aucune"
    assert answer.values == {
        "jour_lu": "lundi 9 mars",
        "prochaine_messe": "mardi 10 mars à 18h30, en français, à l’église",
    }


def test_masses_of_today_that_have_begun_are_over() -> None:
    sunday = at("2026-03-08T08:00")
    later = answer_mass_times(parish(), "aujourd'hui", sunday)
    assert later.values["messes"] == "• 10h, en français, à l’église"
    none = answer_mass_times(parish(), "ce soir", at("2026-03-08T12:00"))
    assert none.response == "utter_horaires_messe_aucune"
    assert none.values == {
        "jour_lu": "d’ici ce soir",
        "prochaine_messe": "mardi 10 mars à 18h30, en français, à l’église",
    }


@pytest.mark.parametrize("asked", ["", "en mars", "à partir de jeudi", "2026-03-06/9999-12-31"])
def test_no_day_in_particular_gives_the_week(asked: str) -> None:
    answer = answer_mass_times(parish(), asked, NOW)
    assert answer.response == "utter_horaires_messe_semaine"
    assert answer.values["messes"].splitlines() == [
        "• mardi : 18h30",
        "• mercredi : 18h30 en wolof à la chapelle",
        "• jeudi : 18h30",
        "• vendredi : 18h30",
        "• samedi : 18h30",
        "• dimanche : 7h30 et 10h",
        "Sauf mention : en français, à l’église.",
    ]


@pytest.mark.parametrize("asked", ["ce week-end", "samedi et dimanche", "2026-03-07|2026-03-08"])
def test_a_few_days_are_told_one_by_one(asked: str) -> None:
    answer = answer_mass_times(parish(), asked, NOW)
    assert answer.response == "utter_horaires_messe_jours"
    assert answer.values == {
        "precision": "",
        "messes": "• samedi 7 mars : 18h30\n• dimanche 8 mars : 7h30 et 10h\n"
        "Sauf mention : en français, à l’église.",
    }


def test_of_several_days_those_without_mass_and_what_is_over_are_said() -> None:
    evening = answer_mass_times(parish(), "2026-03-04/2026-03-09", at("2026-03-04T20:00"))
    lines = evening.values["messes"].splitlines()
    assert lines[0] == "• aujourd’hui : plus de messe"
    assert lines[5] == "• lundi 9 mars : pas de messe"


@pytest.mark.parametrize(
    ("asked", "response", "jour", "messes"),
    [
        ("samedi soir", "utter_horaires_messe_jour", "samedi 7 mars, le soir", ["18h30"]),
        (
            "dimanche matin",
            "utter_horaires_messe_jour",
            "dimanche 8 mars, le matin",
            ["7h30", "10h"],
        ),
        ("samedi matin", "utter_horaires_messe_autre_moment", "samedi 7 mars", ["18h30"]),
        ("dimanche à 9h", "utter_horaires_messe_jour", "dimanche 8 mars", ["7h30", "10h"]),
    ],
)
def test_a_part_of_a_day(asked: str, response: str, jour: str, messes: list[str]) -> None:
    answer = answer_mass_times(parish(), asked, NOW)
    assert (answer.response, answer.values["jour_lu"]) == (response, jour)
    told = [line.removeprefix("• ").split(",")[0] for line in answer.values["messes"].splitlines()]
    assert told == messes


def test_a_part_of_every_day() -> None:
    answer = answer_mass_times(parish(), "le matin", NOW)
    assert answer.response == "utter_horaires_messe_precision"
    assert answer.values["precision"] == "le matin"
    assert answer.values["messes"].splitlines()[0] == "• dimanche : 7h30 et 10h"
    none = answer_mass_times(parish(), "l'après-midi", NOW)
    assert none.response == "utter_horaires_messe_precision_aucune"
    assert "dimanche" in none.values["messes"]


def test_a_language() -> None:
    answer = answer_mass_times(parish(), "", NOW, "y a-t-il une messe en wolof ?")
    assert answer.response == "utter_horaires_messe_precision"
    assert answer.values["messes"].startswith("• mercredi : 18h30 en wolof")
    sunday = answer_mass_times(parish(), "dimanche", NOW, "messe en wolof dimanche")
    assert sunday.response == "utter_horaires_messe_aucune"
    assert sunday.values == {
        "jour_lu": "dimanche 8 mars, en wolof",
        "prochaine_messe": "mercredi 11 mars à 18h30, en wolof, à la chapelle",
    }
    none = answer_mass_times(parish(), "", NOW, "messe en portugais")
    assert none.response == "utter_horaires_messe_precision_aucune"
    assert none.values["precision"] == "en portugais"


@pytest.mark.parametrize(
    "text", ["quand est la prochaine messe", "la messe prochaine svp", "prochaines messes"]
)
def test_the_next_mass(text: str) -> None:
    answer = answer_mass_times(parish(), "", NOW, text)
    assert answer.response == "utter_prochaine_messe"
    assert answer.values == {"prochaine_messe": "aujourd’hui à 18h30, en wolof, à la chapelle"}
    later = answer_mass_times(parish(), "", at("2026-03-08T10:00"), text)
    assert later.values["prochaine_messe"].startswith("mardi 10 mars à 18h30")


def test_days_in_other_words() -> None:
    sunday = answer_mass_times(parish(), "", NOW, "l'heure de la messe dominicale")
    assert sunday.values["jour_lu"] == "dimanche 8 mars"
    today = answer_mass_times(parish(), "", NOW, "messe du jour")
    assert today.values["jour_lu"] == "aujourd’hui"
    week = answer_mass_times(parish(), "!unknown_day", NOW, "programme de la semaine sainte")
    lines = week.values["messes"].splitlines()
    assert lines[0].startswith("• dimanche 29 mars") and lines[6].startswith("• samedi 4 avril")


def test_a_day_that_is_past_or_none_is_said_so() -> None:
    past = answer_mass_times(parish(), "hier", NOW)
    assert past.response == "utter_jour_passe"
    assert past.values == {"jour_lu": "mardi 3 mars", "tout_voir": "/horaires_messe"}
    assert answer_mass_times(parish(), "le 30 février", NOW).response == "utter_jour_inexistant"
    other = answer_mass_times(parish(), "lundi 4 mars 2026", NOW)
    assert other.response == "utter_jour_autre_semaine"
    assert other.values["jour_lu"] == "mercredi 4 mars 2026"
    far = answer_mass_times(parish(), "le 3 mars 2031", NOW)
    assert (far.response, far.values["jour_lu"]) == ("utter_jour_trop_loin", "lundi 3 mars 2031")


def test_a_weekday_said_on_that_day_is_the_next_one_when_no_mass_is_left() -> None:
    morning = answer_mass_times(parish(), "2026-03-08|2026-03-15", at("2026-03-08T08:00"))
    assert morning.values["jour_lu"] == "aujourd’hui"
    noon = answer_mass_times(parish(), "2026-03-08|2026-03-15", at("2026-03-08T12:00"))
    assert noon.values["jour_lu"] == "dimanche 15 mars"


# -- feasts that move ------------------------------------------------------------------------------

VIGIL = YearlyFeast(id="samedi_saint", name="", masses=(Mass(starts=time(21)),))


def yearly(*feasts: YearlyFeast) -> Tenant:
    return parish(masses=replace(parish().masses, yearly=feasts))


@pytest.mark.parametrize(("now", "day"), [(NOW, "4 avril"), (at("2026-11-24T10:00"), "27 mars")])
def test_a_feast_of_the_file_is_on_its_day_of_every_year(now: datetime, day: str) -> None:
    answer = answer_mass_times(yearly(VIGIL), "à la veillée pascale", now)
    assert answer.response == "utter_horaires_messe_jour"
    assert answer.values == {"jour_lu": f"samedi {day} (Veillée pascale)", "messes": "• 21h"}


EASTER = YearlyFeast(id="paques", name="", masses=(Mass(starts=time(10)),))


@pytest.mark.parametrize(
    ("asked", "now", "veille"),
    [
        ("à Pâques", NOW, "samedi 4 avril (Veillée pascale) :\n• 21h"),
        ("2026-04-05", at("2026-04-04T20:00"), "aujourd’hui (Veillée pascale) :\n• 21h"),
        # Its mass has begun, or only a part of the day is asked for.
        ("2026-04-05", at("2026-04-04T21:30"), None),
        ("dimanche 5 avril au matin", NOW, None),
    ],
)
def test_of_easter_the_night_before_is_told_too(
    asked: str, now: datetime, veille: str | None
) -> None:
    answer = answer_mass_times(yearly(VIGIL, EASTER), asked, now)
    assert answer.values["messes"] == "• 10h"
    assert answer.values.get("veille") == veille
    alone = answer_mass_times(yearly(EASTER), asked, now)
    assert alone.response == "utter_horaires_messe_jour"


def test_a_feast_may_have_a_name_of_its_own_and_a_date_counts_before_it() -> None:
    named = replace(VIGIL, name="Grande veillée")
    answer = answer_mass_times(yearly(named), "2026-04-04", NOW)
    assert answer.values["jour_lu"] == "samedi 4 avril (Grande veillée)"
    dated = Feast(day=date(2026, 4, 4), name="Ordination", masses=(Mass(starts=time(9)),))
    both = parish(masses=replace(yearly(VIGIL).masses, feasts=(dated,)))
    assert answer_mass_times(both, "2026-04-04", NOW).values["messes"] == "• 9h"
    assert answer_mass_times(both, "2027-03-27", NOW).values["messes"] == "• 21h"


def test_the_week_announces_a_feast_that_moves() -> None:
    lines = answer_mass_times(yearly(VIGIL), "", at("2026-04-01T10:00")).values["messes"]
    assert "• samedi 4 avril (Veillée pascale) : 21h" in lines.splitlines()


def test_a_great_feast_that_the_file_does_not_know_is_to_be_confirmed() -> None:
    answer = answer_mass_times(parish(), "le jeudi de l'Ascension", NOW)
    assert answer.response == "utter_horaires_messe_fete_a_confirmer"
    assert answer.values["fete"] == "Ascension" and answer.values["jour_lu"] == "jeudi 14 mai"
    # On a Sunday the masses are those of any Sunday.
    assert answer_mass_times(parish(), "à la Pentecôte", NOW).response.endswith("_jour")


def test_the_week_announces_a_feast_that_is_near() -> None:
    lines = answer_mass_times(parish(), "", at("2026-12-20T10:00")).values["messes"].splitlines()
    assert "• vendredi 25 décembre (Noël) : 10h" in lines


def test_the_day_is_that_of_the_place_not_of_the_server() -> None:
    # 23:30 in Dakar on Wednesday is Thursday in Auckland, and the other way round.
    far = parish(zone_name="Pacific/Auckland")
    answer = answer_mass_times(far, "demain", at("2026-03-04T23:30"))
    assert answer.values["jour_lu"] == "demain"
    assert answer_mass_times(far, "jeudi", at("2026-03-04T23:30")).values["jour_lu"] == (
        "aujourd’hui"
    )


@pytest.mark.parametrize("asked", ["", "demain", "hier"])
def test_a_parish_without_masses_says_so(asked: str) -> None:
    silent = parish(masses=MassTimes(weekly=((),) * 7))
    assert answer_mass_times(silent, asked, NOW).response == "utter_horaires_messe_inconnus"


def test_a_parish_whose_only_mass_is_past_still_answers() -> None:
    once = Feast(day=date(2020, 1, 1), name="Fondation", masses=(Mass(starts=time(9)),))
    old = parish(masses=MassTimes(weekly=((),) * 7, feasts=(once,)))
    assert answer_mass_times(old, "demain", NOW).values["prochaine_messe"].startswith("à confirmer")
    assert answer_mass_times(old, "", NOW).values["messes"]


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2400, 1, 1)),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["", "mardi", "ce soir", "à Pâques", "la semaine prochaine", "le 31"]),
        st.dates(date(1990, 1, 1), date(2400, 1, 1)).map(date.isoformat),
    ),
    st.sampled_from(["", "messe en wolof", "prochaine messe", "semaine sainte", "triduum"]),
)
def test_any_day_at_any_time_has_an_answer(moment: datetime, asked: str, text: str) -> None:
    answer = answer_mass_times(yearly(VIGIL), asked, moment.replace(tzinfo=UTC), text)
    assert answer.response.startswith("utter_")
    # What may be nothing has a sentence that can do without.
    assert all(answer.values[name] for name in answer.values if name != "precision")


# -- the night of Christmas --------------------------------------------------------------------

NOVEMBER = at("2026-11-28T10:00")
EVE = Feast(
    day=date(2026, 12, 24),
    name="Veillée de Noël",
    masses=(
        Mass(starts=time(7), language="en français", place="à l’église"),
        Mass(starts=time(20), language="en français", place="à l’église"),
        Mass(starts=time(23, 30), language="en français", place="dans la cour"),
    ),
)


def with_feasts(*feasts: Feast) -> Tenant:
    tenant = parish()
    return replace(tenant, masses=replace(tenant.masses, feasts=feasts))


def hours_told(tenant: Tenant, asked: str, text: str = "", now: datetime = NOVEMBER) -> list[str]:
    answer = answer_mass_times(tenant, asked, now, text)
    return [line.removeprefix("• ").split(",")[0] for line in answer.values["messes"].splitlines()]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("2026-12-24T17:00/22:00", "messe du 24 au soir"),
        ("2026-12-24T20:00/23:59", "messe la nuit du 24"),
        ("T00:00", "messe de minuit"),
        ("2026-12-25T00:00", "messe de minuit à Noël"),
        ("", "c’est à quelle heure la messe de la nuit de Noël"),
    ],
)
def test_the_evening_of_christmas_goes_on_into_the_night(asked: str, text: str) -> None:
    tenant = with_feasts(EVE, *parish().masses.feasts)
    assert hours_told(tenant, asked, text) == ["20h", "23h30"]
    answer = answer_mass_times(tenant, asked, NOVEMBER, text)
    assert answer.values["jour_lu"].startswith("jeudi 24 décembre (Veillée de Noël)")


def test_a_mass_after_midnight_belongs_to_the_night_before() -> None:
    christmas = Feast(
        day=date(2026, 12, 25),
        name="Noël",
        masses=(Mass(starts=time(0), language="en français"), Mass(starts=time(10))),
    )
    tenant = with_feasts(EVE, christmas)
    assert hours_told(tenant, "", "messe de minuit") == ["20h", "23h30", "dans la nuit"]
    assert hours_told(tenant, "2026-12-24T17:00/22:00") == ["20h", "23h30", "dans la nuit"]
    # Who asks for the day itself is told what is on it.
    assert hours_told(tenant, "2026-12-25") == ["0h", "10h"]


def test_the_night_of_another_day_is_that_of_the_day() -> None:
    midnight = answer_mass_times(parish(), "2026-11-28T00:00", NOVEMBER, "messe de minuit samedi")
    assert midnight.values["jour_lu"] == "aujourd’hui, le soir"


def test_a_christmas_night_that_nobody_has_written_is_to_be_confirmed() -> None:
    answer = answer_mass_times(parish(), "T00:00", NOVEMBER, "messe de minuit")
    assert answer.response == "utter_horaires_messe_fete_a_confirmer"
    assert answer.values["fete"] == "Veillée de Noël"


def test_a_day_of_two_places_says_which_mass_is_where() -> None:
    tenant = parish()
    early = Mass(starts=time(6, 30), language="en français", place="à l’église")
    late = Mass(starts=time(18, 30), language="en wolof", place="à la chapelle")
    weekly = (tenant.masses.weekly[0], (early, late), *tenant.masses.weekly[2:])
    mixed = replace(tenant, masses=replace(tenant.masses, weekly=weekly))
    lines = answer_mass_times(mixed, "", NOW).values["messes"].splitlines()
    assert lines[0] == "• mardi : 6h30 à l’église et 18h30 (en wolof) à la chapelle"
    assert lines[1] == "• mercredi : 18h30 en wolof à la chapelle"
