using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>How weights lie in WRAM.</summary>
internal enum MluWeightOrder
{
    /// <summary>Filter by filter in lane order, as <c>conv</c> and <c>mlp</c> read them.</summary>
    Lanes,

    /// <summary>Rows of the right operand of <c>matmul</c>.</summary>
    Rows,
}

/// <summary>What decides the packed form of a range of weights, apart from its bytes.</summary>
internal readonly record struct MluWeightKey(MluWeightOrder Order, int Reduction, int Columns, MluDataType Type, bool Wide);

/// <summary>
/// Weights widened and rearranged into panels. Neighbouring operations, and the other cores of a cluster, mostly use the same weights; an entry is
/// found again by comparing the bytes themselves, so nothing needs to be invalidated when WRAM is written.
/// </summary>
internal sealed class MluWeightPanels(MluScratch scratch)
{
    private const long Budget = 192L << 20;
    private readonly List<Entry> _entries = [];
    private long _held;

    /// <summary>The panels of the weights in <paramref name="raw"/>; valid until the next call.</summary>
    public ReadOnlySpan<T> Get<T>(MluWeightKey key, ReadOnlySpan<byte> raw)
        where T : unmanaged
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            var candidate = _entries[i];
            if (candidate.Key == key && raw.SequenceEqual(candidate.Raw.AsSpan(0, candidate.RawBytes)))
            {
                _entries.RemoveAt(i);
                _entries.Add(candidate);
                return MemoryMarshal.Cast<byte, T>(candidate.Packed);
            }
        }

        var width = MluGemmKernel.Columns<T>();
        var packedBytes = checked((int)((long)(key.Columns + width - 1) / width * width * key.Reduction * (key.Wide ? sizeof(double) : sizeof(float))));
        var entry = Take(key, raw, packedBytes);
        Pack<T>(key, raw, MemoryMarshal.Cast<byte, T>(entry.Packed.AsSpan()), width);
        _entries.Add(entry);
        return MemoryMarshal.Cast<byte, T>(entry.Packed);
    }

    private Entry Take(MluWeightKey key, ReadOnlySpan<byte> raw, int packedBytes)
    {
        Entry? reused = null;
        while (_entries.Count > 0 && _held + raw.Length + packedBytes > Budget)
        {
            reused = _entries[0];
            _entries.RemoveAt(0);
            _held -= reused.Raw.Length + reused.Packed.Length;
        }

        var rawCopy = reused is not null && reused.Raw.Length == raw.Length ? reused.Raw : GC.AllocateUninitializedArray<byte>(raw.Length);
        var packed = reused is not null && reused.Packed.Length == packedBytes ? reused.Packed : GC.AllocateUninitializedArray<byte>(packedBytes);
        raw.CopyTo(rawCopy);
        _held += rawCopy.Length + packed.Length;
        return new Entry(key, rawCopy, raw.Length, packed);
    }

    private void Pack<T>(MluWeightKey key, ReadOnlySpan<byte> raw, Span<T> packed, int width)
        where T : unmanaged
    {
        var (reduction, columns) = (key.Reduction, key.Columns);
        var elements = key.Order == MluWeightOrder.Lanes ? MluFootprint.LaneKernelElements(columns, reduction) : (long)reduction * columns;
        var wide = scratch.Large<float>(MluScratchUse.SourceB, elements);
        MluElements.ToSingle(raw, key.Type, wide);
        for (var first = 0; first < columns; first += width)
        {
            var panel = packed.Slice(first / width * width * reduction, width * reduction);
            var used = Math.Min(width, columns - first);
            if (used < width)
            {
                panel.Clear();
            }

            for (var column = 0; column < used; column++)
            {
                var (start, step) = key.Order == MluWeightOrder.Lanes
                    ? ((int)MluLanes.Slot(first + column, columns) * reduction, 1)
                    : (first + column, columns);
                Column(wide[start..], step, panel[column..], width, reduction);
            }
        }
    }

    private static void Column<T>(ReadOnlySpan<float> source, int step, Span<T> panel, int width, int count)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            var target = MemoryMarshal.Cast<T, float>(panel);
            for (int k = 0, from = 0, to = 0; k < count; k++, from += step, to += width)
            {
                target[to] = source[from];
            }
        }
        else
        {
            var target = MemoryMarshal.Cast<T, double>(panel);
            for (int k = 0, from = 0, to = 0; k < count; k++, from += step, to += width)
            {
                target[to] = source[from];
            }
        }
    }

    private sealed record Entry(MluWeightKey Key, byte[] Raw, int RawBytes, byte[] Packed);
}
