using System.Runtime.CompilerServices;

namespace AccelSim.Traces.Kernels;

/// <summary>The registers of an instruction, those written before those read; 255 is RZ.</summary>
[InlineArray(Slots)]
public struct TraceRegisters
{
    /// <summary>Most registers of one instruction: the tracer writes one destination and up to five sources.</summary>
    public const int Slots = 8;

    private byte _first;
}
