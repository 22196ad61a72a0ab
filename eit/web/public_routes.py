"""What a public server answers beside its page: the picture that others show beside a link to it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from eit.domain.errors import DataError
from eit.web.headers import LENT

AN_HOUR = "public, max-age=3600"


def page_address(programme_id: str, lang: str) -> str:
    """Where the page of a programme is in a language, within the site."""
    return f"/?programme={quote(programme_id)}&lang={lang}"


def preview_address(programme_id: str, lang: str, digest: str) -> str:
    """Where its picture is; `digest` of the edition: who keeps pictures asks again after a new one."""
    return f"/preview/{lang}/{quote(programme_id)}.png?v={digest[:8]}"


def public_routes(preview: Callable[[str, str], bytes]) -> list[BaseRoute]:
    """The routes of a public server; `preview` gives the picture of (programme, language)."""

    def picture(request: Request) -> Response:
        """The picture of a programme in a language: no edition in its address, so that a link stays valid."""
        asked = request.path_params
        try:
            content = preview(asked["programme_id"], asked["lang"])
        except DataError as error:
            return JSONResponse({"error": error.code}, status_code=503)
        return Response(content, media_type="image/png", headers={"Cache-Control": AN_HOUR, LENT: ""})

    return [Route("/preview/{lang}/{programme_id}.png", picture)]
