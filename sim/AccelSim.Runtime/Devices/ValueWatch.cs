using AccelSim.Tensors;

namespace AccelSim.Runtime;

/// <summary>What to do and to look at in a run for values.</summary>
public sealed record ValueWatch
{
    /// <summary>Values of the inputs by name; null to make them up from <see cref="Seed"/>.</summary>
    public IReadOnlyDictionary<string, Tensor>? Inputs { get; init; }

    /// <summary>Seed of inputs that are made up.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Called after each layer with its position and a way to read buffers; null to watch no layer.</summary>
    public Action<int, Func<int, double[]>>? Layer { get; init; }

    /// <summary>Receives a line per unsynchronised overlap; null not to look for any.</summary>
    public ICollection<string>? Races { get; init; }
}
