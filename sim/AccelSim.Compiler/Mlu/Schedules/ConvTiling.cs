using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// The sizes and addresses that follow from a convolution, a schedule and a chip; shared by the cost model and the kernel writer. The reduction of a
/// tile runs over slices: input channels, and inside them window rows.
/// </summary>
public sealed class ConvTiling
{
    /// <summary>NRAM address of the input buffers.</summary>
    public const long InAddress = 0;

    /// <summary>Bytes below which passing on is not cut: what a copy's start and latency cost at the width of a port, twice.</summary>
    private const long PieceBytes = 32 << 10;

    private readonly bool _reloads;

    /// <summary>Derives everything.</summary>
    public ConvTiling(ConvProblem problem, ConvSchedule schedule, MluTarget target)
    {
        (Problem, Schedule) = (problem, schedule);
        var e = target.ElementBytes;
        SkipRows = problem.Kh == 1 && problem.Sy > 1 && problem.Top + problem.Bottom == 0;
        RowStep = SkipRows ? 1 : problem.Sy;
        SliceCi = TileMath.CeilDiv(problem.Ci, schedule.Slices);
        SliceKh = TileMath.CeilDiv(problem.Kh, schedule.Windows);
        CiSlices = TileMath.CeilDiv(problem.Ci, SliceCi);
        KhSlices = TileMath.CeilDiv(problem.Kh, SliceKh);
        // with one output row per tile window rows do not overlap, so each slice brings its own
        WindowsApart = KhSlices > 1 && schedule.Rows == 1;
        Cols = schedule.Cols == 0 ? problem.Wo : Math.Min(schedule.Cols, problem.Wo);
        ColTiles = TileMath.CeilDiv(problem.Wo, Cols);
        InCols = ColTiles == 1 ? problem.W + problem.Left + problem.Right : ((Cols - 1) * problem.Sx) + problem.ReachX;
        InRows = ((schedule.Rows - 1) * RowStep) + (WindowsApart ? ((SliceKh - 1) * problem.Dy) + 1 : problem.ReachY);
        CoTiles = TileMath.CeilDiv(problem.Co, schedule.Co);
        RowTilesPerImage = TileMath.CeilDiv(problem.Ho, schedule.Rows);
        PixelTiles = RowTilesPerImage * ColTiles * problem.N;

        WeightBytes = TileMath.CeilDiv(schedule.Co, 64) * 64 * SliceKh * problem.Kw * SliceCi * e;
        InBytes = TileMath.Align(InRows * InCols * SliceCi * e);
        OutBytes = TileMath.Align(schedule.Rows * Cols * schedule.Co * e);
        BiasBytes = problem.HasBias ? TileMath.Align((long)schedule.Co * e) : 0;
        var residual = problem.HasResidual ? OutBytes : 0;
        var scratch = ActivationCode.NeedsScratch(problem.Activation) ? OutBytes : 0;
        OutAddress = InAddress + (2 * InBytes);
        ResidualAddress = OutAddress + (2 * OutBytes);
        BiasAddress = ResidualAddress + (2 * residual);
        ScratchAddress = BiasAddress + (2 * BiasBytes);
        NramBytes = ScratchAddress + scratch;

        // a second weight buffer is only needed when a task will load weights again while it still computes
        _reloads = Slices > 1 || TileMath.CeilDiv(CoTiles, schedule.CoTasks) > 1;
        WramBytes = WeightBytes * (_reloads ? 2 : 1);
        ClusterCo = Math.Min(problem.Co, (long)schedule.Co * (SplitsChannels ? target.CoresPerCluster : 1));
        SharedWeightBytes = schedule.Share ? WeightBytes * (SplitsChannels ? target.CoresPerCluster : 1) : 0;
        SharedInBytes = SplitsChannels ? TileMath.Align(Math.Min(InRows, problem.H) * Math.Min(InCols, problem.W) * SliceCi * e) : 0;
        SharedOutBytes = CombinesOutput ? TileMath.Align(schedule.Rows * Cols * ClusterCo * e) : 0;
        SharedInAddress = SharedWeightBytes * (_reloads ? 2 : 1);
        SharedResidualAddress = SharedInAddress + (2 * SharedInBytes);
        SharedOutAddress = SharedResidualAddress + (problem.HasResidual ? 2 * SharedOutBytes : 0);
        SramBytes = SharedOutAddress + (2 * SharedOutBytes);
    }

    /// <summary>The convolution.</summary>
    public ConvProblem Problem { get; }

    /// <summary>How it is divided.</summary>
    public ConvSchedule Schedule { get; }

    // ---- extents -------------------------------------------------------------------------------------------------------------------

    /// <summary>True when rows between strides are not loaded at all.</summary>
    public bool SkipRows { get; }

    /// <summary>Row stride inside NRAM.</summary>
    public long RowStep { get; }

    /// <summary>Rows of an input tile.</summary>
    public long InRows { get; }

    /// <summary>Columns of an input tile, padding included.</summary>
    public long InCols { get; }

    /// <summary>Output columns of a tile.</summary>
    public long Cols { get; }

    /// <summary>Tiles across the columns.</summary>
    public long ColTiles { get; }

    /// <summary>Input channels of a slice.</summary>
    public long SliceCi { get; }

    /// <summary>Window rows of a slice.</summary>
    public long SliceKh { get; }

    /// <summary>Slices over input channels.</summary>
    public long CiSlices { get; }

    /// <summary>Slices over window rows, which turn faster.</summary>
    public long KhSlices { get; }

    /// <summary>Slices that are needed.</summary>
    public long Slices => CiSlices * KhSlices;

    /// <summary>True when every slice of window rows loads only the input rows that it needs.</summary>
    public bool WindowsApart { get; }

    /// <summary>Slices for which an input buffer is held: those over window rows share one unless they are apart.</summary>
    public long HeldSlices => WindowsApart ? 1 : KhSlices;

    /// <summary>Tiles over output channels.</summary>
    public long CoTiles { get; }

    /// <summary>Tiles over the rows of one image.</summary>
    public long RowTilesPerImage { get; }

    /// <summary>Tiles over all pixels of all images.</summary>
    public long PixelTiles { get; }

    // ---- who shares what -----------------------------------------------------------------------------------------------------------

    /// <summary>True when the cores of a cluster split output channels and take the same input from SRAM (four or five stages).</summary>
    public bool SplitsChannels => Schedule.Stages > 3;

    /// <summary>True when results are combined in SRAM and stored by the memory core (five stages).</summary>
    public bool CombinesOutput => Schedule.Stages == 5;

    /// <summary>True when the clusters of a union need the same input, which is read once and passed on.</summary>
    public bool PassesInput => SplitsChannels && !Schedule.Share && Schedule.Union > 1;

    /// <summary>True when the clusters of a union need the same weights, which are read once and passed on.</summary>
    public bool PassesWeights => Schedule.Share && Schedule.Union > 1;

    /// <summary>True when all cores go through as many steps, whether they have a tile left or not, because they meet at every one.</summary>
    public bool MeetsEveryStep => SplitsChannels || (Schedule.Share && Slices > 1);

    /// <summary>Output channels that the cores of a cluster compute at a time.</summary>
    public long ClusterCo { get; }

    // ---- bytes and addresses -------------------------------------------------------------------------------------------------------

    /// <summary>Bytes of one packed weight slice.</summary>
    public long WeightBytes { get; }

    /// <summary>Bytes of an input buffer.</summary>
    public long InBytes { get; }

    /// <summary>Bytes of an output buffer.</summary>
    public long OutBytes { get; }

    /// <summary>Bytes of a bias buffer.</summary>
    public long BiasBytes { get; }

    /// <summary>NRAM address of the output buffers.</summary>
    public long OutAddress { get; }

    /// <summary>NRAM address of the residual buffers.</summary>
    public long ResidualAddress { get; }

    /// <summary>NRAM address of the bias buffers.</summary>
    public long BiasAddress { get; }

    /// <summary>NRAM address of the activation's scratch.</summary>
    public long ScratchAddress { get; }

    /// <summary>NRAM in use.</summary>
    public long NramBytes { get; }

    /// <summary>WRAM in use.</summary>
    public long WramBytes { get; }

    /// <summary>Distance of the two weight buffers in WRAM; 0 when there is one.</summary>
    public long WramStep => _reloads ? WeightBytes : 0;

    /// <summary>Bytes of the weights in SRAM at a time: of one tile, or of the tiles of all cores; their buffers start at 0.</summary>
    public long SharedWeightBytes { get; }

    /// <summary>Distance of the two weight buffers in SRAM; 0 when there is one.</summary>
    public long SharedWeightStep => _reloads ? SharedWeightBytes : 0;

    /// <summary>Bytes of each block of weights that a cluster reads for its union.</summary>
    public long WeightPartBytes => TileMath.Align(TileMath.CeilDiv(WeightBytes, Schedule.Union));

    /// <summary>Pieces in which it reads them, so that one is passed on while the next is read; small parts are not worth cutting.</summary>
    public long PassPieces => Math.Clamp(WeightPartBytes * SharedWeightBytes / WeightBytes / PieceBytes, 1, 4);

    /// <summary>Bytes of an input buffer in SRAM, without padding.</summary>
    public long SharedInBytes { get; }

    /// <summary>SRAM address of the input buffers.</summary>
    public long SharedInAddress { get; }

    /// <summary>SRAM address of the residual buffers, each as large as an output buffer.</summary>
    public long SharedResidualAddress { get; }

    /// <summary>Bytes of an output buffer in SRAM.</summary>
    public long SharedOutBytes { get; }

    /// <summary>SRAM address of the output buffers.</summary>
    public long SharedOutAddress { get; }

    /// <summary>SRAM in use.</summary>
    public long SramBytes { get; }

    // ---- whether it can be ---------------------------------------------------------------------------------------------------------

    /// <summary>True when the chip can run the schedule.</summary>
    public bool Fits(MluTarget target) => Obstacle(target) is null;

    /// <summary>What keeps the chip from running the schedule, or null.</summary>
    public string? Obstacle(MluTarget target) =>
        Schedule.Stages is < 3 or > 5 ? "there are pipelines of 3, 4 and 5 stages"
        : (Schedule.UsesMemoryCore ? UnionObstacle(target) : Schedule.Union > 1 ? "a union needs something to pass on: share, or 4 or 5 stages" : null)
        ?? (NramBytes > target.Nram ? "its tiles are larger than NRAM" : WramBytes > target.Wram ? "its weights are larger than WRAM"
            : SramBytes > target.Sram ? "its buffers are larger than SRAM" : null);

    private string? UnionObstacle(MluTarget target) =>
        !target.HasMemoryCore ? "the chip has no SRAM with a memory core"
        : Schedule.Union > target.MaxUnion || !int.IsPow2(Schedule.Union) || Schedule.Tasks % (Schedule.Union * target.CoresPerCluster) != 0
            ? "its tasks do not fill unions of that many clusters"
        : SplitsChannels ? StagedObstacle(target) : ThreeStageObstacle(target);

    private string? ThreeStageObstacle(MluTarget target) =>
        Schedule.RowTasks % (Schedule.Union * target.CoresPerCluster) != 0 ? "the cores of a union do not share output channels" : null;

    private string? StagedObstacle(MluTarget target)
    {
        var cores = target.CoresPerCluster;
        if (Schedule.CoTasks % cores != 0)
        {
            return "the cores of a cluster do not share input rows";
        }

        if (Schedule.Share)
        {
            return Schedule.CoTasks != cores ? "shared weights of 4 or 5 stages need clusters that all split the same channels"
                : Schedule.Union == 1 ? "with 4 or 5 stages the cores of a cluster have no weights in common" : null;
        }

        return Schedule.Union == 1 ? null
            : Schedule.CoTasks % (cores * Schedule.Union) != 0 ? "the clusters of a union do not share input rows"
            : ColTiles > 1 || Slices > 1 || SkipRows ? "input is passed on as whole rows only"
            : null;
    }
}
