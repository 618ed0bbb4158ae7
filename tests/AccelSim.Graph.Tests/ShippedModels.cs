using AccelSim.Graph.Onnx;

namespace AccelSim.Graph.Tests;

/// <summary>The model files of this repository with bindings for all their symbolic dimensions.</summary>
internal static class ShippedModels
{
    public static string PathOf(string name) => Repository.File("programs", "models", name + ".onnx");

    /// <summary>Batch 1, sequences of 16, 32 cached tokens.</summary>
    public static LoadOptions Options(string name, ulong? seed = null, long sequence = 16, long past = 32)
    {
        var options = new LoadOptions { Batch = 1, WeightSeed = seed };
        if (name.EndsWith("_decode", StringComparison.Ordinal))
        {
            return options with { Dimensions = options.Dimensions.Add("past", past) };
        }

        return name is "resnet50" or "mobilenetv2" or "vit_b_16" ? options : options with { Dimensions = options.Dimensions.Add("sequence", sequence) };
    }

    public static ModelGraph Load(string name, ulong? seed = null, long sequence = 16, long past = 32) => OnnxLoader.Load(PathOf(name), Options(name, seed, sequence, past));
}
