"""Adds an actor to the directory: a name, what it brings, and where we know it from."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.domain.errors import Refusal
from eit.domain.text_key import slug
from eit.store.database import Database
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

KINDS = ("information", "training", "measurement", "financing", "expertise")
CONFIDENCES = ("seen", "secondary", "derived", "recalled", "proxy", "assumption")
LONGEST = 200


class InvalidActor(Refusal):
    """An actor that cannot be added; the key says what is missing."""


@dataclass(frozen=True)
class Actor:
    """What a person types about an actor; territory_id None: the whole programme."""

    name: str
    kind: str
    source: str
    year: str
    territory_id: str | None = None
    offer_fr: str | None = None
    offer_en: str | None = None
    url: str | None = None
    confidence: str = "seen"


def add_actor(door: EditContext, programme_id: str, actor: Actor) -> str:
    """Write one actor and return its id. Raises InvalidActor, or DataError as `edit.apply` does."""
    _check(actor)
    with Database(door.path) as database:
        known = database.query("actors", {"programme_id": programme_id})
    if (known["name"].str.casefold() == actor.name.strip().casefold()).any():
        same = known[known["name"].str.casefold() == actor.name.strip().casefold()]
        if actor.kind in set(same["kind"]):
            raise InvalidActor("actor-known", value=actor.name.strip())
    actor_id = _free_id(programme_id, actor.name, set(known["actor_id"]))
    row = {name: _cleaned(value) for name, value in asdict(actor).items()}

    def change(connection: Connection) -> None:
        insert_rows(
            connection, "actor", pd.DataFrame([{"actor_id": actor_id, "programme_id": programme_id, **row}])
        )

    apply(door, "add-actor", programme_id, actor_id, (actor_id,), change)
    return actor_id


def _check(actor: Actor) -> None:
    for field in ("name", "source", "year"):
        if not str(getattr(actor, field) or "").strip():
            raise InvalidActor(f"actor-{field}-missing")
    if actor.kind not in KINDS:
        raise InvalidActor("actor-kind-unknown", value=actor.kind)
    if actor.confidence not in CONFIDENCES:
        raise InvalidActor("actor-confidence-unknown", value=actor.confidence)
    if not re.fullmatch(r"(19|20)\d\d", actor.year.strip()):
        raise InvalidActor("actor-year-missing", value=actor.year)
    if actor.url and not re.match(r"https?://[^\s]+$", actor.url.strip()):
        raise InvalidActor("actor-url", value=actor.url)
    for value in asdict(actor).values():
        if value and len(str(value)) > LONGEST:
            raise InvalidActor("actor-too-long", value=LONGEST)


def _cleaned(value: str | None) -> str | None:
    return (value or "").strip() or None


def _free_id(programme_id: str, name: str, taken: set[str]) -> str:
    stem = slug(name, 30) or "acteur"
    wanted, number = f"{programme_id}-{stem}", 2
    while wanted in taken:
        wanted, number = f"{programme_id}-{stem}-{number}", number + 1
    return wanted
