using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;

using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>How a grouped convolution is divided: groups that are computed together as one block, the tile of a block, and the sizes that follow.</summary>
public sealed class GroupedConvTiling
{
    private GroupedConvTiling(ConvProblem problem, long groups, WindowTile tile, MluTarget target)
    {
        (Problem, Groups, Tile) = (problem, groups, tile);
        var e = target.ElementBytes;
        Ci = problem.Ci / problem.Groups * groups;
        Co = problem.Co / problem.Groups * groups;
        Blocks = problem.Groups / groups;
        WeightBytes = TileMath.CeilDiv(Co, 64) * 64 * problem.Kh * problem.Kw * Ci * e;
        InBytes = TileMath.Align(SeenRows * SeenColumns * Ci * e);
        OutBytes = TileMath.Align(tile.Rows * tile.Columns * Co * e);
        OutBase = 2 * InBytes;
        BiasBase = OutBase + (2 * OutBytes);
        Scratch = BiasBase + (problem.HasBias ? TileMath.Align(Co * e) : 0);
        NramBytes = Scratch + (ActivationCode.NeedsScratch(problem.Activation) ? OutBytes : 0);
        BlocksAtOnce = Math.Min(Blocks, target.Cores);
        var tiles = problem.N * TileMath.CeilDiv(problem.Ho, tile.Rows) * TileMath.CeilDiv(problem.Wo, tile.Columns);
        TasksPerBlock = Math.Min(target.Cores / BlocksAtOnce, tiles);
    }

    /// <summary>The convolution.</summary>
    public ConvProblem Problem { get; }

    /// <summary>Groups of a block.</summary>
    public long Groups { get; }

    /// <summary>Rows and columns of a tile.</summary>
    public WindowTile Tile { get; }

    /// <summary>Input channels of a block.</summary>
    public long Ci { get; }

    /// <summary>Output channels of a block.</summary>
    public long Co { get; }

    /// <summary>Blocks.</summary>
    public long Blocks { get; }

    /// <summary>Blocks that are computed side by side.</summary>
    public long BlocksAtOnce { get; }

    /// <summary>Tasks that share the tiles of a block.</summary>
    public long TasksPerBlock { get; }

    /// <summary>Tasks in total.</summary>
    public long Tasks => BlocksAtOnce * TasksPerBlock;

    /// <summary>Bytes of a block's filters.</summary>
    public long WeightBytes { get; }

    /// <summary>Bytes of an input buffer; two lie at address 0.</summary>
    public long InBytes { get; }

    /// <summary>Bytes of an output buffer.</summary>
    public long OutBytes { get; }

    /// <summary>NRAM address of the output buffers.</summary>
    public long OutBase { get; }

    /// <summary>NRAM address of the bias.</summary>
    public long BiasBase { get; }

    /// <summary>NRAM address of the activation's scratch.</summary>
    public long Scratch { get; }

    /// <summary>NRAM in use.</summary>
    public long NramBytes { get; }

    private long SeenRows => ((Tile.Rows - 1) * Problem.Sy) + Problem.ReachY;

    private long SeenColumns => ((Tile.Columns - 1) * Problem.Sx) + Problem.ReachX;

    /// <summary>The division with the least estimated time, or null when not even one pixel of one group fits.</summary>
    public static GroupedConvTiling? Choose(ConvProblem problem, MluTarget target)
    {
        GroupedConvTiling? best = null;
        var least = double.MaxValue;
        for (var groups = 1L; groups <= problem.Groups; groups++)
        {
            var whole = new WindowTile(problem.Ho, problem.Wo, 1);
            if (problem.Groups % groups != 0 || new GroupedConvTiling(problem, groups, new WindowTile(1, 1, 1), target).WeightBytes > target.Wram
                || WindowTiling.Choose(target, problem.N * problem.Groups / groups, whole, tile => new GroupedConvTiling(problem, groups, tile, target).Cost(target)) is not { } chosen)
            {
                continue;
            }

            var tiling = new GroupedConvTiling(problem, groups, chosen, target);
            var weights = TileMath.CeilDiv(tiling.Blocks, tiling.BlocksAtOnce) * (target.CopyStart + (tiling.WeightBytes / (double)target.CopyBytesPerCycle));
            var cycles = weights + WindowTiling.Estimate(target, problem.N * tiling.Blocks, whole, chosen, tiling.Cost(target));
            if (cycles < least)
            {
                (best, least) = (tiling, cycles);
            }
        }

        return best;
    }

    private WindowTileCost Cost(MluTarget target)
    {
        var isPart = Blocks > 1;
        var segments = (SeenRows * (isPart ? SeenColumns : 1)) + (Tile.Rows * (isPart ? Tile.Columns : 1));
        var passes = (Problem.HasBias ? 1 : 0) + ActivationCode.Passes(Problem.Activation, 4);
        var compute = target.ConvCycles(Co, Ci, Problem.Kh * Problem.Kw, Tile.Rows * Tile.Columns) + (passes * target.VectorCycles(OutBytes));
        return new WindowTileCost(NramBytes, InBytes + OutBytes, segments, compute);
    }

    /// <summary>The filters of all blocks, [Co, Ci / groups, Kh, Kw] in the source, block by block as the <c>conv</c> instruction reads WRAM.</summary>
    public byte[] Pack(ElementType type, float[] source)
    {
        var packed = new byte[Blocks * WeightBytes];
        long ownCi = Problem.Ci / Problem.Groups, ownCo = Problem.Co / Problem.Groups, window = Problem.Kh * Problem.Kw, perLane = TileMath.CeilDiv(Co, 64);
        for (var channel = 0L; channel < Problem.Co; channel++)
        {
            var c = channel % Co;
            var block = packed.AsSpan((int)(channel / Co * WeightBytes), (int)WeightBytes);
            var filter = (((c % 64) * perLane) + (c / 64)) * window * Ci;
            for (var tap = 0L; tap < window; tap++)
            {
                for (var i = 0L; i < ownCi; i++)
                {
                    DeviceFloats.Write(block, filter + (tap * Ci) + (c / ownCo * ownCi) + i, type, source[(((channel * ownCi) + i) * window) + tap]);
                }
            }
        }

        return packed;
    }

    /// <summary>Written as <c>grouped(groups=16,rows=7,columns=56)</c>.</summary>
    public override string ToString() => $"grouped(groups={Groups},rows={Tile.Rows},columns={Tile.Columns})";
}
