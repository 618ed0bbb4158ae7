namespace AccelSim.Memory;

/// <summary>What a channel did, in bursts and commands.</summary>
public sealed class ChannelCounters
{
    /// <summary>Bursts asked to be read.</summary>
    public long Reads { get; internal set; }

    /// <summary>Bursts asked to be written.</summary>
    public long Writes { get; internal set; }

    /// <summary>Bursts of reads answered from a write that waited.</summary>
    public long Forwarded { get; internal set; }

    /// <summary>Bursts of writes that replaced one that waited.</summary>
    public long Merged { get; internal set; }

    public long Activates { get; internal set; }

    public long Precharges { get; internal set; }

    /// <summary>Refreshes of a rank or a bank.</summary>
    public long Refreshes { get; internal set; }

    /// <summary>Column commands that were not the first of their row.</summary>
    public long RowHits { get; internal set; }

    /// <summary>Tick of the last column command.</summary>
    public long LastColumn { get; internal set; }
}
