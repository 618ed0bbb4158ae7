using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Device memory: channels of one standard, their timing, address mapping and controller.</summary>
public sealed record DramSpec : ICheckedRecord
{
    /// <summary>Standard and speed, for people: <c>LPDDR5-6400</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Total capacity of the device.</summary>
    public required ByteSize Capacity { get; init; }

    /// <summary>Independent channels (HBM: pseudo channels).</summary>
    [Bounds(1, 1024)]
    public required int Channels { get; init; }

    /// <summary>Data wires of one channel.</summary>
    public required BitWidth ChannelWidth { get; init; }

    /// <summary>Transfers per second on each data wire.</summary>
    public required TransferRate DataRate { get; init; }

    /// <summary>Transfers of one column access.</summary>
    [Bounds(1, 64)]
    public required int BurstLength { get; init; }

    [Bounds(1, 16)]
    public required int BankGroups { get; init; }

    [Bounds(1, 64)]
    public required int BanksPerGroup { get; init; }

    /// <summary>Bytes of one open row of one bank.</summary>
    public required ByteSize Row { get; init; }

    /// <summary>Least amount the chip reads or writes at once; a shorter write reads it first where <see cref="ReadModifyWrite"/>.</summary>
    public required ByteSize MinimumBurst { get; init; }

    /// <summary>True where a write shorter than <see cref="MinimumBurst"/> costs a read of it as well.</summary>
    public required bool ReadModifyWrite { get; init; }

    public required DramTimings Timings { get; init; }

    public required DramMapping Mapping { get; init; }

    public required DramController Controller { get; init; }

    /// <summary>Banks of one channel.</summary>
    public int Banks => BankGroups * BanksPerGroup;

    /// <summary>Bytes of one column access of one channel.</summary>
    public long BurstBytes => ChannelWidth.Bits * BurstLength / 8;

    /// <summary>Peak of one channel.</summary>
    public Bandwidth ChannelBandwidth => new(ChannelWidth.Bits * DataRate.TransfersPerSecond / 8);

    /// <summary>Peak of all channels.</summary>
    public Bandwidth PeakBandwidth => new(ChannelBandwidth.BytesPerSecond * Channels);

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (ChannelWidth.Bits * BurstLength % 8 != 0)
        {
            report("burstLength", "times channelWidth is not a whole number of bytes");
            return;
        }

        if (Row.Bytes % BurstBytes != 0)
        {
            report("row", $"is not a multiple of the burst of {BurstBytes} bytes");
        }

        if (MinimumBurst.Bytes % BurstBytes != 0)
        {
            report("minimumBurst", $"is not a multiple of the burst of {BurstBytes} bytes");
        }

        if (Capacity.Bytes % (Row.Bytes * Banks * Channels) != 0)
        {
            report("capacity", FormattableString.Invariant(
                $"is not a whole number of rows in each of {Channels} x {Banks} banks (a multiple of {Row.Bytes * Banks * Channels} bytes)"));
        }

        // Data of one column access must fit between two accesses of different bank groups: DRAM standards fix tCCD_S = burst.
        if (Timings.TCcdS.Count * (Int128)DataRate.TransfersPerSecond < (Int128)BurstLength * Timings.Clock.Hertz)
        {
            report("timings.tCCD_S", "is shorter than one burst at this data rate");
        }

        if (Mapping.BankGroupInterleave.Bytes % BurstBytes != 0 || Mapping.BankGroupInterleave.Bytes > Row.Bytes)
        {
            report("mapping.bankGroupInterleave", $"must be a multiple of the burst of {BurstBytes} bytes and at most a row");
        }

        if (Mapping.ChannelInterleave.Bytes % BurstBytes != 0)
        {
            report("mapping.channelInterleave", $"is not a multiple of the burst of {BurstBytes} bytes");
        }
    }
}
