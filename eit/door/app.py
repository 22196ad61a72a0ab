"""The door as an ASGI application: a code or a signed link opens a form, what is sent goes into the mailbox.

Works without JavaScript, asks nothing of anybody else, and keeps nothing in the browser but the number of a phone.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from eit.domain.door.answers import read_answers
from eit.domain.door.sheet import FIRM, JOIN
from eit.domain.errors import DataError, InvalidSelection, Refusal
from eit.door import limits
from eit.door.voters import Voters
from eit.serving.headers import STRICT, StrictHeaders
from eit.store.mailbox.box import Link, Mailbox
from eit.views.door.page import code_page, form_page, said_page
from eit.views.refusals import refusal_sentence
from eit.views.static_files import css_text
from eit.views.texts import LANGUAGES, Texts, texts

LARGEST_BODY, MOST_FIELDS = 32_768, 400
"""Bytes and fields of a form. The form of a firm with forty flows has about 12 kB."""
SLOWEST_BODY_S = 10.0
PHONE = re.compile(r"[A-Za-z0-9_-]{22}")
COOKIE, COOKIE_S = "phone", 12 * 3600
HEADERS = STRICT | {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
}
STATUS = {
    "door-forged": 404, "door-code-unknown": 404, "door-expired": 410, "door-revoked": 410, "door-meeting-over": 410,
    "door-full": 503,
    "door-too-many": 429, "door-too-large": 413, "door-too-slow": 408, "door-replayed": 409, "door-voted": 409,
}  # fmt: skip
"""Refusal → what is answered; any other is 422: the form again, as it was typed."""
Answer = Callable[[Request], Awaitable[Response]]


class Door:
    """What the routes answer, on one mailbox."""

    def __init__(self, mailbox: Mailbox, limiter: limits.Limiter) -> None:
        self.mailbox, self.limiter, self.voters = mailbox, limiter, Voters()

    async def enter(self, request: Request) -> Response:
        """The first page: a code from paper."""
        say = language(request)
        self._limit(limits.READS, "read", client(request))
        return page(code_page(say))

    async def code(self, request: Request) -> Response:
        """A code was typed: on to its form."""
        self._limit(limits.CODES, "code", client(request))
        self._limit(limits.ALL_CODES, "codes")
        form = await read_form(request)
        link = await run_in_threadpool(self.mailbox.of_code, form.get("code", "")[:40])
        say = language(request, form)
        return RedirectResponse(f"l/{self.mailbox.token(link)}?lang={say.lang}", status_code=303)

    async def form(self, request: Request) -> Response:
        """The form of a link."""
        self._limit(limits.READS, "read", client(request))
        link = await run_in_threadpool(self.mailbox.of_token, request.path_params["token"])
        done = "done" in request.query_params
        return self._shown(request, link, language(request), {}, "firm_door.received" if done else "")

    async def send(self, request: Request) -> Response:
        """What was typed into the form of a link."""
        self._limit(limits.SENDINGS, "send", client(request))
        self._limit(limits.ALL_SENDINGS, "sendings")
        link = await run_in_threadpool(self.mailbox.of_token, request.path_params["token"])
        form = await read_form(request)
        say, phone = language(request, form), phone_of(request)
        self._limit(limits.ONE_PHONE, "phone", link.link_id, "" if link.kind == FIRM else phone)
        try:
            if link.kind not in (FIRM, JOIN) and not phone:
                raise InvalidSelection("door-no-cookie")
            if not PHONE.fullmatch(form.get("sending", "")):
                raise InvalidSelection("door-forged")
            answers = read_answers(link.sheet, form, say.lang)
            device = (link.link_id, phone, client(request), browser(request))
            answers = self.voters.marked(*device, answers)
            await run_in_threadpool(self.mailbox.receive, link, phone, form["sending"], answers)
            self.voters.voted(*device, answers)
        except Refusal as refusal:
            if STATUS.get(refusal.key) == 404:
                raise
            sentence = refusal_sentence(refusal, say)
            return self._shown(request, link, say, form, sentence, STATUS.get(refusal.key, 422))
        return RedirectResponse(f"?lang={say.lang}&done=1", status_code=303)

    def _shown(
        self, request: Request, link: Link, say: Texts, form: Mapping[str, str], said: str, status: int = 200
    ) -> Response:
        notice = say(said) if said and say.has(said) else said
        plain = request.url.scheme == "http" and client(request) not in ("127.0.0.1", "::1")
        word = form.get("sending", "")
        sending = word if PHONE.fullmatch(word) and status == 422 else secrets.token_urlsafe(16)
        answer = page(form_page(link.sheet, say, sending, form, notice, plain), status)
        if link.kind != FIRM and not phone_of(request):
            answer.set_cookie(
                COOKIE, secrets.token_urlsafe(16), COOKIE_S, httponly=True, samesite="strict",
                secure=request.url.scheme == "https",
            )  # fmt: skip
        return answer

    def _limit(self, rate: limits.Rate, *key: str) -> None:
        if not self.limiter.allows(rate, *key):
            raise InvalidSelection("door-too-many")


def client(request: Request) -> str:
    """The address that asks."""
    return request.client.host if request.client else ""


def browser(request: Request) -> str:
    """What the browser says of itself."""
    return "\n".join(request.headers.get(name, "")[:400] for name in ("user-agent", "accept-language"))


def phone_of(request: Request) -> str:
    """The number that this phone was given, empty when it has none."""
    number = request.cookies.get(COOKIE, "")
    return number if PHONE.fullmatch(number) else ""


def language(request: Request, form: Mapping[str, str] | None = None) -> Texts:
    """The language that was chosen, else that of the browser, else French."""
    chosen = (form or {}).get("lang") or request.query_params.get("lang", "")
    if chosen not in LANGUAGES:
        chosen = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "fr"
    return texts(chosen)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, each once. Raises InvalidSelection: "door-too-large", "door-too-slow"."""
    body = b""
    try:
        async with asyncio.timeout(SLOWEST_BODY_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise InvalidSelection("door-too-large")
    except TimeoutError:
        raise InvalidSelection("door-too-slow") from None
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InvalidSelection("door-too-large") from None
    return dict(pairs)


def page(html: str, status: int = 200) -> Response:
    """A page."""
    return Response(html, status, media_type="text/html")


async def refused(request: Request, error: Exception) -> Response:
    """The sentence of what cannot be opened or kept."""
    say = language(request)
    if isinstance(error, Refusal):
        return page(said_page(refusal_sentence(error, say), say), STATUS.get(error.key, 422))
    key = f"problem.{error.code}" if isinstance(error, DataError) else "problem.unexpected"
    return page(
        said_page(say("firm_door.closed") if key == "problem.unexpected" else say("firm_door.no_box"), say),
        503,
    )


async def unknown(request: Request, _: Exception) -> Response:
    """An address that leads nowhere."""
    say = language(request)
    return page(said_page(say("firm_door.nowhere"), say), 404)


async def gone(_: Request, __: Exception) -> Response:
    """Whoever asked has left."""
    return Response(status_code=400)


async def style(_: Request) -> Response:
    """The one style sheet."""
    return Response(css_text("door.css"), media_type="text/css")


def application(
    path: Path, limiter: limits.Limiter | None = None, mailbox: Mailbox | None = None
) -> Starlette:
    """The door of one data file, which is never opened: only the mailbox beside it is."""
    door = Door(mailbox or Mailbox(path), limiter or limits.Limiter())
    routes = [
        Route("/", door.enter, methods=["GET"]),
        Route("/", door.code, methods=["POST"]),
        Route("/l/door.css", style, methods=["GET"]),
        Route("/door.css", style, methods=["GET"]),
        Route("/l/{token}", door.form, methods=["GET"]),
        Route("/l/{token}", door.send, methods=["POST"]),
    ]
    handlers = {Refusal: refused, DataError: refused, 404: unknown, 405: unknown, ClientDisconnect: gone}
    return Starlette(
        routes=routes, middleware=[Middleware(StrictHeaders, headers=HEADERS)], exception_handlers=handlers
    )
