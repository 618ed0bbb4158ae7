namespace AccelSim.Memory;

/// <summary>Commands a channel issues.</summary>
public enum DramCommand : byte
{
    Activate,
    Precharge,
    PrechargeAll,
    Read,
    Write,

    /// <summary>A read that closes its row behind it.</summary>
    ReadPrecharge,

    /// <summary>A write that closes its row behind it.</summary>
    WritePrecharge,

    Refresh,

    /// <summary>A refresh of a single bank.</summary>
    RefreshBank,
}
