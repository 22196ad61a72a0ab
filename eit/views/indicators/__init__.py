"""Indicators, explanations and reference tables, as a funder or an auditor reads them."""
