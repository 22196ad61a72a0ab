"""What a public server answers beside its page: the picture beside a link to it, and a map alone for other sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from eit.domain.errors import DataError
from eit.web.headers import LENT
from eit.web.public_settings import embed_hosts

AN_HOUR = "public, max-age=3600"
FRAMES = ("iframe", "frame", "embed", "object")
"""What a browser says that an answer is for, when it stands in the page of somebody."""
EVERYBODY = "*"


@dataclass(frozen=True)
class PublicAnswers:
    """What the routes of a public server ask of the edition; each raises DataError when it cannot be read."""

    preview: Callable[[str, str], bytes]
    """The picture of (programme, language), as PNG."""
    embedded: Callable[[str, str, str, str], str | None]
    """The page of one map: (programme, language, indicator, family); None when the edition has no such map."""
    instead: Callable[[str, Mapping[str, str], str, str], str]
    """A page with a sentence instead: (key of the sentence, its values, programme, language)."""
    style: Callable[[], str]
    """The style sheet of these pages."""


def page_address(programme_id: str, lang: str, **shown: str) -> str:
    """Where the page of a programme is in a language, within the site, with the figure that it shows."""
    return f"/?{urlencode({'programme': programme_id, 'lang': lang, **shown})}"


def preview_address(programme_id: str, lang: str, digest: str) -> str:
    """Where its picture is; `digest` of the edition: who keeps pictures asks again after a new one."""
    return f"/preview/{lang}/{quote(programme_id)}.png?v={digest[:8]}"


def embed_address(programme_id: str, lang: str, indicator: str, family: str) -> str:
    """Where one map alone is: no edition in its address, so that a page that shows it keeps it."""
    return f"/embed/{lang}/{quote(programme_id)}/{indicator}?family={quote(family)}"


def public_routes(answers: PublicAnswers) -> list[BaseRoute]:
    """The routes of a public server."""

    def picture(request: Request) -> Response:
        """The picture of a programme in a language: no edition in its address, so that a link stays valid."""
        asked = request.path_params
        try:
            content = answers.preview(asked["programme_id"], asked["lang"])
        except DataError as error:
            return JSONResponse({"error": error.code}, status_code=503)
        return Response(content, media_type="image/png", headers={"Cache-Control": AN_HOUR, LENT: ""})

    def style(_: Request) -> Response:
        return Response(answers.style(), media_type="text/css", headers={"Cache-Control": AN_HOUR})

    def embedded(request: Request) -> Response:
        return _embedded(request, answers)

    return [
        Route("/preview/{lang}/{programme_id}.png", picture),
        Route("/embed/style.css", style),
        Route("/embed/{lang}/{programme_id}/{indicator}", embedded),
    ]


def _embedded(request: Request, answers: PublicAnswers) -> Response:
    """One map alone, in a frame of the sites that are named; to another, a sentence that holds nothing else."""
    asked, hosts = request.path_params, embed_hosts()
    programme_id, lang = asked["programme_id"], asked["lang"]

    def say(key: str, status: int, lent: str, **values: str) -> Response:
        headers = {"Cache-Control": "no-store"} | ({LENT: lent} if lent else {})
        return HTMLResponse(answers.instead(key, values, programme_id, lang), status, headers)

    shown_by = " ".join(hosts)
    if not hosts:
        return say("public.embed_off", 404, "")
    if _framed_elsewhere(request, hosts):
        return say("public.embed_refused", 403, EVERYBODY, hosts=", ".join(hosts))
    family = request.query_params.get("family", "")
    try:
        found = answers.embedded(programme_id, lang, asked["indicator"], family)
    except DataError as error:
        return say(f"problem.{error.code}", 503, shown_by, **error.values)
    if found is None:
        return say("public.embed_gone", 404, shown_by)
    return HTMLResponse(found, headers={"Cache-Control": "no-cache", LENT: shown_by})


def _framed_elsewhere(request: Request, hosts: Sequence[str]) -> bool:
    """Whether the browser says that a site which is not named would show this: it refuses by itself, without a word."""
    if request.headers.get("sec-fetch-dest") not in FRAMES:
        return False
    parts = urlsplit(request.headers.get("referer", ""))
    return bool(parts.netloc) and f"{parts.scheme}://{parts.netloc}" not in hosts
