"""A session is found from what a parent says, or asked for again with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from actions.catechesis.session_days import Fault, Found, read_session
from engine.families.groups import Group
from engine.storage.tables import absences
from tests.actions.catechesis.conftest import Parent, School
from tests.engine.families.parish_school import CALENDAR, DIATTA

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
SATURDAYS = Group(
    id=1, name="Éveil", year="2026-2027", weekday=5, starts=time(15), ends=time(16, 30)
)


@pytest.fixture
def parent(school: School) -> Parent:
    made = school.parent()
    made.proves(DIATTA)
    made.does("action_choisir_enfant", text="Awa")
    return made


def read(said: str, now: datetime = MONDAY) -> Found:
    return read_session(said, SATURDAYS, CALENDAR, now)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-28", date(2026, 11, 28)),
        ("2026-11-28T15:00", date(2026, 11, 28)),
        ("2026-11-23/2026-11-29", date(2026, 11, 28)),
        ("2026-11-25|2026-11-28", date(2026, 11, 28)),
        ("samedi", date(2026, 11, 28)),
        ("elle ne viendra pas samedi prochain", date(2026, 11, 28)),
        ("le 5 décembre", date(2026, 12, 5)),
        ("la prochaine séance", date(2026, 11, 28)),
        # Over, and to be explained: there is no other day of that name.
        ("2026-11-21!past", date(2026, 11, 21)),
        ("2027-11-21", date(2026, 11, 21)),
        ("la dernière séance", date(2026, 11, 21)),
    ],
)
def test_a_session_that_is_meant(said: str, day: date) -> None:
    assert read(said) == Found(day=day)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("je ne sais pas", Fault.NO_DAY),
        ("T15:00", Fault.NO_DAY),
        ("PT1H", Fault.NO_DAY),
        ("!event", Fault.NO_DAY),
        ("", Fault.NO_DAY),
        ("2026-11-07!past", Fault.PAST),
        ("2026-11-20!past", Fault.NO_SESSION),
        ("2026-11-25", Fault.NO_SESSION),
        ("2026-12-26", Fault.NO_SESSION),
        ("2026-11-28|2026-12-05", Fault.SEVERAL),
        ("2026-11-23/2026-12-31", Fault.SEVERAL),
    ],
)
def test_what_is_no_session(said: str, fault: Fault) -> None:
    found = read(said)
    assert found.day is None and found.fault is fault


def test_saturday_said_on_a_saturday_may_be_two() -> None:
    found = read("2026-11-28|2026-12-05", MONDAY.replace(day=28))
    assert found.fault is Fault.SEVERAL
    assert found.choices == (date(2026, 11, 28), date(2026, 12, 5))


def test_when_the_session_is_over_the_next_one_is_meant() -> None:
    evening = MONDAY.replace(day=28, hour=18)
    assert read("2026-11-28|2026-12-05", evening).day == date(2026, 12, 5)


def test_in_the_past_the_last_one_is_meant() -> None:
    told = "2026-11-21!past|2026-11-28"
    for hour, day in ((10, 21), (18, 28)):
        now = MONDAY.replace(day=28, hour=hour)
        found = read_session(told, SATURDAYS, CALENDAR, now, missed=True)
        if hour == 10:
            assert found.day == date(2026, 11, day)
        else:
            assert found.fault is Fault.SEVERAL


def test_a_session_is_explained_for_some_days_only() -> None:
    for days, meant in ((10, True), (11, False)):
        now = datetime(2026, 11, 21, 18, tzinfo=UTC) + timedelta(days=days)
        assert (read("2026-11-21!past", now).day is not None) is meant


@given(st.text(max_size=40))
def test_any_text_is_a_session_or_a_fault(said: str) -> None:
    found = read_session(said, SATURDAYS, CALENDAR, MONDAY.astimezone(ZoneInfo("Europe/Paris")))
    assert (found.day is None) is (found.fault is not None)
    assert found.day is None or SATURDAYS.meets(CALENDAR, found.day)


def test_the_next_sessions_are_offered(parent: Parent) -> None:
    assert parent.does("action_ask_jour_absence") == ["utter_quelle_seance"]
    buttons = parent.said[0]["buttons"]
    assert [(b["title"], b["payload"]) for b in buttons] == [
        ("mer. 25 nov.", "/SetSlots(jour_absence=2026-11-25)"),
        ("mer. 2 déc.", "/SetSlots(jour_absence=2026-12-02)"),
        ("mer. 9 déc.", "/SetSlots(jour_absence=2026-12-09)"),
    ]
    assert "Awa" in parent.text()


def test_whether_there_is_a_session_at_all(parent: Parent) -> None:
    parent.does("action_seances_enfant")
    assert parent.slots["seances_enfant"] == "oui"
    parent.does("action_seances_enfant", enfant="Jean-Marie")
    assert parent.slots["seances_enfant"] == "aucune"


@pytest.mark.parametrize(
    ("said", "response", "part"),
    [
        ("je ne sais pas", "utter_jour_absence_incompris", "samedi"),
        ("2026-11-11", "utter_seance_passee", "passée"),
        ("2026-11-20", "utter_pas_de_seance", "Awa n’a pas de séance vendredi 20 novembre."),
        ("2026-11-28|2026-12-05", "utter_pas_de_seance", "Awa n’a pas de séance le samedi."),
        ("2026-11-24", "utter_pas_de_seance", "Awa n’a pas de séance demain."),
        ("2026-12-21/2026-12-24", "utter_pas_de_seance", "Awa n’a pas de séance ces jours-là."),
        (
            "2026-11-25|2026-12-02",
            "utter_plusieurs_seances",
            "mercredi 25 novembre ou mercredi 2 décembre",
        ),
    ],
)
def test_what_is_wrong_with_a_day_is_said(
    parent: Parent, said: str, response: str, part: str
) -> None:
    assert parent.does("validate_jour_absence", jour_absence=said) == [response]
    assert part in parent.text() and parent.slots["jour_absence"] is None


def test_an_absence_from_the_day_to_the_row(parent: Parent, school: School) -> None:
    assert parent.does("validate_jour_absence", jour_absence="mercredi") == []
    assert parent.slots["jour_absence"] == "2026-11-25"
    parent.does("action_ask_absence_juste", raison_absence="fièvre depuis mardi")
    assert parent.text() == (
        "Je récapitule :\n• enfant : Awa\n• absence : mercredi 25 novembre\n"
        "• raison : fièvre depuis mardi\nEst-ce bien cela ?"
    )
    for told in ("nouvelle", "deja"):
        assert parent.does("action_signaler_absence") == []
        assert parent.slots["absence_notee"] == told
    with school.database.reading() as connection:
        rows = connection.execute(
            sa.select(absences.c.day, absences.c.reason, absences.c.announced_by).where(
                absences.c.announced_by != ""
            )
        ).all()
    assert [tuple(row) for row in rows] == [("2026-11-25", "fièvre depuis mardi", "c1")]


def test_a_missed_session_is_offered_and_explained(parent: Parent) -> None:
    parent.does("action_ask_jour_absence", absence_passee=True)
    assert [button["title"] for button in parent.said[0]["buttons"]] == ["mer. 18 nov."]
    parent.does("validate_jour_absence", jour_absence="2026-11-18!past", absence_passee=True)
    assert parent.slots["jour_absence"] == "2026-11-18"
    # The catechist had noted it, with "voyage".
    parent.does("action_signaler_absence", raison_absence="elle était malade")
    assert parent.slots["absence_notee"] == "expliquee"
    parent.does("action_signaler_absence", raison_absence="elle était malade")
    assert parent.slots["absence_notee"] == "deja"


def test_a_day_that_is_no_session_is_asked_for_again(parent: Parent) -> None:
    parent.does("action_signaler_absence", jour_absence="2026-11-26T15:30", raison_absence="x")
    assert (parent.slots["absence_notee"], parent.slots["jour_absence"]) == ("sans_seance", None)
    assert parent.does("action_ask_absence_juste", jour_absence="2026-11-26T15:30") == [
        "utter_quelle_seance"
    ]
