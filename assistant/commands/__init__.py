"""The commands beyond finding, drafting and checking, a file for each group; `cli.py` joins them."""
