"""Gazetteer: the places of Québec and France, found as people write them, and taken into a file as territories."""

from __future__ import annotations
