"""The verify page tells little, the same of all that is wrong; links hand the file out."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader

from connectors.documents.channel import DocumentsChannel
from connectors.documents.visits import Visits
from engine.certificates.issuing import revoke
from tests.connectors.documents.conftest import Shelf, served
from tests.engine.families.parish_school import NOW

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def client_of(shelf: Shelf, visits: Visits | None = None) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        served(shelf.documents(visits)) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


def bare(response: httpx.Response) -> tuple[int, str, list[str]]:
    """Return what two pages that are the same have in common: all but the nonce and the date."""
    nonce = response.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
    return response.status_code, response.text.replace(nonce, ""), sorted(response.headers)


async def test_a_certificate_of_ours_is_told_with_initials_and_year(shelf: Shelf) -> None:
    async with client_of(shelf) as client:
        page = await client.get(shelf.path)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    for told in ("Certificat valide", shelf.certificate.number, "A. D.", "2017"):
        assert told in page.text
    assert "23 novembre 2026" in page.text and "Paroisse des Essais" in page.text
    for hidden in ("Awa", "Diatta", "14 mai", "2017-05", "Communion"):
        assert hidden not in page.text


async def test_taken_back_is_shown(shelf: Shelf) -> None:
    with shelf.database.transaction() as connection:
        revoke(connection, "paroisse", shelf.certificate.number, NOW)
    async with client_of(shelf) as client:
        page = await client.get(shelf.path)
        paper = await client.get(f"/d/{shelf.token}")
    assert page.status_code == 200 and "Certificat annulé" in page.text
    assert paper.status_code == 404


async def test_unknown_and_badly_signed_are_the_same_page(shelf: Shelf) -> None:
    number, signature = shelf.certificate.number, shelf.certificate.signature
    paths = [
        f"/v/{number}",
        f"/v/{number}?s=",
        f"/v/{number}?s={signature[:-1]}",
        f"/v/{number}?s={'x' * 500}",
        f"/v/{number}?s=é",
        f"/v/PAROISSE-2026-999999?s={signature}",
        f"/v/{'9' * 300}?s={signature}",
        f"/v/%3Cscript%3E?s={signature}",
    ]
    async with client_of(shelf) as client:
        seen = {str(bare(await client.get(path))) for path in paths}
    assert len(seen) == 1
    (page,) = seen
    assert page.startswith("(404") and "non reconnu" in page and "script" not in page


async def test_nothing_is_kept_and_nothing_runs(shelf: Shelf) -> None:
    async with client_of(shelf) as client:
        pages = [await client.get(path) for path in (shelf.path, "/v/x", "/d/x")]
        paper = await client.get(f"/d/{shelf.token}")
    for page in (*pages, paper):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-robots-tag"].startswith("noindex")
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "script-src" not in policy


async def test_the_file_is_handed_out_while_the_link_is_good(shelf: Shelf) -> None:
    async with client_of(shelf) as client:
        paper = await client.get(f"/d/{shelf.token}")
        head = await client.head(f"/d/{shelf.token}")
        shelf.now = NOW + timedelta(minutes=15)
        late = await client.get(f"/d/{shelf.token}")
        unknown = await client.get("/d/" + "x" * 32)
    assert paper.status_code == 200 and paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"] == 'inline; filename="certificat.pdf"'
    assert hashlib.sha256(paper.content).hexdigest() == shelf.certificate.sha256
    assert "Awa Diatta" in PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-type"] == "application/pdf"
    assert head.headers["content-length"] == str(len(paper.content))
    assert bare(late) == bare(unknown) and late.status_code == 404
    assert "quelques minutes" in late.text


async def test_who_looks_too_often_must_wait(shelf: Shelf) -> None:
    async with client_of(shelf, Visits(limit=2, seconds=60)) as client:
        pages = [await client.get(shelf.path) for _ in range(3)]
        paper = await client.get(f"/d/{shelf.token}")
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert pages[-1].headers["retry-after"] == "60" and "A. D." not in pages[-1].text
    assert paper.status_code == 200


async def test_while_the_house_starts_it_says_so() -> None:
    async with served(None) as address, httpx.AsyncClient(trust_env=False) as client:
        for path in ("/v/x", "/d/x"):
            page = await client.get(address + path)
            assert page.status_code == 503 and page.headers["retry-after"]


async def test_under_rasa_the_pages_are_at_the_root_too() -> None:
    from urllib.parse import urljoin

    assert urljoin("/webhooks/", DocumentsChannel().url_prefix()) == "/"
