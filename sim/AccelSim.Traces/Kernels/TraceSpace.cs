namespace AccelSim.Traces.Kernels;

/// <summary>The memory that a generic address lies in.</summary>
public enum TraceSpace : byte
{
    Global,
    Shared,
    Local,
}
