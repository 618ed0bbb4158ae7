using AccelSim.Isa.Simt;

namespace AccelSim.Traces.Sass;

/// <summary>Opcodes of the machine code that are timed alike.</summary>
/// <param name="Unit">Pipe.</param>
/// <param name="Timing">Row of the timing table.</param>
/// <param name="Names">Names with a space between; a name with modifiers, <c>IMAD.WIDE</c>, goes before the bare name.</param>
internal sealed record SassRow(SimtUnit Unit, SimtTiming Timing, string Names)
{
    /// <summary>True where the address decides which memory is meant.</summary>
    public bool IsGeneric { get; init; }

    /// <summary>Bytes of a lane where the modifiers would mislead.</summary>
    public int Width { get; init; }
}
