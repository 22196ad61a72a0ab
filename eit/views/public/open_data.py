"""The open data of a site: the figures of a programme as JSON, the description of its tables, the catalogue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from eit.views import format as fmt
from eit.views.public.page import CSV_COLUMNS, EditionView

LANGUAGES = ("fr", "en")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NUMBERS = {"value", "low", "high", "covered"}
SEVERAL = {
    "description": "total: all of them, told together; a|b: both, told together; never add them to the others."
}
DESCRIBED = {"territory_id": SEVERAL, "family": SEVERAL}


def data_files(programmes: Sequence[EditionView]) -> dict[str, bytes]:
    """Path within the folder → content: one JSON per programme, and what describes them all."""
    files = {f"data/{name_of(one)}.json": _json(_record(one)) for one in programmes}
    files["data/datapackage.json"] = _json(_package(programmes))
    files["data/catalogue.jsonld"] = _json(_catalogue(programmes))
    return files


def name_of(told: EditionView) -> str:
    """The id of a programme, which its addresses hold."""
    return str(told.programme["programme_id"])


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _record(told: EditionView) -> dict[str, Any]:
    """Every cell of one programme as plain values: null where there is none, with the reason."""
    territories = dict(zip(told.territories["territory_id"], told.territories["name"], strict=True))
    return {
        "edition": str(told.edition["name"]),
        "published_on": str(told.edition["published_on"]),
        "sha256": told.digest,
        "licence": LICENCE,
        "programme": {name: str(told.programme[name]) for name in ("programme_id", "name_fr", "name_en")},
        "fictitious": bool(told.programme["fictitious"]),
        "territories": {str(key): str(name) for key, name in territories.items()},
        "cells": [
            {name: None if fmt.is_missing(row[name]) else row[name] for name in CSV_COLUMNS if name in row}
            for row in told.cells.to_dict("records")
        ],
    }


def _package(programmes: Sequence[EditionView]) -> dict[str, Any]:
    """The description of the tables, as a data package (Frictionless Data)."""
    fields = [
        {"name": name, "type": "number" if name in NUMBERS else "string", **DESCRIBED.get(name, {})}
        for name in ("edition", *CSV_COLUMNS)
    ]
    return {
        "name": "maillage-edition",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "resources": [
            {
                "name": f"{name_of(one)}-{lang}",
                "path": f"{name_of(one)}-{lang}.csv",
                "title": str(one.programme[f"name_{lang}"]),
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\r\n"},
                "schema": {"fields": fields, "missingValues": [""]},
            }
            for one in programmes
            for lang in LANGUAGES
        ],
    }


def _catalogue(programmes: Sequence[EditionView]) -> dict[str, Any]:
    """One DCAT dataset per programme, for a portal of open data."""
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Catalog",
        "dcat:dataset": [_dataset(one) for one in programmes],
    }


def _dataset(one: EditionView) -> dict[str, Any]:
    names = {lang: str(one.programme[f"name_{lang}"]) for lang in LANGUAGES}
    ends = {**{f"-{lang}.csv": "text/csv" for lang in LANGUAGES}, ".json": "application/json"}
    files = [
        {
            "@type": "dcat:Distribution",
            "dcat:downloadURL": {"@id": f"{name_of(one)}{end}"},
            "dcat:mediaType": kind,
        }
        for end, kind in ends.items()
    ]
    return {
        "@type": "dcat:Dataset",
        "dct:identifier": name_of(one),
        "dct:title": [{"@value": name, "@language": lang} for lang, name in names.items()],
        "dct:issued": str(one.edition["published_on"]),
        "dct:license": {"@id": LICENCE},
        "dcat:distribution": files,
    }
