"""The simulator of one process: its phones, its provider, and who may open it.

simulator = Simulator(tenants={"paroisse": "Paroisse Notre-Dame"}, enabled=True)
desk = FrontDesk(..., providers={"simulator": simulator.provider})
desk.observe(simulator.note_turn)
app.ctx.front_desk, app.ctx.simulator = desk, simulator
app.blueprint(pages(), url_prefix="/simulator")     # connectors.simulator.pages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from connectors.access import Access
from connectors.simulator.phones import Line, Phones
from connectors.simulator.provider import NAME, SimulatorProvider
from connectors.simulator.traces import readable
from connectors.simulator.voices import Voices, one_voice
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.messages import Inbound
from engine.serving.project_state import ProjectState

#: What a browser keeps once it has shown the token.
COOKIE = "accueil_simulator"

#: Id and name of the people whom every newcomer may play.
CONTACTS = {"awa": "Awa Ndiaye", "moussa": "Moussa Diop", "helene": "Hélène Faye"}

#: The code of the family that every newcomer may play (``data/demo``).
DEMO_CODE = "K7MQ-4RTX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that the page proposes to try with one tap."""

    name: str
    # What the tap says.
    says: str
    # What one needs to know to go on.
    hint: str = ""


SERVICES = (
    Service(name="Renseignements", says="À quelle heure est la messe dimanche ?"),
    Service(name="Rendez-vous", says="Je voudrais un rendez-vous"),
    Service(
        name="Catéchèse",
        says="Je veux voir la fiche de mon enfant",
        hint=f"code : {DEMO_CODE}",
    ),
    Service(name="Une personne", says="Je veux parler à quelqu’un"),
)

#: What else the page proposes to type, one tap each.
FIRST_TRIES = (
    "Bonjour",
    "Où se trouve l’église ?",
    "Quels papiers pour un baptême ?",
    DEMO_CODE,
    "Annuler",
)


class Simulator:
    """Binds the pages to the road of messages; found by the pages at ``app.ctx.simulator``.

    ``tenants`` maps ids to the names that the page shows. ``enabled`` is true in development; with
    ``enabled`` false only a ``token`` opens the page (see :class:`Access`). ``demo`` tells that
    the families of the demonstration may be there, ``desk`` that the office has a page too.
    """

    def __init__(
        self,
        *,
        tenants: Mapping[str, str],
        enabled: bool,
        token: str | None = None,
        demo: bool = True,
        desk: bool = False,
        services: Sequence[Service] = SERVICES,
        first_tries: Sequence[str] = FIRST_TRIES,
        voices: Voices = one_voice,
    ) -> None:
        self.tenants = dict(tenants)
        self.access = Access(enabled=enabled, cookie=COOKIE, token=token)
        self.desk = desk
        self.services = tuple(services if demo else (replace(s, hint="") for s in services))
        self.first_tries = tuple(words for words in first_tries if demo or words != DEMO_CODE)
        self.phones = Phones()
        self.provider = SimulatorProvider(self.phones, voices)
        # The last state of the project's files, as JSON values; None while nothing has changed.
        self.project: dict[str, Any] | None = None

    def note_turn(self, key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        """Show the trace of a committed turn; an observer of the front desk.

        Turns of other providers are left alone: nobody's real conversation is shown here.
        """
        alias = next((alias for alias in message.aliases if alias.kind == NAME), None)
        if message.provider != NAME or alias is None:
            return
        line = Line.parse(alias.value)
        if result.masked is not None:
            self.phones.mask(line, message.message_id, result.masked)
        self.phones.publish(
            line,
            "turn",
            message_id=message.message_id,
            # What the bubble says from now on, when the words themselves must be forgotten.
            masked=result.masked,
            # So that the page knows when the last answer is there.
            replies=sum(len(self.provider.render(reply)) for reply in result.replies),
            trace=readable(result.trace(), datetime.now(UTC).date()),
        )

    def note_project(self, state: ProjectState) -> None:
        """Show on every page what became of the project's files; an observer of the reload."""
        self.tenants = dict(state.tenants)
        self.project = state.to_json()
        self.phones.announce("project", **self.project)

    def setup(self) -> dict[str, Any]:
        """Return what the page needs to know before anything is said, as JSON values."""
        return {
            "tenants": [{"id": id_, "name": name} for id_, name in self.tenants.items()],
            "contacts": [{"id": id_, "name": name} for id_, name in CONTACTS.items()],
            "services": [asdict(service) for service in self.services],
            "tries": list(self.first_tries),
            "desk": self.desk,
        }
