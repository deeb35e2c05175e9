"""Killed without warning at each point of the road, then started again: nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine.delivery import crash_points
from engine.storage import tables
from engine.storage.database import Database
from tests.engine.delivery.crash_desk import PEOPLE, REMINDER, TEXTS

ROOT = Path(__file__).parents[3]
ALL = sorted((who, text) for who in PEOPLE for text in TEXTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The files of one desk that dies and comes back."""

    folder: Path

    def run(self, crash_at: str = "") -> int:
        """Run the desk to its end, natural or not; return how it ended."""
        environment = {**os.environ, crash_points.VARIABLE: crash_at}
        names = [str(self.folder / name) for name in ("a.db", "journal", "acknowledged")]
        done = subprocess.run(
            [sys.executable, "-m", "tests.engine.delivery.crash_desk", *names],
            cwd=ROOT,
            env=environment,
            timeout=60,
            check=False,
        )
        return done.returncode

    def acknowledged(self) -> set[str]:
        path = self.folder / "acknowledged"
        return set(path.read_text().split()) if path.exists() else set()

    def taken(self) -> list[tuple[str, str]]:
        """Return what the provider took, in order: to whom, and the answer to which text."""
        rows = [(row["to"], row["text"]) for row in self._journal()]
        return [(to, text.removeprefix("re: ")) for to, text in rows if text != REMINDER]

    def reminded(self) -> list[str]:
        """Return whom the provider took a reminder to."""
        return [row["to"] for row in self._journal() if row["text"] == REMINDER]

    def _journal(self) -> list[dict[str, str]]:
        lines = (self.folder / "journal").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def turns(self) -> list[tuple[str, str]]:
        """Return the committed turns in order: of whom, and on which text."""
        found = [str(data["id"]) for data in self._column(tables.events.c.data)]
        spoken = [id.split(":") for id in found if not id.startswith("timer:")]
        return [(id[0], id[1]) for id in spoken]

    def stored(self) -> list[str]:
        return self._column(tables.inbox.c.message_id)

    def noted(self) -> list[str]:
        """Return the messages with which something was done in the house."""
        return self._column(tables.effects.c.key)

    def _column(self, column: sa.Column[Any]) -> list[Any]:
        """Return all values of a column, in the order in which they were written."""
        database = Database(f"sqlite:///{self.folder / 'a.db'}")
        with database.reading() as connection:
            found = list(connection.scalars(sa.select(column).order_by(sa.text("rowid"))))
        database.close()
        return found


def in_order(pairs: list[tuple[str, str]]) -> bool:
    """Return whether each person's texts are in the order in which they were written."""
    firsts = list(dict.fromkeys(pairs))
    return all(tuple(t for w, t in firsts if w == who) == TEXTS for who in PEOPLE)


@pytest.mark.parametrize("point", crash_points.POINTS)
def test_nothing_is_lost_and_nothing_done_twice(tmp_path: Path, point: str) -> None:
    scene = Scene(folder=tmp_path)
    assert scene.run(crash_at=point) == -signal.SIGKILL
    # What the provider was told to forget is ours.
    assert scene.acknowledged() <= set(scene.stored())

    assert scene.run() == 0
    assert sorted(scene.turns()) == ALL
    assert in_order(scene.turns()) and in_order(scene.taken())
    counts = Counter(scene.taken())
    assert sorted(counts) == ALL
    assert sorted(scene.reminded()) == sorted(PEOPLE)
    assert sorted(scene.noted()) == sorted(scene.stored())
    repeated = {pair: count for pair, count in counts.items() if count > 1}
    if point == "provider-accepted":
        # Nobody can know better when a provider has neither a key nor a look-up.
        assert list(repeated.values()) == [2]
    else:
        assert repeated == {}


def test_a_point_that_nobody_asks_for_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    killed: list[int] = []
    monkeypatch.setattr(os, "kill", lambda *_: killed.append(1))
    monkeypatch.setattr(crash_points, "_wanted", "turn-done")
    crash_points.reached("lease-taken")
    assert killed == []
    crash_points.reached("turn-done")
    assert killed == [1]
    with pytest.raises(ValueError, match="unknown crash point"):
        crash_points.reached("somewhere")
