"""The page in a real Chromium, against a desk that answers from a script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from playwright.async_api import expect

from connectors.simulator.phones import Line
from connectors.simulator.simulator import Simulator
from engine.errors import Problem, Severity
from engine.messages import Reply
from engine.serving.project_state import Learning, ProjectState
from tests.connectors.simulator.desk import FLOW, PARISH, FakeDesk, served
from tests.connectors.simulator.phone_page import PATIENCE, PhonePage, chromium

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]


@asynccontextmanager
async def phone_at(desk: FakeDesk, *, width: int = 1280) -> AsyncIterator[PhonePage]:
    """Serve ``desk``, open the page, and refuse any complaint of the browser at the end."""
    async with chromium() as browser, served(desk.simulator, desk) as address:
        phone = await PhonePage.open(browser, address, width=width)
        yield phone
        assert phone.faults == []


def desk_of(tenants: dict[str, str] | None = None) -> FakeDesk:
    return FakeDesk(Simulator(tenants=tenants or PARISH, enabled=True))


async def test_a_conversation_with_buttons_and_a_list() -> None:
    async with phone_at(desk_of()) as phone:
        await phone.say("Bonjour")
        await phone.sees("Bonjour et bienvenue à la paroisse")
        await phone.sees_own("Bonjour")
        await phone.sees_panel("Compréhension", "saluer")
        await phone.sees_panel("Compréhension", "97")
        await phone.sees_panel("Pile", "Aucun parcours en cours")
        assert await phone.choices() == ["Heures des messes", "Rendez-vous", "Adresse"]

        await phone.tap("Rendez-vous")
        await phone.sees("Quel est le motif")
        await phone.sees_own("Rendez-vous")
        await phone.sees_panel("Pile", "demander_motif")
        await phone.sees_panel("Pile", f"{FLOW}:11")
        current = phone.page.locator("#stack [aria-current=step] .frame-step")
        await expect(current).to_have_text("demander_motif")

        await phone.pick("Baptême")
        await phone.sees("C'est noté : un baptême.")
        await phone.sees_panel("Pile", f"{FLOW}:18")
        await phone.sees_panel("Slots", "bapteme")
        await phone.sees_panel("Actions", "échec")
        await phone.sees_panel("Événements", 'slots.motif is "bapteme"')
        changed = phone.page.locator("#slots .slot.changed dt")
        assert [text.split()[0] for text in await changed.all_inner_texts()] == [
            "motif",
            "motif_en_clair",
        ]
        bold = phone.page.locator(".theirs strong").last
        await expect(bold).to_have_text("un baptême")

        await phone.look_back()
        await phone.sees_panel("Pile", f"{FLOW}:11")


async def test_four_services_and_more_to_try_with_one_tap() -> None:
    async with phone_at(desk_of()) as phone:
        tries = phone.page.get_by_role("group", name="Premiers essais").get_by_role("button")
        await expect(tries).to_contain_text(
            [
                "À quelle heure est la messe dimanche ?",
                "Je voudrais un rendez-vous",
                "Je veux voir la fiche de mon enfant",
                "Je veux parler à quelqu’un",
                "Bonjour",
            ]
        )
        await expect(tries.nth(2)).to_contain_text("code : K7MQ-4RTX")
        await expect(tries.nth(0)).to_contain_text("Renseignements")
        for words in ("Je voudrais un rendez-vous", "Je veux parler à quelqu’un"):
            await phone.try_out(words)
            await phone.sees(f"Vous avez écrit : {words}")
        # The hint is for newcomers; what is said is the sentence alone.
        await expect(tries.nth(2)).not_to_contain_text("code :", use_inner_text=True)


async def test_the_hint_of_the_demonstration_stays_at_home() -> None:
    simulator = Simulator(tenants=PARISH, enabled=True, demo=False)
    async with phone_at(FakeDesk(simulator)) as phone:
        tries = phone.page.get_by_role("group", name="Premiers essais")
        await expect(tries).to_contain_text("Je veux voir la fiche de mon enfant")
        await expect(tries).not_to_contain_text("K7MQ")


async def test_the_desk_is_one_click_away() -> None:
    async with phone_at(FakeDesk(Simulator(tenants=PARISH, enabled=True, desk=True))) as phone:
        link = phone.page.get_by_role("link", name="Page du secrétariat")
        await expect(link).to_be_visible()
        assert await link.evaluate("link => new URL(link.href).pathname") == "/desk"
    async with phone_at(desk_of()) as phone:
        await expect(phone.page.locator("#desk")).to_be_hidden()


@pytest.mark.parametrize(
    ("words", "shown"),
    [("K7MQ-4RTX", "••••"), ("mon code est K7MQ-4RTX", "mon code est ••••")],
)
async def test_a_secret_becomes_dots(words: str, shown: str) -> None:
    desk = desk_of()
    async with phone_at(desk) as phone:
        await phone.say(words)
        await phone.sees_own(shown)
        await expect(phone.page.locator(".mine .text")).to_have_text([shown])
        # Neither the history nor a page that is loaded again knows the words.
        history = desk.simulator.phones.history(Line(tenant="paroisse", contact="awa"))
        assert [item["kind"] for item in history] == ["said", "turn", "reply"]
        assert "K7MQ" not in str(history)
        await phone.page.reload()
        await phone.sees_own(shown)
        await expect(phone.page.locator(".mine")).not_to_contain_text("K7MQ")


async def test_a_person_of_the_office_is_named() -> None:
    async def voice(ref: str) -> str:
        return "agent" if ref.startswith("agent") else ""

    desk = FakeDesk(Simulator(tenants=PARISH, enabled=True, voices=voice))
    async with phone_at(desk) as phone:
        await phone.say("Bonjour")
        await phone.sees("bienvenue")
        await expect(phone.page.locator(".voice")).to_have_count(0)
        [body] = desk.simulator.provider.render(Reply(text="Ici Madame Sarr."))
        await desk.simulator.provider.send("simulator", desk.accepted[0].aliases, body, "agent-1")
        await phone.sees("Ici Madame Sarr.")
        await expect(phone.page.locator(".theirs .voice").last).to_have_text("Secrétariat")


async def test_moments_are_shown_in_words() -> None:
    async with phone_at(desk_of()) as phone:
        await phone.say("lundi à 15h")
        await phone.sees_panel("Compréhension", "lundi 30 novembre")
        await phone.sees_panel("Slots", "lundi 30 novembre")
        await phone.sees_panel("Slots", "2026-11-30T15:00")


FAULT = Problem(
    path="flows/adresse.yml",
    line=13,
    column=9,
    severity=Severity.ERROR,
    code="flow.unknown_key",
    message="unknown key 'actoin' <b>",
    proposal="did you mean 'action'?",
)


async def test_the_state_of_the_projects_files_is_live() -> None:
    desk = desk_of()
    note = desk.simulator.note_project
    state = ProjectState(tenants=PARISH)
    async with phone_at(desk) as phone:
        await phone.sees_no_project()
        note(replace(state, in_service=False, problems=(FAULT,)))
        await phone.sees_project("flows/adresse.yml:13:9 unknown key 'actoin' <b> ; did you mean")
        await phone.sees_project("La version d’avant reste en service")
        # A page that comes later, or again, is told too.
        await phone.page.reload()
        await phone.sees_project("flows/adresse.yml:13:9")
        note(replace(state, edition=1))
        await phone.sees_no_project()
        await phone.sees_notice("Modifications en service.")
        note(replace(state, edition=2, learning=Learning.AT_WORK))
        await phone.sees_project("Apprentissage en cours")
        note(replace(state, edition=2))
        await phone.sees_no_project()
        await phone.sees_notice("Nouveaux exemples appris.")
        note(replace(state, edition=2, learning=Learning.FAILED, failure="pas d’exemple"))
        await phone.sees_project("L’apprentissage a échoué")
        await phone.sees_project("pas d’exemple")
        note(replace(state, edition=3, doors=("paroisse",)))
        await phone.sees_project("comptes WhatsApp de paroisse seront lus au prochain démarrage")


async def test_many_faults_do_not_fill_the_page() -> None:
    desk = desk_of()
    faults = tuple(replace(FAULT, line=line) for line in range(1, 31))
    async with phone_at(desk) as phone:
        desk.simulator.note_project(ProjectState(tenants=PARISH, in_service=False, problems=faults))
        await phone.sees_project("et 25 de plus")
        assert await phone.page.locator("#project li").count() == 5


async def test_restart_and_another_contact() -> None:
    desk = desk_of()
    async with phone_at(desk) as phone:
        await phone.say("Bonjour")
        await phone.tap("Rendez-vous")
        await phone.sees_panel("Pile", "demander_motif")
        await phone.restart()
        await phone.sees("Nous repartons de zéro.")
        await phone.sees_panel("Pile", "Aucun parcours en cours")
        await expect(phone.page.get_by_text("Conversation recommencée")).to_be_visible()

        await phone.speak_as("Moussa Diop")
        await expect(phone.page.locator(".bubble")).to_have_count(0)
        await phone.say("ici Moussa")
        await phone.sees("Vous avez écrit : ici Moussa")

        await phone.add_contact("Fatou Sarr")
        await expect(phone.page.locator(".bubble")).to_have_count(0)
        await phone.say("ici Fatou")
        await phone.sees("Vous avez écrit : ici Fatou")
        assert [m.profile_name for m in desk.accepted if m.text.startswith("ici")] == [
            "Moussa Diop",
            "Fatou Sarr",
        ]

        await phone.page.reload()
        await phone.sees("ici Fatou")
        await phone.speak_as("Awa Ndiaye")
        await phone.sees("Nous repartons de zéro.")
        await phone.sees_panel("Pile", "Aucun parcours en cours")


async def test_dots_while_waiting() -> None:
    desk = desk_of()
    desk.open.clear()
    async with phone_at(desk) as phone:
        await phone.say("patience")
        await phone.sees_own("patience", "stored")
        await phone.sees_typing(True)
        desk.open.set()
        await phone.sees("Vous avez écrit : patience")
        await phone.sees_typing(False)
        # A turn may end without a word; the dots must not wait for one.
        await phone.say("silence")
        await phone.sees_own("silence", "answered")
        await phone.sees_typing(False)


async def test_an_apology_ends_the_waiting() -> None:
    desk = desk_of()
    desk.open.clear()
    async with phone_at(desk) as phone:
        await phone.say("sans réponse")
        await phone.sees_own("sans réponse", "stored")
        await phone.sees_typing(True)
        # As the delivery room does with a message that it gives up: an answer without a turn.
        provider, aliases = desk.simulator.provider, desk.accepted[0].aliases
        [body] = provider.render(Reply(text="Toutes nos excuses."))
        await provider.send("simulator", aliases, body, "sorry-1")
        await phone.sees("Toutes nos excuses.")
        await phone.sees_typing(False)


async def test_texts_are_never_markup() -> None:
    hostile = '<img src=x onerror="document.title=1"> *gras* https://example.org/a?b=1&c=2.'
    async with phone_at(desk_of()) as phone:
        await phone.say(hostile)
        await phone.sees("Vous avez écrit : <img src=x")
        assert await phone.page.locator(".chat img").count() == 0
        assert await phone.page.title() == "Accueil · simulateur"
        assert await phone.page.locator(".theirs strong").all_inner_texts() == ["gras"]
        link = phone.page.locator(".theirs a")
        assert await link.get_attribute("href") == "https://example.org/a?b=1&c=2"
        assert await link.get_attribute("rel") == "noopener noreferrer"
        await phone.say("2 * 3 * 4 et a_b_c et ~non~")
        await phone.sees("2 * 3 * 4 et a_b_c et non")
        assert await phone.page.locator(".theirs em, .theirs strong").count() == 1
        assert await phone.page.locator(".theirs s").all_inner_texts() == ["non"]


async def test_by_keyboard_alone() -> None:
    async with phone_at(desk_of()) as phone:
        keyboard = phone.page.keyboard
        await phone.page.get_by_role("textbox", name="Message").focus()
        await keyboard.type("Bonjour")
        await keyboard.press("Shift+Enter")
        await keyboard.type("à vous")
        await keyboard.press("Enter")
        await phone.sees_own("Bonjour\nà vous")
        await phone.say("/prendre_rendez_vous")
        await phone.sees("Quel est le motif")
        await phone.page.locator(".choice.list").focus()
        await keyboard.press("Enter")
        focused = phone.page.locator(":focus")
        await expect(focused).to_contain_text("Baptême")
        await keyboard.press("ArrowDown")
        await expect(focused).to_have_text("Mariage")
        await keyboard.press("Escape")
        await expect(phone.page.get_by_role("dialog")).to_have_count(0)
        await expect(focused).to_have_text("Choisir")


async def test_made_up_attachments() -> None:
    desk = desk_of()
    async with phone_at(desk) as phone:
        for name, kind in (("Photo", "image"), ("Position", "location"), ("Note vocale", "audio")):
            await phone.attach(name)
            await phone.sees_own(name)
            assert desk.accepted[-1].kind == kind


async def test_a_message_that_is_not_stored_can_be_sent_again() -> None:
    desk = desk_of()
    async with phone_at(desk) as phone:
        desk.full = True
        await phone.say("important")
        await phone.sees_own("Réessayer", "failed")
        desk.full = False
        # The refusal itself stands in the browser's log.
        assert [fault for fault in phone.faults if "503" not in fault] == []
        phone.faults.clear()
        await phone.page.get_by_role("button", name="Réessayer").click()
        await phone.sees("Vous avez écrit : important")
        await phone.sees_own("important", "answered")
        assert await phone.page.get_by_role("button", name="Réessayer").count() == 0
        assert [message.text for message in desk.accepted] == ["important"]


async def test_the_page_comes_back_with_the_server() -> None:
    desk = desk_of()
    async with chromium() as browser:
        async with served(desk.simulator, desk) as address:
            phone = await PhonePage.open(browser, address)
            await phone.say("Bonjour")
            await phone.sees("Bonjour et bienvenue")
        await phone.sees_banner("Le serveur ne répond pas")
        port = int(address.split(":")[2].split("/")[0])
        async with served(desk.simulator, desk, port=port):
            await phone.is_live()
            await expect(phone.page.locator("#banner")).to_be_hidden(timeout=PATIENCE)
            await phone.say("encore là")
            await phone.sees("Vous avez écrit : encore là")
            assert len(await phone.bubbles()) == 4


async def test_tenants_are_separate_lines() -> None:
    desk = desk_of({**PARISH, "ecole": "École Sainte-Anne"})
    async with phone_at(desk) as phone:
        await phone.say("Bonjour")
        await phone.sees("bienvenue")
        await phone.page.get_by_label("Structure").select_option(label="École Sainte-Anne")
        await phone.is_live()
        await expect(phone.page.locator(".bubble")).to_have_count(0)
        await phone.say("ici l'école")
        await phone.sees("Vous avez écrit : ici l'école")
        assert [message.tenant for message in desk.accepted] == ["paroisse", "ecole"]


async def test_a_small_screen_shows_the_phone_alone() -> None:
    desk = FakeDesk(Simulator(tenants=PARISH, enabled=True, desk=True))
    async with phone_at(desk, width=390) as phone:
        await phone.say("Bonjour")
        await phone.sees("bienvenue")
        await expect(phone.page.locator(".panels")).to_be_hidden()
        wider = await phone.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert wider is False
