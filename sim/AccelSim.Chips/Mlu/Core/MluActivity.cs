using System.Runtime.CompilerServices;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;

namespace AccelSim.Chips.Mlu;

/// <summary>What the units of a core did, by what it costs: multiply-adds and vector elements per format, bytes per memory. A plain value without references.</summary>
public struct MluActivity
{
    private const int MacCount = (int)MacFormat.Fp32xFp16 + 1;
    private const int VectorCount = (int)VectorFormat.Fp32 + 1;
    private const int SpaceCount = (int)MluSpace.Sram + 1;
    private const int VectorBase = MacCount;
    private const int ReadBase = VectorBase + VectorCount;
    private const int WriteBase = ReadBase + SpaceCount;
    private const int Count = WriteBase + SpaceCount;

    private Cells _cells;

    /// <summary>Multiply-adds of a format.</summary>
    public readonly long Macs(MacFormat format) => _cells[(int)format];

    /// <summary>Elements that went once through a vector lane.</summary>
    public readonly long Elements(VectorFormat format) => _cells[VectorBase + (int)format];

    /// <summary>Bytes read from a memory.</summary>
    public readonly long BytesRead(MluSpace space) => _cells[ReadBase + (int)space];

    /// <summary>Bytes written to a memory.</summary>
    public readonly long BytesWritten(MluSpace space) => _cells[WriteBase + (int)space];

    /// <summary>Counts multiply-adds.</summary>
    public void AddMacs(MacFormat format, long macs) => _cells[(int)format] += macs;

    /// <summary>Counts vector elements.</summary>
    public void AddElements(VectorFormat format, long elements) => _cells[VectorBase + (int)format] += elements;

    /// <summary>Counts bytes of a memory.</summary>
    public void AddBytes(MluSpace space, bool write, long bytes) => _cells[(write ? WriteBase : ReadBase) + (int)space] += bytes;

    /// <summary>Adds another core's counts.</summary>
    public void Add(in MluActivity other)
    {
        for (var i = 0; i < Count; i++)
        {
            _cells[i] += other._cells[i];
        }
    }

    [InlineArray(Count)]
    private struct Cells
    {
        private long _first;
    }
}
