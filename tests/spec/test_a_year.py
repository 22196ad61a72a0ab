"""The whole year of a programme, replayed through the actions of the product; a plain account keeps the books beside.

30 companies, 150 flows, four quarters and the year after. The account below knows nothing of the product: it is a list
of what happened, and each figure is counted from it by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from eit.actions import consortium, pairs, synergies
from eit.actions.edit import EditContext
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact import kpis
from eit.analysis.synergies.funnel import funnel
from eit.analysis.synergies.years import yearly
from eit.domain.selection import Selection
from eit.store.database import Database
from tests.spec.world import World

STAGES = ["identified", "proposed", "prefeasibility", "pilot", "realised", "verified"]
HOUSES, MATERIALS, KM_APART = 30, 5, 2
NET, PER_T_KM = 100.0, 1.3 * 0.1
SHARE = 0.5
QUARTERS = ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")


@dataclass
class Line:
    """One synergy in the account book: tonnes declared, what happened when, which year was confirmed when."""

    tonnes: float
    steps: list[tuple[str, str]] = field(default_factory=list)
    confirmed: list[tuple[str, int, float | None]] = field(default_factory=list)

    def stage(self, day: str) -> str | None:
        past = [stage for on, stage in self.steps if on <= day]
        return past[-1] if past else None

    def reached(self, day: str) -> int:
        return max((STAGES.index(s) for on, s in self.steps if on <= day and s in STAGES), default=-1)

    def tonnes_of(self, year: int, day: str) -> float | None:
        """Tonnes of a year, None when the year was not confirmed or had ended otherwise."""
        end = min(day, f"{year}-12-31")
        if self.stage(end) not in ("realised", "verified"):
            return None
        said = [amount for on, of, amount in self.confirmed if of == year and on <= day]
        made = any(on[:4] == str(year) and s in ("realised", "verified") for on, s in self.steps if on <= day)
        if not said and not made:
            return None
        return self.tonnes if not said or said[-1] is None else said[-1]

    def headline(self, day: str) -> float | None:
        """Tonnes that count at a day: a result whose last confirmation is at most a year old."""
        if self.stage(day) not in ("realised", "verified"):
            return None
        last = [on for on, s in self.steps if on <= day and s in ("realised", "verified")]
        last += [min(on, f"{year}-12-31") for on, year, _ in self.confirmed if on <= day]
        if max(last) < f"{int(day[:4]) - 1}{day[4:]}":
            return None
        years = {int(on[:4]) for on, s in self.steps if on <= day and s in ("realised", "verified")}
        years |= {year for on, year, _ in self.confirmed if on <= day}
        said = [amount for on, year, amount in self.confirmed if year == max(years) and on <= day]
        return self.tonnes if not said or said[-1] is None else said[-1]


def ghg(tonnes: float) -> float:
    return tonnes * (NET - PER_T_KM * KM_APART) / 1000


def town() -> dict:
    """Neighbours two by two: what the even one offers, the odd one needs; the next pair of houses is 100 km away."""
    companies = [
        {"company_id": f"c{n:02d}", "km": str(100 * (n // 2) + KM_APART * (n % 2))} for n in range(HOUSES)
    ]
    flows = [
        {
            "flow_id": f"c{n:02d}-{'od'[n % 2]}{m}",
            "material_id": f"m{m}",
            "quantity": str(100 + 10 * m),
            "former_destination": "landfill" if n % 2 == 0 else "",
            "observed_on": "2024-12-01",
        }
        for n in range(HOUSES)
        for m in range(MATERIALS)
    ]
    factors = [
        {"factor_id": f"R-M-{row}", "route_id": "R-M", "low": f"{NET}", "central": f"{NET}", "high": f"{NET}"}
        for row in ("net", "sub", "bas")
    ]
    materials = [{"material_id": f"m{m}", "ghg_route": "R-M"} for m in range(MATERIALS)]
    return {"companies": companies, "flows": flows, "ghg": factors, "materials": materials}


def offer(house: int, material: int) -> str:
    return f"c{2 * house:02d}-o{material}"


def need(house: int, material: int) -> str:
    return f"c{2 * house + 1:02d}-d{material}"


class Year:
    """Does everything twice: in the product, and in the book."""

    def __init__(self, path: Path) -> None:
        self.door, self.book, self.rejected = EditContext(path, "Camille"), {}, []

    def promote(self, house: int, material: int, tonnes: float, on: str) -> str:
        name = synergies.promote_exchange(
            self.door, offer(house, material), need(house, material), quantity=tonnes, unit="t/year",
            on=date.fromisoformat(on), attribution_share=SHARE,
        )  # fmt: skip
        self.book[name] = Line(tonnes, [(on, "identified")])
        return name

    def move(self, name: str, stage: str, on: str) -> None:
        synergies.advance(self.door, name, stage, date.fromisoformat(on))
        self.book[name].steps.append((on, stage))

    def set_aside(self, name: str, reason: str, on: str) -> None:
        synergies.set_aside(self.door, name, reason, date.fromisoformat(on))
        self.book[name].steps.append((on, "set-aside"))

    def reopen(self, name: str, on: str) -> None:
        synergies.reopen(self.door, name, "repris", date.fromisoformat(on))
        line = self.book[name]
        line.steps.append((on, STAGES[line.reached(on)]))

    def reconfirm(self, name: str, year: int, tonnes: float | None, on: str) -> None:
        synergies.reconfirm(self.door, name, year, tonnes, on=date.fromisoformat(on))
        self.book[name].confirmed.append((on, year, tonnes))

    def reject(self, house: int, material: int, on: str) -> None:
        pairs.reject(
            self.door, offer(house, material), need(house, material), "price", on=date.fromisoformat(on)
        )
        self.rejected.append((offer(house, material), need(house, material)))


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Year:
    world = World(tmp_path_factory.mktemp("year"), **town())
    world.database.close()
    lived = Year(world.path)
    a = lived.promote(0, 0, 60, "2025-01-15")
    b = lived.promote(1, 1, 70, "2025-01-20")
    c = lived.promote(2, 2, 80, "2025-02-03")
    d = lived.promote(3, 3, 40, "2025-02-10")
    lived.reject(4, 0, "2025-02-11")
    lived.move(a, "proposed", "2025-02-20")
    lived.move(a, "realised", "2025-03-20")
    lived.move(b, "pilot", "2025-03-25")
    lived.move(b, "realised", "2025-05-02")
    lived.set_aside(d, "price", "2025-05-06")
    e = lived.promote(5, 4, 90, "2025-06-10")
    lived.move(c, "prefeasibility", "2025-07-01")
    lived.move(b, "verified", "2025-08-15")
    lived.reopen(d, "2025-09-02")
    lived.reject(6, 1, "2025-09-03")
    lived.move(c, "realised", "2025-10-10")
    lived.move(e, "realised", "2025-10-20")
    lived.set_aside(e, "volume", "2025-11-30")
    consortium.add_meeting(lived.door, "demo", "2025-12-04", "Bilan de l’année", "Review of the year", 12)
    lived.reconfirm(b, 2026, 65, "2026-02-10")
    lived.reconfirm(c, 2026, None, "2026-03-02")
    return lived


def figures(year: Year, day: str) -> dict[str, float | None]:
    with Database(year.door.path) as database:
        found = kpis.headline(database, Selection("demo", radius_km=50), date.fromisoformat(day))
    return {figure.key: figure.value for figure in found}


def test_the_size_of_the_programme(year):
    found = figures(year, "2025-01-01")
    assert (found["companies"], found["flows"]) == (30, 150)
    assert found["active_synergies"] == found["realised_synergies"] == 0


@pytest.mark.parametrize("day", QUARTERS)
def test_the_figures_of_each_quarter_are_those_of_the_book(year, day):
    found, lines = figures(year, day), year.book.values()
    done = [tonnes for tonnes in (line.headline(day) for line in lines) if tonnes is not None]
    assert found["active_synergies"] == sum(line.stage(day) in STAGES[:4] for line in lines)
    assert found["realised_synergies"] == len(done)
    assert found["diverted_mass"] == pytest.approx(sum(done))
    assert found["avoided_ghg"] == pytest.approx(sum(map(ghg, done)), rel=1e-5)
    assert found["attributed_ghg"] == pytest.approx(SHARE * sum(map(ghg, done)), rel=1e-5)


@pytest.mark.parametrize("day", QUARTERS)
def test_the_funnel_of_each_quarter_is_that_of_the_book(year, day):
    with Database(year.door.path) as database:
        found = funnel(database, "demo", date.fromisoformat(day)).counts
    went = {
        stage: sum(line.reached(day) >= rank for line in year.book.values())
        for rank, stage in enumerate(STAGES)
    }
    assert {stage: found[stage] for stage in STAGES} == went
    assert (found["flows"], found["companies"]) == (150, 30)
    assert found["potential"] == HOUSES // 2 * MATERIALS - len(year.rejected)


@pytest.mark.parametrize("day", QUARTERS)
def test_the_cumulative_figure_is_the_sum_of_the_years(year, day):
    with Database(year.door.path) as database:
        found = yearly(database, "demo", date.fromisoformat(day)).set_index("year")
    book = {
        of: [tonnes for line in year.book.values() if (tonnes := line.tonnes_of(of, day)) is not None]
        for of in (2025, 2026)
    }
    total = 0.0
    for of, tonnes in book.items():
        total += sum(tonnes)
        if tonnes:
            assert found.loc[of, "realised"] == len(tonnes)
            assert found.loc[of, "diverted_t"] == pytest.approx(sum(tonnes))
            assert found.loc[of, "ghg_t"] == pytest.approx(sum(map(ghg, tonnes)), rel=1e-5)
            assert found.loc[of, "cumulative_diverted_t"] == pytest.approx(total)
        else:
            assert of not in found.index


def test_every_tonne_is_a_potential_or_a_synergy_never_both(year):
    day = "2025-12-31"
    taken = sum(line.tonnes for line in year.book.values() if line.stage(day) != "set-aside")
    refused = sum(100 + 10 * int(one[-1]) for one, _ in year.rejected)
    whole = sum(100 + 10 * m for m in range(MATERIALS)) * HOUSES // 2
    assert figures(year, day)["potential_mass"] == pytest.approx(whole - taken - refused)


def test_the_year_after_shows_what_nobody_confirmed(year):
    """a was realised in March 2025 and confirmed by nobody: it is no result any more in June 2026, and it is listed."""
    with Database(year.door.path) as database:
        [found] = [
            figure
            for figure in kpis.headline(database, Selection("demo", radius_km=50), date(2026, 6, 30))
            if figure.key == "realised_synergies"
        ]
        open_pairs = potential_exchanges(database, Selection("demo", radius_km=50), date(2026, 6, 30))
    assert (found.value, found.detail["stale"]) == (2, 1)
    assert not set(year.rejected) & set(zip(open_pairs["offer_id"], open_pairs["demand_id"], strict=True))


def test_nothing_of_the_year_lies_in_the_future():
    assert date.fromisoformat(QUARTERS[-1]) < date.today() + timedelta(days=1)
