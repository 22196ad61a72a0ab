"""Resource outflows of one organisation, as ESRS E5-5 asks for its waste: by hazard and by what becomes of it [t/yr].

Paragraph 37 of ESRS E5 (Delegated Regulation (EU) 2023/2772): the total, what is diverted from disposal (preparation
for reuse, recycling, other recovery), what is directed to disposal (incineration, landfill, other), and what is not
recycled. What is composted or digested counts as recycling, energy recovery as other recovery (Directive 2008/98/EC,
annex II).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from eit.domain.figures.cases import UNKNOWN, parse_destination
from eit.domain.stage import HEADLINE_STAGES
from eit.store.database import Database

OPERATION = {
    "recycling": "recycling",
    "composting": "recycling",
    "digestion": "recycling",
    "incineration-recovery": "other-recovery",
    "incineration": "incineration",
    "landfill": "landfill",
}
"""Current destination → operation of the standard; what is stored, kept or not told is none of them."""
DIVERTED, DISPOSED = ("reuse", "recycling", "other-recovery"), ("incineration", "landfill", "other-disposal")


@dataclass(frozen=True)
class Outflows:
    """`tonnes`: (hazard, operation) → t/yr; hazard is hazardous, not-hazardous or unknown, operation one of the
    standard or unknown. `not_told`: offers without a quantity; `taken`: t/yr that realised synergies take, whatever
    became of it before.
    """

    tonnes: dict[tuple[str, str], float]
    not_told: int
    taken: float

    def total(self, *operations: str) -> float:
        """Tonnes a year of some operations; of all when none is named."""
        return sum(mass for (_, one), mass in self.tonnes.items() if not operations or one in operations)


def outflows(database: Database, company_id: str) -> Outflows:
    """The offers of matter of an organisation, by hazard and operation."""
    flows = database.rows("flow")
    own = flows[
        (flows["company_id"] == company_id) & (flows["direction"] == "offer") & (flows["kind"] == "matter")
    ]
    listed = database.query("materials").set_index("material_id")["hazardous"]
    tonnes: dict[tuple[str, str], float] = {}
    for row in own[own["mass_t_per_year"].notna()].to_dict("records"):
        word = row["hazardous"] if isinstance(row["hazardous"], str) else listed.get(row["material_id"])
        hazard = {"yes": "hazardous", "no": "not-hazardous"}.get(str(word), "unknown")
        written = row["former_destination"]
        shares = (
            parse_destination(written) if isinstance(written, str) and written.strip() else {UNKNOWN: 1.0}
        )
        for destination, share in shares.items():
            key = (hazard, OPERATION.get(destination, UNKNOWN))
            tonnes[key] = tonnes.get(key, 0.0) + share * float(row["mass_t_per_year"])
    return Outflows(tonnes, int(own["mass_t_per_year"].isna().sum()), _taken(database, own))


def _taken(database: Database, own: pd.DataFrame) -> float:
    programmes = own["programme_id"].unique()
    if not len(programmes):
        return 0.0
    held = database.query("programme_synergies", {"programme_id": str(programmes[0])})
    done = held[held["offer_flow_id"].isin(own["flow_id"]) & held["stage"].isin(HEADLINE_STAGES)]
    return float(done["mass_t_per_year"].sum())
