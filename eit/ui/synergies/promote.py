"""From a proposal to a synergy, on the pages that propose: an exchange, a pool, a gap; or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from eit.actions import pairs as pair_actions
from eit.actions import synergies as actions
from eit.domain.stage import STAGES
from eit.ui import edit_form
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.notices import INFO, notice
from eit.ui.page_context import PageContext
from eit.ui.synergies.forms import quantity_fields, reason_field, step_day
from eit.views import format as fmt

PROPOSED = STAGES[:4]


def pair_notes(frame: PageContext, row: pd.Series) -> None:
    """What the memory says of a pair: a synergy already, or rejected before on other facts."""
    if isinstance(row.get("synergy_id"), str):
        stage = frame.say(f"stage.{row['synergy_stage']}")
        notice(frame.say("pipeline.already", id=row["synergy_id"], stage=stage), INFO)
    if isinstance(row.get("rejected_reason"), str) and not row["rejection_stands"]:
        reason = frame.say(f"reject.{row['rejected_reason']}")
        notice(
            frame.say("pipeline.again", date=fmt.date(row["rejected_on"], frame.lang), reason=reason), INFO
        )


def decide(frame: PageContext, row: pd.Series) -> None:
    """Promote the pair that is shown, or reject it with a reason; nothing more for a pair that is a synergy."""
    pair_notes(frame, row)
    if isinstance(row.get("synergy_id"), str) or not edit_form.can_edit():
        return
    offer, demand = row["offer_id"], row["demand_id"]
    with st.expander(frame.say("pipeline.act_on_pair"), icon=":material/handshake:"):
        left, right = st.columns(2, gap="large")
        with left:
            _promote(frame, f"promote {offer} {demand}", "promote", lambda door, **words: actions.promote_exchange(
                door, offer, demand, **words))  # fmt: skip
        with right:
            _reject(frame, offer, demand)


def promote_group(frame: PageContext, kind: str, material_id: str, flow_ids: Sequence[str]) -> None:
    """A pool or a gap (`kind`) becomes a synergy."""
    if not edit_form.can_edit():
        return
    with st.expander(frame.say(f"pipeline.promote_{kind}"), icon=":material/handshake:"):
        _promote(
            frame,
            f"promote {kind} {material_id} {flow_ids[0]}",
            f"promote_{kind}",
            lambda door, **words: actions.promote_group(door, kind, material_id, flow_ids, **words),
        )


def _promote(frame: PageContext, form: str, button: str, do: Callable[..., str]) -> None:
    def fields() -> Filled:
        stage = st.selectbox(
            frame.say("pipeline.to_stage"), PROPOSED, format_func=lambda name: frame.say(f"stage.{name}"),
            key=choice_key(f"stage {form}", frame.lang),
        )  # fmt: skip
        day = step_day(frame, f"day {form}")
        quantity = quantity_fields(frame, form, "")
        note = st.text_area(frame.say("pipeline.note"), max_chars=500, key=f"note {form}")
        return Filled(
            lambda door: do(door, stage=stage, on=day(), note=note, **quantity()),
            lambda made: frame.say("pipeline.promoted", id=made),
        )

    edit_form.run_form(frame, form, fields, frame.say(f"pipeline.{button}"), ":material/handshake:")


def _reject(frame: PageContext, offer: str, demand: str) -> None:
    form = f"reject {offer} {demand}"

    def fields() -> Filled:
        reason = reason_field(frame, f"reason {form}")
        note = st.text_area(frame.say("pipeline.note"), max_chars=500, key=f"note {form}")
        return Filled(
            lambda door: pair_actions.reject(door, offer, demand, reason, note),
            frame.say("pipeline.rejected", reason=frame.say(f"reject.{reason}")),
        )

    edit_form.run_form(frame, form, fields, frame.say("pipeline.reject"), ":material/block:")
