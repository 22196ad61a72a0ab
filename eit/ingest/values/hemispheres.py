"""North, south, east and west as people write them: the axis that they are of, and the sign that they mean."""

from __future__ import annotations

HEMISPHERES = {
    **dict.fromkeys(("n", "nord", "north"), ("latitude", 1.0)),
    **dict.fromkeys(("s", "sud", "south"), ("latitude", -1.0)),
    **dict.fromkeys(("e", "est", "east"), ("longitude", 1.0)),
    **dict.fromkeys(("o", "ouest", "w", "west"), ("longitude", -1.0)),
}
