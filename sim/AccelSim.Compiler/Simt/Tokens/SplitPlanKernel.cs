using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// Over how many blocks the keys of each sequence are split, as FlashAttention-3 plans it on the device in front of its attention where sequences have lengths of their own
/// (<c>prepare_varlen_num_blocks_kernel</c>, hopper/flash_prepare_scheduler.cu, called by hopper/flash_fwd_launch_template.h): one block, a warp for 31 sequences. Each lane counts
/// the tiles of a sequence, the block sums them, and an even share of an SM with a tenth of margin says how many splits there are. Parameters, 32-bit integers: starts
/// [batch + 1] of the queries, keylengths [batch], splits [batch].
/// </summary>
internal static class SplitPlanKernel
{
    private const int Bytes = 4;
    private const int MostWarps = 32;

    /// <summary>Rows and columns of a tile of FlashAttention for heads of 128 before Hopper.</summary>
    private const int TileQueries = 128;
    private const int TileKeys = 64;

    /// <summary>Most sequences that one block plans.</summary>
    public static int MostSequences(SimtTarget target) => Warps(target) * (target.WarpWidth - 1);

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="heads">Heads that are computed apart.</param>
    /// <param name="packed">Rows of a tile for a query.</param>
    /// <param name="most">Most splits.</param>
    /// <param name="target">Chip.</param>
    public static SimtLayerKernel Write(string name, int batch, int heads, int packed, int most, SimtTarget target)
    {
        var (width, each) = (target.WarpWidth, target.WarpWidth - 1);
        var threads = Warps(target) * width;
        var k = new SimtKernelBuilder(name);
        var thread = k.Special(SimtSpecialRegister.TidX);
        var (warp, lane) = k.DivRem(thread, width);
        var scratch = k.Shared(Bytes);
        k.EmitIf(k.Equal(thread, 0), "st.shared.b32", Arg.At(Reg.Zero, scratch), Reg.Zero);
        k.Barrier();
        var sequence = k.Mad(warp, each, lane);
        var start = k.Variable(0);
        k.EmitIf(k.Less(sequence, batch + 1), "ld.global.b32", start, Arg.At(k.Offset(k.Pointer("starts"), sequence, Bytes)));
        var keys = k.Variable(0);
        k.EmitIf(k.Less(sequence, batch), "ld.global.b32", keys, Arg.At(k.Offset(k.Pointer("keylengths"), sequence, Bytes)));
        var rows = k.Mul(k.Do("sub.s32", k.Do("shfl.down", start, 1), start), packed);
        var has = k.LessAnd(sequence, batch, k.Less(lane, each));
        var tilesOfKeys = k.InRegister(k.Select(has, k.Div(k.Add(keys, TileKeys - 1), TileKeys), 0));
        var tiles = k.Variable(k.Mul(k.Select(has, k.Div(k.Add(rows, TileQueries - 1), TileQueries), 0), tilesOfKeys));
        for (var distance = width / 2; distance > 0; distance /= 2)
        {
            var other = k.Do("shfl.down", tiles, distance);
            k.Emit("add.s32", tiles, tiles, other);
        }

        k.EmitIf(k.Equal(lane, 0), "atom.shared.add.u32", k.NewReg(), Arg.At(Reg.Zero, scratch), tiles);
        k.Barrier();
        var all = k.NewReg();
        k.Emit("ld.shared.b32", all, Arg.At(Reg.Zero, scratch));

        // tiles of an SM, a tenth more, rounded up; then the sequence's over those, rounded up
        var share = k.Max(k.Div(k.Add(k.Mul(all, 11 * heads), (10 * target.Sms) - 1), 10 * target.Sms), 1);
        var (splits, _) = LibraryCode.DivRem(k, k.Add(k.Add(tilesOfKeys, share), -1), k.InRegister(share));
        k.EmitIf(has, "st.global.b32", Arg.At(k.Offset(k.Pointer("splits"), sequence, Bytes)), k.InRegister(k.Max(k.Min(splits, most), 1)));
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(1, 1, 1), new SimtExtent(threads, 1, 1), $"plan({batch} sequences)");
    }

    private static int Warps(SimtTarget target) => Math.Min(MostWarps, target.MaxThreads / target.WarpWidth);
}
