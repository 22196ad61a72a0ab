"""A copy of the demonstration with its door: links are made, forms are sent, answers are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eit.actions.door.answers import accept_answer
from eit.actions.door.links import make_link, renew_links
from eit.actions.edit import EditContext
from eit.analysis.door.firm_sheet import firm_sheets
from eit.analysis.door.links import standing_links
from eit.analysis.door.queue import Waiting, waiting
from eit.analysis.history import latest_entry
from eit.analysis.organisation import choices_of, flows_of
from eit.door.app import application
from eit.store.database import Database, file_version
from eit.views.door.queue import answer_lines
from eit.views.texts import texts
from tests.door.asking import Said, ask

PROGRAMME, ONE = "abitibi", "abi-033"
"""An organisation whose flows no synergy rests on."""
DAY = date(2026, 11, 29)


class Room:
    """A data file, its door, and who coordinates."""

    def __init__(self, path: Path) -> None:
        self.path, self.context, self.sent = path, EditContext(path, "Camille"), 0
        self.app = application(path)

    def link(self, company_id: str = ONE) -> str:
        """Make the link of an organisation; the path of its form."""
        with Database(self.path) as database:
            sheet = firm_sheets(database, PROGRAMME, [company_id], DAY)[company_id]
        make_link(self.context, PROGRAMME, company_id, sheet, 30)
        with Database(self.path) as database:
            url = standing_links(database, PROGRAMME, "http://door")[company_id].url
        return url.removeprefix("http://door")

    def renew(self) -> None:
        """Let the forms show this version, as the pages of the coordination do."""
        with Database(self.path) as database:
            links = standing_links(database, PROGRAMME)
            sheets = firm_sheets(database, PROGRAMME, links, DAY)
        renew_links(self.path, PROGRAMME, sheets, str(file_version(self.path)))

    def send(self, address: str, **form: str) -> Said:
        """Send a form."""
        self.sent += 1
        return ask(self.app, address, {"lang": "fr", "sending": f"{self.sent:022d}", **form})

    def waiting(self) -> list[Waiting]:
        """The answers that wait."""
        with Database(self.path) as database:
            return waiting(database, PROGRAMME)

    def accept_all(self) -> None:
        """Accept every answer, the flow as it stands before one's eyes."""
        for answer in self.waiting():
            accept_answer(self.context, PROGRAMME, answer.answer_id, answer.flow)

    def lines(self) -> list[str]:
        """What the coordinator reads of the answers."""
        with Database(self.path) as database:
            names = choices_of(database, PROGRAMME, "fr")
        return [line for one in self.waiting() for line in answer_lines(one, texts("fr"), names)]

    def flows(self) -> dict[str, dict[str, object]]:
        """The flows of the organisation, by id."""
        with Database(self.path) as database:
            rows = flows_of(database, ONE).to_dict("records")
        return {str(row["flow_id"]): {str(name): value for name, value in row.items()} for row in rows}

    def entry(self) -> int:
        """The last entry of the journal."""
        with Database(self.path) as database:
            return latest_entry(database)
