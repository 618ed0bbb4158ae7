using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Device memory as plain numbers: its channels, how addresses spread over them, and what stands in front of them.</summary>
public sealed record DramConfig
{
    /// <summary>One channel of the device.</summary>
    public required DramDevice Device { get; init; }

    /// <summary>Queues and scheduling of each channel.</summary>
    public required ChannelPolicy Policy { get; init; }

    /// <summary>Data buses: channels, each pseudo channel counted as one.</summary>
    public required int Channels { get; init; }

    /// <summary>Bytes of the whole memory.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>Consecutive bytes in one channel before the next channel.</summary>
    public required long ChannelInterleaveBytes { get; init; }

    /// <summary>
    /// Banks that consecutive bursts of a channel rotate through, each in a bank group of its own: 1 (a whole row of one bank first), a
    /// divisor of the bank groups (enough of them hide tCCD_L), or all banks.
    /// </summary>
    public required int InterleavedBanks { get; init; }

    /// <summary>Consecutive bursts in one of the <see cref="InterleavedBanks"/> before the next; divides the columns of a row.</summary>
    public int InterleavedBursts { get; init; } = 1;

    /// <summary>True when a bank is one contiguous region, so that streams reopen rows of the same bank.</summary>
    public bool BankAboveRow { get; init; }

    /// <summary>How channel and bank numbers are scrambled with higher address bits, so that strides do not collide.</summary>
    public DramHash Hash { get; init; }

    /// <summary>Time in the controller and PHY beside the DRAM's own, both ways together, fs.</summary>
    public long ControllerLatency { get; init; }

    /// <summary>Least bytes read or written at once.</summary>
    public int MinimumBurstBytes { get; init; } = 64;

    /// <summary>A write that covers only part of a minimum burst reads it first.</summary>
    public bool ReadModifyWrite { get; init; } = true;

    /// <summary>Command clock; one tick is its period.</summary>
    public Clock Clock => Device.Clock;

    /// <summary>Bytes of one column access.</summary>
    public int BurstBytes => Device.BurstBytes;

    /// <summary>Bank groups behind one data bus, of all its ranks.</summary>
    public int BankGroups => Device.Ranks * Device.BankGroups;

    /// <summary>Banks behind one data bus.</summary>
    public int Banks => BankGroups * Device.BanksPerGroup;

    /// <summary>Bytes per second of all data buses.</summary>
    public double PeakBytesPerSecond => (double)Channels * BurstBytes * Clock.Hertz / Device.BurstTicks;

    /// <summary>Throws when the numbers cannot describe a memory.</summary>
    /// <exception cref="ArgumentException">Names the value.</exception>
    public DramConfig Checked()
    {
        Need(Channels > 0 && Channels % Device.PseudoChannels == 0, "channels must be positive, and all pseudo channels of each");
        Need(ChannelInterleaveBytes > 0 && ChannelInterleaveBytes % BurstBytes == 0, "the channel interleave must be whole bursts");
        Need(MinimumBurstBytes % BurstBytes == 0 && ChannelInterleaveBytes % MinimumBurstBytes == 0,
            "the minimum burst must be whole bursts and divide the channel interleave");
        Need(InterleavedBanks == Banks || (InterleavedBanks > 0 && BankGroups % InterleavedBanks == 0),
            "interleaved banks must divide the bank groups, or be all banks");
        Need(InterleavedBursts > 0 && Device.Columns % InterleavedBursts == 0, "interleaved bursts must divide the columns of a row");
        Need(Device.RefreshInterval == 0 || Device.RefreshInterval > Device.Refresh, "tREFI must be longer than tRFC");
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
