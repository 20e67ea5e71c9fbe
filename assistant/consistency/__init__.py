"""Checks: what a text says against what is on the record."""
