using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Executes the rearrangements of elements inside NRAM; only the size of an element matters.</summary>
internal static class MluLayoutExecutor
{
    public static void Execute(in MluOperation operation, MluCoreMemory memory, MluScratch scratch)
    {
        switch (operation.Instruction.Type0.Bits())
        {
            case 8: Execute<byte>(operation, memory.Nram, scratch); break;
            case 16: Execute<ushort>(operation, memory.Nram, scratch); break;
            case 32: Execute<uint>(operation, memory.Nram, scratch); break;
            default: Execute<ulong>(operation, memory.Nram, scratch); break;
        }
    }

    private static void Execute<T>(in MluOperation operation, byte[] nram, MluScratch scratch)
        where T : unmanaged
    {
        var regions = MluFootprint.Of(operation);
        if (regions.Count < 2)
        {
            return;
        }

        var (to, from) = (regions[0].Pattern, regions[1].Pattern);
        var target = nram.AsSpan((int)to.Address, (int)to.SegmentBytes);
        var source = MemoryMarshal.Cast<byte, T>(scratch.Stable(nram.AsSpan((int)from.Address, (int)from.SegmentBytes), target, MluScratchUse.SourceA, sameStep: false));
        var destination = MemoryMarshal.Cast<byte, T>(target);
        var (h, w) = ((int)operation[2], (int)operation[3]);
        switch (operation.Opcode)
        {
            case MluOpcode.Transpose: Transpose(source, destination, h, w); break;
            case MluOpcode.Rotate90:
                for (var i = 0; i < h * w; i++)
                {
                    destination[i] = source[((h - 1 - (i % h)) * w) + (i / h)];
                }

                break;
            case MluOpcode.Rotate180:
                source.CopyTo(destination);
                destination.Reverse();
                break;
            case MluOpcode.Rotate270:
                for (var i = 0; i < h * w; i++)
                {
                    destination[i] = source[(i % h * w) + (w - 1 - (i / h))];
                }

                break;
            case MluOpcode.Mirror:
                source.CopyTo(destination);
                for (var row = 0; row < h; row++)
                {
                    destination.Slice(row * w, w).Reverse();
                }

                break;
            case MluOpcode.Pad: Pad(operation, source, destination); break;
            case MluOpcode.NhwcToNchw: Images(operation, source, destination, (int)(operation[3] * operation[4]), (int)operation[5]); break;
            case MluOpcode.NchwToNhwc: Images(operation, source, destination, (int)operation[5], (int)(operation[3] * operation[4])); break;
            default: ReshapeFilter(operation, source, destination); break;
        }
    }

    /// <summary>destination[w,h] = source[h,w], in blocks that stay in a first-level cache.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> source, Span<T> destination, int h, int w)
    {
        const int Block = 32;
        for (var top = 0; top < h; top += Block)
        {
            for (var left = 0; left < w; left += Block)
            {
                var (bottom, right) = (Math.Min(h, top + Block), Math.Min(w, left + Block));
                for (var x = left; x < right; x++)
                {
                    for (var y = top; y < bottom; y++)
                    {
                        destination[(x * h) + y] = source[(y * w) + x];
                    }
                }
            }
        }
    }

    /// <summary>Transposes each image as a matrix of <paramref name="rows"/> x <paramref name="columns"/>.</summary>
    private static void Images<T>(in MluOperation operation, ReadOnlySpan<T> source, Span<T> destination, int rows, int columns)
    {
        var size = rows * columns;
        for (var image = 0; image < operation[2]; image++)
        {
            Transpose(source.Slice(image * size, size), destination.Slice(image * size, size), rows, columns);
        }
    }

    private static void Pad<T>(in MluOperation operation, ReadOnlySpan<T> source, Span<T> destination)
    {
        var (h, row) = ((int)operation[3], (int)(operation[4] * operation[2]));
        var wide = (int)((operation[4] + operation[7] + operation[8]) * operation[2]);
        destination.Clear();
        for (var y = 0; y < h; y++)
        {
            source.Slice(y * row, row).CopyTo(destination[(int)(((y + operation[5]) * wide) + (operation[7] * operation[2]))..]);
        }
    }

    private static void ReshapeFilter<T>(in MluOperation operation, ReadOnlySpan<T> source, Span<T> destination)
    {
        var filters = (int)operation[2];
        var elements = (int)(operation[3] * operation[4] * operation[5]);
        destination.Clear();
        for (var filter = 0; filter < filters; filter++)
        {
            source.Slice(filter * elements, elements).CopyTo(destination[(int)(MluLanes.Slot(filter, filters) * elements)..]);
        }
    }
}
