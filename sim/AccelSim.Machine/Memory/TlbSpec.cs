using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>A translation look-aside buffer: the translations of pages that were asked for last.</summary>
public sealed record TlbSpec : ICheckedRecord
{
    [Bounds(1, 1 << 20)]
    public required int Entries { get; init; }

    /// <summary>Entries of a set; as many as <see cref="Entries"/> for a fully associative one.</summary>
    [Bounds(1, 1 << 20)]
    public required int Ways { get; init; }

    /// <summary>Look-up to the translation of a hit, or to what a miss asks next.</summary>
    public required Cycles Latency { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Entries % Ways != 0)
        {
            report("ways", $"does not divide the {Entries} entries evenly");
        }
    }
}
