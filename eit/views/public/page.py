"""What an edition says to everyone, as HTML and CSV: values, or the reason why there is none. Nothing runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import pandas as pd
from markupsafe import Markup

from eit.domain.figures.ranges import Range
from eit.views import format as fmt
from eit.views.export.cells import inert, plain
from eit.views.templates import render
from eit.views.texts import Texts, texts

TOTAL, REST = "total", "rest"
UNTOLD = HIDDEN, EMPTY, NOT_ESTIMATED = "hidden", "empty", "not_estimated"
"""States without a value."""
JOIN, TOGETHER = "|", " + "
"""Between the ids, and between the names, of territories or families that are told together."""
STATUSES = ("under-way", "made")
INDICATORS = (
    *("offer_mass", "offer_energy", "offer_water", "demand_mass", "demand_energy", "demand_water"),
    *("avoidable_ghg", "avoidable_money"),
)
CSV_COLUMNS = (
    *("programme_id", "territory_id", "territory", "family", "indicator", "unit", "state", "reason"),
    *("value", "low", "high", "count_band", "computed_in", "covered"),
)


class EditionReader(Protocol):
    """A sealed edition that answers; see `eit.publish.reading.PublicEdition`."""

    @property
    def digest(self) -> str: ...
    def edition(self) -> pd.Series: ...
    def editions(self) -> pd.DataFrame: ...
    def rules(self) -> pd.DataFrame: ...
    def programmes(self) -> pd.DataFrame: ...
    def territories(self, programme_id: str) -> pd.DataFrame: ...
    def cells(self, programme_id: str, indicator: str) -> pd.DataFrame: ...
    def factors(self, programme_id: str) -> pd.DataFrame: ...
    def synergies(self, programme_id: str) -> pd.DataFrame: ...
    def presentation(self, programme_id: str) -> pd.Series: ...
    def statements(self, programme_id: str) -> pd.DataFrame: ...
    def protection(self, programme_id: str) -> pd.DataFrame: ...
    def presence(self, programme_id: str) -> pd.DataFrame: ...
    def cases(self, programme_id: str) -> pd.DataFrame: ...
    def benchmark(self, programme_id: str) -> pd.DataFrame: ...
    def audit(self) -> pd.DataFrame: ...


@dataclass(frozen=True)
class EditionView:
    """Everything that one edition says of one programme: read at once, so that no page mixes two editions."""

    edition: pd.Series
    editions: pd.DataFrame
    digest: str
    programme: pd.Series
    territories: pd.DataFrame
    cells: pd.DataFrame
    factors: pd.DataFrame
    synergies: pd.DataFrame
    presentation: pd.Series
    statements: pd.DataFrame
    rules: pd.DataFrame
    audit: pd.DataFrame
    protection: pd.DataFrame = field(default_factory=pd.DataFrame)
    presence: pd.DataFrame = field(default_factory=pd.DataFrame)
    cases: pd.DataFrame = field(default_factory=pd.DataFrame)
    benchmark: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def indicators(self) -> list[str]:
        """In the order of the edition."""
        return list(self._of_indicator)

    @cached_property
    def _of_indicator(self) -> dict[str, pd.DataFrame]:
        last = self.cells.sort_values("territory_id", key=lambda ids: ids == TOTAL, kind="stable")
        return {str(name): rows for name, rows in last.groupby("indicator", sort=False)}

    @cached_property
    def _families(self) -> dict[str, list[str]]:
        return {name: list(dict.fromkeys(rows["family"])) for name, rows in self._of_indicator.items()}

    def families(self, indicator: str) -> list[str]:
        """The families of an indicator, their total last."""
        found = self._families.get(indicator, [])
        return [family for family in found if family != TOTAL] + [TOTAL] * (TOTAL in found)

    def whole(self, indicator: str) -> str:
        """The family that stands for all of an indicator: energy and water have one only."""
        return next(iter(reversed(self.families(indicator))), TOTAL)

    def chosen(self, indicator: str, family: str | None = None, territory: str | None = None) -> pd.DataFrame:
        """The cells of an indicator, of one family or of one territory."""
        rows = self._of_indicator.get(indicator, self.cells[:0])
        if family is not None:
            rows = rows[rows["family"] == family]
        return rows if territory is None else rows[rows["territory_id"] == territory]

    def place(self, territory_id: str, t: Texts) -> str:
        """The name of a territory, or of several that are told together."""
        return TOGETHER.join(
            t(f"public.{one}") if one in (TOTAL, REST) else self._names.get(one, one)
            for one in territory_id.split(JOIN)
        )

    def alone(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The cells that stand for one territory: not the whole, not several together, not what lies outside."""
        return rows[
            ~rows["territory_id"].isin([TOTAL, REST]) & ~rows["territory_id"].str.contains(JOIN, regex=False)
        ]

    @cached_property
    def _names(self) -> dict[str, str]:
        """Asked for a hundred times per page: a dictionary, not a table."""
        return dict(zip(self.territories["territory_id"], self.territories["name"].astype(str), strict=True))


def edition_view(edition: EditionReader, programme_id: str) -> EditionView:
    """What the edition says of one programme, one indicator at a time: each question is small."""
    programmes = edition.programmes()
    cells = [edition.cells(programme_id, indicator) for indicator in INDICATORS]
    return EditionView(
        edition.edition(),
        edition.editions(),
        edition.digest,
        programmes[programmes["programme_id"] == programme_id].iloc[0],
        edition.territories(programme_id),
        pd.concat([frame for frame in cells if len(frame)], ignore_index=True),
        edition.factors(programme_id),
        edition.synergies(programme_id),
        edition.presentation(programme_id),
        edition.statements(programme_id),
        edition.rules(),
        edition.audit(),
        edition.protection(programme_id),
        edition.presence(programme_id),
        edition.cases(programme_id),
        edition.benchmark(programme_id),
    )


def family_name(family: str, t: Texts) -> str:
    """The name of a family of materials, or of several that are told together."""
    return TOGETHER.join(t(f"public_family.{one}") for one in family.split(JOIN))


def unit_word(unit: str, t: Texts) -> str:
    """The unit of a cell in words: `t/yr` → `t/an`; money keeps its currency."""
    key = f"public_unit.{unit.replace('/', '_per_').replace(' ', '_')}"
    return t(key) if t.has(key) else unit.replace("/yr", t("public.per_year"))


def cell_text(row: Mapping[Hashable, Any], lang: str) -> str:
    """A value with its unit, a wide range for what is derived, or the word that says why there is none."""
    t = texts(lang)
    covered = 1.0 if fmt.is_missing(row.get("covered")) else float(row["covered"])
    if row["state"] == NOT_ESTIMATED:
        return t("public.not_estimated") + f" ({fmt.percent(covered, lang)})" * (covered < 1)
    if row["state"] in UNTOLD:
        return t(f"public.{row['state']}")
    unit = unit_word(str(row["unit"]), t)
    if fmt.is_missing(row["low"]):
        return fmt.with_unit(float(row["value"]), unit, lang)
    span = Range(float(row["low"]), float(row["value"]), float(row["high"]))
    low, high = (fmt.number(end, lang, significant=1) for end in (span.low, span.high))
    said = t("public.order", low=low, high=high, unit=unit)
    return t("public.covered", value=said, share=fmt.percent(covered, lang)) if covered < 1 else said


def band_text(band: object, lang: str) -> str:
    """`3-5` → `de 3 à 5`; nothing is told for none."""
    t = texts(lang)
    if not isinstance(band, str):
        return "—"
    low, _, high = band.rstrip("+").partition("-")
    return t("public.band", low=low, high=high) if high else t("public.band_open", low=low)


def table_html(told: EditionView, rows: pd.DataFrame, by: str, caption: str, lang: str) -> Markup:
    """The cells as a table, one row per territory or family (`by`)."""
    t = texts(lang)
    lines = []
    for row in rows.to_dict("records"):
        name = told.place(row["territory_id"], t) if by == "territory" else family_name(row["family"], t)
        hidden = row["state"] in UNTOLD
        earlier = not hidden and row["computed_in"] != told.edition["name"]
        note = t("public.edition_of", name=row["computed_in"]) if earlier else ""
        value = {"words": cell_text(row, lang), "kind": "state" if hidden else "told", "note": note}
        lines.append({"name": name, "cells": [value, {"words": band_text(row["count_band"], lang)}]})
    return _table([t(f"public.by_{by}"), t("public.value"), t("public.groups")], lines, caption)


def synergies_html(told: EditionView, lang: str) -> Markup:
    """How many synergies are under way and made, in bands, by territory."""
    t = texts(lang)
    known = told.synergies.set_index(["territory_id", "status"])["count_band"]
    lines = []
    for territory in dict.fromkeys(told.synergies["territory_id"]):
        bands = [known.get((territory, status)) for status in STATUSES]
        said = [band_text(band, lang) if isinstance(band, str) else t("public.few") for band in bands]
        lines.append({"name": told.place(territory, t), "cells": _cells(said)})
    heads = [t("public.by_territory"), *(t(f"public.synergies_{status}") for status in STATUSES)]
    return _table(heads, lines, t("public.synergies_caption"))


def factors_html(told: EditionView, lang: str) -> Markup:
    """What the derived figures are made with."""
    t = texts(lang)
    lines = []
    for row in told.factors.to_dict("records"):
        low, central, high = (
            fmt.number(float(row[name]), lang, significant=2) for name in ("low", "central", "high")
        )
        words = [t(f"public_indicator.{row['indicator']}"), low, central, high, str(row["unit"])]
        sources = {"words": str(row["factor_ids"]).replace("|", ", "), "small": True}
        lines.append({"name": t(f"public_family.{row['family']}"), "cells": [*_cells(words), sources]})
    heads = [
        t(f"public.factor_{name}") for name in ("family", "figure", "low", "central", "high", "unit", "ids")
    ]
    return _table(heads, lines, t("public.factors_caption"))


def audit_html(told: EditionView, lang: str) -> Markup:
    """What was checked before the edition went out."""
    t = texts(lang)
    rows = told.audit[told.audit["programme_id"] == told.programme["programme_id"]]
    lines = []
    for row in rows.to_dict("records"):
        words = [
            t(f"public_audit.{row['method']}"),
            t(f"public_audit.{row['verdict']}"),
            fmt.number(float(row["told"]), lang),
            fmt.number(float(row["hidden"]), lang),
        ]
        lines.append({"name": t(f"public_indicator.{row['indicator']}"), "cells": _cells(words)})
    heads = [t(f"public.audit_{name}") for name in ("table", "method", "verdict", "told", "hidden")]
    return _table(heads, lines, t("public.audit_caption"))


def method_html(told: EditionView, lang: str) -> Markup:
    """The rules in sentences, then how derived figures are made, the audit, and the digest."""
    t = texts(lang)
    return render(
        "public/method.html",
        rules=[
            t(f"public_rule.{key}", value=_rule_value(key, value, lang))
            for key, value in zip(told.rules["key"], told.rules["value"], strict=True)
        ],
        sentences=[t(f"public.{key}") for key in ("method_carried", "method_derived", "method_not")],
        folded=[
            (t("public.factors_caption"), factors_html(told, lang)),
            (t("public.audit_caption"), audit_html(told, lang)),
        ],
        digest_label=t("public.digest"),
        digest=told.digest,
    )


def framed_method_html(told: EditionView, lang: str) -> Markup:
    """The method, as the page shows it."""
    return render("public/framed_method.html", method=method_html(told, lang))


def _rule_value(key: str, value: float, lang: str) -> str:
    return fmt.percent(value, lang) if key == "precision" else fmt.number(value, lang, decimals=0)


def _cells(words: list[str]) -> list[dict[str, Any]]:
    return [{"words": word} for word in words]


def _table(heads: list[str], rows: list[dict[str, Any]], caption: str) -> Markup:
    plain_cell = {"kind": "", "small": False, "note": ""}
    shown = [{"name": row["name"], "cells": [plain_cell | cell for cell in row["cells"]]} for row in rows]
    return render("public/table.html", heads=heads, rows=shown, caption=caption)


def csv_bytes(told: EditionView, lang: str, indicator: str | None = None) -> bytes:
    """Every cell of the programme, or of one indicator; UTF-8 with a mark, so that a spreadsheet reads the accents."""
    t, out = texts(lang), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["edition", *CSV_COLUMNS])
    for row in (told.cells if indicator is None else told.chosen(indicator)).to_dict("records"):
        values = {**row, "territory": told.place(row["territory_id"], t)}
        cells = [told.edition["name"], *(plain(values.get(name)) for name in CSV_COLUMNS)]
        writer.writerow(
            ["" if cell is None else inert(cell) if isinstance(cell, str) else cell for cell in cells]
        )
    return out.getvalue().encode("utf-8-sig")
