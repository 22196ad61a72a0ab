"""Every kind of bad file that was met, each with its verdict: read rightly, refused cell by cell, or refused whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from eit.ingest.cells import FileRefused
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.views.texts import texts

COMPANY = "id;nom;municipalité;latitude;longitude;employés\n"
FLOW = "id;entreprise;sens;matière;quantité;unité;mois;date;note\n"
PLACE = "48,2366;-79,0231"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    path = tmp_path_factory.mktemp("bad") / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return path


def planned(
    database: Path, folder: Path, data: bytes | str, kind: str, name: str = "fichier.csv", **answers: str
) -> Plan:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return make_plan(file, database, kind, "abitibi", Answers(**answers))


def company(
    name: str = "Acier", place: str = "Rouyn-Noranda", at: str = PLACE, staff: str = "12", id: str = "zz-1"
) -> str:
    return f"{COMPANY}{id};{name};{place};{at};{staff}\n"


def flow(
    quantity: str = "12", unit: str = "t/an", day: str = "2024-05-31", months: str = "", **other: str
) -> str:
    row = {
        "id": "zz-f",
        "company": "abi-001",
        "direction": "offre",
        "material": "wood-ash",
        "note": "",
        **other,
    }
    start = f"{row['id']};{row['company']};{row['direction']};{row['material']}"
    return f"{FLOW}{start};{quantity};{unit};{months};{day};{row['note']}\n"


@dataclass(frozen=True)
class Taken:
    """A value that must be read, and what it must become."""

    data: bytes | str
    column: str
    value: object


READ = {
    "decimal comma": Taken(flow("1,5"), "quantity_typed", "1.5"),
    "decimal point": Taken(flow("1.5"), "quantity_typed", "1.5"),
    "thousands with a no-break space": Taken(flow("1\u00a0234,5"), "quantity_typed", "1234.5"),
    "thousands with a narrow no-break space": Taken(flow("1\u202f234"), "quantity_typed", "1234"),
    "thousands with a space": Taken(flow("1 234"), "quantity_typed", "1234"),
    "thousands and decimals, English": Taken(flow("1,234.5"), "quantity_typed", "1234.5"),
    "thousands and decimals, point first": Taken(flow("1.234,5"), "quantity_typed", "1234.5"),
    "zero is zero": Taken(flow("0"), "quantity_typed", "0"),
    "decimals under one": Taken(flow("0,125"), "quantity_typed", "0.125"),
    "no digit before the point": Taken(flow(",5"), "quantity_typed", "0.5"),
    "n/d is not communicated": Taken(flow("n/d"), "quantity_typed", None),
    "n.c. is not communicated": Taken(flow("n.c."), "quantity_typed", None),
    "empty is not communicated": Taken(flow(""), "quantity_typed", None),
    "unit in the cell": Taken(flow("12 t par an", ""), "unit_typed", "t/year"),
    "a range": Taken(flow("10 à 20"), "quantity_low_per_year", 10.0),
    "a range has a middle": Taken(flow("10-20"), "quantity_per_year", 15.0),
    "about is estimated": Taken(flow("environ 12"), "quality", "estimated"),
    "less than one": Taken(flow("< 1"), "quantity_high_per_year", 1.0),
    "5000 kg are never 5000 t": Taken(flow("5000 kg", "t/an"), "unit_typed", "kg/year"),
    "period of the column for the unit of the cell": Taken(flow("12 kg", "t/mois"), "unit_typed", "kg/month"),
    "tonnes par an": Taken(flow("12", "Tonnes par an"), "unit_typed", "t/year"),
    "ISO date": Taken(flow(day="2024-05-31"), "observed_on", "2024-05-31"),
    "day first beyond doubt": Taken(flow(day="31/05/2024"), "observed_on", "2024-05-31"),
    "month first beyond doubt": Taken(flow(day="05/31/2024"), "observed_on", "2024-05-31"),
    "same day and month": Taken(flow(day="05/05/2024"), "observed_on", "2024-05-05"),
    "date in words": Taken(flow(day="1er août 2024"), "observed_on", "2024-08-01"),
    "months over the new year": Taken(flow(months="11-3"), "months", 0b110000000111),
    "English words": Taken(flow(direction="DEMAND "), "direction", "demand"),
    "material by French name": Taken(
        flow(material="  CENDRES d'usines  Forestieres "), "material_id", "wood-ash"
    ),
    "an id of another kind is kept apart": Taken(flow(id="a_b.c d"), "flow_id", "abi-001-o-wood-ash"),
    "months in words": Taken(flow(months="mai à octobre"), "months", 0b001111110000),
    "all year in words": Taken(flow(months="toute l'année"), "months", 0b111111111111),
    "an instant at noon": Taken(flow(day="2025-03-01T12:00:00Z"), "observed_on", "2025-03-01"),
    "an untitled column of row numbers": Taken(";nom;municipalité\n1;Acier;Amos\n", "name", "Acier"),
    "an untitled column of anything": Taken("nom;municipalité;\nAcier;Amos;?\n", "name", "Acier"),
    "a row of units under the titles": Taken(
        "entreprise;sens;matière;quantité\n;;;(kg/mois)\nabi-001;offre;wood-ash;1000\n",
        "mass_t_per_year",
        12.0,
    ),
    "shares of destinations": Taken(
        "entreprise;sens;matière;quantité;unité;destination\n"
        "abi-001;offre;wood-ash;1;t/an;70 % enfouissement, 30 % recyclage\n",
        "former_destination",
        "landfill:0.7;recycling:0.3",
    ),
    "NFD material": Taken(flow(company="abi-001", note="me\u0301tal"), "note", "métal"),
    "a company called NA": Taken(company("NA"), "name", "NA"),
    "a company called NULL": Taken(company("NULL"), "name", "NULL"),
    "spaces around": Taken(company("  Acier \u00a0"), "name", "Acier"),
    "NFC against NFD": Taken(company("E\u0301lan"), "name", "Élan"),
    "a formula stays text": Taken(company("=1+1"), "name", "=1+1"),
    "an apostrophe before a formula goes": Taken(company("'=1+1"), "name", "=1+1"),
    "a script stays text": Taken(company("<script>alert(1)</script>"), "name", "<script>alert(1)</script>"),
    "SQL stays text": Taken(
        company("x'); DROP TABLE company--".replace(";", ",")), "name", "x'), DROP TABLE company--"
    ),
    "municipality by code": Taken(company(place="86042"), "municipality_id", "mun-86042"),
    "municipality by name without accents": Taken(company(place="val-d or"), "municipality_id", "mun-89008"),
    "three decimals settled by the bounds": Taken(company(at="48,236;-79,023"), "latitude", 48.236),
    "staff with a thousands sign": Taken(company(staff="1,234"), "employees", 1234),
    "no position takes its municipality's": Taken(company(at=";"), "position_quality", "municipality"),
    "UTF-8 with a mark": Taken(company("Élan").encode("utf-8-sig"), "name", "Élan"),
    "UTF-16 with a mark": Taken(company("Élan").encode("utf-16"), "name", "Élan"),
    "UTF-16 without a mark": Taken(company("Élan").encode("utf-16-le"), "name", "Élan"),
    "cp1252": Taken(company("Forêt d’Élan").encode("cp1252"), "name", "Forêt d’Élan"),
    "MacRoman": Taken(company("Forêt d’Élan").encode("mac_roman"), "name", "Forêt d’Élan"),
    "cp850": Taken(company("Forêt d'Élan").encode("cp850"), "name", "Forêt d'Élan"),
    "commas": Taken(company(at="48.2366;-79.0231").replace(";", ","), "latitude", 48.2366),
    "tabs": Taken(company().replace(";", "\t"), "latitude", 48.2366),
    "pipes": Taken(company().replace(";", "|"), "latitude", 48.2366),
    "sep= on the first line": Taken("sep=;\n" + company(), "name", "Acier"),
    "old Mac line ends": Taken(company().replace("\n", "\r"), "name", "Acier"),
    "Windows line ends": Taken(company().replace("\n", "\r\n"), "name", "Acier"),
    "titles above": Taken("Inventaire 2024;;;;;\n;;;;;\n" + company(), "name", "Acier"),
    "total below": Taken(company() + "Total;;;;;12\n", "name", "Acier"),
    "blank rows": Taken(company().replace("zz-1", ";;;;;\n\nzz-1"), "name", "Acier"),
    "a quoted separator": Taken(company('"Acier; Fer"'), "name", "Acier; Fer"),
    "a quoted line end in a note": Taken(flow(note='"a\nb"'), "note", "a\nb"),
    "headers in capitals and spaces": Taken(
        company().replace("nom", " NOM  de l’Entreprise "), "name", "Acier"
    ),
    "unit in the header": Taken(
        "entreprise;sens;matière;Quantité (kg/mois)\nabi-001;offre;wood-ash;12\n", "unit_typed", "kg/month"
    ),
}


def test_strange_files_are_read_rightly(database: Path, tmp_path: Path) -> None:
    wrong = {}
    for case, taken in READ.items():
        start = taken.data if isinstance(taken.data, bytes) else taken.data.encode()
        kind = "flows" if b"sens" in start.replace(b"\0", b"") else "companies"
        plan = planned(database, tmp_path, taken.data, kind)
        values = [record[taken.column] for record in plan.records]
        read = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
        if plan.refusals or read != [taken.value]:
            wrong[case] = (read, taken.value, plan.refusals)
    assert wrong == {}


REFUSED = {
    "1,234 alone": (flow("1,234"), "number-ambiguous", "E2"),
    "1.234 alone": (flow("1.234"), "number-ambiguous", "E2"),
    "NaN": (flow("NaN"), "not-finite", "E2"),
    "inf": (flow("-inf"), "not-finite", "E2"),
    "1e400": (flow("1e400"), "not-finite", "E2"),
    "Excel shortened": (flow("1,23E+05"), "number-scientific", "E2"),
    "20 digits": (flow("12345678901234567890"), "number-too-long", "E2"),
    "negative quantity": (flow("-5"), "negative", "E2"),
    "more than": (flow("plus de 12"), "range-open", "E2"),
    "a range backwards": (flow("20 à 10"), "range-backwards", "E2"),
    "no period": (flow("12 t", ""), "period-missing", "F2"),
    "a broken thousand": (flow("12 34"), "not-a-number", "E2"),
    "Arabic digits": (flow("١٢"), "not-a-number", "E2"),
    "Excel error": (flow("#REF!"), "excel-error", "E2"),
    "too narrow a column": (flow("#####"), "excel-error", "E2"),
    "unknown unit": (flow("12", "boisseaux"), "unit-unknown", "F2"),
    "a megagram or a milligram": (flow("12", "Mg/an"), "unit-unknown", "F2"),
    "unknown unit in the cell": (flow("12 seizièmes", ""), "unit-unknown", "E2"),
    "no unit at all": (flow("12", ""), "unit-missing", "F2"),
    "kWh of ash": (flow("12", "kWh/an"), "unit-does-not-fit-kind", "F2"),
    "ambiguous date": (flow(day="03/04/2024"), "date-ambiguous", "H2"),
    "impossible date": (flow(day="31/02/2024"), "date-impossible", "H2"),
    "year of two digits": (flow(day="03/04/24"), "date-two-digit-year", "H2"),
    "Excel serial in text": (flow(day="45443"), "date-serial", "H2"),
    "a date that is a word": (flow(day="hier"), "not-a-date", "H2"),
    "months that became a date": (flow(months="10-mai"), "months-unreadable", "G2"),
    "month 13": (flow(months="13"), "months-unreadable", "G2"),
    "unknown company": (flow(company="personne"), "company-unknown", "B2"),
    "unknown material": (flow(material="kryptonite"), "material-unknown", "D2"),
    "unknown direction": (flow(direction="peut-être"), "word-unknown", "C2"),
    "no direction": (flow(direction=""), "value-missing", "C2"),
    "a flow of another programme": (flow(id="que-003-o1"), "id-of-another-programme", "A2"),
    "declared in the future": (flow(day="2062-05-31"), "date-future", "H2"),
    "declared before the trade": (flow(day="1926-05-31"), "date-old", "H2"),
    "an instant near midnight": (flow(day="2025-01-01T00:00:00Z"), "instant-near-midnight", "H2"),
    "a month or a count": (flow(months="12"), "months-number", "G2"),
    "a season": (flow(months="été"), "months-season", "G2"),
    "two columns that say the same": (company().replace("id;nom", "nom;Entreprise"), "column-missing", "A2"),
    "a DOS file in capitals": ("NOM;MUNICIPALITÉ\nMÉTAL ÉMARD;AMOS\n".encode("cp850"), "encoding-doubtful", "A2"),
    "id twice": (flow() + flow().removeprefix(FLOW), "id-twice", "A3"),
    "id twice but for case and spaces": (
        flow(id="zz-f") + flow(id=" ZZ-F ").removeprefix(FLOW), "id-twice", "A3",
    ),
    "no name": (company(""), "value-missing", "B2"),
    "NUL": (company("Ac\0ier"), "text-invisible", "B2"),
    "control sign": (company("Ac\x07ier"), "text-invisible", "B2"),
    "right-to-left mark": (company("Acier\u202egpj"), "text-invisible", "B2"),
    "zero-width space": (company("Ac\u200bier"), "text-invisible", "B2"),
    "replacement sign": (company("M\ufffdtal"), "text-damaged", "B2"),
    "accents damaged": (company("MÃ©tal"), "text-twice-encoded", "B2"),
    "3 MB in a cell": (company("x" * 3_000_000), "text-too-long", "B2"),
    "unknown municipality": (company(place="Atlantide"), "place-unknown-at-point", "C2"),
    "no municipality": (company(place=""), "place-from-position", "D2"),
    "latitude and longitude swapped": (company(at="-79,0231;48,2366"), "coordinates-swapped", "D2"),
    "sign lost": (company(at="48,2366;79,0231"), "coordinates-sign", "E2"),
    "(0,0)": (company(at="0;0"), "coordinates-zero", "D2"),
    "half a position": (company(at="48,2366;"), "coordinates-half", "E2"),
    "another country": (company(at="-33,86;151,21"), "coordinates-outside", "D2"),
    "half an employee": (company(staff="2,5"), "not-whole", "F2"),
    "extra cell": (company(staff="12;surprise"), "cells-extra", "G2"),
    "missing cell": (company().replace(";12\n", "\n"), "cells-missing", "F2"),
    "mixed signs": (flow("1,234") + flow("1.234", id="b").removeprefix(FLOW), "number-ambiguous", "E2"),
}  # fmt: skip


def test_bad_cells_are_refused_with_their_address(database: Path, tmp_path: Path) -> None:
    wrong = {}
    for case, (data, rule, place) in REFUSED.items():
        is_flow = isinstance(data, str) and "sens" in data
        plan = planned(database, tmp_path, data, "flows" if is_flow else "companies")
        told = [(one.rule, one.cell) for one in plan.refusals[:1]]
        said = all(texts(lang).has(f"import.rule.{rule}") for lang in ("fr", "en"))
        if told != [(rule, place)] or not said or commit(plan, database, "essai"):
            wrong[case] = (told, said)
    assert wrong == {}


WHOLE = {
    "empty": (b"", "import-empty-file"),
    "only spaces": (b" \r\n;;\n", "import-empty-file"),
    "header only": (COMPANY, "import-header-only"),
    "no header": ("zz-1;Acier;Rouyn-Noranda\n", "import-no-header"),
    "unclosed quote": (company('"Acier'), "import-quote"),
    "encodings mixed": (company("Élan").encode() + "zz-2;Forêt;86042;;;\n".encode("cp1252"), "import-encoding-mixed"),
    "HTML": (b"<html><table><tr><td>nom</td></tr></table></html>", "import-html"),
    "PDF": (b"%PDF-1.4 ...", "import-not-a-table"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import-workbook-damaged"),
    "protected workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "import-password",
    ),
}  # fmt: skip


def test_files_that_are_no_table_are_refused_whole(database: Path, tmp_path: Path) -> None:
    told = {}
    for case, (data, key) in WHOLE.items():
        workbook = key in ("import-html", "import-workbook-damaged", "import-password")
        for name in ("fichier.csv", "fichier.xls" if workbook else "fichier.txt"):
            with pytest.raises(FileRefused) as refused:
                planned(database, tmp_path, data, "companies", name)
            said = all(texts(lang).has(f"refusal.{key}") for lang in ("fr", "en"))
            told[case, name] = refused.value.key if said else ""
    assert {one: key for one, key in told.items() if key != WHOLE[one[0]][1]} == {}


def test_a_question_can_be_answered(database: Path, tmp_path: Path) -> None:
    data = flow("1,234", day="03/04/2024")
    english = planned(database, tmp_path, data, "flows", decimal=".", dates="mdy").records[0]
    french = planned(database, tmp_path, data, "flows", decimal=",", dates="dmy").records[0]
    assert (english["quantity_typed"], str(english["observed_on"])) == ("1234", "2024-03-04")
    assert (french["quantity_typed"], str(french["observed_on"])) == ("1.234", "2024-04-03")


def test_a_bad_value_far_down_has_its_row(database: Path, tmp_path: Path) -> None:
    rows = [f"zz-{n};abi-001;offre;wood-ash;{'NaN' if n == 30000 else n};t/an;;;" for n in range(30001)]
    plan = planned(database, tmp_path, FLOW + "\n".join(rows) + "\n", "flows")
    assert [(one.row, one.cell) for one in plan.refusals] == [(30002, "E30002")]
    assert plan.counts == {"read": 30001, "new": 30000, "changed": 0, "identical": 0, "refused": 1}
