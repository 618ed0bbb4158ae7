using AccelSim.Graph;
using AccelSim.Graph.Onnx;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

public sealed class ModelTests
{
    [Theory]
    [InlineData("resnet50")]
    [InlineData("mobilenetv2")]
    public void Convolutional_networks_agree_in_fp32(string name) =>
        Agreement.Check(Load(name), Agreement.Chip("mlu370-x4"), MluDataType.F32, 1e-3);

    [Theory]
    [InlineData("bert_base")]
    [InlineData("vit_b_16")]
    [InlineData("gpt2_block")]
    [InlineData("llama_block")]
    public void Transformers_agree_in_fp32(string name) =>
        Agreement.Check(Load(name), Agreement.Chip("mlu370-x4"), MluDataType.F32, 1e-3);

    private static ModelGraph Load(string name) => OnnxLoader.Load(Repository.File("programs", "models", name + ".onnx"), new LoadOptions { Batch = 1, WeightSeed = 1 });
}
