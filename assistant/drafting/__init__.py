"""Drafts in five formats, built from the record."""
