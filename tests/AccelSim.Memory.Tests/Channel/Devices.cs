using AccelSim.Engine;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>Devices with the timings of facts published for them (Ramulator 2.1 presets, DRAMsim3 HBM2), without refresh where asked.</summary>
internal static class Devices
{
    public static readonly string[] Names = ["hbm2-128", "hbm2-pc", "hbm3", "ddr4", "lpddr5"];

    public static DramDevice Get(string name, bool refresh = true)
    {
        var device = name switch
        {
            "hbm2-128" => Hbm2(1, 64) with { ReadShort = 1, ReadLong = 2, WriteShort = 1, WriteLong = 2, ActivateLong = 6, FourActivates = 30, WriteLatency = 4, ActivateToWrite = 14, ReadToWrite = 14, Refresh = 260 },
            "hbm2-pc" => Hbm2(2, 32) with { ActivateSlots = 2 },
            "hbm3" => Hbm3(),
            "lpddr5" => Lpddr5.Device(),
            _ => Ddr4(),
        };
        return refresh ? device : device with { RefreshInterval = 0 };
    }

    public static ChannelPolicy PerBank => new() { Scheduling = SchedulingPolicy.PerBankQueues, ReadQueue = 32, WriteQueue = 32 };

    public static ChannelPolicy ReadyFirst => new() { Scheduling = SchedulingPolicy.ReadyFirst, ReadQueue = 128, WriteQueue = 64 };

    public static ChannelPolicy Policy(SchedulingPolicy policy) => policy == SchedulingPolicy.PerBankQueues ? PerBank : ReadyFirst;

    /// <summary>Bank group and bank in the lowest bits.</summary>
    public static DramFieldMap FineMap(DramDevice device)
    {
        (string Name, long Size)[] fields =
        [
            ("pc", device.PseudoChannels), ("bg", device.BankGroups / device.StackIds), ("ba", device.BanksPerGroup), ("si", device.StackIds),
            ("co", device.Columns), ("ro", device.Rows),
        ];
        return new DramFieldMap(string.Join(',', fields.Where(f => f.Size > 1).Select(f => $"{f.Name}:{long.Log2(f.Size)}")), device, 1);
    }

    private static DramDevice Hbm2(int pseudoChannels, int burstBytes) => new()
    {
        Clock = new Clock(1_000_000_000),
        PseudoChannels = pseudoChannels,
        BankGroups = 4,
        BanksPerGroup = 4,
        Rows = 65536 / pseudoChannels,
        Columns = 32,
        BurstBytes = burstBytes,
        BurstTicks = 2,
        ReadLatency = 14,
        WriteLatency = 5,
        ActivateToRead = 14,
        ActivateToWrite = 12,
        Precharge = 14,
        PrechargeAll = 14,
        ActivateToPrecharge = 34,
        ActivateToActivate = 48,
        ReadShort = 2,
        ReadLong = 4,
        WriteShort = 2,
        WriteLong = 4,
        ActivateShort = 4,
        ActivateLong = 4,
        FourActivates = 15,
        WriteRecovery = 16,
        WriteToReadShort = 6,
        WriteToReadLong = 8,
        ReadToPrecharge = 5,
        ReadToWrite = 13,
        Refresh = 350,
        RefreshInterval = 3900,
        TwoCommandBuses = true,
    };

    private static DramDevice Hbm3() => new()
    {
        Clock = new Clock(3_200_000_000),
        PseudoChannels = 2,
        StackIds = 2,
        BankGroups = 8,
        BanksPerGroup = 4,
        Rows = 16384,
        Columns = 32,
        BurstBytes = 32,
        BurstTicks = 4,
        ReadLatency = 40,
        WriteLatency = 20,
        ActivateToRead = 62,
        ActivateToWrite = 30,
        Precharge = 52,
        PrechargeAll = 52,
        ActivateToPrecharge = 90,
        ActivateToActivate = 144,
        ReadShort = 4,
        ReadLong = 8,
        WriteShort = 4,
        WriteLong = 8,
        ActivateShort = 8,
        ActivateLong = 10,
        FourActivates = 48,
        WriteRecovery = 66,
        WriteToReadShort = 14,
        WriteToReadLong = 20,
        ReadToPrecharge = 18,
        ReadToWrite = 40,
        PrechargeToPrecharge = 4,
        OtherStack = 6,
        Refresh = 1120,
        RefreshInterval = 12480,
        TwoCommandBuses = true,
        ActivateSlots = 3,
        ColumnSlots = 2,
        RisingEdge = true,
    };

    private static DramDevice Ddr4() => new()
    {
        Clock = new Clock(1_600_000_000),
        BankGroups = 4,
        BanksPerGroup = 4,
        Rows = 65536,
        Columns = 128,
        BurstBytes = 64,
        BurstTicks = 4,
        ReadLatency = 22,
        WriteLatency = 16,
        ActivateToRead = 22,
        ActivateToWrite = 22,
        Precharge = 22,
        PrechargeAll = 22,
        ActivateToPrecharge = 52,
        ActivateToActivate = 74,
        ReadShort = 4,
        ReadLong = 8,
        WriteShort = 4,
        WriteLong = 8,
        ActivateShort = 4,
        ActivateLong = 8,
        FourActivates = 34,
        WriteRecovery = 24,
        WriteToReadShort = 4,
        WriteToReadLong = 12,
        ReadToPrecharge = 12,
        ReadToWrite = 12,
        Refresh = 576,
        RefreshInterval = 12480,
    };
}
