"""The OpenAPI description of the interface, made from the very columns that it answers with."""

from __future__ import annotations

from typing import Any

from eit.api.columns import row_schema
from eit.api.reading import FILTERS
from eit.domain.door.api import EDITION, MOST_ROWS, RESOURCES, USUAL_ROWS
from eit.domain.product import VERSION
from eit.domain.selection import LARGEST_RADIUS_KM
from eit.views.texts import LANGUAGES, Texts

BEARER, WORD = "token", "calendarWord"
REFUSALS = {"400": "asked_wrong", "401": "no_token", "403": "not_this_role", "404": "unknown", "429": "too_often",
            "503": "unreadable"}  # fmt: skip


def description(t: Texts) -> dict[str, Any]:
    """The whole description, its sentences in one language."""
    paths: dict[str, Any] = {
        "/v1/programme": {"get": _operation("programme", t, "Programme", [_lang()])},
        "/calendar/{word}.ics": {"get": _calendar(t)},
    }
    for resource in RESOURCES:
        paths[f"/v1/{resource}"] = {"get": _rows(resource, resource, t)}
    for resource in EDITION:
        paths[f"/v1/edition/{resource}"] = {"get": _rows(f"edition_{resource}", resource, t)}
    return {
        "openapi": "3.1.0",
        "info": {"title": t("api.title"), "version": VERSION, "description": t("api.about")},
        "paths": paths,
        "components": {
            "securitySchemes": {
                BEARER: {"type": "http", "scheme": "bearer", "description": t("api.bearer")},
            },
            "schemas": _schemas(),
        },
        "security": [{BEARER: []}],
    }


def page_name(resource: str, of_edition: bool) -> str:
    """The name of the schema of an answer."""
    return f"{'Edition' if of_edition else ''}{resource.capitalize()}Page"


def _operation(name: str, t: Texts, schema: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    answers = {"200": _answer(t("api.answer"), schema)}
    answers |= {code: _answer(t(f"api.refusal.{key}"), "Refusal") for code, key in REFUSALS.items()}
    return {
        "operationId": name,
        "summary": t(f"api.path.{name}"),
        "parameters": parameters,
        "responses": answers,
    }


def _answer(said: str, schema: str) -> dict[str, Any]:
    return {
        "description": said,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _rows(name: str, resource: str, t: Texts) -> dict[str, Any]:
    asked = [_lang(), _number("limit", 1, MOST_ROWS, USUAL_ROWS), _number("offset", 0, None, 0)]
    of_edition = name.startswith("edition_")
    for word in () if of_edition else FILTERS.get(resource, ()):
        asked.append(_filter(word, t))
    return _operation(name, t, page_name(resource, of_edition), asked)


def _lang() -> dict[str, Any]:
    return {
        "name": "lang", "in": "query",
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
    }  # fmt: skip


def _number(name: str, low: int, high: int | None, usual: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer", "minimum": low, "default": usual}
    if high is not None:
        schema["maximum"] = high
    return {"name": name, "in": "query", "schema": schema}


def _filter(name: str, t: Texts) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "radius_km":
        schema = {"type": "number", "exclusiveMinimum": 0, "maximum": LARGEST_RADIUS_KM}
    return {"name": name, "in": "query", "description": t(f"api.filter.{name}"), "schema": schema}


def _calendar(t: Texts) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {
            "description": t("api.answer"),
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        }
    }
    answers |= {code: _answer(t(f"api.refusal.{key}"), "Refusal") for code, key in REFUSALS.items()}
    word = {"name": "word", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "operationId": "calendar", "summary": t("api.path.calendar"), "security": [],
        "parameters": [word, _lang()], "responses": answers,
    }  # fmt: skip


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {
        "Refusal": _object(error={"type": "string"}, message={"type": "string"}),
        "Programme": _object(
            programme_id={"type": "string"}, name_fr={"type": "string"}, name_en={"type": "string"},
            jurisdiction={"type": "string"}, currency={"type": "string"},
            levels={"type": "array", "items": {"type": "string"}}, default_radius_km={"type": "number"},
            fictitious={"type": "boolean"}, as_of={"type": "string", "format": "date"}, role={"type": "string"},
            resources={"type": "array", "items": {"type": "string"}},
        ),
    }  # fmt: skip
    for resource in RESOURCES:
        found[page_name(resource, False)] = _page(resource)
    for resource in EDITION:
        about = {name: {"type": "string"} for name in ("edition", "published_on", "sha256")}
        found[page_name(resource, True)] = _page(resource, **about)
    return found


def _page(resource: str, **more: dict[str, Any]) -> dict[str, Any]:
    count = {"type": "integer", "minimum": 0}
    text = {"type": "string"}
    return _object(
        programme_id=text, role=text, resource=text, total=count, limit=count, offset=count,
        rows={"type": "array", "items": row_schema(resource)}, **more,
    )  # fmt: skip


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
