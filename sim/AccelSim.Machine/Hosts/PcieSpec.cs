using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>A PCI Express link.</summary>
public sealed record PcieSpec : ICheckedRecord
{
    /// <summary>PCIe generation, 1 to 5 (those with one line code per symbol; 6 counts differently).</summary>
    [Bounds(1, 5)]
    public required int Generation { get; init; }

    [Bounds(1, 16)]
    public required int Lanes { get; init; }

    /// <summary>Fraction of the line rate (after line coding) that a large copy reaches.</summary>
    [Bounds(1, 1_000_000)]
    public required Ratio Efficiency { get; init; }

    /// <summary>Descriptor written by the host to first byte arriving.</summary>
    public required Duration Latency { get; init; }

    /// <summary>Bytes per second of the line in one direction, after line coding (8b/10b to generation 2, 128b/130b from 3).</summary>
    public Bandwidth LineRate => new(Generation switch
    {
        1 => 250_000_000L * Lanes,
        2 => 500_000_000L * Lanes,
        _ => (8_000_000_000L << (Generation - 3)) * 128 / 130 / 8 * Lanes,
    });

    /// <summary>Bytes per second that a large copy reaches in one direction.</summary>
    public Bandwidth Effective => new((long)((Int128)LineRate.BytesPerSecond * Efficiency.PartsPerMillion / 1_000_000));

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!int.IsPow2(Lanes))
        {
            report("lanes", "must be 1, 2, 4, 8 or 16");
        }
    }
}
