using System.Runtime.CompilerServices;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What the units of an SM did, by what it costs: multiply-adds per type, operations per unit, bytes per memory. Nothing but 64-bit counts.</summary>
public struct SmActivity
{
    private const int MacCount = (int)MmaInput.F8 + 1;
    private const int UnitCount = (int)SimtUnit.Shuffle + 1;
    private const int MemoryCount = (int)SmMemory.L1 + 1;
    private const int LaneBase = MacCount;
    private const int ReadBase = LaneBase + UnitCount;
    private const int WriteBase = ReadBase + MemoryCount;
    private const int Count = WriteBase + MemoryCount;

    private Cells _cells;

    /// <summary>Multiply-adds of the tensor cores.</summary>
    public readonly long Macs(MmaInput input) => _cells[(int)input];

    /// <summary>Operations of the lanes of a unit.</summary>
    public readonly long Operations(SimtUnit unit) => _cells[LaneBase + (int)unit];

    /// <summary>Bytes read from a memory.</summary>
    public readonly long BytesRead(SmMemory memory) => _cells[ReadBase + (int)memory];

    /// <summary>Bytes written to a memory.</summary>
    public readonly long BytesWritten(SmMemory memory) => _cells[WriteBase + (int)memory];

    /// <summary>Adds another count.</summary>
    public void Add(in SmActivity other)
    {
        for (var i = 0; i < Count; i++)
        {
            _cells[i] += other._cells[i];
        }
    }

    /// <summary>Where multiply-adds of a type are counted.</summary>
    internal static byte PlaceOf(MmaInput input) => (byte)input;

    /// <summary>Where operations of a unit are counted.</summary>
    internal static byte PlaceOf(SimtUnit unit) => (byte)(LaneBase + (int)unit);

    /// <summary>Counts multiply-adds or operations.</summary>
    internal void Add(byte place, long count) => _cells[place] += count;

    internal void Read(SmMemory memory, long bytes) => _cells[ReadBase + (int)memory] += bytes;

    internal void Write(SmMemory memory, long bytes) => _cells[WriteBase + (int)memory] += bytes;

    [InlineArray(Count)]
    private struct Cells
    {
        private long _first;
    }
}
