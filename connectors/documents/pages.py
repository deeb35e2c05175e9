"""The pages of certificates as a plain Sanic blueprint, for whoever runs the server.

==========================  =====================================================================
``GET /v/<number>?s=…``     the verify page, to which the QR code leads
``GET /d/<token>``          the file, while its link is good; ``HEAD`` too, for providers
==========================  =====================================================================

They need ``app.ctx.documents``; while it is not there yet they answer 503.
"""

from __future__ import annotations

import html
import secrets
import time
from pathlib import Path
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw
from sanic.response import html as html_page

from connectors.documents.documents import Documents
from connectors.documents.wording import Notice, tell, too_many, unknown_link, unverified, waiting

#: Longer numbers, signatures and tokens are nobody's.
LONGEST: Final = 200
FILENAME: Final = "certificat.pdf"
_TEMPLATE = Path(__file__).parent / "page" / "notice.html"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # The address holds the signature.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


def pages() -> Blueprint:
    """Return the routes; to be mounted at the root, once per application."""
    blueprint = Blueprint("documents")
    methods = ["GET", "HEAD"]
    blueprint.add_route(_verify, "/v/<number:str>", methods=methods, name="verify")
    blueprint.add_route(_fetch, "/d/<token:str>", methods=methods, name="fetch")
    return blueprint


async def _verify(request: Request, number: str) -> HTTPResponse:
    """Tell whether a certificate is genuine; the same page and status whatever is wrong."""
    documents = _documents(request)
    if documents is None:
        return _page(waiting(), 503, {"Retry-After": "2"})
    # ``remote_addr`` is only filled when the server is told which proxy to believe.
    address = request.remote_addr or request.ip
    if not documents.visits.admits(address, time.monotonic()):
        return _page(too_many(), 429, {"Retry-After": "60"})
    signature = request.args.get("s") or ""
    if max(len(number), len(signature)) > LONGEST:
        return _page(unverified(), 404)
    finding = await documents.finding(number, signature)
    return _page(unverified(), 404) if finding is None else _page(tell(finding), 200)


async def _fetch(request: Request, token: str) -> HTTPResponse:
    """Hand the file out."""
    documents = _documents(request)
    if documents is None:
        return _page(waiting(), 503, {"Retry-After": "2"})
    paper = await documents.paper(token) if len(token) <= LONGEST else None
    if paper is None:
        return _page(unknown_link(), 404)
    headers = {
        **_HEADERS,
        "Content-Disposition": f'inline; filename="{FILENAME}"',
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
    return raw(paper, content_type="application/pdf", headers=headers)


def _documents(request: Request) -> Documents | None:
    found: Documents | None = getattr(request.app.ctx, "documents", None)
    return found


def _page(notice: Notice, status: int, headers: dict[str, str] | None = None) -> HTTPResponse:
    nonce = secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    rows = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>"
        for name, value in notice.rows
    )
    text = _TEMPLATE.read_text("utf-8")
    for name, value in (
        ("nonce", nonce),
        ("tone", notice.tone),
        ("mark", notice.mark),
        ("title", html.escape(notice.title)),
        ("text", html.escape(notice.text)),
        ("rows", f"<dl>{rows}</dl>" if rows else ""),
        ("hint", f'<p class="hint">{html.escape(notice.hint)}</p>' if notice.hint else ""),
    ):
        # The rows come late: no value of theirs is read as a blank to be filled.
        text = text.replace(f"{{{{{name}}}}}", value, 2)
    return html_page(
        text, status, headers={**_HEADERS, "Content-Security-Policy": policy, **(headers or {})}
    )
