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

        Pitches = PitchesOf(stages);
        var next = 0L;
        long Take(long bytes, int copies = 1)
        {
            var at = next;
            next += TileMath.Align(bytes) * copies;
            return at;
        }

        ConvProblem first = stages[0], last = stages[^1];
        InputBytes = TileMath.Align(((IsPadded(first) ? inRows[0] : needed) * Pitches[0] * first.Ci * e) + Beyond(first, e));
        InputAddress = Take(InputBytes, 2);
        OutputBytes = TileMath.Align(schedule.Rows * Pitches[^1] * last.Co * e);
        OutputAddress = Take(OutputBytes, 2);
        ResidualAddress = last.HasResidual && !problem.ResidualIsInput ? Take(OutputBytes, 2) : WidensResidual ? Take(OutputBytes) : 0;

        // what one operation leaves only the next one reads: results in between take turns in two places
        var inBetween = new List<long>();
        int Turn(long bytes)
        {
            inBetween.Add(TileMath.Align(bytes));
            return inBetween.Count - 1;
        }

        int[] padded = new int[stages.Length], phases = new int[stages.Length], results = new int[stages.Length];
        var biases = ImmutableArray.CreateBuilder<long>();
        var taps = ImmutableArray.CreateBuilder<long>();
        var weights = ImmutableArray.CreateBuilder<ConvTiling?>();
        var offsets = ImmutableArray.CreateBuilder<long>();
        var phaseBytes = ImmutableArray.CreateBuilder<long>();
        var wram = 0L;
        for (var s = 0; s < stages.Length; s++)
        {
            var stage = stages[s];
            // the first stage is padded while it is loaded, later ones by an instruction
            padded[s] = s > 0 && IsPadded(stage) ? Turn((inRows[s] * (stage.W + stage.Left + stage.Right) * stage.Ci * e) + Beyond(stage, e)) : -1;
            phaseBytes.Add(HasPhases(stage) ? TileMath.Align((outRows[s] + ((stage.ReachY - 1) / stage.Sy) + 1) * Pitches[s + 1] * stage.Ci * e) : 0);
            phases[s] = HasPhases(stage) ? Turn(stage.Sy * stage.Sx * phaseBytes[s]) : -1;
            results[s] = s + 1 < stages.Length ? Turn(outRows[s] * Pitches[s + 1] * stage.Co * e) : -1;
            biases.Add(stage.HasBias ? Take(stage.Co * e) : -1);
            taps.Add(stage.IsDepthwise ? Take(stage.Kh * stage.Kw * stage.Ci * e) : -1);
            weights.Add(stage.IsDepthwise ? null : new ConvTiling(stage, new ConvSchedule(1, 1, 1, (int)stage.Co, 1, false), target));
            offsets.Add(wram);
            wram += weights[s]?.WeightBytes ?? 0;
        }

        long[] places = [Take(inBetween.Where((_, turn) => turn % 2 == 0).DefaultIfEmpty(0).Max()), Take(inBetween.Where((_, turn) => turn % 2 == 1).DefaultIfEmpty(0).Max())];
        ImmutableArray<long> Placed(int[] turns) => [.. turns.Select(turn => turn < 0 ? -1 : places[turn % 2])];
        (Padded, Phases, Results, PhaseBytes) = (Placed(padded), Placed(phases), Placed(results), phaseBytes.ToImmutable());
        ScratchAddress = next;
        if (stages.Any(stage => ActivationCode.NeedsScratch(stage.Activation)))
        {
            Take(stages.Select((stage, s) => outRows[s] * Pitches[s + 1] * stage.Co * e).Max());
        }

        (Biases, Taps, Weights, WeightOffsets) = (biases.ToImmutable(), taps.ToImmutable(), weights.ToImmutable(), offsets.ToImmutable());
        (OutRows, InRows, NramBytes, WramBytes) = ([.. outRows], [.. inRows], next, wram);
        TilesPerImage = (last.Ho + schedule.Rows - 1) / schedule.Rows;
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

    /// <summary>Most rows that each stage's window sees, padding included.</summary>
    public ImmutableArray<long> InRows { get; }

    /// <summary>
    /// Columns from row to row of the chain's input and of each stage's result. A depthwise stage computes along what lies between its rows, and stages
    /// of a window of one keep that: only the store leaves it out.
    /// </summary>
    public ImmutableArray<long> Pitches { get; }

    /// <summary>True when the input, which is the residual, has other columns between its rows than the result.</summary>
    public bool WidensResidual => Problem.Stages[^1].HasResidual && Problem.ResidualIsInput && Pitches[^1] != Problem.Stages[^1].Wo;

    /// <summary>Bytes of an input buffer.</summary>
    public long InputBytes { get; }

    /// <summary>NRAM address of the input buffers.</summary>
    public long InputAddress { get; }

    /// <summary>Bytes of an output buffer.</summary>
    public long OutputBytes { get; }

    /// <summary>NRAM address of the output buffers.</summary>
    public long OutputAddress { get; }

    /// <summary>NRAM address of the residual buffers, where the residual is loaded or widened.</summary>
    public long ResidualAddress { get; }

    /// <summary>NRAM address of each stage's result; -1 for the last.</summary>
    public ImmutableArray<long> Results { get; }

    /// <summary>NRAM address of each stage's padded input; -1 where the stage before leaves it ready.</summary>
    public ImmutableArray<long> Padded { get; }

    /// <summary>NRAM address of the phases that a strided depthwise stage reads: rows and columns modulo the stride; -1 for others.</summary>
    public ImmutableArray<long> Phases { get; }

    /// <summary>Bytes of one phase.</summary>
    public ImmutableArray<long> PhaseBytes { get; }

    /// <summary>NRAM address of each depthwise stage's taps; -1 for others.</summary>
    public ImmutableArray<long> Taps { get; }

    /// <summary>NRAM address of each stage's bias; -1 without.</summary>
    public ImmutableArray<long> Biases { get; }

    /// <summary>NRAM address of the activations' scratch.</summary>
    public long ScratchAddress { get; }

    /// <summary>How each stage's filters are packed; null for depthwise stages.</summary>
    public ImmutableArray<ConvTiling?> Weights { get; }

    /// <summary>Place of each stage's filters, in bytes, in device memory, SRAM and WRAM alike.</summary>
    public ImmutableArray<long> WeightOffsets { get; }

    /// <summary>NRAM in use.</summary>
    public long NramBytes { get; }

    /// <summary>WRAM in use, and bytes of all filters.</summary>
    public long WramBytes { get; }

    /// <summary>True when every stage can read what the one before leaves: only a window of one takes rows with something in between.</summary>
    public static bool CanFollow(ImmutableArray<ConvProblem> stages)
    {
        var pitches = PitchesOf(stages);
        return stages.Select((stage, s) => s == 0 || pitches[s] == stage.W || IsPointwise(stage)).All(can => can);
    }

    /// <summary>True when everything fits the chip's memories.</summary>
    public bool Fits(MluTarget target) => NramBytes <= target.Nram && WramBytes <= target.Wram && (!Schedule.Share || WramBytes <= target.Sram);

    /// <summary>True when a stage's window reaches beyond its input.</summary>
    public static bool IsPadded(ConvProblem stage) => stage.Top + stage.Bottom + stage.Left + stage.Right > 0;

    /// <summary>True when a strided depthwise stage reads its input by rows and columns modulo the stride.</summary>
    public static bool HasPhases(ConvProblem stage) => stage.IsDepthwise && stage.Sx * stage.Sy > 1;

    private static bool IsPointwise(ConvProblem stage) => !stage.IsDepthwise && stage.Kh * stage.Kw * stage.Sx * stage.Sy == 1 && !IsPadded(stage);

    /// <summary>Bytes behind the last row that a depthwise stage reads along: the columns that its windows and phases are ahead.</summary>
    private static long Beyond(ConvProblem stage, long e) => stage.IsDepthwise ? (stage.ReachX + stage.Sx) * stage.Ci * e : 0;

    private static ImmutableArray<long> PitchesOf(ImmutableArray<ConvProblem> stages)
    {
        var pitches = ImmutableArray.CreateBuilder<long>(stages.Length + 1);
        pitches.Add(stages[0].W + stages[0].Left + stages[0].Right);
        for (var s = 0; s < stages.Length; s++)
        {
            var stage = stages[s];
            var columns = s > 0 && IsPadded(stage) ? stage.W + stage.Left + stage.Right : pitches[s];
            pitches.Add(((columns - (stage.IsDepthwise ? 1 : stage.ReachX)) / stage.Sx) + 1);
        }

        return pitches.ToImmutable();
    }
}
