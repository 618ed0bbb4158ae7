using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>
/// In front of each slice of the L2: a read joins one of the same sectors that is not answered yet, of whatever SM; the slice reads once, and the answer goes
/// to all of them (the L2 request coalescer, LRC, of Nsight Compute).
/// </summary>
public sealed record L2CoalescerSpec
{
    /// <summary>Reads of a slice that later ones are compared with: the last that came and joined no other.</summary>
    [Bounds(1, 1024)]
    public required int Requests { get; init; }
}
