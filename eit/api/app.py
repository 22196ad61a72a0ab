"""The interface for programs as an ASGI application: a token says which programme, and what of it may be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from eit.api import limits
from eit.api.description import description
from eit.api.reading import FILTERS, Reading
from eit.domain.door.api import (
    CALENDAR,
    EDITION,
    MOST_ROWS,
    RESOURCES,
    USUAL_ROWS,
    opens_data,
    opens_edition,
)
from eit.domain.errors import DataError, InvalidSelection, Refusal
from eit.domain.typed_number import NumberField, read_number
from eit.serving.headers import StrictHeaders
from eit.store.api_tokens import Token, TokenBook
from eit.views.export.json_values import plain, records
from eit.views.refusals import refusal_sentence
from eit.views.synergies.week import week_calendar
from eit.views.texts import LANGUAGES, Texts, texts

STATUS = {
    "api-token-missing": 401, "api-token-wrong": 401, "api-token-expired": 401, "api-token-revoked": 401,
    "api-role": 403, "api-other-programme": 403, "api-unknown": 404, "api-too-often": 429,
}  # fmt: skip
"""Refusal → what is answered; any other is 400."""
PAGE = {"limit": NumberField(low=1, high=MOST_ROWS, whole=True), "offset": NumberField(low=0, whole=True)}
NO_EDITION = "api_no_edition"
EVERYWHERE = ("lang", "programme_id")


class Interface:
    """What the addresses answer, of one data file."""

    def __init__(self, reading: Reading, tokens: TokenBook, limiter: limits.Limiter) -> None:
        self.reading, self.tokens, self.limiter = reading, tokens, limiter

    def described(self, request: Request) -> Response:
        """The description, for whoever asks: it holds nothing of the data."""
        self._limit(limits.EVERYBODY, "all")
        return as_json(description(language(request)))

    def programme(self, request: Request) -> Response:
        """Which programme a token reads, as which role, and what of it."""
        token, lang = self._token(request), language(request).lang
        if not opens_data(token.role):
            raise InvalidSelection("api-role", value=token.role)
        found = self.reading.programme(token, lang)
        resources = [*RESOURCES, *(f"edition/{one}" for one in EDITION)]
        return as_json({**found, "role": token.role, "resources": resources})

    def rows(self, request: Request) -> Response:
        """Rows of the data file, or of what a room may see of it."""
        token, resource = self._token(request), request.path_params["resource"]
        if resource not in RESOURCES:
            raise InvalidSelection("api-unknown", value=resource)
        if not opens_data(token.role):
            raise InvalidSelection("api-role", value=token.role)
        words = asked(request, FILTERS.get(resource, ()))
        found = self.reading.rows(token, resource, language(request).lang, words)
        return as_json(page(token, resource, found, words))

    def edition(self, request: Request) -> Response:
        """Rows of the public edition."""
        token, resource = self._token(request), request.path_params["resource"]
        if resource not in EDITION:
            raise InvalidSelection("api-unknown", value=resource)
        if not opens_edition(token.role):
            raise InvalidSelection("api-role", value=token.role)
        found, facts = self.reading.edition_rows(token, resource)
        return as_json({**page(token, resource, found, asked(request, ())), **facts})

    def calendar(self, request: Request) -> Response:
        """The week as a calendar that one subscribes to: its word stands in the address, and opens nothing else."""
        token = self._opened(request, request.path_params["word"])
        if token.role != CALENDAR:
            raise InvalidSelection("api-role", value=token.role)
        tasks, name = self.reading.week(token, language(request).lang)
        made = week_calendar(tasks, name, language(request).lang)
        return Response(made, media_type="text/calendar")

    def _token(self, request: Request) -> Token:
        """The token of a request's header, for the programme that the address may name."""
        kind, _, word = request.headers.get("authorization", "").partition(" ")
        token = self._opened(request, word.strip() if kind.lower() == "bearer" else "")
        if token.role == CALENDAR:
            raise InvalidSelection("api-role", value=token.role)
        named = request.query_params.get("programme_id", token.programme_id)
        if named != token.programme_id:
            raise InvalidSelection("api-other-programme", value=named)
        return token

    def _opened(self, request: Request, word: str) -> Token:
        self._limit(limits.EVERYBODY, "all")
        try:
            if not word:
                raise InvalidSelection("api-token-missing")
            token = self.tokens.of_word(word)
        except InvalidSelection:
            self._limit(limits.REFUSED, "refused", request.client.host if request.client else "")
            raise
        self._limit(limits.ONE_TOKEN, "token", token.token_id)
        return token

    def _limit(self, rate: limits.Rate, *key: str) -> None:
        if not self.limiter.allows(rate, *key):
            raise InvalidSelection("api-too-often")


def asked(request: Request, filters: tuple[str, ...]) -> dict[str, str]:
    """The words of an address, each known and said once. Raises InvalidSelection("api-word-unknown")."""
    known = (*PAGE, *EVERYWHERE, *filters)
    for name in request.query_params:
        if name not in known or len(request.query_params.getlist(name)) > 1:
            raise InvalidSelection("api-word-unknown", value=name)
    return dict(request.query_params)


def page(token: Token, resource: str, found: pd.DataFrame, words: dict[str, str]) -> dict[str, object]:
    """A page of rows with how many there are in all."""
    said = {
        name: read_number(words[name], "en", field, name) for name, field in PAGE.items() if name in words
    }
    limit, offset = int(said.get("limit") or USUAL_ROWS), int(said.get("offset") or 0)
    return {
        "programme_id": token.programme_id, "role": token.role, "resource": resource,
        "total": len(found), "limit": limit, "offset": offset,
        "rows": records(found.iloc[offset : offset + limit]),
    }  # fmt: skip


def as_json(value: object, status: int = 200) -> Response:
    """An answer."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False)
    return Response(text, status, media_type="application/json")


def language(request: Request) -> Texts:
    """The language that was asked for, else French."""
    chosen = request.query_params.get("lang", "")
    return texts(chosen if chosen in LANGUAGES else LANGUAGES[0])


def refused(request: Request, error: Exception) -> Response:
    """Why there is no answer, as a word for programs and a sentence for people."""
    say = language(request)
    if isinstance(error, Refusal):
        answer = as_json(
            {"error": error.key, "message": refusal_sentence(error, say)}, STATUS.get(error.key, 400)
        )
        if answer.status_code == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    code = error.code if isinstance(error, DataError) else "api_unexpected"
    if code == NO_EDITION:
        return as_json({"error": code, "message": say(f"problem.{code}")}, 404)
    return as_json({"error": code, "message": say("api.unreadable")}, 503)


def unknown(request: Request, _: Exception) -> Response:
    """An address that leads nowhere, or that is not read."""
    return refused(request, InvalidSelection("api-unknown", value=request.url.path[:200]))


def application(
    path: Path,
    edition: Path | None = None,
    limiter: limits.Limiter | None = None,
    tokens: TokenBook | None = None,
) -> Starlette:
    """The interface of one data file and of one public edition."""
    own = Interface(Reading(path, edition), tokens or TokenBook(path), limiter or limits.Limiter())
    addresses: dict[str, Callable[[Request], Response]] = {
        "/openapi.json": own.described,
        "/v1/programme": own.programme,
        "/v1/edition/{resource}": own.edition,
        "/v1/{resource}": own.rows,
        "/calendar/{word}.ics": own.calendar,
    }
    handlers: dict[Any, Any] = {
        Refusal: refused,
        Exception: refused,
        DataError: refused,
        404: unknown,
        405: unknown,
    }
    routes = [Route(address, answer, methods=["GET"]) for address, answer in addresses.items()]
    return Starlette(routes=routes, middleware=[Middleware(StrictHeaders)], exception_handlers=handlers)
