"""The interface for programs: read-only JSON of what the role of a token may read, off until somebody starts it.

It has no question of its own: every row comes by the same answers as the pages and the exports, from the file, from
what a room may see of it, or from the sealed public edition.
"""
