namespace AccelSim.Isa.Image;

/// <summary>A run of instructions that come from one place.</summary>
/// <param name="First">First instruction, counted from the start of the kernel.</param>
/// <param name="Count">Number of instructions.</param>
/// <param name="Line">Line of the assembly source, 1-based; 0 where there is none.</param>
/// <param name="Layer">Position in <see cref="ProgramImage.Layers"/>; -1 where there is none.</param>
/// <param name="Note">What the instructions do, for people.</param>
public readonly record struct ImageSourceRange(int First, int Count, int Line, int Layer, string Note);
