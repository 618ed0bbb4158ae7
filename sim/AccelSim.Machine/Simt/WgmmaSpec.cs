using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>
/// Asynchronous products of a group of four warps, m64nNkK with K such that a row of factors has 32 bytes. One occupies all tensor cores of the SM for
/// its multiply-adds at their full rate (N / 2 cycles on Hopper); its result is there <see cref="Tail"/> later.
/// </summary>
public sealed record WgmmaSpec
{
    /// <summary>Rows of every tile.</summary>
    public const int Rows = 64;

    /// <summary>Bytes of a row of factors, which with their type gives the depth.</summary>
    public const int DepthBytes = 32;

    /// <summary>Types of the factors.</summary>
    public required ImmutableArray<MmaInput> Inputs { get; init; }

    /// <summary>Cycles of the issuing warps for one instruction.</summary>
    public required Cycles Issue { get; init; }

    /// <summary>Last multiply-add to the end of a wait for the group.</summary>
    public required Cycles Tail { get; init; }

    /// <summary>Most columns of a tile.</summary>
    [Bounds(8, 1024)]
    public required int MaximumN { get; init; }

    /// <summary>Columns come in steps of this.</summary>
    [Bounds(1, 64)]
    public required int StepN { get; init; }
}
