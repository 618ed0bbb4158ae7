using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>The chip a program was compiled for and what of it the program needs.</summary>
public sealed record ImageTarget
{
    /// <summary>Chip family, <c>mlu</c>: decides how kernels are decoded.</summary>
    public required string Family { get; init; }

    /// <summary>Chip the schedule was chosen for; another of the same architecture runs it if it has the resources.</summary>
    public required string Chip { get; init; }

    /// <summary>Architecture level, <c>mtp_372</c>.</summary>
    public required string Isa { get; init; }

    /// <summary>Features of the architecture that the code uses.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Least resources the code runs in.</summary>
    public required ImageResources Needs { get; init; }
}
