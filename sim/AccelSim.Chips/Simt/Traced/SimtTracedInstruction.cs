using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What all executions of one instruction of a traced kernel share.</summary>
/// <param name="Info">Unit, timing class, registers, bytes of a lane where it accesses memory.</param>
/// <param name="Text">For messages.</param>
public sealed record SimtTracedInstruction(SimtStaticInfo Info, string Text)
{
    /// <summary>Of a product.</summary>
    public SimtProduct? Product { get; init; }

    /// <summary>Of a fence.</summary>
    public SimtScope Scope { get; init; }

    /// <summary>Of a load of global memory that goes past the L1 cache.</summary>
    public bool PassesL1 { get; init; }

    /// <summary>Of a copy: bytes that the L2 fetches around a sector it lacks; 0 for the sector alone.</summary>
    public byte Fetch { get; init; }

    /// <summary>Of the class <see cref="SimtTiming.AsyncGroup"/>: groups of copies that may be on their way; null where it ends the open group.</summary>
    public int? Groups { get; init; }
}
