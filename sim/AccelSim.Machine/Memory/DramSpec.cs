using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Device memory: channels of one device, their address mapping and controller.</summary>
public sealed record DramSpec : ICheckedRecord
{
    /// <summary>What each channel is made of.</summary>
    public required DramDeviceSpec Device { get; init; }

    /// <summary>Total capacity of the device.</summary>
    public required ByteSize Capacity { get; init; }

    /// <summary>Data buses: channels or, where the device has them, pseudo channels.</summary>
    [Bounds(1, 1024)]
    public required int Channels { get; init; }

    /// <summary>Least amount the chip reads or writes at once; a shorter write reads it first where <see cref="ReadModifyWrite"/>.</summary>
    public required ByteSize MinimumBurst { get; init; }

    /// <summary>True where a write shorter than <see cref="MinimumBurst"/> costs a read of it as well.</summary>
    public required bool ReadModifyWrite { get; init; }

    public required DramMapping Mapping { get; init; }

    public required DramController Controller { get; init; }

    /// <summary>Banks behind one data bus.</summary>
    public int Banks => Device.Banks;

    /// <summary>Bytes of one column access of one channel.</summary>
    public long BurstBytes => Device.BurstBytes;

    /// <summary>Rows of a bank that the capacity needs, which may be fewer than it has.</summary>
    public long RowsPerBank => Capacity.Bytes / Channels / Banks / Device.Row.Bytes;

    /// <summary>Peak of one channel.</summary>
    public Bandwidth ChannelBandwidth => Device.BusBandwidth;

    /// <summary>Peak of all channels.</summary>
    public Bandwidth PeakBandwidth => new(ChannelBandwidth.BytesPerSecond * Channels);

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        var rowOfAll = (Int128)Device.Row.Bytes * Banks * Channels;
        if (Channels % Device.PseudoChannels != 0)
        {
            report("channels", FormattableString.Invariant($"count pseudo channels, of which each channel of the device has {Device.PseudoChannels}"));
        }

        if (MinimumBurst.Bytes % BurstBytes != 0)
        {
            report("minimumBurst", $"is not a multiple of the burst of {BurstBytes} bytes");
        }

        if (Capacity.Bytes % rowOfAll != 0)
        {
            report("capacity", FormattableString.Invariant(
                $"is not a whole number of rows in each of {Channels} x {Banks} banks (a multiple of {rowOfAll} bytes)"));
        }

        if (Device.BusCapacity is { } each && Capacity.Bytes > each * Channels)
        {
            report("capacity", FormattableString.Invariant(
                $"exceeds the device: {Channels} channels of {Banks} banks of {Device.Rows} rows hold {each * Channels} bytes; more channels, more device.rows, or device.rows left out"));
        }

        if (Mapping.BankGroupInterleave.Bytes <= 0 || Mapping.BankGroupInterleave.Bytes % BurstBytes != 0 || Device.Row.Bytes % Mapping.BankGroupInterleave.Bytes != 0)
        {
            report("mapping.bankGroupInterleave", $"must be a multiple of the burst of {BurstBytes} bytes and divide a row");
        }

        if (Controller.Refresh == DramRefresh.SingleBanks && (Device.Timings.TRefiBank is null || Device.Timings.TRfcBank is null || Device.Timings.TRrefd is null))
        {
            report("controller.refresh", "singleBanks needs tREFIpb, tRFCpb and tRREFD under device.timings");
        }

        if (Mapping.ChannelInterleave.Bytes % BurstBytes != 0)
        {
            report("mapping.channelInterleave", $"is not a multiple of the burst of {BurstBytes} bytes");
        }
        else if (Mapping.ChannelInterleave.Bytes % MinimumBurst.Bytes != 0)
        {
            report("minimumBurst", $"does not divide mapping.channelInterleave of {Mapping.ChannelInterleave}: a least request would be in two channels");
        }
    }
}
