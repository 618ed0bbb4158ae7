using AccelSim.Engine;

namespace AccelSim.Memory.Tests;

/// <summary>LPDDR5-6400 x16 with the timings of Ramulator 2.1 (LPDDR5_8Gb_x16, LPDDR5_6400).</summary>
internal static class Lpddr5
{
    public static DramDevice Device(bool refresh = true) => new()
    {
        Clock = new Clock(800_000_000),
        BankGroups = 4,
        BanksPerGroup = 4,
        Rows = 32768,
        Columns = 64,
        BurstBytes = 32,
        BurstTicks = 2,
        ReadLatency = 17,
        WriteLatency = 9,
        ActivateToRead = 15,
        ActivateToWrite = 15,
        Precharge = 15,
        PrechargeAll = 17,
        ActivateToPrecharge = 34,
        ActivateToActivate = 49,
        ReadShort = 2,
        ReadLong = 4,
        WriteShort = 2,
        WriteLong = 4,
        ActivateShort = 4,
        ActivateLong = 4,
        FourActivates = 16,
        WriteRecovery = 28,
        WriteToReadShort = 5,
        WriteToReadLong = 10,
        ReadToPrecharge = 8,
        ReadToWrite = 12,
        Refresh = 168,
        RefreshInterval = refresh ? 3125 : 0,
    };

    public static DramConfig Config(int channels = 1, bool refresh = true, int interleavedBanks = 16) => new()
    {
        Device = Device(refresh),
        Policy = new ChannelPolicy { Scheduling = SchedulingPolicy.ReadyFirst, ReadQueue = 64, WriteQueue = 64 },
        Channels = channels,
        CapacityBytes = channels * (1L << 30),
        ChannelInterleaveBytes = 256,
        InterleavedBanks = interleavedBanks,
    };
}
