"""`python -m eit.door FILE --address A --port P`: the server of the door, in a process of its own."""

from __future__ import annotations

from eit.door.app import application
from eit.serving.listening import listen, listening_options

PORT = 8502


def main() -> None:
    """Serve the door of a data file."""
    options = listening_options("door run", PORT).parse_args()
    listen(application(options.file), options.address, options.port)


if __name__ == "__main__":
    main()
