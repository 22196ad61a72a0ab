"""Members, rules, meetings and decisions as sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.consortium import EVERY_TERRITORY, MEMBER_KINDS
from eit.domain.own_words import own_wording
from eit.views import format as fmt
from eit.views.tables import Column, Maker, Table, build_table, known
from eit.views.templates import render
from eit.views.texts import Texts, texts


def verdicts_html(judged: Sequence[Any], lang: str) -> Markup:
    """Each rule with a sign, a word, what was counted, and what is missing; never by colour alone."""
    return render("meeting/rules.html", rules=[_rule(one, texts(lang)) for one in judged])


def _rule(judged: Any, t: Texts) -> dict[str, object]:
    met = judged.verdict.met
    return {
        "met": met,
        "name": getattr(judged, f"name_{t.lang}"),
        "word": t("consortium.met" if met else "consortium.not_met"),
        "said": " ".join(verdict_sentences(judged, t)),
    }


def saved_scene_html(number: int, scene: Any, lang: str) -> Markup:
    """A scene as it was saved: its number, what it says, its address."""
    title, sentence = scene.said(lang)
    return render(
        "meeting/saved_scene.html", number=number, title=title, sentence=sentence, address=scene.address
    )


def verdict_sentences(judged: Any, t: Texts) -> list[str]:
    """What a rule counted, then who is missing or how many companies it takes."""
    verdict = judged.verdict
    if verdict.rule == EVERY_TERRITORY:
        said = [t("consortium.every_territory", counted=verdict.counted, out_of=verdict.out_of)]
        missing = ", ".join(judged.missing)
        return said + ([t("consortium.missing", names=missing)] if missing else [])
    part = fmt.percent(verdict.counted / verdict.out_of if verdict.out_of else None, t.lang)
    said = [t("consortium.company_majority", counted=verdict.counted, out_of=verdict.out_of, share=part)]
    if verdict.companies_needed:
        said.append(t("consortium.needed", n=verdict.companies_needed))
    return said


def composition(members: pd.DataFrame, lang: str) -> pd.DataFrame:
    """How many present members of each kind speak for each territory, with totals; headings in the language."""
    t = texts(lang)
    present = members[members["left_on"].isna()]
    places = present["territory"].astype(object).where(present["territory"].notna(), t("consortium.nowhere"))
    counted = pd.crosstab(places, present["kind"])
    counted = counted[[kind for kind in MEMBER_KINDS if kind in counted.columns]]
    counted[t("consortium.total")] = counted.sum(axis=1)
    counted.loc[t("consortium.total")] = counted.sum(axis=0)
    counted.columns = [known(f"member_kind.{name}", name, t).capitalize() for name in counted.columns]
    counted.index.name = t("column.territory")
    return counted.reset_index()


def member_table(members: pd.DataFrame, lang: str) -> Table:
    """One row per member, those who left last; the index is the member_id."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "member": (lambda r: r.name, Column(wide=True)),
        "kind": (lambda r: known(f"member_kind.{r.kind}", r.kind, t), Column()),
        "territory": (lambda r: _text(r.territory) or t("consortium.nowhere"), Column()),
        "left_on": (
            lambda r: (
                "" if pd.isna(r.left_on) else t("consortium.left", date=fmt.date(_day(r.left_on), lang))
            ),
            Column(),
        ),
    }
    return build_table(members, makers, t, lambda r: r.member_id)


def meeting_table(meetings: pd.DataFrame, lang: str) -> Table:
    """One row per meeting; a date or a number that was not communicated says n.c."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "held_on": (lambda r: fmt.date(_text(r.held_on), lang), Column()),
        "meeting_kind": (lambda r: t(f"meeting_kind.{r.kind}"), Column()),
        "title": (lambda r: getattr(r, f"title_{lang}"), Column(wide=True)),
        "participants": (lambda r: fmt.number(_number(r.participants), lang, decimals=0), Column()),
        "present": (lambda r: ", ".join(r.names), Column(wide=True)),
    }
    return build_table(meetings, makers, t, lambda r: r.meeting_id)


def crowded(meetings: pd.DataFrame, lang: str) -> list[str]:
    """A sentence for each meeting with more people present than there are members."""
    t = texts(lang)
    return [
        t(
            "consortium.too_many",
            title=row[f"title_{lang}"],
            n=int(max(_number(row["participants"]) or 0, row["present"])),
            members=int(row["members"]),
        )
        for row in meetings[meetings["too_many"]].to_dict("records")
    ]


def decision_table(decisions: pd.DataFrame, lang: str) -> Table:
    """One row per decision; one that is late says so in words."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "wording": (lambda r: own_wording(r.wording, r.wording_en, lang), Column(wide=True)),
        "owner": (lambda r: _text(r.owner) or t("consortium.no_owner"), Column()),
        "decided_on": (lambda r: fmt.date(_day(r.decided_on), lang), Column()),
        "due_on": (lambda r: "" if pd.isna(r.due_on) else fmt.date(_day(r.due_on), lang), Column()),
        "consensus": (lambda r: t(f"consensus.{r.consensus}"), Column()),
        "decision_state": (lambda r: decision_word(r.state, r.overdue, t), Column()),
        "meeting": (lambda r: _text(getattr(r, f"meeting_{lang}")) or "", Column()),
    }
    return build_table(decisions, makers, t, lambda r: r.decision_id)


def decision_word(state: str, overdue: bool, t: Texts) -> str:
    """The state of a decision in a word; a late one says so."""
    return t("consortium.overdue") if overdue else t(f"decision_state.{state}")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _day(value: Any) -> str:
    return str(value)[:10]
