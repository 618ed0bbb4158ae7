namespace AccelSim.Compiler.Simt.Emit;

/// <summary>A place in a kernel being written.</summary>
/// <param name="Number">Number.</param>
internal readonly record struct KernelLabel(int Number);
