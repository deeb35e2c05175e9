"""Sessions and children as a button or a line has room for them.

>>> say_short_day(date(2026, 11, 25)), say_hours(time(15), time(16, 30))
('mer. 25 nov.', 'de 15h à 16h30')
>>> button_title("Marie-Antoinette Bernadette")
'Marie-Antoinette Be…'
"""

from __future__ import annotations

from datetime import date, datetime, time

from engine.french.speech import say_briefly, say_time

#: Characters that WhatsApp leaves a reply button.
BUTTON = 20


def say_short_day(day: date) -> str:
    """Return a day as a button shows it."""
    return say_briefly(datetime.combine(day, time())).rpartition(" ")[0]


def say_hours(starts: time, ends: time) -> str:
    """Return a span of one day."""
    return f"de {say_time(starts)} à {say_time(ends)}"


def button_title(text: str) -> str:
    """Return ``text``, cut to what a button holds."""
    return text if len(text) <= BUTTON else text[: BUTTON - 1].rstrip() + "…"
