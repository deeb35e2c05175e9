"""Days and hours in a French text.

>>> from datetime import UTC, datetime
>>> tuesday = datetime(2026, 11, 24, 10, tzinfo=UTC)
>>> [moment.notation for moment in read_moments("jeudi ou vendredi à 15h ?", tuesday)]
['2026-11-26T15:00|2026-11-27T15:00']
"""

from __future__ import annotations

from engine.french.moments.one_day import find_day
from engine.french.moments.reading import read_moments, read_spans
from engine.french.moments.records import Kind, Moment, Problem, one_of

__all__ = ["Kind", "Moment", "Problem", "find_day", "one_of", "read_moments", "read_spans"]
