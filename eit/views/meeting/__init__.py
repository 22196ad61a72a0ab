"""Scenes, members, rules and decisions on a shared screen."""
