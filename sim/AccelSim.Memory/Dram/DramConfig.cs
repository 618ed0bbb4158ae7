using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// What the DRAM model needs to know, as plain numbers. Timings are in ticks of the command clock under their JEDEC names; the meaning
/// of each is in JESD79-4 (DDR4), JESD209-5 (LPDDR5) and JESD235 (HBM).
/// </summary>
public sealed record DramConfig
{
    /// <summary>Command clock; one tick is its period.</summary>
    public required Clock Clock { get; init; }

    /// <summary>Independent channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Bytes of the whole memory.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>Bytes of one column access.</summary>
    public required int BurstBytes { get; init; }

    /// <summary>Ticks the data bus is busy with one column access.</summary>
    public required int BurstTicks { get; init; }

    public required int BankGroups { get; init; }

    public required int BanksPerGroup { get; init; }

    /// <summary>Bytes of one row of one bank.</summary>
    public required int RowBytes { get; init; }

    public required int ReadLatency { get; init; }

    public required int WriteLatency { get; init; }

    /// <summary>tRCD for reads.</summary>
    public required int ActivateToRead { get; init; }

    /// <summary>tRCD for writes.</summary>
    public required int ActivateToWrite { get; init; }

    /// <summary>tRP.</summary>
    public required int Precharge { get; init; }

    /// <summary>tRAS.</summary>
    public required int ActivateToPrecharge { get; init; }

    /// <summary>tRC.</summary>
    public required int ActivateToActivate { get; init; }

    /// <summary>tCCD_S: column to column of another bank group.</summary>
    public required int ColumnShort { get; init; }

    /// <summary>tCCD_L: column to column of the same bank group.</summary>
    public required int ColumnLong { get; init; }

    /// <summary>tRRD_S.</summary>
    public required int ActivateShort { get; init; }

    /// <summary>tRRD_L.</summary>
    public required int ActivateLong { get; init; }

    /// <summary>tFAW: at most four activates in this window.</summary>
    public required int FourActivates { get; init; }

    /// <summary>tWR, from the end of the data.</summary>
    public required int WriteRecovery { get; init; }

    /// <summary>tWTR_S, from the end of the data.</summary>
    public required int WriteToReadShort { get; init; }

    /// <summary>tWTR_L, from the end of the data.</summary>
    public required int WriteToReadLong { get; init; }

    /// <summary>tRTP.</summary>
    public required int ReadToPrecharge { get; init; }

    /// <summary>tRFC, all banks.</summary>
    public required int Refresh { get; init; }

    /// <summary>tREFI; 0 switches refresh off.</summary>
    public required int RefreshInterval { get; init; }

    /// <summary>Idle ticks of the data bus when it turns from reading to writing.</summary>
    public int ReadToWriteGap { get; init; } = 2;

    /// <summary>Ticks an activate holds the row command bus (2 where its address needs two edges: HBM).</summary>
    public int ActivateCommandTicks { get; init; } = 1;

    /// <summary>Consecutive bytes in one channel before the next channel.</summary>
    public required long ChannelInterleaveBytes { get; init; }

    /// <summary>
    /// Banks that consecutive bursts of a channel rotate through, each in a bank group of its own: 1 (a whole row of one bank first), a
    /// divisor of the bank groups (enough of them hide tCCD_L), or all banks.
    /// </summary>
    public required int InterleavedBanks { get; init; }

    /// <summary>True when a bank is one contiguous region, so that streams reopen rows of the same bank.</summary>
    public bool BankAboveRow { get; init; }

    /// <summary>Scrambles channel and bank numbers with higher address bits, so that strides do not collide.</summary>
    public bool Hash { get; init; }

    /// <summary>Precharge after each train instead of leaving the row open.</summary>
    public bool ClosedPage { get; init; }

    /// <summary>Bursts the controller looks ahead: rows are opened at most this many bursts early.</summary>
    public int ReadQueueBursts { get; init; } = 64;

    /// <summary>Posted writes that fit in a channel, in bursts.</summary>
    public int WriteQueueBursts { get; init; } = 64;

    /// <summary>Bursts in the write queue at which draining begins.</summary>
    public int WriteHighWatermark { get; init; } = 51;

    /// <summary>Bursts in the write queue at which draining ends.</summary>
    public int WriteLowWatermark { get; init; } = 12;

    /// <summary>Idle ticks after which queued writes are drained although no watermark was reached.</summary>
    public int IdleDrainTicks { get; init; } = 64;

    /// <summary>Time in the controller and PHY beside the DRAM's own, both ways together, fs.</summary>
    public long ControllerLatency { get; init; }

    /// <summary>Least bytes read or written at once.</summary>
    public int MinimumBurstBytes { get; init; } = 64;

    /// <summary>A write that covers only part of a minimum burst reads it first.</summary>
    public bool ReadModifyWrite { get; init; } = true;

    /// <summary>Banks of a channel.</summary>
    public int Banks => BankGroups * BanksPerGroup;

    /// <summary>Column accesses in a row.</summary>
    public int ColumnsPerRow => RowBytes / BurstBytes;

    /// <summary>Bytes per second of all data buses.</summary>
    public double PeakBytesPerSecond => (double)Channels * BurstBytes * Clock.Hertz / BurstTicks;

    /// <summary>Throws when the numbers cannot describe a memory.</summary>
    /// <exception cref="ArgumentException">Names the value.</exception>
    public DramConfig Checked()
    {
        Need(Channels > 0 && BankGroups > 0 && BanksPerGroup > 0, "channels and banks must be positive");
        Need(BurstBytes > 0 && RowBytes % BurstBytes == 0, "a row must be a whole number of bursts");
        Need(ChannelInterleaveBytes > 0 && ChannelInterleaveBytes % BurstBytes == 0, "the channel interleave must be whole bursts");
        Need(MinimumBurstBytes % BurstBytes == 0 && ChannelInterleaveBytes % MinimumBurstBytes == 0,
            "the minimum burst must be whole bursts and divide the channel interleave");
        Need(InterleavedBanks == Banks || (InterleavedBanks > 0 && BankGroups % InterleavedBanks == 0),
            "interleaved banks must divide the bank groups, or be all banks");
        Need(ColumnShort >= BurstTicks && ColumnLong >= ColumnShort, "tCCD_S must cover the burst and tCCD_L be at least tCCD_S");
        Need(RefreshInterval == 0 || RefreshInterval > Refresh, "tREFI must be longer than tRFC");
        Need(WriteLowWatermark >= 0 && WriteLowWatermark < WriteHighWatermark && WriteHighWatermark <= WriteQueueBursts,
            "watermarks must satisfy 0 <= low < high <= queue");
        return this;

        static void Need(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException($"DRAM: {message}");
            }
        }
    }
}
