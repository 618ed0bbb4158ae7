namespace AccelSim.Memory;

/// <summary>Commands a channel issues.</summary>
public enum DramCommand : byte
{
    Activate,
    Precharge,
    PrechargeAll,
    Read,
    Write,
    Refresh,
}
