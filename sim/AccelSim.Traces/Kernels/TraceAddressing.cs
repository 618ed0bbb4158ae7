namespace AccelSim.Traces.Kernels;

/// <summary>How the addresses of an instruction were written; the numbers are those of the format.</summary>
public enum TraceAddressing : byte
{
    /// <summary>One address for every active lane.</summary>
    List = 0,

    /// <summary>Address of the first active lane, and the distance from lane to lane.</summary>
    Stride = 1,

    /// <summary>Address of the first active lane, and the distance of each from the one before.</summary>
    Deltas = 2,

    /// <summary>No memory is accessed.</summary>
    None = 255,
}
