namespace AccelSim.Chips.Simt;

/// <summary>One instruction that a warp executed: 16 bytes.</summary>
/// <param name="Code">Index into <see cref="ISimtTrace.Code"/>.</param>
/// <param name="Mask">Bit n set: lane n takes part.</param>
/// <param name="Address">Where its addresses begin in the block's; -1 where there are none: all lanes then have address 0.</param>
/// <param name="IsStride">True where there are two numbers, the address of the first active lane and the distance from lane to lane.</param>
public readonly record struct SimtTracedStep(int Code, uint Mask, int Address, bool IsStride);
