"""ResNet-50, MobileNetV2 and ViT-B/16 from torchvision, without weights. Run with the Debian python3 (torch, torchvision, onnx)."""

import sys

import torch
import torchvision

from common import export_torch


def attention_without_fast_path(model):
    """Keep torch's fused attention kernel, which has no ONNX form, out of the trace; with dropout 0 the values are the same."""
    model.eval()
    for module in model.modules():
        if isinstance(module, torch.nn.MultiheadAttention):
            module.training = True
    return model


class KeepModes(torch.nn.Module):
    """Hides per-module training flags from the exporter's own eval() call."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.eval()

    def eval(self):
        super().eval()
        attention_without_fast_path(self.model)
        return self

    def forward(self, image):
        return self.model(image)


MODELS = {
    "resnet50": lambda: torchvision.models.resnet50(weights=None),
    "mobilenetv2": lambda: torchvision.models.mobilenet_v2(weights=None),
    "vit_b_16": lambda: KeepModes(torchvision.models.vit_b_16(weights=None)),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or MODELS:
        export_torch(
            MODELS[name](), (torch.zeros(1, 3, 224, 224),), name,
            f"torchvision {torchvision.__version__} {name}, torch {torch.__version__}, weights not included",
            ["image"], ["logits"], {"image": {0: "N"}, "logits": {0: "N"}})
