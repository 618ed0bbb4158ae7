using System.Buffers.Binary;
using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// The latency ladder of gpu-benches/gpu-latency: one thread follows a random ring of pointers that lie 64 bytes apart. Once round to fill the caches
/// (a part of it where the ring is far beyond the L2), then a bounded number of steps between two readings of the clock.
/// </summary>
internal static class PointerRing
{
    /// <summary>Bytes from node to node.</summary>
    internal const int Stride = 64;

    private const int Unrolled = 8;
    private const int LeastSteps = 2048;
    private const int MostSteps = 12288;

    /// <summary>A ring this many times the L2 misses at every step of it, however long it was followed before.</summary>
    private const int FarBeyond = 2;

    /// <summary>Cycles of a step of a ring of <paramref name="bytes"/>.</summary>
    public static double Cycles(SimtChip chip, long bytes, CancellationToken cancellation)
    {
        var (nodes, warm, steps) = Walk(chip, bytes, Unrolled);
        var rig = new SimtRig(chip, Source(bytes, warm, steps), values: true);
        Link(rig.Memory.AsSpan((int)rig.Address("ring")), rig.Address("ring"), nodes);
        rig.Run(cancellation);
        return rig.Word("out", 0) / (double)steps;
    }

    /// <summary>Nodes of a ring of <paramref name="bytes"/>, steps before the clock is read, and steps that are clocked; both come in turns of so many.</summary>
    internal static (int Nodes, int Warm, int Steps) Walk(SimtChip chip, long bytes, int unrolled)
    {
        var nodes = (int)(bytes / Stride);
        var steps = Math.Clamp(nodes, LeastSteps, MostSteps) / unrolled * unrolled;
        var warm = bytes > FarBeyond * chip.L2.Capacity.Bytes ? steps : Math.Max(nodes, LeastSteps);
        return (nodes, (warm + unrolled - 1) / unrolled * unrolled, steps);
    }

    private static string Source(long bytes, int warm, int steps)
    {
        var loads = string.Concat(Enumerable.Repeat("    ld.global.b64 r4, [r4]\n", Unrolled));
        return $"""
            .buffer ring, u8, {bytes}
            .buffer out, u32, 16
            .kernel chase
            .param ring, out
                mov.b64 r4, c[ring]
                mov.b32 r0, 0
            warm:
            {loads}    add.s32 r0, r0, {Unrolled}
                setp.lt.and.s32 p0, r0, {warm}, pt
                @p0 bra warm
                mov.b32 r0, 0
                and.b32 r7, r4, 0
                s2r r10, %clock
            loop:
            {loads}    add.s32 r0, r0, {Unrolled}
                setp.lt.and.s32 p0, r0, {steps}, pt
                @p0 bra loop
                and.b32 r7, r4, 0
                s2r r11, %clock
                sub.s32 r10, r11, r10
                mov.b64 r12, c[out]
                st.global.b32 [r12], r10
                exit
            .end
            .launch chase, grid 1, block 1 (ring, out)
            """;
    }

    /// <summary>One cycle through all nodes, each order as likely as another (Sattolo), the same every time.</summary>
    internal static void Link(Span<byte> ring, long address, int nodes)
    {
        var order = new int[nodes];
        for (var i = 0; i < nodes; i++)
        {
            order[i] = i;
        }

        var state = 0x9E3779B97F4A7C15UL;
        for (var i = nodes - 1; i > 0; i--)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var other = (int)(state % (ulong)i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        for (var i = 0; i < nodes; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(ring[(i * Stride)..], address + ((long)order[i] * Stride));
        }
    }
}
