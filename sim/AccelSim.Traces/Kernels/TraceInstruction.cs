namespace AccelSim.Traces.Kernels;

/// <summary>One execution of an instruction by a warp: 16 bytes.</summary>
/// <param name="Code">Index into <see cref="TraceCode"/>.</param>
/// <param name="Mask">Bit n set: lane n takes part.</param>
/// <param name="Addressing">How its addresses are kept.</param>
/// <param name="Address">Where they are in the block's store.</param>
public readonly record struct TraceInstruction(int Code, uint Mask, TraceAddressing Addressing, int Address);
