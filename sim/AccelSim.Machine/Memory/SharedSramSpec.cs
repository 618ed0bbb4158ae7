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

    /// <summary>Accesses, reads or writes, that a bank serves per cycle.</summary>
    [Bounds(0, 8)]
    public required int PortsPerBank { get; init; }

    /// <summary>Ports of a bank that serve only reads, beside <see cref="PortsPerBank"/>; none where not given.</summary>
    [Bounds(0, 8)]
    public int? ReadPorts { get; init; }

    /// <summary>Ports of a bank that serve only writes, beside <see cref="PortsPerBank"/>; none where not given.</summary>
    [Bounds(0, 8)]
    public int? WritePorts { get; init; }

    /// <summary>
    /// Who is served when several copy engines want the same bank in the same cycle. Where not given, whole accesses hold all banks in order of
    /// arrival.
    /// </summary>
    public SramArbitration? Arbitration { get; init; }

    /// <summary>Bytes of one access of one bank.</summary>
    public required BytesPerCycle BankWidth { get; init; }

    /// <summary>Consecutive bytes in one bank; one access of it where not given.</summary>
    public ByteSize? BankInterleave { get; init; }

    /// <summary>Request to first data.</summary>
    public required Cycles Latency { get; init; }

    /// <summary>Bytes a program may use.</summary>
    public long UsableBytes => Size.Bytes - Reserve.Bytes;

    /// <summary>Bytes per cycle of all banks in the direction that has fewer ports.</summary>
    public long PeakBytesPerCycle => Banks * (PortsPerBank + Math.Min(ReadPorts ?? 0, WritePorts ?? 0)) * BankWidth.Bytes;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Reserve >= Size)
        {
            report("reserve", "leaves nothing of size");
        }

        if (BankInterleave is { } interleave && (interleave.Bytes < BankWidth.Bytes || interleave.Bytes % Math.Max(1, BankWidth.Bytes) != 0))
        {
            report("bankInterleave", $"must be a multiple of the bankWidth of {BankWidth}");
        }

        if (Arbitration is null)
        {
            NeedsArbitration("readPorts", ReadPorts);
            NeedsArbitration("writePorts", WritePorts);
        }

        if (PortsPerBank == 0 && (ReadPorts ?? 0) == 0)
        {
            report("portsPerBank", "leaves reads without a port; give readPorts");
        }

        if (PortsPerBank == 0 && (WritePorts ?? 0) == 0)
        {
            report("portsPerBank", "leaves writes without a port; give writePorts");
        }

        void NeedsArbitration(string key, int? ports)
        {
            if (ports is not null)
            {
                report(key, "needs arbitration: without it whole accesses hold all ports, in order of arrival");
            }
        }
    }
}
