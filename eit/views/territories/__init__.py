"""Portraits of territories and of materials as words, tables and charts."""
