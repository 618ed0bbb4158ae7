using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>
/// A value known before the run. Its type is known at once, its contents are produced on request only: timing needs shapes, not weights.
/// <see cref="Load"/> gives equal contents every time; it does not remember them, so a caller that needs them often keeps them.
/// </summary>
public abstract class Constant(TensorType type)
{
    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; } = type;

    /// <summary>Where the contents come from, for people: <c>inline</c>, <c>file weights.bin at 64</c>, <c>seed 1, conv kernel</c>...</summary>
    public abstract string Source { get; }

    /// <summary>Produces the contents.</summary>
    /// <exception cref="ModelException">The contents cannot be had (missing or short file, too large for memory).</exception>
    public abstract Tensor Load();
}
