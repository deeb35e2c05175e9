"""A post per ticket, which its receiver can verify as the documentation says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from connectors.agent_desk.telling import Answer
from connectors.agent_desk.ways.webhook import Webhook
from engine.handoff.notices import State
from engine.tenants.sections.handoff import HandoffPolicy
from tests.connectors.agent_desk.tellings import telling
from tests.engine.handoff.office import tenant

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).resolve().parents[4]
VARIABLE, SECRET = "HANDOFF_WEBHOOK_URL", "HANDOFF_WEBHOOK_SECRET"
ENVIRON = {VARIABLE: "https://bureau.example/ticket?key=sesame", SECRET: "un secret très long"}
PLAIN = HandoffPolicy(return_after=timedelta(hours=12), webhook=VARIABLE)
SIGNED = HandoffPolicy(return_after=timedelta(hours=12), webhook=VARIABLE, webhook_secret=SECRET)
TOLD = Answer(state=State.TOLD)

#: is_authentic(secret, headers, raw body)
Receiver = Callable[[str, Mapping[str, str], bytes], bool]


class Bureau:
    """The other side: answers as told, and keeps the posts as they came."""

    def __init__(self, answer: int | Exception = 204) -> None:
        self.answer = answer
        self.posts: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if isinstance(self.answer, Exception):
            raise self.answer
        self.posts.append(request)
        return httpx.Response(self.answer)


def way(bureau: Bureau, **environ: str) -> Webhook:
    return Webhook({**ENVIRON, **environ}, httpx.MockTransport(bureau))


def documented() -> Receiver:
    """Return the receiver's code of docs/fr/relais.md, as somebody would copy it."""
    page = (ROOT / "docs/fr/relais.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names: dict[str, Receiver] = {}
    exec(code, names)
    return names["est_authentique"]


async def test_the_ticket_is_posted_with_a_link_and_without_a_word_of_the_person() -> None:
    bureau = Bureau()
    assert await way(bureau).tell(telling(VARIABLE, PLAIN)) == TOLD
    [post] = bureau.posts
    assert str(post.url) == ENVIRON[VARIABLE]
    assert post.headers["Content-Type"] == "application/json"
    assert json.loads(post.content) == {
        "event": "ticket_opened",
        "tenant": "paroisse",
        "ticket": 12,
        "priority": "normal",
        "agent": "",
        "opened_at": "2026-03-02T12:00:00+00:00",
        "due_at": "2026-03-03T09:00:00+00:00",
        "desk": "https://accueil.example/desk#12",
    }
    # A name for the delivery, but nothing that looks like a signature.
    assert post.headers["X-Accueil-Delivery"] == "5f0cd1"
    assert "X-Accueil-Signature" not in post.headers


async def test_its_receiver_verifies_the_raw_bytes() -> None:
    bureau, now = Bureau(), datetime.now(UTC)
    assert await way(bureau).tell(telling(VARIABLE, SIGNED, at=now)) == TOLD
    [post] = bureau.posts
    is_authentic, secret = documented(), ENVIRON[SECRET]
    assert is_authentic(secret, post.headers, post.content)
    assert not is_authentic("un autre secret", post.headers, post.content)
    assert not is_authentic(secret, post.headers, post.content.replace(b"12", b"13"))
    later = {**post.headers, "X-Accueil-Timestamp": str(int(now.timestamp()) + 1)}
    assert not is_authentic(secret, httpx.Headers(later), post.content)


async def test_an_old_post_is_no_longer_believed() -> None:
    bureau, then = Bureau(), datetime.now(UTC) - timedelta(minutes=6)
    assert await way(bureau).tell(telling(VARIABLE, SIGNED, at=then)) == TOLD
    [post] = bureau.posts
    assert not documented()(ENVIRON[SECRET], post.headers, post.content)


async def test_a_repetition_keeps_its_name_and_is_signed_anew() -> None:
    bureau, now = Bureau(), datetime.now(UTC)
    for minutes in (2, 0):
        at = now - timedelta(minutes=minutes)
        assert await way(bureau).tell(telling(VARIABLE, SIGNED, at=at)) == TOLD
    first, again = bureau.posts
    assert first.headers["X-Accueil-Delivery"] == again.headers["X-Accueil-Delivery"]
    assert first.headers["X-Accueil-Signature"] != again.headers["X-Accueil-Signature"]
    assert documented()(ENVIRON[SECRET], again.headers, again.content)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (500, "500"),
        (302, "302"),
        (httpx.ConnectError("no route to sesame"), "ConnectError"),
        (httpx.ReadTimeout("sesame"), "ReadTimeout"),
    ],
)
async def test_anything_but_a_success_is_tried_again(answer: int | Exception, reason: str) -> None:
    expected = Answer(state=State.WAITING, reason=reason)
    assert await way(Bureau(answer)).tell(telling(VARIABLE, SIGNED)) == expected


async def test_an_address_that_is_none_is_told_by_its_kind() -> None:
    answer = await way(Bureau(), **{VARIABLE: "bureau:sesame"}).tell(telling(VARIABLE, PLAIN))
    assert answer.state is State.WAITING and "sesame" not in answer.reason


async def test_what_is_not_set_is_named_and_an_unset_secret_too() -> None:
    signed, plain = (tenant(sections=(policy,)) for policy in (SIGNED, PLAIN))
    assert Webhook({}).missing(signed) == (VARIABLE, SECRET)
    # Never without the signature that the receiver waits for.
    assert Webhook({VARIABLE: "https://bureau.example"}).missing(signed) == (SECRET,)
    assert Webhook({VARIABLE: "https://bureau.example"}).missing(plain) == ()
