"""Shared by the export scripts: strip a model of its weights and store the small file that is left.

The simulator times shapes, not values. Every floating-point initializer of more than `KEEP_BYTES` bytes becomes external data at
`weights.bin`, a file that is deliberately not shipped; the reader fills it from a seeded generator on request.
Integer and tiny initializers stay inside, because they decide shapes and formulas (axes, reshape targets, epsilons).
"""

import os

import onnx
from onnx import TensorProto

KEEP_BYTES = 32
WEIGHTS_FILE = "weights.bin"

_BYTES = {
    TensorProto.FLOAT: 4, TensorProto.FLOAT16: 2, TensorProto.DOUBLE: 8, TensorProto.INT64: 8,
    TensorProto.INT32: 4, TensorProto.INT8: 1, TensorProto.UINT8: 1, TensorProto.BOOL: 1,
}


def byte_count(tensor):
    """Bytes of an initializer, from its shape alone."""
    count = 1
    for dim in tensor.dims:
        count *= dim
    return count * _BYTES[tensor.data_type]


def declare_external(tensor, offset, length):
    """Drop the contents of an initializer and say where they would lie."""
    for field in ("raw_data", "float_data", "int32_data", "int64_data", "double_data"):
        tensor.ClearField(field)
    tensor.data_location = TensorProto.EXTERNAL
    del tensor.external_data[:]
    for key, value in (("location", WEIGHTS_FILE), ("offset", str(offset)), ("length", str(length))):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value


def strip_weights(model):
    """Turn every large floating-point initializer into absent external data, 64-byte aligned in the file that would hold them."""
    offset = 0
    for tensor in model.graph.initializer:
        length = byte_count(tensor)
        if length <= KEEP_BYTES or tensor.data_type not in (TensorProto.FLOAT, TensorProto.FLOAT16):
            continue
        declare_external(tensor, offset, length)
        offset += (length + 63) // 64 * 64


def save(model, name, about):
    """Check, strip and store `model` as ../<name>.onnx; returns the path."""
    onnx.checker.check_model(model)
    strip_weights(model)
    for node in model.graph.node:
        node.ClearField("doc_string")
    model.doc_string = about
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", name + ".onnx")
    temporary = path + ".tmp"
    with open(temporary, "wb") as stream:
        stream.write(model.SerializeToString(deterministic=True))
    os.replace(temporary, path)
    print(f"{name}.onnx: {os.path.getsize(path)} bytes, {len(model.graph.node)} nodes")
    return path


def make_distinct(module):
    """Give every parameter and statistic its own values: torch merges initializers that are equal, such as all fresh gammas and variances."""
    import torch

    torch.manual_seed(1)
    with torch.no_grad():
        for tensor in list(module.parameters()) + [b for b in module.buffers() if b.is_floating_point()]:
            tensor.uniform_(0.5, 1.5)


def export_torch(module, inputs, name, about, input_names, output_names, dynamic_axes, opset=14):
    """Export a torch module in its evaluation mode without letting torch fold batch norms, and save it stripped."""
    import io

    import torch

    module.eval()
    make_distinct(module)
    stream = io.BytesIO()
    with torch.no_grad():
        torch.onnx.export(
            module, inputs, stream, opset_version=opset, input_names=input_names, output_names=output_names,
            dynamic_axes=dynamic_axes, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=True)
    return save(onnx.load_model_from_string(stream.getvalue()), name, about)
