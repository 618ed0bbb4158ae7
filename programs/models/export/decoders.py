"""GPT-2 and Llama-style decoders written directly as ONNX graphs (opset 17), without weights: prefill, and decode with a key/value cache.

GPT-2 follows Radford et al. 2019 (small: 12 layers, width 768, 12 heads, vocabulary 50257, 1024 positions, tanh GELU, pre-normalisation).
The Llama-style graphs follow Touvron et al. 2023 at the shape of TinyLlama 1.1B (22 layers, width 2048, 32 heads of 64 with 4 key/value heads,
feed-forward 5632, vocabulary 32000): RMS normalisation, rotary positions, grouped-query attention, gated SiLU.
Inputs: prefill  input_ids [N, sequence];  decode  input_ids [N, 1], past_key_i and past_value_i [N, heads, past, width of a head].
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from common import WEIGHTS_FILE


class Weights:
    """Initializers that exist only as shapes: contents go to a file nobody ships, so none are ever made."""

    def __init__(self):
        self.tensors = []
        self.offset = 0

    def add(self, name, shape):
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        length = int(np.prod(shape)) * 4
        for key, value in (("location", WEIGHTS_FILE), ("offset", str(self.offset)), ("length", str(length))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
        self.offset += (length + 63) // 64 * 64
        self.tensors.append(tensor)
        return name


class Graph:
    """Collects nodes; every method returns the name of the value it makes."""

    def __init__(self):
        self.nodes, self.weights, self.constants = [], Weights(), {}
        self.count = 0

    def op(self, kind, *inputs, name=None, outputs=1, **attributes):
        self.count += 1
        name = name or f"/{kind.lower()}_{self.count}"
        results = [f"{name}.{i}" for i in range(outputs)] if outputs > 1 else [name + ".out"]
        self.nodes.append(helper.make_node(kind, list(inputs), results, name=name, **attributes))
        return results if outputs > 1 else results[0]

    def const(self, value, dtype=np.int64):
        array = np.asarray(value, dtype)
        key = f"c_{array.dtype}_{'x'.join(map(str, array.shape))}_{'_'.join(map(str, array.flatten().tolist()))}"
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(array, key)
        return key

    def weight(self, name, *shape):
        return self.weights.add(name, shape)

    def linear(self, x, prefix, inputs, outputs, bias=True):
        y = self.op("MatMul", x, self.weight(prefix + ".weight", inputs, outputs), name=prefix + "/matmul")
        return self.op("Add", y, self.weight(prefix + ".bias", outputs), name=prefix + "/add") if bias else y

    def extent(self, x, axis):
        return self.op("Gather", self.op("Shape", x), self.const([axis]))

    def heads(self, x, count, width):
        return self.op("Transpose", self.op("Reshape", x, self.const([0, 0, count, width])), perm=[0, 2, 1, 3])

    def merge(self, x, width):
        return self.op("Reshape", self.op("Transpose", x, perm=[0, 2, 1, 3]), self.const([0, 0, width]))

    def positions(self, ids, past):
        """Positions [sequence] of the new tokens, after `past` cached ones."""
        length = self.op("Squeeze", self.extent(ids, 1), self.const([0]))
        if past is None:
            return self.op("Range", self.const(0), length, self.const(1))
        first = self.op("Squeeze", self.extent(past, 2), self.const([0]))
        return self.op("Range", first, self.op("Add", first, length), self.const(1))

    def causal(self, scores, ids):
        """Masks keys after the query, for a prefill, where queries and keys are the same tokens."""
        length = self.extent(ids, 1)
        square = self.op("Concat", length, length, axis=0)
        ones = self.op("ConstantOfShape", square, value=numpy_helper.from_array(np.ones(1, np.float32)))
        allowed = self.op("Cast", self.op("Trilu", ones, upper=0), to=TensorProto.BOOL)
        return self.op("Where", allowed, scores, self.const(-1e4, np.float32))

    def attention(self, q, k, v, width, mask):
        scores = self.op("MatMul", q, self.op("Transpose", k, perm=[0, 1, 3, 2]))
        scores = self.op("Mul", scores, self.const(width ** -0.5, np.float32))
        scores = mask(scores) if mask else scores
        return self.op("MatMul", self.op("Softmax", scores, axis=-1), v)

    def model(self, name, about, ids_shape, outputs, extra_inputs=()):
        inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ids_shape)]
        inputs += [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in extra_inputs]
        results = []
        for public, value, shape in outputs:
            self.nodes.append(helper.make_node("Identity", [value], [public], name="/" + public))
            results.append(helper.make_tensor_value_info(public, TensorProto.FLOAT, shape))
        graph = helper.make_graph(self.nodes, name, inputs, results, list(self.constants.values()) + self.weights.tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="accelsim", ir_version=8)
        model.doc_string = about
        return model


def store(model, name, about):
    """Save without the checker's look for weight files, which are absent on purpose."""
    import os

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", name + ".onnx")
    with open(path + ".tmp", "wb") as stream:
        stream.write(model.SerializeToString(deterministic=True))
    os.replace(path + ".tmp", path)
    print(f"{name}.onnx: {os.path.getsize(path)} bytes, {len(model.graph.node)} nodes")


def cached(g, past, new, index, kind):
    return g.op("Concat", past, new, axis=2, name=f"/layer{index}/present_{kind}") if past else new


def gpt2(name, layers, decode):
    width, heads, vocabulary, positions = 768, 12, 50257, 1024
    head = width // heads
    g = Graph()
    pasts = [(f"past_key_{i}", f"past_value_{i}") if decode else (None, None) for i in range(layers)]
    x = g.op("Gather", g.weight("wte", vocabulary, width), "input_ids", name="/wte")
    x = g.op("Add", x, g.op("Gather", g.weight("wpe", positions, width), g.positions("input_ids", pasts[0][0]), name="/wpe"), name="/embed")
    outputs = []

    def norm(x, prefix):
        return g.op("LayerNormalization", x, g.weight(prefix + ".weight", width), g.weight(prefix + ".bias", width), axis=-1, epsilon=1e-5, name=prefix)

    for i in range(layers):
        p = f"/layer{i}"
        qkv = g.linear(norm(x, p + "/ln_1"), p + "/attn/c_attn", width, 3 * width)
        q, k, v = g.op("Split", qkv, g.const([width] * 3), axis=2, outputs=3, name=p + "/attn/split")
        q, k, v = (g.heads(t, heads, head) for t in (q, k, v))
        k, v = cached(g, pasts[i][0], k, i, "key"), cached(g, pasts[i][1], v, i, "value")
        outputs += [(f"present_key_{i}", k, ["N", heads, None, head]), (f"present_value_{i}", v, ["N", heads, None, head])]
        mask = None if decode else lambda scores: g.causal(scores, "input_ids")
        x = g.op("Add", x, g.linear(g.merge(g.attention(q, k, v, head, mask), width), p + "/attn/c_proj", width, width), name=p + "/add_1")
        h = g.linear(norm(x, p + "/ln_2"), p + "/mlp/c_fc", width, 4 * width)
        cube = g.op("Mul", g.op("Pow", h, g.const(3, np.float32)), g.const(0.044715, np.float32))
        inner = g.op("Tanh", g.op("Mul", g.op("Add", h, cube), g.const(0.7978845608028654, np.float32)))
        h = g.op("Mul", g.op("Mul", h, g.const(0.5, np.float32)), g.op("Add", inner, g.const(1, np.float32)))
        x = g.op("Add", x, g.linear(h, p + "/mlp/c_proj", 4 * width, width), name=p + "/add_2")
    logits = g.op("MatMul", norm(x, "/ln_f"), g.op("Transpose", "wte", perm=[1, 0]), name="/lm_head")
    if not decode:
        outputs = []
    extra = [(n, ["N", heads, "past", head]) for pair in pasts for n in pair] if decode else []
    ids = ["N", 1 if decode else "sequence"]
    about = f"GPT-2 small, {layers} layers, {'decode with a key/value cache' if decode else 'prefill'}, weights not included"
    store(g.model(name, about, ids, [("logits", logits, ids + [vocabulary])] + outputs, extra), name, about)


def llama(name, layers, decode, width=2048, heads=32, kv_heads=4, feed_forward=5632, vocabulary=32000, theta=10000.0):
    head = width // heads
    g = Graph()
    pasts = [(f"past_key_{i}", f"past_value_{i}") if decode else (None, None) for i in range(layers)]
    x = g.op("Gather", g.weight("embed_tokens", vocabulary, width), "input_ids", name="/embed")

    inverse = g.const(theta ** (-np.arange(0, head, 2) / head), np.float32)
    angles = g.op("Cast", g.positions("input_ids", pasts[0][0]), to=TensorProto.FLOAT)
    angles = g.op("Mul", g.op("Unsqueeze", angles, g.const([1])), g.op("Unsqueeze", inverse, g.const([0])))
    angles = g.op("Concat", angles, angles, axis=1)
    cos, sin = g.op("Cos", angles, name="/rotary/cos"), g.op("Sin", angles, name="/rotary/sin")
    outputs = []

    def rotate(t):
        low, high = g.op("Split", t, g.const([head // 2] * 2), axis=3, outputs=2)
        turned = g.op("Concat", g.op("Neg", high), low, axis=3)
        return g.op("Add", g.op("Mul", t, cos), g.op("Mul", turned, sin))

    def norm(x, prefix):
        square = g.op("Pow", x, g.const(2, np.float32), name=prefix + "/pow")
        mean = g.op("ReduceMean", square, axes=[-1], keepdims=1, name=prefix + "/mean")
        root = g.op("Sqrt", g.op("Add", mean, g.const(1e-5, np.float32)))
        scaled = g.op("Mul", x, g.op("Reciprocal", root))
        return g.op("Mul", scaled, g.weight(prefix + ".weight", width), name=prefix)

    def repeat(t):
        """Each key/value head serves heads / kv_heads query heads."""
        t = g.op("Unsqueeze", t, g.const([2]))
        t = g.op("Expand", t, g.const([1, 1, heads // kv_heads, 1, 1]))
        return g.op("Reshape", t, g.const([0, heads, -1, head]))

    for i in range(layers):
        p = f"/layer{i}"
        h = norm(x, p + "/input_norm")
        q = rotate(g.heads(g.linear(h, p + "/q_proj", width, width, False), heads, head))
        k = rotate(g.heads(g.linear(h, p + "/k_proj", width, kv_heads * head, False), kv_heads, head))
        v = g.heads(g.linear(h, p + "/v_proj", width, kv_heads * head, False), kv_heads, head)
        k, v = cached(g, pasts[i][0], k, i, "key"), cached(g, pasts[i][1], v, i, "value")
        outputs += [(f"present_key_{i}", k, ["N", kv_heads, None, head]), (f"present_value_{i}", v, ["N", kv_heads, None, head])]
        mask = None if decode else lambda scores: g.causal(scores, "input_ids")
        context = g.merge(g.attention(q, repeat(k), repeat(v), head, mask), width)
        x = g.op("Add", x, g.linear(context, p + "/o_proj", width, width, False), name=p + "/add_1")
        h = norm(x, p + "/post_norm")
        gate = g.linear(h, p + "/gate_proj", width, feed_forward, False)
        gate = g.op("Mul", gate, g.op("Sigmoid", gate))
        h = g.op("Mul", gate, g.linear(h, p + "/up_proj", width, feed_forward, False))
        x = g.op("Add", x, g.linear(h, p + "/down_proj", feed_forward, width, False), name=p + "/add_2")
    logits = g.linear(norm(x, "/norm"), "/lm_head", width, vocabulary, False)
    if not decode:
        outputs = []
    extra = [(n, ["N", kv_heads, "past", head]) for pair in pasts for n in pair] if decode else []
    ids = ["N", 1 if decode else "sequence"]
    about = f"Llama-style decoder, {layers} layers, {'decode with a key/value cache' if decode else 'prefill'}, weights not included"
    store(g.model(name, about, ids, [("logits", logits, ids + [vocabulary])] + outputs, extra), name, about)


if __name__ == "__main__":
    gpt2("gpt2_prefill", 12, False)
    gpt2("gpt2_decode", 12, True)
    gpt2("gpt2_block", 1, False)
    gpt2("gpt2_block_decode", 1, True)
    llama("llama_prefill", 22, False)
    llama("llama_decode", 22, True)
    for name, decode in (("llama_block", False), ("llama_block_decode", True)):
        llama(name, 1, decode, width=512, heads=8, kv_heads=2, feed_forward=1408, vocabulary=4096)
