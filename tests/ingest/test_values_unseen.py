"""Two hundred and fifty tables written with their right value in every writing: read back as meant, or asked."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import pytest

from eit.ingest import plan as planning
from eit.ingest.known import read_known
from eit.ingest.plan import make_plan
from eit.ingest.reading import Answers
from eit.store.database import Database

SEED, PER_KIND = 20261129, 2
Row = tuple[list[str], dict[str, float | None] | None]
"""The cells of a row, and what must be understood of it; None: nobody can know, it must be asked."""
MASSES = {
    "t": 1.0, "tonnes": 1.0, "kg": 0.001, "kilos": 0.001, "lb": 0.00045359237, "livres": 0.00045359237,
    "tonnes courtes": 0.90718474, "kt": 1000.0, "milliers de kg": 1.0, "T": 1.0, "short tons": 0.90718474,
}  # fmt: skip
PERIODS = {
    "an": 1.0, "année": 1.0, "mois": 12.0, "semaine": 365 / 7, "jour": 365.0, "trimestre": 4.0, "semestre": 2.0,
    "quinzaine": 365 / 14, "year": 1.0, "month": 12.0, "week": 365 / 7,
}  # fmt: skip
TIMES = {
    "mensuel": 12.0, "hebdomadaire": 365 / 7, "annuel": 1.0, "2 fois par semaine": 2 * 365 / 7, "quotidien": 365.0,
    "3 fois par mois": 36.0, "trimestriel": 4.0, "aux deux semaines": 365 / 14, "par jour": 365.0,
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of table: its headings behind the organisation, and a maker of rows."""

    heads: tuple[str, ...]
    row: Callable[[random.Random], Row]
    table: str = "flows"


def french(value: float, thousands: str = "\u202f") -> str:
    """`1 234,5` with narrow spaces."""
    return f"{value:,.10g}".replace(",", thousands).replace(".", ",")


def amount(dice: random.Random) -> float:
    return round(dice.uniform(1, 900), 1) + 0.1


def year(value: float | None, low: float | None = None, high: float | None = None) -> dict[str, float | None]:
    return {"quantity_per_year": value, "quantity_low_per_year": low, "quantity_high_per_year": high}


def plain(unit: str, period: str, place: str) -> Kind:
    """A number with its unit and period in the cell, in columns of their own, or in the heading."""
    factor = MASSES[unit] * PERIODS[period]

    def row(dice: random.Random) -> Row:
        value = amount(dice)
        text = french(value)
        cells = {
            "cell": [f"{text} {unit}/{period}"],
            "cell, in words": [f"{text} {unit} par {period}"],
            "columns": [text, unit, f"par {period}"],
            "unit column": [text, f"{unit}/{period}"],
        }
        return cells.get(place, [text]), year(value * factor)

    heads = {
        "cell": ("Quantité",), "cell, in words": ("Quantité",), "columns": ("Quantité", "Unité", "Fréquence"),
        "unit column": ("Quantité", "Unité"), "heading": (f"Quantité ({unit}/{period})",),
        "heading, in words": (f"Quantité en {unit} par {period}",),
        "two brackets": (f"Quantité ({unit}) par {period}",),
    }  # fmt: skip
    return Kind(heads[place], row)


def ranged(
    write: Callable[[float, float], str], mean: Callable[[float, float], dict[str, float | None] | None]
) -> Kind:
    """Two numbers, the smaller first, in one cell of tonnes a year."""

    def row(dice: random.Random) -> Row:
        low = float(dice.randint(2, 90))
        high = low + dice.randint(1, 90)
        return [write(low, high)], mean(low, high)

    return Kind(("Quantité (t/an)",), row)


def between(low: float, high: float) -> dict[str, float | None]:
    return year((low + high) / 2, low, high)


def asked(write: Callable[[float], str], head: str = "Quantité (t/an)") -> Kind:
    """A number with something beside it that changes it in a way that nobody can know."""
    return Kind((head,), lambda dice: ([write(float(dice.randint(3, 80)))], None))


def point(heads: tuple[str, str], write: Callable[[float, float], list[str]], known: bool = True) -> Kind:
    """A point near Amos, its declared place, latitude and longitude written in two cells."""

    def row(dice: random.Random) -> Row:
        north, west = round(dice.uniform(48.5, 48.64), 4), round(dice.uniform(78.02, 78.21), 4)
        return write(north, west), {"latitude": north, "longitude": -west} if known else None

    return Kind(heads, row, "companies")


def sexagesimal(value: float) -> str:
    minutes = (value % 1) * 60
    return f"{int(value)}° {int(minutes)}' {(minutes % 1) * 60:.4f}\""


def people(write: Callable[[int], str], mean: Callable[[int], dict[str, float | None] | None]) -> Kind:
    def row(dice: random.Random) -> Row:
        count = dice.randint(11, 400)
        return [write(count)], mean(count)

    return Kind(("Employés",), row, "companies")


def staff(
    count: float | None, low: float | None = None, high: float | None = None
) -> dict[str, float | None]:
    return {"employees": count, "employees_low": low, "employees_high": high}


PLACES = ("cell", "cell, in words", "columns", "unit column", "heading", "heading, in words", "two brackets")
KINDS: dict[str, Kind] = {
    **{
        f"{unit} per {period}, {place}": plain(unit, period, place)
        for (unit, period), place in zip(((u, p) for u in MASSES for p in PERIODS), PLACES * 20, strict=False)
    },
    **{
        f"how often: {often}": Kind(
            ("Quantité", "Unité", "Fréquence"),
            lambda dice, often=often, times=times: (  # type: ignore[misc]
                (value := amount(dice)) and [french(value), "kg", often],
                year(value / 1000 * times),
            ),
        )
        for often, times in TIMES.items()
    },
    "from to": ranged(lambda a, b: f"{a:g} à {b:g}", between),
    "hyphen": ranged(lambda a, b: f"{a:g}-{b:g}", between),
    "dash": ranged(lambda a, b: f"{a:g} – {b:g} t", between),
    "between and": ranged(lambda a, b: f"entre {a:g} et {b:g}", between),
    "unit twice": ranged(lambda a, b: f"{a:g} t à {b:g} t", between),
    "or": ranged(lambda a, b: f"{a:g} ou {b:g}", between),
    "about": ranged(lambda a, _: f"environ {a:g}", lambda a, _: year(a)),
    "tilde": ranged(lambda a, _: f"~{a:g}", lambda a, _: year(a)),
    "almost equal": ranged(lambda a, _: f"≈ {a:g} t/an", lambda a, _: year(a)),
    "less than": ranged(lambda a, _: f"< {a:g}", lambda a, _: year(a / 2, 0.0, a)),
    "at most": ranged(lambda a, _: f"moins de {a:g} t", lambda a, _: year(a / 2, 0.0, a)),
    "more than": ranged(lambda a, _: f"plus de {a:g}", lambda *_: None),
    "and more": ranged(lambda a, _: f"{a:g} et plus", lambda *_: None),
    "backwards": ranged(lambda a, b: f"{b:g} à {a:g}", lambda *_: None),
    "thousands in words": ranged(lambda a, _: f"{a:g} milliers", lambda a, _: year(a * 1000)),
    "k": ranged(lambda a, _: f"{a:g} k", lambda a, _: year(a * 1000)),
    "kilotonnes against the heading": ranged(lambda a, _: f"{a:g} kt", lambda a, _: year(a * 1000)),
    "kilograms against the heading": ranged(lambda a, _: f"{a:g} kg", lambda a, _: year(a / 1000)),
    "a month against the heading": ranged(lambda a, _: f"{a:g} t/mois", lambda a, _: year(a * 12)),
    "spaces": Kind(
        ("Quantité (t/an)",), lambda d: ([french(v := d.randint(1000, 9000) + 0.5, " ")], year(v))
    ),
    "apostrophe": Kind(
        ("Quantité (t/an)",), lambda d: ([f"{(v := d.randint(1000, 9000)):,}".replace(",", "'")], year(v))
    ),
    "a plus": asked(lambda n: f"{n:g} t + 3 bennes"),
    "a sum": asked(lambda n: f"{n:g} + 2"),
    "a product": asked(lambda n: f"{n:g} x 3"),
    "a slash": asked(lambda n: f"{n:g}/15 t"),
    "a question mark": asked(lambda n: f"{n:g} ?"),
    "a container": asked(lambda n: f"{n:g} bennes"),
    "trucks a week": asked(lambda n: f"{n:g} camions/semaine"),
    "per employee": asked(lambda n: f"{n:g} kg/employé"),
    "an exception": asked(lambda n: f"{n:g} t sauf août"),
    "a remark": asked(lambda n: f"{n:g} t humides"),
    "a percentage": asked(lambda n: f"{n:g} %"),
    "money": asked(lambda n: f"{n:g} $"),
    "an ambiguous ton": asked(lambda n: f"{n:g} tons"),
    "a gallon of nowhere": asked(lambda n: f"{n:g} gallons"),
    "a surface": asked(lambda n: f"{n:g} m2"),
    "no period": asked(lambda n: f"{n:g} t", "Quantité"),
    "no unit": asked(lambda n: f"{n:g}", "Quantité"),
    "a strange heading": asked(lambda n: f"{n:g}", "Quantité (par bac)"),
    "per lot": asked(lambda n: f"{n:g} t/lot"),
    "words": asked(lambda n: f"une {n:g}aine"),
    "a date": asked(lambda n: f"2025-03-{int(n) % 28 + 1:02}"),
    "decimal degrees": point(
        ("Latitude", "Longitude"), lambda n, w: [f"{n}".replace(".", ","), f"-{w}".replace(".", ",")]
    ),
    "letters behind": point(("Latitude", "Longitude"), lambda n, w: [f"{n} N", f"{w} O"]),
    "letters before": point(("Latitude", "Longitude"), lambda n, w: [f"N {n}", f"W {w}"]),
    "minutes and seconds": point(
        ("Latitude", "Longitude"), lambda n, w: [f"{sexagesimal(n)} N", f"{sexagesimal(w)} W"]
    ),
    "hemisphere in the heading": point(("Latitude (N)", "Longitude (O)"), lambda n, w: [f"{n}", f"{w}"]),
    "hemisphere in words": point(("Latitude nord", "Longitude ouest"), lambda n, w: [f"{n}", f"{w}"]),
    "a heading of grades": point(
        ("Latitude (grades)", "Longitude (grades)"), lambda n, w: [f"{n}", f"-{w}"], known=False
    ),
    "the minus lost": point(("Latitude", "Longitude"), lambda n, w: [f"{n}", f"{w}"], known=False),
    "exchanged": point(("Latitude", "Longitude"), lambda n, w: [f"-{w}", f"{n}"], known=False),
    "letters exchanged": point(("Latitude", "Longitude"), lambda n, w: [f"{n} O", f"{w} N"], known=False),
    "said twice": point(("Latitude", "Longitude"), lambda n, w: [f"{n} N", f"-{w} O"], known=False),
    "staff": people(lambda n: f"{n} employés", lambda n: staff(n)),
    "a band": people(lambda n: f"{n} à {n + 9}", lambda n: staff(int(n + 4.5 + 0.5), n, n + 9)),
    "a band in words": people(
        lambda n: f"de {n} à {n + 9} salariés", lambda n: staff(int(n + 4.5 + 0.5), n, n + 9)
    ),
    "a band without an end": people(lambda n: f"{n} et plus", lambda n: staff(None, n)),
    "teams": people(lambda n: f"3 équipes de {n}", lambda n: None),
    "a floor area": people(lambda n: f"{n} 000 m2", lambda n: None),
    "thousands of people": people(lambda n: f"{n} k", lambda n: staff(n * 1000)),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return Path(
        shutil.copyfile(root / "data" / "flows.duckdb", tmp_path_factory.mktemp("unseen") / "flows.duckdb")
    )


def table(kind: Kind, dice: random.Random) -> tuple[str, list[dict[str, float | None] | None]]:
    """The text of a table of three rows, and what each of them means."""
    made = [kind.row(dice) for _ in range(3)]
    if kind.table == "flows":
        head = ("Entreprise", "Sens", "Matière", *kind.heads)
        lines = [(f"abi-00{n}", "offre", "écorces", *cells) for n, (cells, _) in enumerate(made, start=1)]
    else:
        head = ("Nom", "Municipalité", *kind.heads)
        lines = [(f"Firme {n} (fictive)", "Amos", *cells) for n, (cells, _) in enumerate(made, start=1)]
    quoted = ("\t".join(line) for line in (head, *lines))
    return "\n".join(quoted) + "\n", [meant for _, meant in made]


def test_no_value_changes_unseen(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row of each file: the value that was meant, or a question about it; most of what is clear is not asked."""
    with Database(database) as door:
        known = {kind: read_known(door, "abitibi", kind) for kind in ("flows", "companies")}
    monkeypatch.setattr(planning, "read_known", lambda _door, _programme, kind: copy(known[kind]))
    dice = random.Random(SEED)
    wrong, needless, files = [], [], 0
    for name, kind in KINDS.items():
        for turn in range(1 if " per " in name else PER_KIND):
            files += 1
            text, meant = table(kind, dice)
            file = database.with_name(f"{files}.tsv")
            file.write_text(text, encoding="utf-8")
            plan = make_plan(file, database, kind.table, "abitibi", Answers())
            for row, right in zip(plan.rows, meant, strict=True):
                told = any(one.subject in ASKED_ABOUT for one in row.refusals)
                found = {column: row.record.get(column) for column in right or {}}
                if right is None and not told:
                    wrong.append(f"{name} {turn}: {row.row.cells} was not asked: {row.record}")
                elif right is not None and not told and not same(found, right):
                    wrong.append(f"{name}: {row.row.cells} became {found}, not {right}")
                elif right is not None and told:
                    needless.append(name)
    assert not wrong, f"{len(wrong)} of {files} files\n" + "\n".join(wrong[:20])
    assert files >= 200 and len(KINDS) >= 60
    assert sorted(set(needless)) == sorted(ASKED_ALTHOUGH_CLEAR), "what is asked although it is clear"


ASKED_ABOUT = {"quantity", "unit", "frequency", "latitude", "longitude", "employees", "months"}
ASKED_ALTHOUGH_CLEAR: set[str] = set()
"""Clear to a person and still asked: the list only ever shrinks."""


def same(found: dict[str, float | None], right: dict[str, float | None]) -> bool:
    """Whether what was understood is what was meant, to a part in a million."""
    return all(
        (value is None) == (found[name] is None)
        and (value is None or found[name] == pytest.approx(value, rel=1e-6, abs=1e-6))
        for name, value in right.items()
    )
