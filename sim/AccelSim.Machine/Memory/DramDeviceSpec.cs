using System.Numerics;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>One channel of a DRAM device: organisation, timings and energy, whatever chip it is used with. JEDEC names and meanings.</summary>
/// <remarks>
/// Levels, from the outside in: pseudo channels (a data bus each, command buses shared), ranks (own banks, data bus shared), stack
/// identities (HBM3), bank groups, banks.
/// </remarks>
public sealed record DramDeviceSpec : ICheckedRecord
{
    private const long LargestRow = 1 << 20;

    /// <summary>Standard and speed, for people: <c>LPDDR5-6400</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Wires of one data bus: of a channel, or of a pseudo channel where the device has them.</summary>
    public required BitWidth ChannelWidth { get; init; }

    /// <summary>Transfers per second on each data wire.</summary>
    public required TransferRate DataRate { get; init; }

    /// <summary>Transfers of one column access.</summary>
    [Bounds(1, 64)]
    public required int BurstLength { get; init; }

    /// <summary>Halves of the channel with a data bus and banks each.</summary>
    [Bounds(1, 16)]
    public int PseudoChannels { get; init; } = 1;

    /// <summary>Dies of a stack that share activation limits and refresh; each has an equal part of the bank groups.</summary>
    [Bounds(1, 16)]
    public int StackIds { get; init; } = 1;

    /// <summary>Ranks behind one data bus.</summary>
    [Bounds(1, 16)]
    public int Ranks { get; init; } = 1;

    /// <summary>Bank groups of a rank, those of all stack identities together.</summary>
    [Bounds(1, 64)]
    public required int BankGroups { get; init; }

    [Bounds(1, 64)]
    public required int BanksPerGroup { get; init; }

    /// <summary>Rows of a bank; as many as the capacity of the memory asks for where not given.</summary>
    public long? Rows { get; init; }

    /// <summary>Bytes of one open row of one bank.</summary>
    [Bounds(1, LargestRow)]
    public required ByteSize Row { get; init; }

    public DramCommandBuses CommandBuses { get; init; }

    public DramCommandEdges CommandEdges { get; init; }

    public DramCommandSlots CommandSlots { get; init; } = new();

    /// <summary>
    /// True where an activate is two commands (LPDDR: ACT-1, ACT-2): tRP ends and tRAS begins at the first of them, all else counts from the last.
    /// </summary>
    public bool SplitActivate { get; init; }

    public required DramTimings Timings { get; init; }

    /// <summary>Absent where nothing is known.</summary>
    [Untimed]
    public DramDeviceEnergy? Energy { get; init; }

    /// <summary>Banks behind one data bus, of all ranks.</summary>
    public int Banks => Ranks * BankGroups * BanksPerGroup;

    /// <summary>Bytes of one column access.</summary>
    public long BurstBytes => ChannelWidth.Bits * BurstLength / 8;

    /// <summary>Peak of one data bus.</summary>
    public Bandwidth BusBandwidth => new(ChannelWidth.Bits * DataRate.TransfersPerSecond / 8);

    /// <summary>Bytes behind one data bus; absent where <see cref="Rows"/> is.</summary>
    public Int128? BusCapacity => Rows * (Int128)Row.Bytes * Banks;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        Timings.Check((key, message) => report("timings." + key, message));
        foreach (var (key, count) in ((string, int)[])[("pseudoChannels", PseudoChannels), ("stackIds", StackIds), ("ranks", Ranks), ("bankGroups", BankGroups), ("banksPerGroup", BanksPerGroup)])
        {
            if (!BitOperations.IsPow2(count))
            {
                report(key, "must be a power of two: bits of an address choose among them");
            }
        }

        if (BankGroups % StackIds != 0)
        {
            report("bankGroups", FormattableString.Invariant($"are of all stack identities together, so a multiple of {StackIds}"));
        }

        if (ChannelWidth.Bits * BurstLength % 8 != 0)
        {
            report("burstLength", "times channelWidth is not a whole number of bytes");
        }
        else if (Row.Bytes % BurstBytes != 0)
        {
            report("row", $"is not a multiple of the burst of {BurstBytes} bytes");
        }
        else if (!BitOperations.IsPow2(Row.Bytes / BurstBytes))
        {
            report("row", $"must be a power of two times the burst of {BurstBytes} bytes: bits of an address choose the column");
        }

        // Data of one column access must fit between two accesses of different bank groups: DRAM standards fix tCCD_S = burst.
        CoversBurst("timings.tCCD_S", Timings.TCcdS);
        CoversBurst("timings.tCCD_S_WR", Timings.TCcdSWrite);
        CoversBurst("timings.tCCD_R", Timings.TCcdR);

        void CoversBurst(string key, Cycles? gap)
        {
            if (gap?.Count * (Int128)DataRate.TransfersPerSecond < (Int128)BurstLength * Timings.Clock.Hertz)
            {
                report(key, "is shorter than one burst at this data rate");
            }
        }
    }
}
