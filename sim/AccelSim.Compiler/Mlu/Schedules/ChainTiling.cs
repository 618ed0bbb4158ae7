using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>Convolutions of which each alone reads the one before; tiles of the intermediate results never leave the core.</summary>
/// <param name="Stages">The convolutions in order; only the last may add a residual.</param>
/// <param name="ResidualIsInput">True when the residual is the input of the first stage, which is on the core already.</param>
public sealed record ChainProblem(ImmutableArray<ConvProblem> Stages, bool ResidualIsInput)
{
    /// <summary>Multiply-accumulate operations without the rows that neighbouring tiles compute twice.</summary>
    public long Macs => Stages.Sum(stage => stage.Macs);
}

/// <summary>How a chain is divided.</summary>
/// <param name="Rows">Rows of the last stage's result per tile.</param>
/// <param name="Share">True when the memory core brings the weights to the cluster's SRAM once for all its cores.</param>
public readonly record struct ChainSchedule(int Rows, bool Share)
{
    /// <summary>Written as <c>chain(rows=4,share)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"chain(rows={Rows},{(Share ? "share" : "own")})");
}

/// <summary>Depth-first tiling of a chain: rows per stage, buffer addresses, sizes.</summary>
public sealed class ChainTiling
{
    /// <summary>Derives everything.</summary>
    public ChainTiling(ChainProblem problem, ChainSchedule schedule, MluTarget target)
    {
        (Problem, Schedule) = (problem, schedule);
        var e = target.ElementBytes;
        var stages = problem.Stages;
        var needed = (long)schedule.Rows;
        var outRows = new long[stages.Length];
        var inRows = new long[stages.Length];
        for (var s = stages.Length - 1; s >= 0; s--)
        {
            outRows[s] = needed;
            inRows[s] = ((needed - 1) * stages[s].Sy) + stages[s].ReachY;
            needed = Math.Min(inRows[s], stages[s].H);
        }

        var next = 0L;
        long Take(long bytes, int copies = 1)
        {
            var at = next;
            next += TileMath.Align(bytes) * copies;
            return at;
        }

        var first = stages[0];
        InputBytes = TileMath.Align((IsPadded(first) ? inRows[0] * (first.W + first.Left + first.Right) : needed * first.W) * first.Ci * e);
        InputAddress = Take(InputBytes, 2);
        OutputBytes = TileMath.Align(schedule.Rows * stages[^1].Wo * stages[^1].Co * e);
        OutputAddress = Take(OutputBytes, 2);
        ResidualAddress = stages[^1].HasResidual && !problem.ResidualIsInput ? Take(OutputBytes, 2) : 0;
        var results = ImmutableArray.CreateBuilder<long>();
        var padded = ImmutableArray.CreateBuilder<long>();
        var biases = ImmutableArray.CreateBuilder<long>();
        var weights = ImmutableArray.CreateBuilder<ConvTiling>();
        var offsets = ImmutableArray.CreateBuilder<long>();
        var wram = 0L;
        for (var s = 0; s < stages.Length; s++)
        {
            var stage = stages[s];
            // the first stage is padded while it is loaded, later ones by an instruction
            padded.Add(s > 0 && IsPadded(stage) ? Take(inRows[s] * (stage.W + stage.Left + stage.Right) * stage.Ci * e) : -1);
            results.Add(s + 1 < stages.Length ? Take(outRows[s] * stage.Wo * stage.Co * e) : -1);
            biases.Add(stage.HasBias ? Take(stage.Co * e) : -1);
            weights.Add(new ConvTiling(stage, new ConvSchedule(1, 1, 1, (int)stage.Co, 1, false), target));
            offsets.Add(wram);
            wram += weights[s].WeightBytes;
        }

        ScratchAddress = next;
        if (stages.Any(stage => ActivationCode.NeedsScratch(stage.Activation)))
        {
            Take(stages.Select((stage, s) => outRows[s] * stage.Wo * stage.Co * e).Max());
        }

        (Results, Padded, Biases, Weights, WeightOffsets) = (results.ToImmutable(), padded.ToImmutable(), biases.ToImmutable(), weights.ToImmutable(), offsets.ToImmutable());
        (OutRows, NramBytes, WramBytes) = ([.. outRows], next, wram);
        TilesPerImage = (stages[^1].Ho + schedule.Rows - 1) / schedule.Rows;
        Tiles = TilesPerImage * first.N;
        Tasks = (int)Math.Min(target.Cores, Tiles);
        if (schedule.Share)
        {
            Tasks = (Tasks + target.CoresPerCluster - 1) / target.CoresPerCluster * target.CoresPerCluster;
        }
    }

    /// <summary>The chain.</summary>
    public ChainProblem Problem { get; }

    /// <summary>How it is divided.</summary>
    public ChainSchedule Schedule { get; }

    /// <summary>Tasks that are launched.</summary>
    public int Tasks { get; }

    /// <summary>Tiles of one image.</summary>
    public long TilesPerImage { get; }

    /// <summary>Tiles of all images.</summary>
    public long Tiles { get; }

    /// <summary>Most rows of each stage's result that a tile needs.</summary>
    public ImmutableArray<long> OutRows { get; }

    /// <summary>Bytes of an input buffer.</summary>
    public long InputBytes { get; }

    /// <summary>NRAM address of the input buffers.</summary>
    public long InputAddress { get; }

    /// <summary>Bytes of an output buffer.</summary>
    public long OutputBytes { get; }

    /// <summary>NRAM address of the output buffers.</summary>
    public long OutputAddress { get; }

    /// <summary>NRAM address of the residual buffers, where the residual is loaded.</summary>
    public long ResidualAddress { get; }

    /// <summary>NRAM address of each stage's result; -1 for the last.</summary>
    public ImmutableArray<long> Results { get; }

    /// <summary>NRAM address of each stage's padded input; -1 where the stage before leaves it ready.</summary>
    public ImmutableArray<long> Padded { get; }

    /// <summary>NRAM address of each stage's bias; -1 without.</summary>
    public ImmutableArray<long> Biases { get; }

    /// <summary>NRAM address of the activations' scratch.</summary>
    public long ScratchAddress { get; }

    /// <summary>How each stage's filters are packed.</summary>
    public ImmutableArray<ConvTiling> Weights { get; }

    /// <summary>Place of each stage's filters, in bytes, in device memory, SRAM and WRAM alike.</summary>
    public ImmutableArray<long> WeightOffsets { get; }

    /// <summary>NRAM in use.</summary>
    public long NramBytes { get; }

    /// <summary>WRAM in use, and bytes of all filters.</summary>
    public long WramBytes { get; }

    /// <summary>True when everything fits the chip's memories.</summary>
    public bool Fits(MluTarget target) => NramBytes <= target.Nram && WramBytes <= target.Wram && (!Schedule.Share || WramBytes <= target.Sram);

    /// <summary>True when a stage's window reaches beyond its input.</summary>
    public static bool IsPadded(ConvProblem stage) => stage.Top + stage.Bottom + stage.Left + stage.Right > 0;
}
