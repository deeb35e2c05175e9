"""Changed files are taken over, broken ones are not, and examples are learnt in the background."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from engine.delivery.contracts import ConversationKey, TurnResult
from engine.errors import ProjectError
from engine.loaded_project import Edition, current_edition, take_over
from engine.messages import Inbound
from engine.serving import watching
from engine.serving.project_state import Learning, ProjectState
from engine.serving.reloading import Reloadable, Reloading
from engine.serving.runtime import Runtime
from engine.settings import Settings
from engine.storage.database import Database
from engine.storage.migrations import migrate

pytestmark = pytest.mark.asyncio

PARISH = (Path(__file__).parents[3] / "config/tenants/paroisse.yml").read_text(encoding="utf-8")
FLOW = """
flows:
  adresse:
    description: Dire où nous sommes.
    steps:
      - id: repondre
        action: utter_adresse
"""
DOMAIN = 'version: "3.1"\nresponses:\n  utter_adresse:\n    - text: Rue des Filaos.\n'
#: Seconds until something must have been seen, on a busy machine.
PATIENCE = 15.0

#: Commands that stand for the training.
LEARNS = (sys.executable, "-c", "")
FAILS = (sys.executable, "-c", "print('much'); print('no examples'); raise SystemExit(3)")
NEVER_ENDS = (sys.executable, "-c", "import time; time.sleep(600)")


class FakeBrain:
    """Learns whatever stands in ``data/nlu.yml``; implements ``Reloadable``."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.learnt = self.examples()
        self.refuses_model = False

    def examples(self) -> str:
        return (self._root / "data" / "nlu.yml").read_text(encoding="utf-8")

    def prepare(self, edition: Edition) -> Callable[[], None]:
        return lambda: take_over(edition)

    def prepare_model(self, edition: Edition, examples: str) -> Callable[[], None]:
        if self.refuses_model:
            raise ProjectError("the model has no dialogue part")

        def take() -> None:
            take_over(edition)
            self.learnt = examples

        return take


class Workshop:
    """A small project, its brain, and every state that was told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("domain.yml", DOMAIN)
        self.write("flows/adresse.yml", FLOW)
        self.write("config/tenants/paroisse.yml", PARISH.replace("enabled_flows: all", ""))
        self.write("data/nlu.yml", "nlu: []\n")
        self._without_flow_names()
        self.brain = FakeBrain(root)
        self.states: list[ProjectState] = []
        self._news = asyncio.Condition()

    def _without_flow_names(self) -> None:
        """Leave out what names flows of the real project."""
        lines = self.read("config/tenants/paroisse.yml").split("\n")
        begin = lines.index("session:")
        end = next(i for i in range(begin + 1, len(lines)) if not lines[i].startswith(" "))
        self.write("config/tenants/paroisse.yml", "\n".join(lines[:begin] + lines[end:]))

    def read(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        assert old in self.read(file)
        self.write(file, self.read(file).replace(old, new))

    @property
    def address(self) -> str:
        """What the edition in service says."""
        response = current_edition(self.root).project.domain.responses["utter_adresse"]
        return response.variations[0].text

    @asynccontextmanager
    async def open(self, *command: str) -> AsyncIterator[Reloading]:
        """Watch the project; ``command`` is what trains."""
        reloading = Reloading(
            self.root, self.brain, observers=[self._note], command=command or LEARNS
        )
        reloading.start()
        try:
            yield reloading
        finally:
            await reloading.stop()

    def _note(self, state: ProjectState) -> None:
        self.states.append(state)
        self._wake = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def sees(self, wanted: Callable[[ProjectState], bool]) -> ProjectState:
        """Wait for a state that is ``wanted``, among those since the last call."""
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                while True:
                    while self.states:
                        if wanted(state := self.states.pop(0)):
                            return state
                    await self._news.wait()
        except TimeoutError as error:
            raise TimeoutError("no such state") from error


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path.resolve())


async def test_a_changed_sentence_is_in_service(workshop: Workshop) -> None:
    async with workshop.open():
        assert workshop.address == "Rue des Filaos."
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        state = await workshop.sees(lambda state: state.edition == 1)
        assert (state.in_service, state.is_quiet) == (True, True)
        assert workshop.address == "Rue du Port."


async def test_a_broken_file_keeps_the_last_good_edition_whole(workshop: Workshop) -> None:
    async with workshop.open():
        workshop.change("flows/adresse.yml", "action:", "actoin:")
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        state = await workshop.sees(lambda state: not state.in_service)
        assert state.edition == 0
        [problem] = state.problems
        assert (problem.path, problem.line) == ("flows/adresse.yml", 7)
        assert "did you mean 'action'" in problem.proposal
        # The good file waits with the broken one.
        assert workshop.address == "Rue des Filaos."
        workshop.change("flows/adresse.yml", "actoin:", "action:")
        state = await workshop.sees(lambda state: state.in_service)
        assert (state.edition, state.problems) == (1, ())
        assert workshop.address == "Rue du Port."


async def test_a_fault_in_the_recipe_is_told_instead_of_trained(workshop: Workshop) -> None:
    name = "engine.components.intent_classifier.AccueilIntentClassifier"
    recipe = f"pipeline:\n  - name: {name}\n    threshold: 0.2\n"
    workshop.write("config/config.yml", recipe)
    async with workshop.open():
        workshop.change("config/config.yml", "threshold", "treshold")
        state = await workshop.sees(lambda state: not state.in_service)
        [problem] = state.problems
        assert (problem.path, problem.line) == ("config/config.yml", 3)
        assert problem.code == "recipe.unknown_key"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("domain.yml", "responses:", "responses: [", "yaml.invalid"),
        ("config/tenants/paroisse.yml", "language: fr", "langage: fr", "tenant.unknown_key"),
        ("flows/adresse.yml", "utter_adresse", "utter_nulle_part", "flow.unknown_response"),
    ],
)
async def test_every_kind_of_fault_has_its_line(
    workshop: Workshop, file: str, old: str, new: str, code: str
) -> None:
    async with workshop.open():
        workshop.change(file, old, new)
        state = await workshop.sees(lambda state: not state.in_service)
        assert (file, code) in [(problem.path, problem.code) for problem in state.problems]
        assert all(problem["line"] >= 1 for problem in state.to_json()["problems"])


async def test_a_project_without_tenants_is_refused_and_heals(workshop: Workshop) -> None:
    tenant = workshop.read("config/tenants/paroisse.yml")
    async with workshop.open():
        (workshop.root / "config/tenants/paroisse.yml").unlink()
        state = await workshop.sees(lambda state: not state.in_service)
        assert "no tenant" in state.problems[0].message
        workshop.write("config/tenants/paroisse.yml", tenant)
        await workshop.sees(lambda state: state.in_service)


async def test_a_tenant_is_live_but_its_doors_wait(workshop: Workshop) -> None:
    async with workshop.open():
        name = current_edition(workshop.root).tenants["paroisse"].name
        workshop.change("config/tenants/paroisse.yml", f"name: {name}", "name: Autre")
        state = await workshop.sees(lambda state: state.edition == 1)
        assert (state.tenants, state.doors) == ({"paroisse": "Autre"}, ())
        workshop.change("config/tenants/paroisse.yml", "paroisse-meta", "autre-meta")
        state = await workshop.sees(lambda state: state.edition == 2)
        assert state.doors == ("paroisse",)
        workshop.change("config/tenants/paroisse.yml", "autre-meta", "paroisse-meta")
        state = await workshop.sees(lambda state: state.edition == 3)
        assert state.doors == ()


async def test_a_new_folder_is_watched_too(workshop: Workshop) -> None:
    async with workshop.open():
        workshop.write("domain/plus.yml", "responses:\n  utter_plus:\n    - text: Un.\n")
        await workshop.sees(lambda state: state.edition == 1)
        workshop.change("domain/plus.yml", "Un.", "Deux.")
        await workshop.sees(lambda state: state.edition >= 2)
        texts = current_edition(workshop.root).project.domain.responses["utter_plus"].variations
        assert [wording.text for wording in texts] == ["Deux."]


async def test_what_changed_before_the_start_is_taken_over(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_TICK", 50)
    assert workshop.address == "Rue des Filaos."
    workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
    async with workshop.open():
        await workshop.sees(lambda state: state.edition == 1)
        assert workshop.address == "Rue du Port."


async def test_without_the_systems_help_files_are_looked_at(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = vars(watching)["awatch"]

    refused = []

    def refusing(*folders: Path, force_polling: bool | None, **options: object) -> object:
        if not force_polling:
            refused.append(folders)
            raise OSError("OS file watch limit reached")
        found: object = watch(*folders, force_polling=True, **options)
        return found

    monkeypatch.setattr(watching, "awatch", refusing)
    async with workshop.open():
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        await workshop.sees(lambda state: workshop.address == "Rue du Port.")
    assert len(refused) == 1


async def test_other_files_are_left_alone(workshop: Workshop) -> None:
    async with workshop.open() as reloading:
        workshop.write("flows/.adresse.yml.swp", "flows: [")
        workshop.write("flows/notes.txt", "flows: [")
        workshop.write("var/models/x.yml", "flows: [")
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        await workshop.sees(lambda state: state.edition == 1)
        assert reloading.state.in_service


# -- learning --------------------------------------------------------------------------------


async def test_changed_examples_are_learnt_in_the_background(workshop: Workshop) -> None:
    async with workshop.open(*LEARNS):
        workshop.write("data/nlu.yml", "nlu: []\n# two\n")
        await workshop.sees(lambda state: state.learning is Learning.AT_WORK)
        await workshop.sees(lambda state: state.learning is Learning.DONE)
        assert workshop.brain.learnt == workshop.brain.examples()


async def test_other_changes_train_nothing(workshop: Workshop) -> None:
    async with workshop.open(*FAILS):
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        await workshop.sees(lambda state: state.edition == 1)
        workshop.change("domain.yml", "Rue du Port.", "Rue du Lac.")
        state = await workshop.sees(lambda state: state.edition == 2)
        assert state.learning is Learning.DONE


async def test_a_failed_training_says_why_and_the_examples_may_go_back(workshop: Workshop) -> None:
    before = workshop.brain.learnt
    async with workshop.open(*FAILS):
        workshop.write("data/nlu.yml", "nlu: []\n# two\n")
        state = await workshop.sees(lambda state: state.learning is Learning.FAILED)
        assert state.failure == "no examples (var/logs/train.log)"
        assert workshop.brain.learnt == before
        # Sentences are live all the same.
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        await workshop.sees(lambda state: workshop.address == "Rue du Port.")
        workshop.write("data/nlu.yml", before)
        state = await workshop.sees(lambda state: state.learning is Learning.DONE)
        assert state.failure == ""


async def test_a_model_that_cannot_be_loaded_stays_out(workshop: Workshop) -> None:
    workshop.brain.refuses_model = True
    before = workshop.brain.learnt
    async with workshop.open(*LEARNS):
        workshop.write("data/nlu.yml", "nlu: []\n# two\n")
        state = await workshop.sees(lambda state: state.learning is Learning.FAILED)
        assert "no dialogue part" in state.failure
        assert workshop.brain.learnt == before


async def test_a_training_is_given_up_for_newer_examples_or_the_end(workshop: Workshop) -> None:
    before = workshop.brain.learnt
    async with workshop.open(*NEVER_ENDS):
        workshop.write("data/nlu.yml", "nlu: []\n# two\n")
        await workshop.sees(lambda state: state.learning is Learning.AT_WORK)
        # What is being learnt goes on beside other changes.
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        state = await workshop.sees(lambda state: workshop.address == "Rue du Port.")
        assert state.learning is Learning.AT_WORK
        workshop.write("data/nlu.yml", before)
        await workshop.sees(lambda state: state.learning is Learning.DONE)
        workshop.write("data/nlu.yml", "nlu: []\n# three\n")
        await workshop.sees(lambda state: state.learning is Learning.AT_WORK)
    # The end did not wait ten minutes for the training.


async def test_an_observer_that_fails_disturbs_nobody(workshop: Workshop) -> None:
    def failing(state: ProjectState) -> None:
        raise RuntimeError("no page")

    reloading = Reloading(workshop.root, workshop.brain, observers=[failing, workshop._note])
    reloading.start()
    try:
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        state = await workshop.sees(lambda state: state.edition == 1)
        assert state.in_service and workshop.address == "Rue du Port."
    finally:
        await reloading.stop()


async def test_only_a_brain_that_can_is_reloaded(workshop: Workshop) -> None:
    assert isinstance(workshop.brain, Reloadable)
    assert not isinstance(object(), Reloadable)


class SilentBrain(FakeBrain):
    """One that could answer too."""

    async def turn(self, key: ConversationKey, message: Inbound) -> TurnResult:
        raise NotImplementedError

    def committed(self, key: ConversationKey) -> None:
        """Nothing is cached."""

    def discard(self, key: ConversationKey) -> None:
        """Nothing is cached."""


@pytest.mark.parametrize("switch", ["on", "off"])
async def test_one_switch_makes_changes_wait_for_the_next_start(
    workshop: Workshop, switch: str
) -> None:
    workshop.write("credentials.yml", "{}")
    settings = Settings.load(workshop.root, {"LIVE_RELOAD": switch, "DATABASE_URL": "sqlite:///"})
    database = Database("sqlite://")
    migrate(database)
    runtime = Runtime.build(settings, database, lambda tenants: SilentBrain(workshop.root))
    await runtime.start()
    try:
        assert (runtime.project is not None) is (switch == "on")
        workshop.change("domain.yml", "Rue des Filaos.", "Rue du Port.")
        async with asyncio.timeout(PATIENCE):
            while runtime.project is not None and runtime.project.edition == 0:
                await asyncio.sleep(0.01)
    finally:
        await runtime.stop()
    assert workshop.address == ("Rue du Port." if switch == "on" else "Rue des Filaos.")
