using System.Runtime.CompilerServices;

namespace AccelSim.Functional.Simt;

/// <summary>An address per lane.</summary>
[InlineArray(64)]
public struct SimtAddresses
{
    private long _first;
}
