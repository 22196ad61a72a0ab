"""Which column is which, whatever the accents, case and spaces of its header, in French or in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from eit.ingest.cells import FileRefused, Row, Sheet, as_text

SEARCHED_ROWS = 40
OURS = ("row", "cell", "rule", "message", "proposal")
"""Columns that a file of refused rows carries; they are read over."""
COMPANY = {
    "company_id": "company id|id|identifiant|no|numero|id entreprise|identifiant entreprise|code entreprise",
    "programme_id": "programme id|programme|program",
    "group_id": "group id|groupe|group",
    "name": "name|nom|entreprise|company|organisation|organization|nom entreprise|nom de l entreprise|"
    "raison sociale|etablissement|company name|business name|nom de l organisation",
    "kind": "kind|genre|type|type d organisation|categorie d organisation|organisation type",
    "sector_scheme": "sector scheme|nomenclature",
    "sector_code": "sector code|code secteur|scian|code scian|naics|naf|code naf|ape|code ape",
    "sector_fr": "sector fr|secteur|secteur d activite|sector|activite|industry",
    "sector_en": "sector en|secteur anglais",
    "employees": "employees|employes|nombre d employes|effectif|effectifs|nb employes|salaries|number of employees",
    "municipality_id": "municipality id|municipalite|ville|commune|municipality|city|town|code insee|"
    "code geographique|code municipalite|borough|arrondissement",
    "park_id": "park id|parc|parc industriel|zone industrielle|industrial park|park",
    "latitude": "latitude|lat|y",
    "longitude": "longitude|lon|long|lng|x",
    "position_quality": "position quality|qualite de la position|precision",
    "consent_name": "consent name|consentement|consent|nom visible|accord",
    "joined_on": "joined on|date d adhesion|inscrit le|adhesion|joined|date d inscription",
}
FLOW = {
    "flow_id": "flow id|id|identifiant|no|numero|id flux|identifiant flux",
    "programme_id": "programme id|programme|program",
    "company_id": "company id|entreprise|company|organisation|id entreprise|identifiant entreprise|company name|"
    "nom entreprise|nom de l entreprise|nom|name|etablissement",
    "direction": "direction|sens|offre ou demande|type|offer or demand|offre demande",
    "material_id": "material id|matiere|material|ressource|resource|residu|matiere residuelle",
    "label": "label|libelle|description|designation|appellation",
    "quantity": "quantity|quantite|qte|qty|tonnage|volume|amount",
    "unit": "unit|unite|unites|units|unite de mesure",
    "months": "months|mois|saison|periode|season",
    "quality": "quality|qualite|qualite de la donnee|data quality",
    "observed_on": "observed on|date|date d observation|observe le|date de la donnee|observed|date de mesure",
    "former_destination": "former destination|destination|destination actuelle|current destination",
    "disposal_cost_per_t": "disposal cost per t|cout d elimination|cout|cout par tonne|disposal cost|cost",
    "note": "note|notes|remarque|remarques|commentaire|commentaires|comment|comments",
}
SYNONYMS = {"companies": COMPANY, "flows": FLOW}
NEEDED = {
    "companies": ("name", "municipality_id"),
    "flows": ("company_id", "direction", "material_id", "quantity"),
}
LOOKUPS = {
    kind: {name: column for column, names in table.items() for name in names.split("|")}
    for kind, table in SYNONYMS.items()
}


@dataclass(frozen=True)
class Header:
    """Where each column stands. `titles` are the headers as written; `unit` comes from `Quantité (t/an)`."""

    row: int
    positions: dict[str, int]
    titles: tuple[str, ...]
    ignored: tuple[str, ...]
    unit: str = ""


def simplified(text: str) -> str:
    """Letters and digits only, without accents or case: `Coût d'élimination ` → `cout d elimination`."""
    apart = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def _column(text: str, kind: str) -> str | None:
    lookup = LOOKUPS[kind]
    return lookup.get(simplified(text)) or lookup.get(simplified(re.sub(r"[(\[].*", "", text)))


def count_known(cells: Sequence[str], kind: str) -> int:
    """How many different columns a row of cells names."""
    return len({_column(cell, kind) for cell in cells if len(cell) < 80} - {None})


def find_header(sheet: Sheet, kind: str) -> Header:
    """The header row, with every column placed. Raises FileRefused: none, a column missing or given twice."""
    scored = [
        (count_known([as_text(cell) for cell in row.cells], kind), row) for row in sheet.rows[:SEARCHED_ROWS]
    ]
    best, row = max(scored, key=lambda pair: pair[0], default=(0, Row(0, ())))
    if best < 2:
        raise FileRefused("import-no-header", value=", ".join(NEEDED[kind]))
    titles = tuple(as_text(cell).strip() for cell in row.cells)
    positions: dict[str, int] = {}
    ignored = []
    for position, title in enumerate(titles):
        column = _column(title, kind)
        if column is None:
            if title and simplified(title) not in OURS:
                ignored.append(title)
        elif column in positions:
            raise FileRefused("import-header-twice", value=f"{titles[positions[column]]}, {title}")
        else:
            positions[column] = position
    missing = [column for column in NEEDED[kind] if column not in positions]
    if missing:
        raise FileRefused("import-column-missing", value=", ".join(missing))
    _refuse_unnamed(sheet, row.number, titles)
    said = (
        re.search(r"[(\[]\s*([^)\]]+?)\s*[)\]]", titles[positions["quantity"]])
        if "quantity" in positions
        else None
    )
    return Header(row.number, positions, titles, tuple(ignored), said[1] if said else "")


def _refuse_unnamed(sheet: Sheet, header: int, titles: tuple[str, ...]) -> None:
    """A column of values without a header: nobody knows what it holds."""
    for position in [place for place, title in enumerate(titles) if not title]:
        for row in sheet.rows:
            if row.number > header and position < len(row.cells) and as_text(row.cells[position]).strip():
                raise FileRefused("import-header-empty", value=f"{chr(65 + position % 26)}{header}")
