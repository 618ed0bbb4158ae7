using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>A constant whose contents are in memory already; it must not be written to.</summary>
public sealed class InlineConstant(Tensor contents) : Constant(contents.Type)
{
    /// <inheritdoc/>
    public override string Source => "inline";

    /// <summary>The contents, without a copy.</summary>
    public Tensor Contents { get; } = contents;

    /// <inheritdoc/>
    public override Tensor Load() => Contents;
}
