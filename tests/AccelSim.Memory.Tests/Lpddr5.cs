using AccelSim.Engine;

namespace AccelSim.Memory.Tests;

/// <summary>LPDDR5-6400 x16 as Ramulator 2.1 has it (LPDDR5_8Gb_x16, LPDDR5_6400), so that its curves can be held against ours.</summary>
internal static class Lpddr5
{
    public static DramConfig Config(int channels = 1, bool refresh = true, int interleavedBanks = 16) => new()
    {
        Clock = new Clock(800_000_000),
        Channels = channels,
        CapacityBytes = channels * (1L << 30),
        BurstBytes = 32,
        BurstTicks = 2,
        BankGroups = 4,
        BanksPerGroup = 4,
        RowBytes = 2048,
        ReadLatency = 17,
        WriteLatency = 9,
        ActivateToRead = 15,
        ActivateToWrite = 15,
        Precharge = 15,
        ActivateToPrecharge = 34,
        ActivateToActivate = 49,
        ColumnShort = 2,
        ColumnLong = 4,
        ActivateShort = 4,
        ActivateLong = 4,
        FourActivates = 16,
        WriteRecovery = 28,
        WriteToReadShort = 5,
        WriteToReadLong = 10,
        ReadToPrecharge = 8,
        Refresh = 168,
        RefreshInterval = refresh ? 3125 : 0,
        ChannelInterleaveBytes = 256,
        InterleavedBanks = interleavedBanks,
    };
}
