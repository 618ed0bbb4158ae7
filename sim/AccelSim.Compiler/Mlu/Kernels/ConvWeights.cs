using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Schedules;

using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Where element (co, ci, kh, kw) of a filter bank lies in its source array.</summary>
/// <param name="Co">Stride of output channels.</param>
/// <param name="Ci">Stride of input channels.</param>
/// <param name="Kh">Stride of window rows.</param>
/// <param name="Kw">Stride of window columns.</param>
public readonly record struct FilterStrides(long Co, long Ci, long Kh, long Kw);

/// <summary>
/// Packs filters the way <see cref="ConvKernel"/> loads them: one block per (output-channel tile, slice), inside it lane by lane as the
/// <c>conv</c> instruction reads WRAM: channel c at ((c mod 64) * ceil(co/64) + c / 64) filters.
/// </summary>
internal static class ConvWeights
{
    /// <summary>Bytes of the packed bank.</summary>
    public static long Bytes(ConvTiling tiling) => tiling.CoTiles * tiling.Slices * tiling.WeightBytes;

    /// <summary>Packs a bank.</summary>
    public static byte[] Pack(ConvTiling tiling, ElementType type, float[] source, FilterStrides strides)
    {
        var p = tiling.Problem;
        var packed = new byte[Bytes(tiling)];
        for (var tile = 0L; tile < tiling.CoTiles; tile++)
        {
            var firstCo = tile * tiling.Schedule.Co;
            var co = Math.Min(tiling.Schedule.Co, p.Co - firstCo);
            for (var slice = 0L; slice < tiling.Slices; slice++)
            {
                var firstKh = slice % tiling.KhSlices * tiling.SliceKh;
                var firstCi = slice / tiling.KhSlices * tiling.SliceCi;
                var kh = Math.Min(tiling.SliceKh, p.Kh - firstKh);
                var ci = Math.Min(tiling.SliceCi, p.Ci - firstCi);
                var block = packed.AsSpan((int)(((tile * tiling.Slices) + slice) * tiling.WeightBytes), (int)tiling.WeightBytes);
                var filter = kh * p.Kw * ci;
                var perLane = TileMath.CeilDiv(co, 64);
                for (var c = 0L; c < co; c++)
                {
                    var at = (((c % 64) * perLane) + (c / 64)) * filter;
                    var channel = (firstCo + c) * strides.Co;
                    for (var y = 0L; y < kh; y++)
                    {
                        for (var x = 0L; x < p.Kw; x++)
                        {
                            var from = channel + ((firstKh + y) * strides.Kh) + (x * strides.Kw) + (firstCi * strides.Ci);
                            for (var i = 0L; i < ci; i++)
                            {
                                DeviceFloats.Write(block, at++, type, source[from + (i * strides.Ci)]);
                            }
                        }
                    }
                }
            }
        }

        return packed;
    }
}
