"""Runs a torchvision network with the weights of a materialized ONNX file: an opinion on the network that shares no code with AccelSim.

usage: torchvision_logits.py ARCHITECTURE model.onnx input.f32 logits.f32     (raw little-endian float32 files, input [1, 3, 224, 224])
"""

import sys

import numpy as np
import onnx
import torch
import torchvision
from onnx import numpy_helper

architecture, model_path, input_path, output_path = sys.argv[1:]
torch.set_num_threads(1)
network = getattr(torchvision.models, architecture)(weights=None)
stored = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in onnx.load(model_path).graph.initializer}
wanted = {name for name in network.state_dict() if not name.endswith("num_batches_tracked")}
assert wanted <= set(stored), f"missing weights: {sorted(wanted - set(stored))[:5]}"
network.load_state_dict({name: stored[name] for name in wanted}, strict=False)
network.eval()
image = torch.from_numpy(np.fromfile(input_path, np.float32).reshape(1, 3, 224, 224))
with torch.no_grad():
    network(image).numpy().astype(np.float32).tofile(output_path)
