namespace AccelSim.Machine.Simt;

/// <summary>What a memory fence costs a warp by its scope, beside waiting for its own stores.</summary>
public sealed record FenceSpec
{
    public required Cycles Cta { get; init; }

    public required Cycles Gpu { get; init; }

    /// <summary>Host and other chips see what came before.</summary>
    public required Cycles System { get; init; }
}
