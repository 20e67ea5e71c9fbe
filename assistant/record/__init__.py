"""The record: statements, the ledger, and the readers that take files in."""
