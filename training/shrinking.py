"""Makes a network small: its large matrices in 8 bits, multiplied by activations in 8 bits, one scale per token.

One scale per tensor, as onnxruntime's own dynamic quantisation has it, errs more on the encoder's few large values.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

LEVELS = 64
"""Of the weights: 127 could overflow the 16-bit sums of processors without VNNI."""
LEAST = 30_000
"""Numbers from which a matrix counts as large."""


def shrink(path: Path) -> None:
    """Rewrite an ONNX file: the large matrices that take two-dimensional input, shape (rows, in)."""
    model = onnx.load(path)
    graph = model.graph
    known = {tensor.name: tensor for tensor in graph.initializer}
    flat = {info.name for info in graph.value_info if len(info.type.tensor_type.shape.dim) == 2}
    constants = {"1/127": np.float32(1 / 127), "one": np.float32(1), "zero": np.uint8(128), "last": np.array([-1])}
    tensors = [numpy_helper.from_array(np.array(value), f"8 bits {name}") for name, value in constants.items()]
    nodes: list[Any] = []
    rows: dict[str, tuple[str, str]] = {}
    for node in graph.node:
        weight = known.get(node.input[1]) if node.op_type in ("MatMul", "Gemm") else None
        if weight is None or np.prod(weight.dims) < LEAST or node.input[0] not in flat:
            nodes.append(node)
            continue
        x = node.input[0]
        if x not in rows:
            rows[x] = _quantised(x, nodes)
        nodes += _product(node, rows[x])
        if all(tensor.name != f"{weight.name} int8" for tensor in tensors):
            turned = any(attribute.name == "transB" and attribute.i for attribute in node.attribute)
            tensors += _eighths(numpy_helper.to_array(weight), weight.name, turned=turned)
    _replace(graph, nodes, tensors)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, path)


def _eighths(matrix: Any, name: str, *, turned: bool) -> list[Any]:
    """Return a matrix (in, out) as int8 and a scale for each column."""
    matrix = matrix.T if turned else matrix
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / LEVELS
    return [
        numpy_helper.from_array(np.ascontiguousarray(np.rint(matrix / scale).astype(np.int8)), f"{name} int8"),
        numpy_helper.from_array(scale.astype(np.float32), f"{name} scale"),
    ]


def _quantised(x: str, nodes: list[Any]) -> tuple[str, str]:
    """Add the nodes that turn x (rows, in) into uint8 around 128; return its name and that of its scales (rows, 1)."""

    def add(kind: str, inputs: list[str], **attributes: Any) -> str:
        output = f"{x} {kind} {len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    top = add("ReduceMax", [add("Abs", [x]), "8 bits last"], keepdims=1)
    scale = add("Mul", [top, "8 bits 1/127"])
    row = add("Reshape", [scale, "8 bits last"])
    zeros = add("Expand", ["8 bits zero", add("Shape", [row])])
    return add("QuantizeLinear", [x, row, zeros], axis=0), scale


def _product(node: Any, rows: tuple[str, str]) -> list[Any]:
    """Return the nodes that stand for a product with a matrix, and its bias where it has one."""
    weight, output = node.input[1], node.output[0]
    inputs = [rows[0], f"{weight} int8", "8 bits one", f"{weight} scale", "8 bits zero"]
    product = helper.make_node("MatMulIntegerToFloat", inputs, [f"{output} raw"], domain="com.microsoft")
    if len(node.input) < 3:
        return [product, helper.make_node("Mul", [f"{output} raw", rows[1]], [output])]
    scaled = helper.make_node("Mul", [f"{output} raw", rows[1]], [f"{output} scaled"])
    return [product, scaled, helper.make_node("Add", [f"{output} scaled", node.input[2]], [output])]


def _replace(graph: Any, nodes: list[Any], tensors: list[Any]) -> None:
    """Put other nodes into a graph, with the tensors that they use and no others."""
    used = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in (*graph.initializer, *tensors) if tensor.name in used]
    for node in nodes:
        del node.metadata_props[:]  # the exporter notes there which line of which file made the node
    for field, values in ((graph.node, nodes), (graph.initializer, kept), (graph.value_info, [])):
        del field[:]
        field.extend(values)
