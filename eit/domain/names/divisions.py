"""Divisions of activity of the two sector schemes, by the first two figures of a code; French and English names.

SCIAN: the sectors of the North American classification (Statistics Canada, 2022). NAF: the sections of the French
classification (Insee, NAF rév. 2, 2008), which are those of NACE.
"""

from __future__ import annotations

SCIAN, NAF = "SCIAN", "NAF"
MANUFACTURING = ("Fabrication", "Manufacturing")
DIVISIONS: dict[str, tuple[tuple[int, int, tuple[str, str]], ...]] = {
    SCIAN: (
        (11, 11, ("Agriculture et foresterie", "Agriculture and forestry")),
        (21, 21, ("Extraction minière", "Mining")),
        (22, 22, ("Services publics", "Utilities")),
        (23, 23, ("Construction", "Construction")),
        (31, 33, MANUFACTURING),
        (41, 41, ("Commerce de gros", "Wholesale trade")),
        (44, 45, ("Commerce de détail", "Retail trade")),
        (48, 49, ("Transport et entreposage", "Transportation and warehousing")),
        (51, 51, ("Information", "Information")),
        (52, 53, ("Finance et immobilier", "Finance and real estate")),
        (54, 55, ("Services professionnels", "Professional services")),
        (56, 56, ("Gestion des résidus et soutien", "Waste management and support")),
        (61, 62, ("Enseignement et santé", "Education and health")),
        (71, 72, ("Loisirs et restauration", "Recreation and food services")),
        (81, 81, ("Autres services", "Other services")),
        (91, 91, ("Administrations publiques", "Public administration")),
    ),
    NAF: (
        (1, 3, ("Agriculture et foresterie", "Agriculture and forestry")),
        (5, 9, ("Extraction minière", "Mining")),
        (10, 33, MANUFACTURING),
        (35, 35, ("Énergie", "Energy")),
        (36, 39, ("Eau et résidus", "Water and waste")),
        (41, 43, ("Construction", "Construction")),
        (45, 47, ("Commerce et réparation", "Trade and repair")),
        (49, 53, ("Transport et entreposage", "Transportation and warehousing")),
        (55, 56, ("Hébergement et restauration", "Accommodation and food services")),
        (58, 63, ("Information", "Information")),
        (64, 68, ("Finance et immobilier", "Finance and real estate")),
        (69, 82, ("Services aux entreprises", "Business services")),
        (84, 84, ("Administrations publiques", "Public administration")),
        (85, 88, ("Enseignement et santé", "Education and health")),
        (90, 96, ("Autres services", "Other services")),
    ),
}


def division_of(scheme: str, code: str) -> tuple[str, str] | None:
    """French and English name of the division that holds a code; None when the code does not say."""
    if not code[:2].isdigit():
        return None
    number = int(code[:2])
    return next((name for low, high, name in DIVISIONS.get(scheme, ()) if low <= number <= high), None)
