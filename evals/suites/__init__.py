"""One file a question; each has a `SUITE` and the Inspect task made of it."""
