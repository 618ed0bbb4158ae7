using System.Collections.Immutable;
using AccelSim.Compiler.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler;

/// <summary>Choices of a compilation.</summary>
public sealed record CompileOptions
{
    /// <summary>Element type of activations and weights on the device.</summary>
    public ElementType Precision { get; init; } = ElementType.Float16;

    /// <summary>False compiles operator by operator, as frameworks run eagerly: no residual fusion across nodes.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>Schedules that are forced, by layer name; the text is what a layer's schedule prints as.</summary>
    public ImmutableDictionary<string, string> Schedules { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Schedules of products are tried by simulation where none is forced; null to believe the cost model. Chips of the simt family only.</summary>
    public ProductTuning? Tuning { get; init; }

    /// <summary>Reads <c>fp32</c>, <c>fp16</c> or <c>bf16</c>.</summary>
    /// <exception cref="CompileException">Another word.</exception>
    public static ElementType ParsePrecision(string text) => text.ToUpperInvariant() switch
    {
        "FP32" or "F32" => ElementType.Float32,
        "FP16" or "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        _ => throw new CompileException($"precision '{text}' is not known; there are fp32, fp16 and bf16", null),
    };
}
