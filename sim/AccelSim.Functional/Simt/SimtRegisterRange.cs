namespace AccelSim.Functional.Simt;

/// <summary>Neighbouring registers of a thread; none where <paramref name="Count"/> is 0.</summary>
/// <param name="First">Number of the first (n + 1 for <c>rn</c>).</param>
/// <param name="Count">How many.</param>
public readonly record struct SimtRegisterRange(byte First, byte Count);
