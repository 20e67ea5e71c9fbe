"""Opens the desk: `python ui.py` is `assistant ui`, with the same options."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "ui")
    main()
