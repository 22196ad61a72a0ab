"""`python -m eit.api FILE --address A --port P --edition E`: the interface for programs, in a process of its own."""

from __future__ import annotations

from pathlib import Path

from eit.api.app import application
from eit.serving.listening import listen, listening_options

PORT = 8503


def main() -> None:
    """Serve the interface of a data file."""
    parser = listening_options("api serve", PORT)
    parser.add_argument("--edition", type=Path)
    options = parser.parse_args()
    listen(application(options.file, options.edition), options.address, options.port)


if __name__ == "__main__":
    main()
