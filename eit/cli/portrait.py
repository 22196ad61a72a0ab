"""Commands about one territory or materials: the portrait, the view from the stream to the outlets, new materials."""

from __future__ import annotations

import argparse
from dataclasses import fields

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.programme.materials import NewMaterial, add_material, add_word
from eit.analysis.programme_parts import part_rows
from eit.analysis.territories import inferred_streams, materials, portraits
from eit.analysis.territories.first_day import first_day
from eit.analysis.territories.movements import seasons
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import write, write_result
from eit.cli.typed import KILOMETRES, add_number
from eit.domain.figures.figure import Figure
from eit.domain.programme.parts import PARTS
from eit.domain.selection import Selection
from eit.store.database import Database

MATERIAL = [
    "material_id",
    "name_fr",
    "name_en",
    "parent_id",
    "category_id",
    "kind",
    "list_of_waste",
    "source",
]


def add_commands(commands: CommandList) -> None:
    """`portrait`, and `material show`, `add`, `word`."""
    one = commands.add_parser("portrait")
    one.add_argument("--territory", required=True, help="identifiant de territoire / territory id")
    one.set_defaults(run=run_portrait)
    group = commands.add_parser("material")
    steps = group.add_subparsers(dest="step", required=True)
    other = steps.add_parser("show", help="une matière, du gisement aux débouchés / from stream to outlets")
    other.add_argument("--material", required=True, help="matière ou famille / material or family id")
    other.set_defaults(run=run_material)
    new = steps.add_parser("add", help="une matière de plus, sous une famille / one more, under a family")
    new.add_argument("--name", required=True, help="en français / in French")
    new.add_argument("--family", required=True, help="identifiant de la famille / id of the family")
    new.add_argument("--waste-code", help="code de déchet / List of Waste code")
    new.set_defaults(run=run_add)
    word = steps.add_parser("word", help="un mot du programme pour une matière / a word for a material")
    word.add_argument("word", help="en français / in French")
    word.add_argument("--material", required=True, help="matière / material id")
    word.set_defaults(run=run_word)
    for command, english in ((new, "--name-en"), (word, "--word-en")):
        command.add_argument(english)
        command.add_argument("--programme", required=True)
        add_database(command)
        add_author(command)
    for command in (one, other):
        command.add_argument("--programme", required=True)
        add_number(command, "--radius-km", KILOMETRES, help="rayon ; par défaut celui du programme / radius")
        add_day(command)
        add_database(command)


def run_add(options: argparse.Namespace) -> int:
    """Add a material under a family; its row."""
    new = NewMaterial(options.name, options.family, options.name_en, options.waste_code)
    made = add_material(EditContext(options.db, options.author), options.programme, new)
    with Database(options.db) as database:
        rows = database.query("materials")
    write(rows.loc[rows["material_id"] == made, MATERIAL], options.format)
    return 0


def run_word(options: argparse.Namespace) -> int:
    """Let a word mean a material; the words of the programme."""
    door = EditContext(options.db, options.author)
    add_word(door, options.programme, options.word, options.material, options.word_en)
    with Database(options.db) as database:
        write(part_rows(database, options.programme, PARTS["material_word"]), options.format)
    return 0


def run_portrait(options: argparse.Namespace) -> int:
    """The whole portrait as JSON; its figures as CSV or a table."""
    with Database(options.db) as database:
        ground = portraits.read_ground(database, options.programme, options.radius_km, options.as_of)
        found = portraits.portrait(database, ground, options.territory)
        months = seasons(database, options.programme, options.territory)
        begun = first_day(database, options.programme, options.territory)
    figures = pd.DataFrame([_record(key, figure) for key, figure in found.figures.items()])
    value = {
        **{"programme": options.programme, "radius_km": ground.selection.radius_km},
        **{name: getattr(found, name) for name in ("territory_id", "name", "kind", "population")},
        "figures": figures,
        **{name: getattr(found, name) for name in ("balance", "utilities", "potential", "realised")},
        "seasons": months,
        "index_slots": found.slots,
        "coverage": _coverage(found.estimated),
        "estimated": _estimated(found.estimated),
        "visit_next": inferred_streams.visit_next(found.estimated),
        "first_day": {"label": "estimated, not declared", **vars(begun)},
    }
    write_result(value, figures, options.format)
    return 0


def _record(key: str, figure: Figure) -> dict[str, object]:
    return {**figure.as_record(), "key": key}


def _coverage(found: inferred_streams.Estimated) -> dict[str, object]:
    coverage = found.coverage
    return {
        **{field.name: getattr(coverage, field.name) for field in fields(coverage)},
        "share": coverage.share,
        "sectors": found.sectors[[*inferred_streams.SECTOR_KEYS, "businesses", "met", "unmet"]],
        "sizes": inferred_streams.by_size(found),
    }


def _estimated(found: inferred_streams.Estimated) -> dict[str, object]:
    """Labelled by its key and by `label`: never to be read as declared."""
    return {
        "label": "estimated, not declared",
        "total_t_per_year": found.total,
        "provisional": found.provisional,
        "cells": found.cells,
        "not_estimated": found.not_estimated,
        "businesses_without_employees": found.without_employees,
        "factors": found.factors,
    }


def run_material(options: argparse.Namespace) -> int:
    """Everything about one material as JSON; its holders as CSV or a table."""
    with Database(options.db) as database:
        row = programme_row(database, options.programme)
        radius = float(row["default_radius_km"]) if options.radius_km is None else options.radius_km
        selection = Selection(options.programme, radius_km=radius, level=row["levels"][0])
        view = materials.material_view(database, selection, options.material, options.as_of)
    verdict = view.verdict
    value = {
        **{"programme": options.programme, "radius_km": radius, "material_id": view.material_id},
        **{"name_fr": view.names["fr"], "name_en": view.names["en"], "kind": view.kind},
        **{"category_id": view.category_id, "priority": view.terms is not None},
        "streams": [
            {field.name: getattr(item, field.name) for field in fields(item)} for item in view.streams
        ],
        **{name: getattr(view, name) for name in ("holders", "takers", "outlets", "by_month")},
        "storage_t": view.storage.tonnes,
        "pooling": {
            **{
                name: getattr(verdict, name)
                for name in ("verdict", "total", "minimum", "source", "confidence")
            },
            "alone": verdict.alone,
            "hubs": [hub.hub_id for hub in verdict.hubs],
        },
        "missing": [{"what": key, **values} for key, values in view.missing],
    }
    columns = [
        "company",
        "company_kind",
        "municipality",
        "quantity_per_year",
        "unit",
        "quality",
        "nearest_km",
    ]
    write_result(value, view.holders[columns], options.format)
    return 0
