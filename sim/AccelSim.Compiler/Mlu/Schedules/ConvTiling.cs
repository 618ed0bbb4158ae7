using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>The sizes and addresses that follow from a convolution, a schedule and a chip; shared by the cost model and the kernel writer.</summary>
public sealed class ConvTiling
{
    /// <summary>Derives everything.</summary>
    public ConvTiling(ConvProblem problem, ConvSchedule schedule, MluTarget target)
    {
        Problem = problem;
        Schedule = schedule;
        var e = target.ElementBytes;
        SkipRows = problem.Kh == 1 && problem.Sy > 1 && problem.Top + problem.Bottom == 0;
        RowStep = SkipRows ? 1 : problem.Sy;
        InRows = ((schedule.Rows - 1) * RowStep) + problem.ReachY;
        PitchElements = (problem.W + problem.Left + problem.Right) * problem.Ci;
        SlicesChannels = schedule.Slices > 1 && problem.Kh * problem.Kw == 1;
        SliceCi = SlicesChannels ? TileMath.CeilDiv(problem.Ci, schedule.Slices) : problem.Ci;
        SliceKh = schedule.Slices > 1 && !SlicesChannels ? TileMath.CeilDiv(problem.Kh, schedule.Slices) : problem.Kh;
        Slices = SlicesChannels ? TileMath.CeilDiv(problem.Ci, SliceCi) : TileMath.CeilDiv(problem.Kh, SliceKh);
        CoTiles = TileMath.CeilDiv(problem.Co, schedule.Co);
        RowTilesPerImage = TileMath.CeilDiv(problem.Ho, schedule.Rows);
        RowTiles = RowTilesPerImage * problem.N;

        WeightBytes = TileMath.CeilDiv(schedule.Co, 64) * 64 * SliceKh * problem.Kw * SliceCi * e;
        InBytes = TileMath.Align(SlicesChannels ? schedule.Rows * problem.W * SliceCi * e : InRows * PitchElements * e);
        OutBytes = TileMath.Align(schedule.Rows * problem.Wo * schedule.Co * e);
        BiasBytes = problem.HasBias ? TileMath.Align((long)schedule.Co * e) : 0;
        var residual = problem.HasResidual ? OutBytes : 0;
        var scratch = ActivationCode.NeedsScratch(problem.Activation) ? OutBytes : 0;

        InAddress = 0;
        OutAddress = InAddress + (2 * InBytes);
        ResidualAddress = OutAddress + (2 * OutBytes);
        BiasAddress = ResidualAddress + (2 * residual);
        ScratchAddress = BiasAddress + (2 * BiasBytes);
        NramBytes = ScratchAddress + scratch;
        // a second weight buffer is only needed when this task will load weights again while it still computes
        var reloads = Slices > 1 || TileMath.CeilDiv(CoTiles, schedule.CoTasks) > 1;
        WramBytes = WeightBytes * (reloads ? 2 : 1);
        SramBytes = schedule.Share ? WeightBytes * (reloads ? 2 : 1) : 0;
    }

    /// <summary>The convolution.</summary>
    public ConvProblem Problem { get; }

    /// <summary>How it is divided.</summary>
    public ConvSchedule Schedule { get; }

    /// <summary>True when rows between strides are not loaded at all.</summary>
    public bool SkipRows { get; }

    /// <summary>Row stride inside NRAM.</summary>
    public long RowStep { get; }

    /// <summary>Rows of an input tile.</summary>
    public long InRows { get; }

    /// <summary>Elements of one padded input row.</summary>
    public long PitchElements { get; }

    /// <summary>True when the reduction is cut over input channels, false over window rows.</summary>
    public bool SlicesChannels { get; }

    /// <summary>Input channels of a slice.</summary>
    public long SliceCi { get; }

    /// <summary>Window rows of a slice.</summary>
    public long SliceKh { get; }

    /// <summary>Slices that are needed.</summary>
    public long Slices { get; }

    /// <summary>Tiles over output channels.</summary>
    public long CoTiles { get; }

    /// <summary>Tiles over the rows of one image.</summary>
    public long RowTilesPerImage { get; }

    /// <summary>Tiles over all rows.</summary>
    public long RowTiles { get; }

    /// <summary>Bytes of one packed weight slice.</summary>
    public long WeightBytes { get; }

    /// <summary>Bytes of an input buffer.</summary>
    public long InBytes { get; }

    /// <summary>Bytes of an output buffer.</summary>
    public long OutBytes { get; }

    /// <summary>Bytes of a bias buffer.</summary>
    public long BiasBytes { get; }

    /// <summary>NRAM address of the input buffers.</summary>
    public long InAddress { get; }

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

    /// <summary>SRAM in use.</summary>
    public long SramBytes { get; }

    /// <summary>True when everything fits the chip's memories.</summary>
    public bool Fits(MluTarget target) =>
        // channel slices are cut from rows of a matrix, so pixels must be a plain list
        (!SlicesChannels || (Problem.W == 1 && Problem.Left + Problem.Right + Problem.Top + Problem.Bottom == 0))
        // with slices the memory core counts weight loads in rows: every core of a cluster must have as many
        && (!Schedule.Share || Slices == 1 || RowTiles % Schedule.RowTasks == 0)
        && NramBytes <= target.Nram && WramBytes <= target.Wram && SramBytes <= target.Sram;
}
