namespace AccelSim.Runtime;

/// <summary>What to do and to look at in a run for values.</summary>
public sealed record ValueWatch
{
    /// <summary>Seed of the inputs.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Called after each layer with its position and a way to read buffers; null to watch no layer.</summary>
    public Action<int, Func<int, double[]>>? Layer { get; init; }

    /// <summary>Receives a line per unsynchronised overlap; null not to look for any.</summary>
    public ICollection<string>? Races { get; init; }
}
