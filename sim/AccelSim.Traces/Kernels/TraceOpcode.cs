using AccelSim.Isa.Simt;

namespace AccelSim.Traces.Kernels;

/// <summary>An opcode of the traced machine code with its modifiers, and the class it is timed as.</summary>
/// <param name="Name">Name as in the trace, <c>LDG.E.128.SYS</c>.</param>
/// <param name="IsKnown">False where it is not in the table: the reading goes on, and ends with an error.</param>
/// <param name="Unit">Pipe it is issued to.</param>
/// <param name="Timing">Row of the timing table.</param>
/// <param name="IsGeneric">True where the address decides which memory is meant (<see cref="TraceHeader.SpaceOf"/>).</param>
/// <param name="Width">Bytes that a lane moves by the modifiers; 0 where they do not say.</param>
public sealed record TraceOpcode(string Name, bool IsKnown, SimtUnit Unit, SimtTiming Timing, bool IsGeneric, int Width);
