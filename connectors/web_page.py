"""What the pages of the house have in common: files, headers, the key, a stream of events.

    page = WebPage(folders=(Path("page"),))
    page.filled("page.html", request, {"tenants": []})      # the address and the setup filled in
    page.file("app.js")

A page works under any prefix, loads nothing from elsewhere, and shows texts as texts.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, raw, text
from sanic.response import html as html_page

from connectors.access import PASS_SECONDS, Access

#: Seconds between two signs of life on a silent stream: less than the patience of proxies (60).
HEARTBEAT = 15.0
#: A comment of the stream, which no script hears.
SIGN_OF_LIFE = ": still here\n\n"

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The address may hold the token.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """The files of one page."""

    # Where its files lie; the first folder that has one gives it.
    folders: tuple[Path, ...]

    def filled(self, name: str, request: Request, setup: dict[str, Any]) -> str:
        """Return a template with the address it is mounted at and what its script must know."""
        page = (self.folders[0] / name).read_text("utf-8")
        page = page.replace("{{root}}", html.escape(root_of(request)))
        return page.replace("{{setup}}", html.escape(json.dumps(setup)))

    def file(self, name: str) -> HTTPResponse:
        """Return a script, a style or an icon; 404 for anything else."""
        for folder in self.folders:
            # Asked of the folder's own listing, so that no name leads out of it.
            for path in folder.iterdir():
                if path.name == name and path.suffix in _TYPES:
                    return raw(path.read_bytes(), content_type=_TYPES[path.suffix])
        return text("", 404)

    def refusal(self, request: Request, access: Access) -> HTTPResponse | None:
        """Return None when the request may pass: 404 when there is no page, 403 without a key."""
        if not access.exists:
            return text("", 404)
        cookie = request.cookies.get(access.cookie) or ""
        if access.admits(cookie=cookie, token=request.args.get("token") or ""):
            return None
        if "/files/" in request.path:
            return None  # nothing secret, and the page that asks for the key wants its style
        return html_page(self.filled("locked.html", request, {}), 403)


def root_of(request: Request) -> str:
    """Return the address that a page is mounted at."""
    # One slash, whatever was asked: "//host" would be another server's address.
    return "/" + request.path.strip("/")


def remember(response: HTTPResponse, request: Request, access: Access) -> None:
    """Give the browser its pass when the request brought the key.

    To be called for the page itself, not for a redirect: after a link from elsewhere a browser
    would not send a strict cookie to the redirected address.
    """
    if not access.knows(request.args.get("token") or ""):
        return
    response.add_cookie(
        access.cookie,
        access.pass_value,
        path=root_of(request),
        max_age=PASS_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=request.scheme == "https",
    )


async def protect(request: Request, response: HTTPResponse) -> None:
    """Add the headers that let nothing in from elsewhere; a middleware of responses."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def is_json(request: Request) -> bool:
    """Tell whether the body says that it is JSON.

    A form of another site can post anything but this type without asking the browser first.
    """
    declared = str(request.headers.get("content-type", ""))
    return declared.partition(";")[0].strip() == "application/json"


def event(name: str, data: Any) -> str:
    """Return one event of a stream."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
