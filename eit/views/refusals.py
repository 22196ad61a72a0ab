"""The sentence of a refusal or of a question: what was typed as it was typed, and what to do."""

from __future__ import annotations

from datetime import date

from eit.domain.errors import Refusal
from eit.domain.own_words import wording
from eit.domain.typed_number import TwoReadings, plain_digits
from eit.views import format as fmt
from eit.views.texts import Texts
from eit.views.typography import MINUS, digits

REFUSALS = "refusal"
"""Table of the sentences that a screen shows."""
OF_A_FIELD = "typed-"
"""Refusals of one field begin so: the sentence then begins with the name of the field."""
ROW_AND_FIELD = " · "
"""Between the number of a row and its field, where a refusal names both."""
OF_A_LAYER = "boundary-"
"""Refusals of a layer begin so: the kinds of territory that they name are said in words."""


def editable(value: float, lang: str) -> str:
    """A number as a field shows it: every digit, the signs of the language, and never two readings.

    A zero more after three decimals, or they could be read back as thousands.
    """
    fraction = len(plain_digits(abs(value)).partition(".")[2])
    written = digits(value, lang, fraction + 1 if fraction == 3 else fraction)
    grouped = lang == "en" and fraction == 0 and abs(value) >= 1000
    return f"{MINUS if value < 0 else ''}{abs(value):.0f}" if grouped else written


def reading_words(reading: object, lang: str) -> str:
    """One of the possible readings, written so that it has no other."""
    if isinstance(reading, date):
        return fmt.date(reading, lang)
    return editable(reading, lang) if isinstance(reading, float) else str(reading)


def _kinds_in_words(said: object, say: Texts) -> object:
    """`mrc` or `commune|epci` as a reader calls them; what is not made of kinds, as it is."""
    labels = [f"portrait_kind.{kind}" for kind in str(said).split("|")]
    return ", ".join(say(label) for label in labels) if all(say.has(label) for label in labels) else said


def refusal_sentence(refusal: Refusal, say: Texts, table: str = REFUSALS) -> str:
    """The sentence of a refusal, with the row (or the field), the value and the unit that it names."""
    key = f"{table}.{refusal.key}"
    if not say.has(key):
        return str(refusal)
    value = "—" if refusal.value is None else refusal.value
    number, between, name = (refusal.row_id or "").rpartition(ROW_AND_FIELD)
    label = f"programme_field.{name}"
    row = f"{number}{between}{say(label)}" if name and say.has(label) else refusal.row_id or "—"
    words: dict[str, object] = {"value": value, "unit": refusal.unit or "", "row": row}
    words = {name: wording(said, say.lang) for name, said in words.items()}
    if refusal.key.startswith(OF_A_LAYER) and table == REFUSALS:
        words = {name: _kinds_in_words(said, say) for name, said in words.items()}
    if isinstance(refusal, TwoReadings):
        words["readings"] = say("typed.or").join(reading_words(one, say.lang) for one in refusal.readings)
    sentence = say(key, **words)
    if refusal.key.startswith(OF_A_FIELD) and refusal.row_id:
        return fmt.labelled(refusal.row_id, sentence, say.lang)
    return sentence
