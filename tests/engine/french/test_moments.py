"""Days and hours are read as people mean them, and doubts are said to be doubts."""

from __future__ import annotations

import re
import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.french.moments import Moment, Problem, read_moments, reading
from engine.french.moments.bounds import EXAMPLES as BOUND_EXAMPLES
from engine.french.moments.joining import EXAMPLES as JOINED_EXAMPLES
from engine.french.moments.reading import RULES
from engine.french.moments.scene import Rule

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yml").read_text(encoding="utf-8"))
#: When the examples of the rules are said.
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Africa/Dakar"))


def said_at(written: str) -> datetime:
    moment, _, zone = written.partition(" ")
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))


def notations(moments: tuple[Moment, ...]) -> str:
    return " + ".join(moment.notation for moment in moments)


def cases() -> list[tuple[str, str, list[tuple[str, date]], str]]:
    return [
        (group["now"], text, [(name, day) for name, day in group.get("days", ())], expected)
        for group in SENTENCES
        for text, expected in group["sentences"].items()
    ]


@pytest.mark.parametrize(("now", "text", "days", "expected"), cases())
def test_a_sentence(now: str, text: str, days: list[tuple[str, date]], expected: str) -> None:
    assert notations(read_moments(text, said_at(now), days=days)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [example for rule in RULES for example in rule.examples],
)
def test_an_example_of_a_rule(text: str, expected: str) -> None:
    assert notations(read_moments(text, TUESDAY)) == expected


@pytest.mark.parametrize(("text", "expected"), [*BOUND_EXAMPLES, *JOINED_EXAMPLES])
def test_an_example_of_what_words_between_mean(text: str, expected: str) -> None:
    assert notations(read_moments(text, TUESDAY)) == expected


def test_there_are_sentences_enough() -> None:
    assert len(cases()) >= 150
    assert len({text for _, text, _, _ in cases()}) >= 150


def test_every_rule_has_examples_of_what_it_reads() -> None:
    assert [rule.name for rule in RULES if not any(reading for _, reading in rule.examples)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_can_be_missed(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule, some example of it is read otherwise."""
    others = {
        start: tuple(kept for kept in rules if kept is not rule)
        for start, rules in reading._BY_START.items()
    }
    monkeypatch.setattr(reading, "_BY_START", others)
    assert [text for text, read in rule.examples if notations(read_moments(text, TUESDAY)) != read]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Je voudrais venir demain à 15h30, merci", ["demain à 15h30"]),
        ("rdv le 3 ou le 5 mars svp", ["le 3 ou le 5 mars"]),
        ("d'ici vendredi si possible", ["d'ici vendredi"]),
        ("apre\u0300s-demain matin ?", ["apre\u0300s-demain matin"]),
        ("la messe : samedi, puis dimanche", ["samedi", "dimanche"]),
        ("🙏🏾 demain 🙏🏾", ["demain"]),
        ("pas avant 16h demain", ["pas avant 16h demain"]),
    ],
)
def test_the_words_are_told(text: str, words: list[str]) -> None:
    moments = read_moments(text, TUESDAY)
    assert [text[moment.start : moment.end] for moment in moments] == words


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        read_moments("demain", datetime(2026, 11, 24))


# -- any text -------------------------------------------------------------------------------------

VOCABULARY = sorted(
    {
        *(word for _, text, _, _ in cases() for word in re.findall(r"[^\W\d]+|\d+|[^\w\s]", text)),
        *("31", "00", "99999999999", "٣", "½", "e\u0301", "İ", "ß", "’", "\n"),
    }
)
SPOKEN = st.lists(st.sampled_from(VOCABULARY), max_size=12).flatmap(
    lambda words: st.sampled_from((" ", "")).map(lambda gap: gap.join(words))
)
ZONES = st.sampled_from(("Africa/Dakar", "Europe/Paris", "America/New_York", "Asia/Kathmandu"))
NOWS = st.builds(lambda moment, zone: moment.replace(tzinfo=ZoneInfo(zone)), st.datetimes(), ZONES)
DAYS = st.lists(st.tuples(st.text(max_size=12) | st.just("Noël"), st.dates()), max_size=3)


@settings(max_examples=400, deadline=None)
@given(text=SPOKEN | st.text(), now=NOWS, days=DAYS)
def test_any_text_is_read(text: str, now: datetime, days: list[tuple[str, date]]) -> None:
    for moment in read_moments(text, now, days=days):
        assert 0 <= moment.start < moment.end <= len(text)
        assert Moment.parse(moment.notation) == moment
        assert moment.alternatives == () or len(moment.alternatives) > 1
        for reading_ in moment.readings:
            assert reading_.day_until is None or reading_.day is not None
            assert reading_.day_until is None or reading_.day_until > (reading_.day or date.max)
            over = reading_.problem is Problem.PAST or reading_.problem is Problem.OTHER_WEEKDAY
            last = reading_.day_until or reading_.day
            assert over or last is None or last >= now.date()


@given(text=SPOKEN)
def test_capitals_and_accents_change_nothing(text: str) -> None:
    # "İ" and "ß" are other letters in capitals.
    plain = "".join(char for char in text if char not in "İßı\u0307")
    shouted = plain.upper()
    assume(len(shouted) == len(plain))
    assert read_moments(shouted, TUESDAY) == read_moments(plain, TUESDAY)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "mardi ou ",
            "15h ",
            "le ",
            "a ",
            "1/",
            "1-",
            "deux ",
            "cent ",
            "mille ",
            "quatre vingt ",
        ),
        *("du 3 au ", "vendredi saint ", "de la semaine ", "e\u0301", "9", ", ", "entre 3h et "),
        *("pas ", "jour de l ", "24h/", "mardi, ", "de mardi a jeudi "),
    ],
)
def test_hostile_texts_take_time_in_proportion(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        read_moments(text, TUESDAY, days=[("jour de l’An", date(2027, 1, 1))])
        return time.process_time() - begun

    short = min(spent(4_000) for _ in range(3))
    # Sixteen times the text: a square would take two hundred and fifty-six times as long.
    assert min(spent(64_000) for _ in range(2)) < 90 * max(short, 0.01)
