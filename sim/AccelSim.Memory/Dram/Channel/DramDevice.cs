using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// One channel of a DRAM device: organisation and JEDEC timings, all in ticks of <see cref="Clock"/>. Times are nominal, from the end of
/// one command to the end of the next; how long each command holds its command bus is stated apart.
/// </summary>
/// <remarks>
/// Levels, from the outside in: pseudo channels (own data bus, shared command buses), ranks (own banks, shared data bus),
/// stack identities (HBM3), bank groups, banks. A device without a level has one of it.
/// </remarks>
public sealed record DramDevice
{
    /// <summary>Period of a tick: the command clock, or half of it where commands start on both edges.</summary>
    public required Clock Clock { get; init; }

    /// <summary>Halves of the channel with a data bus each.</summary>
    public int PseudoChannels { get; init; } = 1;

    /// <summary>Ranks that share a data bus.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Dies of a stack that share activation limits and refresh (HBM3: stack identities); each has an equal part of the groups.</summary>
    public int StackIds { get; init; } = 1;

    /// <summary>Bank groups of a rank, those of all stack identities together.</summary>
    public required int BankGroups { get; init; }

    public required int BanksPerGroup { get; init; }

    /// <summary>Rows of a bank.</summary>
    public required long Rows { get; init; }

    /// <summary>Column accesses (bursts) in a row.</summary>
    public required int Columns { get; init; }

    /// <summary>Bytes of a column access.</summary>
    public required int BurstBytes { get; init; }

    /// <summary>Ticks a burst holds its data bus.</summary>
    public required int BurstTicks { get; init; }

    /// <summary>CL, or RL: read to its first data.</summary>
    public required int ReadLatency { get; init; }

    /// <summary>CWL, or WL: write to its first data.</summary>
    public required int WriteLatency { get; init; }

    /// <summary>tRCD for reads.</summary>
    public required int ActivateToRead { get; init; }

    /// <summary>tRCD for writes.</summary>
    public required int ActivateToWrite { get; init; }

    /// <summary>tRP of one bank.</summary>
    public required int Precharge { get; init; }

    /// <summary>tRP of all banks of a rank.</summary>
    public required int PrechargeAll { get; init; }

    /// <summary>tRAS.</summary>
    public required int ActivateToPrecharge { get; init; }

    /// <summary>tRC.</summary>
    public required int ActivateToActivate { get; init; }

    /// <summary>tCCD_S of reads.</summary>
    public required int ReadShort { get; init; }

    /// <summary>tCCD_L of reads.</summary>
    public required int ReadLong { get; init; }

    /// <summary>tCCD_S of writes.</summary>
    public required int WriteShort { get; init; }

    /// <summary>tCCD_L of writes.</summary>
    public required int WriteLong { get; init; }

    /// <summary>tRRD_S.</summary>
    public required int ActivateShort { get; init; }

    /// <summary>tRRD_L.</summary>
    public required int ActivateLong { get; init; }

    /// <summary>tFAW.</summary>
    public required int FourActivates { get; init; }

    /// <summary>tWR.</summary>
    public required int WriteRecovery { get; init; }

    /// <summary>tWTR_S.</summary>
    public required int WriteToReadShort { get; init; }

    /// <summary>tWTR_L.</summary>
    public required int WriteToReadLong { get; init; }

    /// <summary>tRTP.</summary>
    public required int ReadToPrecharge { get; init; }

    /// <summary>tRTW: read command to write command of a rank, the turn of the bus included.</summary>
    public required int ReadToWrite { get; init; }

    /// <summary>tPPD: precharge to precharge of a rank.</summary>
    public int PrechargeToPrecharge { get; init; }

    /// <summary>Column command to column command of the same kind of another rank (burst and turn of the bus).</summary>
    public int OtherRank { get; init; }

    /// <summary>tCCD_R: read to read of another stack identity.</summary>
    public int OtherStack { get; init; }

    /// <summary>tRFC of all banks of a rank.</summary>
    public required int Refresh { get; init; }

    /// <summary>tREFI; 0 for a device that is never refreshed.</summary>
    public required int RefreshInterval { get; init; }

    /// <summary>tRFCpb: refresh of one bank.</summary>
    public int RefreshBank { get; init; }

    /// <summary>tREFIpb: interval between refreshes of single banks of a rank; 0 where the device has none.</summary>
    public int RefreshBankInterval { get; init; }

    /// <summary>tRREFD: refresh of one bank to the activate of another.</summary>
    public int RefreshBankToActivate { get; init; }

    /// <summary>True where row and column commands have a bus each (HBM), false where all share one.</summary>
    public bool TwoCommandBuses { get; init; }

    /// <summary>Ticks an activate holds its bus.</summary>
    public int ActivateSlots { get; init; } = 1;

    /// <summary>Ticks a precharge or refresh holds its bus.</summary>
    public int PrechargeSlots { get; init; } = 1;

    /// <summary>Ticks a column command holds its bus.</summary>
    public int ColumnSlots { get; init; } = 1;

    /// <summary>All commands but precharges start only on even ticks (HBM3: the rising edge of a clock of two ticks).</summary>
    public bool RisingEdge { get; init; }

    /// <summary>Banks of a rank.</summary>
    public int BanksPerRank => BankGroups * BanksPerGroup;

    /// <summary>Ranks of all pseudo channels.</summary>
    public int AllRanks => PseudoChannels * Ranks;

    /// <summary>Banks of the channel. Number: ((pseudo channel x ranks + rank) x bank groups + group) x banks per group + bank.</summary>
    public int Banks => AllRanks * BanksPerRank;

    /// <summary>Ticks from a read command to the end of its data.</summary>
    public int ReadTicks => ReadLatency + BurstTicks;

    /// <summary>Ticks from a write command to the end of its data.</summary>
    public int WriteTicks => WriteLatency + BurstTicks;
}
