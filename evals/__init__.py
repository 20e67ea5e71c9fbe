"""Evals: what the program is asked of labelled samples, and how right it was. `README.md` tells how to run and add."""
