"""The project edited while it runs: the steps of docs/quickstart.md, on a copy of the project."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.front_desk_process import ROOT, FrontDeskProcess
from tests.acceptance.newcomer import LEARNING, Newcomer, Workshop
from tests.connectors.simulator.phone_page import PhonePage, chromium

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

QUICKSTART = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
WHERE = "où est l’église ?"
ADDRESS = "flows/renseignement/adresse.yml"
RECIPE = "config/config.yml"

#: A question that the flow of the address may ask, with a slot of its own.
ANSWER = """      - id: repondre
        action: action_adresse"""
POLL = """      - id: demander
        collect: couleur_voulue
        force_slot_filling: true
      - id: saluer
        action: utter_bonne_route"""
POLL_DOMAIN = """version: "3.1"
slots:
  couleur_voulue:
    type: text
    influence_conversation: false
    mappings:
      - type: custom
responses:
  utter_ask_couleur_voulue:
    - text: De quelle couleur ?
  utter_bonne_route:
    - text: Bonne route, {couleur_voulue}.
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop.copy(tmp_path_factory.mktemp("workshop"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(
    copied: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FrontDeskProcess]:
    running = FrontDeskProcess(tmp_path_factory.mktemp("desk"), {}, project=copied.root)
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def awa(http: httpx.AsyncClient, desk: FrontDeskProcess) -> AsyncIterator[Newcomer]:
    async with Newcomer.at(http, desk) as newcomer:
        yield newcomer


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(copied: Workshop, awa: Newcomer) -> AsyncIterator[Workshop]:
    """Yield the copied project; whatever a test changes there is undone after it."""
    yield copied
    if copied.restore():
        await awa.catches_up(copied)


def files_of_the_quickstart() -> dict[str, str]:
    """Return the files that the quickstart lets one write, by their paths."""
    return dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", QUICKSTART, flags=re.DOTALL))


async def test_a_changed_sentence_is_said_from_then_on(workshop: Workshop, awa: Newcomer) -> None:
    for words in ("`domain/renseignement.yml`", "`utter_adresse`", "`Point de repère`", "`Repère`"):
        assert words in QUICKSTART
    assert "\nRepère" in await awa.hears(WHERE)
    workshop.change("domain/renseignement.yml", "Repère", "Point de repère")
    await awa.catches_up(workshop)
    assert "\nPoint de repère" in await awa.hears(WHERE)


async def test_a_broken_file_is_named_with_its_line_and_changes_nothing(
    workshop: Workshop, awa: Newcomer, desk: FrontDeskProcess
) -> None:
    assert f"Open `{ADDRESS}`, write `actoin:` instead of `action:`" in QUICKSTART
    workshop.change(ADDRESS, "action:", "actoin:")
    workshop.change("domain/renseignement.yml", "Repère", "Point de repère")
    state = await awa.catches_up(workshop)
    assert not state["in_service"]
    [problem] = state["problems"]
    place = f"{problem['file']}:{problem['line']}:{problem['column']}"
    line = workshop.read(ADDRESS).split("\n")[problem["line"] - 1]
    assert "actoin" in line
    assert f"{place}  {problem['message']} ; {problem['proposal']}" in QUICKSTART
    assert place in desk.printed
    # The good sentence waits with the broken flow.
    assert "\nRepère" in await awa.hears(WHERE)
    workshop.change(ADDRESS, "actoin:", "action:")
    await awa.catches_up(workshop)
    assert "\nPoint de repère" in await awa.hears(WHERE)


async def test_what_is_true_of_the_parish_is_live(workshop: Workshop, awa: Newcomer) -> None:
    landmark = re.search(r"landmark: (.+)", workshop.read("config/tenants/paroisse.yml"))
    assert landmark is not None
    assert landmark[1] in await awa.hears(WHERE)
    workshop.change("config/tenants/paroisse.yml", landmark[1], "en face du baobab")
    state = await awa.catches_up(workshop)
    assert state["doors"] == []
    assert "en face du baobab" in await awa.hears(WHERE)
    workshop.change("config/tenants/paroisse.yml", "paroisse-meta", "paroisse-autre")
    state = await awa.catches_up(workshop)
    assert state["doors"] == ["paroisse"]


async def test_a_failed_training_keeps_the_model(workshop: Workshop, awa: Newcomer) -> None:
    workshop.change(RECIPE, "pipeline:\n", "pipeline:\n  - name: NoSuchPart\n")
    state = await awa.sees(lambda state: state["learning"] == "failed", LEARNING)
    assert "var/logs/train.log" in state["failure"]
    assert "Repère" in await awa.hears(WHERE)


async def test_an_open_conversation_goes_on_in_the_new_flow(
    workshop: Workshop, awa: Newcomer
) -> None:
    workshop.write("domain/sondage.yml", POLL_DOMAIN)
    workshop.change(ADDRESS, ANSWER, POLL)
    await awa.catches_up(workshop)
    assert "De quelle couleur" in await awa.hears(WHERE)
    workshop.change("domain/sondage.yml", "Bonne route", "Bon chemin")
    step = "      - id: saluer"
    workshop.change(ADDRESS, step, f"      - action: action_adresse\n{step}")
    await awa.catches_up(workshop)
    said = await awa.hears("bleu")
    assert re.search(r"Repère.*Bon chemin, bleu", said, flags=re.DOTALL), said


async def test_whose_step_is_gone_is_told(workshop: Workshop, awa: Newcomer) -> None:
    workshop.write("domain/sondage.yml", POLL_DOMAIN)
    workshop.change(ADDRESS, ANSWER, POLL)
    await awa.catches_up(workshop)
    assert "De quelle couleur" in await awa.hears(WHERE)
    workshop.change(ADDRESS, POLL, ANSWER)
    (workshop.root / "domain/sondage.yml").write_text('version: "3.1"\n', encoding="utf-8")
    await awa.catches_up(workshop)
    assert "mis à jour" in await awa.hears("bleu")
    assert "Repère" in await awa.hears(WHERE)


@pytest.mark.browser
async def test_the_page_names_the_fault_until_it_is_mended(
    workshop: Workshop, desk: FrontDeskProcess
) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        await phone.add_contact("Ada Essai")
        workshop.change(ADDRESS, "action:", "actoin:")
        await phone.sees_project(f"{ADDRESS}:13:9")
        await phone.try_out("Où se trouve")
        await phone.sees("Filaos")
        workshop.change(ADDRESS, "actoin:", "action:")
        await phone.sees_notice("Modifications en service.")
        await phone.sees_no_project()
        assert phone.faults == []


async def test_a_service_is_added_with_its_examples(workshop: Workshop, awa: Newcomer) -> None:
    question = "bonjour, je voudrais m'inscrire au covoiturage"
    assert f"ask `{question}`" in QUICKSTART
    assert "covoiturage part" not in await awa.hears(question)
    files = files_of_the_quickstart()
    assert len(files) == 3
    for file, text in files.items():
        workshop.write(file, text)
    await awa.sees(lambda state: state["learning"] == "at_work")
    # Meanwhile the model before answers.
    assert "Repère" in await awa.hears(WHERE)
    await awa.sees(lambda state: state["in_service"] and state["learning"] == "done", LEARNING)
    assert "Le covoiturage part le dimanche" in await awa.hears(question)
    assert "Repère" in await awa.hears(WHERE)
