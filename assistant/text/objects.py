"""Finds the JSON object in what a model replied: alone, with something around it, or without its end."""

import json
import re
from typing import Any

from json_repair import repair_json


def object_in(reply: str, key: str) -> Any:
    """Return the object of a reply that has `key`, mended where need be; None where there is none.

    What stands before it is cut away first: a repair of long noise takes the square of its length.
    """
    try:
        return json.loads(reply)
    except (ValueError, RecursionError):
        pass
    named = re.search(rf"\b{re.escape(key)}\b[\"'\\]*\s*:", reply)
    start = reply.rfind("{", 0, named.start()) if named else -1
    if start < 0:
        return None
    try:
        found = repair_json(reply[start:], return_objects=True)
    except (ValueError, RecursionError):
        return None
    several = found if isinstance(found, list) else [found]  # what stands behind it may look like another one
    return next((each for each in several if isinstance(each, dict) and key in each), None)
