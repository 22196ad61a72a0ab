"""The parts of the page Méthode."""

from __future__ import annotations

import streamlit as st

from eit.analysis import programmes
from eit.analysis.impact import method
from eit.domain.exchange.score import WEIGHTS
from eit.domain.figures.impact import PLAUSIBLE_T_CO2E_PER_T, PLAUSIBLE_TIMES_SECTOR
from eit.domain.figures.quality import QUALITY_BANDS
from eit.ui.answers import ask
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views import format as fmt
from eit.views.help import FIGURES
from eit.views.indicators.method_tables import factor_table, library_table, material_table, vocabulary_table

FACTOR_TABLES = ("ghg", "transport", "cost", "waste-intensity")


def explanations(frame: PageContext) -> None:
    """What a potential exchange is, how each figure is computed, and the limits."""
    say = frame.say
    values = constants(frame)
    columns = st.columns(2, gap="large")
    for index, section in enumerate(FIGURES):
        with columns[index % 2]:
            st.subheader(say(f"method.{section}.title"), anchor=section)
            st.markdown(say(f"method.{section}.body", **values.get(section, {})))


def constants(frame: PageContext) -> dict[str, dict[str, str]]:
    """The constants of the code as the sentences of the method show them, so that neither can drift."""
    weights = ", ".join(
        frame.say(
            "method.score.weight", name=frame.say(f"score.{part}"), weight=fmt.percent(weight, frame.lang)
        )
        for part, weight in WEIGHTS.items()
    )
    return {
        "score": {"weights": weights},
        "bands": {quality: f"± {fmt.percent(band, frame.lang)}" for quality, band in QUALITY_BANDS.items()},
        "plausibility": {
            "times": fmt.number(PLAUSIBLE_TIMES_SECTOR, frame.lang),
            "limit": fmt.number(PLAUSIBLE_T_CO2E_PER_T, frame.lang),
        },
    }


def reference_tables(frame: PageContext) -> None:
    """Every material, known substitution and factor, with source, year and confidence."""
    say = frame.say
    st.subheader(say("method.sources.title"), anchor="sources")
    st.markdown(say("method.sources.body"))
    names = ("materials", "library", *FACTOR_TABLES)
    makers = {"materials": material_table, "library": library_table}
    for tab, name in zip(st.tabs([say(f"method_table.{name}") for name in names]), names, strict=True):
        rows = ask(method.reference, frame.version, name)
        with tab:
            show_table(makers.get(name, factor_table)(rows, frame.lang), f"reference {name}")


def vocabulary(frame: PageContext) -> None:
    """The programme's own words, and what they are here."""
    st.subheader(frame.say("method.vocabulary.title"), anchor="vocabulaire")
    rows = ask(programmes.vocabulary, frame.version, frame.selection.programme_id)
    if rows.empty:
        notice(frame.say("empty.no_vocabulary"))
    else:
        show_table(vocabulary_table(rows, frame.lang), "vocabulary")
