using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Software-managed memory shared by the cores of a cluster.</summary>
public sealed record SharedSramSpec : ICheckedRecord
{
    /// <summary>Bytes per cluster.</summary>
    public required ByteSize Size { get; init; }

    /// <summary>Part of <see cref="Size"/> that programs may not use.</summary>
    [Bounds(0, 1L << 40)]
    public required ByteSize Reserve { get; init; }

    [Bounds(1, 1024)]
    public required int Banks { get; init; }

    /// <summary>Accesses a bank serves per cycle.</summary>
    [Bounds(1, 8)]
    public required int PortsPerBank { get; init; }

    /// <summary>Bytes of one access of one bank.</summary>
    public required BytesPerCycle BankWidth { get; init; }

    /// <summary>Request to first data.</summary>
    public required Cycles Latency { get; init; }

    /// <summary>Bytes a program may use.</summary>
    public long UsableBytes => Size.Bytes - Reserve.Bytes;

    /// <summary>Bytes per cycle of all banks.</summary>
    public long PeakBytesPerCycle => Banks * PortsPerBank * BankWidth.Bytes;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Reserve >= Size)
        {
            report("reserve", "leaves nothing of size");
        }
    }
}
