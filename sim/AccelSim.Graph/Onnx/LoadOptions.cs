using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>What a person says about a model when loading it.</summary>
public sealed record LoadOptions
{
    /// <summary>Values of symbolic dimensions, by symbol (<c>--dim past=1024</c>). A dimension without a symbol is called <c>input:axis</c>.</summary>
    public ImmutableDictionary<string, long> Dimensions { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Value of the symbol that stands first in the shape of an input (<c>--batch</c>); null where the model or <see cref="Dimensions"/> says it.</summary>
    public long? Batch { get; init; }

    /// <summary>Seed from which missing external weights are generated (<c>--weights seed:1</c>); null to leave them unknown, which is enough for timing.</summary>
    public ulong? WeightSeed { get; init; }

    /// <summary>Graph inputs that become constants with these contents, by name: for models whose shapes depend on the values of an input.</summary>
    public ImmutableDictionary<string, Tensor> FixedInputs { get; init; } = ImmutableDictionary<string, Tensor>.Empty;
}
