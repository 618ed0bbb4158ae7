using System.Runtime.InteropServices;

namespace AccelSim.Chips.Simt;

/// <summary>Records of counters as their cells: <see cref="SmCounters"/>, <see cref="SmActivity"/> and their like are nothing but 64-bit counts.</summary>
internal static class CountCells
{
    /// <summary>The counts of a record, to be read and written.</summary>
    public static Span<long> Of<T>(ref T counts)
        where T : unmanaged => MemoryMarshal.Cast<T, long>(MemoryMarshal.CreateSpan(ref counts, 1));
}
