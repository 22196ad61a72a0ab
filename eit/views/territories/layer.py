"""A boundary layer before it is taken in: its picture over what is known, and in sentences what would be done."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import shapely
from markupsafe import Markup

from eit.domain.own_words import wording
from eit.domain.text_key import slug
from eit.views import palette
from eit.views.cards import facts_html
from eit.views.map.plane import Plane
from eit.views.templates import render
from eit.views.texts import Texts, texts

WIDTH, TALLEST = 760.0, 560.0
ROOM = 1.5
"""Size of the picture, of that of the layer."""
LETTER_PX, LINE_PX = 6.6, 14
MOST_NAMED = 8


def layer_svg(
    shapes: Sequence[tuple[str, shapely.Geometry]],
    outlines: Iterable[shapely.Geometry],
    places: Iterable[tuple[str, float, float]],
    doubtful: Collection[str],
    lang: str,
    title: str = "layer.picture",
) -> Markup:
    """The units or lines of a file (those in doubt in red), the boundaries of today (dashed), the known places."""
    west, south, east, north = shapely.total_bounds([shape for _, shape in shapes])
    middle = (south + north) / 2
    shrink = math.cos(math.radians(middle))
    wide, high = max((east - west) * shrink, 0.01) * ROOM, max(north - south, 0.01) * ROOM
    scale = min(WIDTH / wide, TALLEST / high)
    plane = Plane((west + east) / 2, middle, scale, WIDTH, max(high * scale, 120.0))
    return render(
        "territories/layer.svg",
        plane=plane,
        palette=palette,
        lang=lang,
        title=texts(lang)(title),
        outlines=[_path(shape, plane) for shape in outlines],
        shapes=[(_path(shape, plane), code in doubtful, shape.area == 0) for code, shape in shapes],
        places=_apart([(name, plane.spot(x, y)) for name, x, y in places], plane),
    )


def _path(shape: shapely.Geometry, plane: Plane) -> str:
    """The rings or the lines of a shape as a path."""
    drawn = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "LineString":
            spots = (plane.spot(x, y) for x, y in part.coords)
            drawn.append("M" + "L".join(f"{x:g} {y:g}" for x, y in spots))
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            spots = (plane.spot(x, y) for x, y in ring.coords)
            drawn.append("M" + "L".join(f"{x:g} {y:g}" for x, y in spots) + "Z")
    return "".join(drawn)


def _apart(
    places: list[tuple[str, tuple[float, float]]], plane: Plane
) -> list[tuple[str, tuple[float, float]]]:
    """The places whose names do not cover that of one before them: the first are the most populous."""
    kept: list[tuple[str, tuple[float, float]]] = []
    for name, (x, y) in places:
        free = all(
            abs(y - other_y) > LINE_PX
            or x > other_x + LETTER_PX * len(other)
            or other_x > x + LETTER_PX * len(name)
            for other, (other_x, other_y) in kept
        )
        if free and 0 <= x <= plane.width and 0 <= y <= plane.height:
            kept.append((name, (x, y)))
    return kept


def layer_lines(report: Mapping[str, Any], made: Mapping[str, str], lang: str) -> Markup:
    """What was read of a file and what would be written, as sentences."""
    t = texts(lang)
    kind, fields = kind_label(str(report["kind"]), t), report["fields"]
    lines = [
        t("layer.read", n=report["units"], kind=kind, crs=report["crs"]),
        t("layer.fields", code=fields["code"], name=fields["name"]),
        t("layer.matched", n=int(report["matched"]) - len(report["taken_in"]) - len(made)),
    ]
    if report["taken_in"]:
        lines.append(t("layer.taken_in", n=len(report["taken_in"])))
    if made:
        lines.append(t("layer.created", n=len(made), names=_first(made.values())))
    if nameless := [code for code, name in made.items() if code.endswith(f"-{slug(name)}")]:
        lines.append(t("layer.nameless", n=len(nameless)))
    if report["unmatched"]:
        names = _first(f"{one['code']} {one['name']}".strip() for one in report["unmatched"])
        lines.append(t("layer.unmatched", n=len(report["unmatched"]), names=names))
    lines += [
        t(f"layer.{key}", n=number)
        for key in ("without_code", "without_geometry", "repaired", "codes_padded")
        if (number := int(report[key]))
    ]
    if report["parents_that_disagree"]:
        names = _first(str(one.get("name") or one.get("code")) for one in report["parents_that_disagree"])
        lines.append(t("layer.parents", n=len(report["parents_that_disagree"]), names=names))
    lines.append(t("layer.credit", source=report["source"]))
    return facts_html(lines)


def ground_lines(report: Mapping[str, Any], lang: str) -> Markup:
    """What was read of an extract and what would lie under the maps, as sentences."""
    t = texts(lang)
    lines = [t("ground.read", n=report["read"])]
    lines += [t("ground.would", n=n, kind=t(f"ground_kind.{kind}")) for kind, n in report["kinds"].items()]
    if report["left_out"]:
        lines.append(t("ground.left_out", n=report["left_out"]))
    lines += [t("layer.credit", source=source) for source in report["source"]]
    return facts_html(lines)


def _first(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:MOST_NAMED]) + ("…" if len(listed) > MOST_NAMED else "")


def doubts_html(doubts: Sequence[Mapping[str, str]], lang: str) -> Markup:
    """What does not fit with what is known, a sentence for each unit."""
    t = texts(lang)
    said = [{name: wording(text, lang) for name, text in one.items()} for one in doubts]
    return facts_html(t(f"layer.doubt.{one['reason']}", **one) for one in said)


def kind_label(kind: str, t: Texts) -> str:
    """The word for a kind of territory."""
    return t(f"portrait_kind.{kind}")
