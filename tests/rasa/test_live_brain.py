"""Another edition, or another model, between two turns: nobody's conversation is lost."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from rasa.core.processor import MessageProcessor

from engine.components.custom_actions import executor
from engine.components.live_brain import LiveBrain
from engine.components.turn import RasaBrain
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.loaded_project import Edition
from engine.messages import Alias, Inbound, Kind
from engine.serving.reloading import Reloadable
from engine.storage.database import Database

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

KEY = ConversationKey(tenant="paroisse", contact="awa")
DOMAIN = """version: "3.1"
intents: [sonder]
slots:
  couleur: {type: text, mappings: [{type: custom}]}
actions: [action_attendre]
responses:
  utter_ask_couleur: [{text: Quelle couleur ?}]
  utter_merci: [{text: Merci pour la couleur.}]
"""
FLOW = """flows:
  sondage:
    description: Demander une couleur.
    run_pattern_completed: false
    nlu_trigger: [{intent: sonder}]
    steps:
      - id: demander
        collect: couleur
      - id: attendre
        action: action_attendre
      - id: remercier
        action: utter_merci
"""
SIZE = "  taille: {type: text, mappings: [{type: custom}]}\n"


class Workshop:
    """A small project of its own, and one person who talks to it."""

    def __init__(self, root: Path, processor: MessageProcessor, database: Database) -> None:
        self.root = root
        (root / "config").mkdir()
        (root / "config" / "config.yml").write_text("pipeline: []\n")
        (root / "domain.yml").write_text(DOMAIN)
        (root / "flows.yml").write_text(FLOW)
        self.loaded = 0
        self._processor = processor
        self._database = database
        self._numbers = itertools.count(1)
        self.brain = LiveBrain(root, processor, partial(RasaBrain, database=database), self._load)
        self.exchange()

    def _load(self) -> MessageProcessor:
        self.loaded += 1
        return self._processor

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.root / file).read_text()
        assert old in text
        (self.root / file).write_text(text.replace(old, new, 1))

    def exchange(self) -> None:
        self.brain.prepare(Edition.read(self.root))()

    async def turn(self, said: str) -> TurnResult:
        tap = said.startswith("/")
        message = Inbound(
            tenant=KEY.tenant,
            account="test",
            provider="test",
            message_id=f"m{next(self._numbers)}",
            aliases=(Alias(kind="phone", value="221770000001"),),
            sent_at=datetime.now(UTC),
            kind=Kind.CHOICE if tap else Kind.TEXT,
            text=said,
            payload=said if tap else "",
        )
        return await self.brain.turn(KEY, message)

    async def store(self, result: TurnResult) -> list[str]:
        await self._database.run(result.write)
        self.brain.committed(KEY)
        return [reply.text for reply in result.replies]

    async def says(self, said: str) -> list[str]:
        return await self.store(await self.turn(said))


@pytest.fixture
def workshop(
    tmp_path: Path,
    processor: MessageProcessor,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> Workshop:
    monkeypatch.setenv("ACCUEIL_PROJECT", str(tmp_path.resolve()))
    monkeypatch.setitem(executor().actions, "action_attendre", _nothing)
    return Workshop(tmp_path.resolve(), processor, database)


async def _nothing(*_: object) -> list[object]:
    return []


async def test_an_open_question_survives_a_changed_sentence(workshop: Workshop) -> None:
    assert await workshop.says("/sonder") == ["Quelle couleur ?"]
    workshop.change("domain.yml", "Merci pour la couleur.", "Merci beaucoup.")
    workshop.exchange()
    assert await workshop.says("bleu") == ["Merci beaucoup."]


async def test_new_slots_questions_and_steps_are_live(workshop: Workshop) -> None:
    assert await workshop.says("/sonder") == ["Quelle couleur ?"]
    workshop.change("domain.yml", "actions:", SIZE + "actions:")
    workshop.change(
        "domain.yml",
        "  utter_merci:",
        "  utter_ask_taille: [{text: Quelle taille ?}]\n  utter_merci:",
    )
    workshop.change("domain.yml", "Merci pour la couleur.", "'Noté, {couleur} et {taille}.'")
    workshop.change(
        "flows.yml",
        "      - id: attendre",
        "      - id: demander_taille\n        collect: taille\n      - id: attendre",
    )
    workshop.exchange()
    assert await workshop.says("bleu") == ["Quelle taille ?"]
    result = await workshop.turn("grand")
    assert result.trace()["changed"][:1] == ["taille"]
    assert await workshop.store(result) == ["Noté, bleu et grand."]


async def test_whose_step_is_gone_is_told(workshop: Workshop) -> None:
    assert await workshop.says("/sonder") == ["Quelle couleur ?"]
    workshop.change("flows.yml", "      - id: demander\n        collect: couleur\n", "")
    workshop.exchange()
    assert "mis à jour" in (await workshop.says("bleu"))[0]
    assert await workshop.says("/sonder") == ["Merci pour la couleur."]


async def test_a_turn_under_way_sees_its_edition_to_the_end(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def wait(*_: object) -> list[object]:
        reached.set()
        await go_on.wait()
        return []

    monkeypatch.setitem(executor().actions, "action_attendre", wait)
    await workshop.says("/sonder")
    under_way = asyncio.create_task(workshop.turn("bleu"))
    await reached.wait()
    workshop.change("domain.yml", "Merci pour la couleur.", "Merci beaucoup.")
    workshop.exchange()
    go_on.set()
    assert await workshop.store(await under_way) == ["Merci pour la couleur."]
    assert await workshop.says("/sonder") == ["Quelle couleur ?"]
    assert await workshop.says("vert") == ["Merci beaucoup."]


async def test_a_turn_that_failed_is_forgotten_by_whoever_ran_it(workshop: Workshop) -> None:
    await workshop.says("/sonder")
    await workshop.turn("bleu")
    workshop.exchange()
    workshop.brain.discard(KEY)
    # Nothing of it was stored: the question is still open.
    assert await workshop.says("rouge") == ["Merci pour la couleur."]


async def test_another_model_takes_over_with_the_edition_in_service(workshop: Workshop) -> None:
    assert isinstance(workshop.brain, Reloadable)
    await workshop.says("/sonder")
    workshop.change("domain.yml", "Merci pour la couleur.", "Merci beaucoup.")
    take = workshop.brain.prepare_model(Edition.read(workshop.root), "what was learnt")
    assert workshop.loaded == 1
    assert workshop.brain.learnt != "what was learnt"
    take()
    assert workshop.brain.learnt == "what was learnt"
    assert await workshop.says("bleu") == ["Merci beaucoup."]


@pytest.mark.parametrize(
    ("file", "counts"),
    [("data/nlu/a.yml", True), ("data/knowledge/a.yml", False), ("data/demo/a.yml", False)],
)
async def test_only_what_is_learnt_from_counts_as_examples(
    workshop: Workshop, file: str, counts: bool
) -> None:
    before = workshop.brain.examples()
    path = workshop.root / file
    path.parent.mkdir(parents=True)
    path.write_text("nlu: []\n")
    assert (workshop.brain.examples() != before) is counts
