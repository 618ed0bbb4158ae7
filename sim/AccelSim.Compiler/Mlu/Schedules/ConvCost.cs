using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// Estimates a convolution in closed form: the slowest of the queues decides a step of the pipeline; a task takes the time to fill it, its steps, and
/// the time to drain it; and no launch is faster than device memory, the ports between clusters or the links between dies. All in core cycles.
/// </summary>
internal readonly struct ConvCost
{
    private const double StepOverhead = 200;
    private const double DramEfficiency = 0.75;

    private readonly ConvTiling _t;
    private readonly MluTarget _target;
    private readonly ConvProblem _p;
    private readonly ConvSchedule _s;
    private readonly double _rounds;
    private readonly double _tiles;
    private readonly double _inBytes;
    private readonly double _weightLoads;

    private ConvCost(ConvTiling tiling, MluTarget target)
    {
        (_t, _target, _p, _s) = (tiling, target, tiling.Problem, tiling.Schedule);
        _rounds = TileMath.CeilDiv(tiling.CoTiles, _s.CoTasks);
        _tiles = TileMath.CeilDiv(tiling.PixelTiles, _s.RowTasks);
        // what is loaded, without padding and without the rows that a tile at the end lacks
        var rows = Math.Min(tiling.InRows, _p.H);
        var loads = _tiles == 1 && tiling.Slices == 1 ? 1.0 / _rounds : 1.0 / tiling.HeldSlices;
        _inBytes = rows * Math.Min(tiling.InCols, _p.W) * tiling.SliceCi * target.ElementBytes * loads;
        _weightLoads = tiling.Slices > 1 ? 1 : 1 / _tiles;
    }

    /// <summary>Estimated core cycles from first to last instruction.</summary>
    public static double Estimate(ConvTiling tiling, MluTarget target) => new ConvCost(tiling, target).Total();

    private double Steps => _rounds * _tiles * _t.Slices;

    private double ResultBytes => (double)Math.Min(_s.Rows, _p.Ho) * _t.Cols * Math.Min(_s.Co, _p.Co) * _target.ElementBytes;

    private double Total()
    {
        var pipeline = _t.SplitsChannels ? Staged() : ThreeStages();
        var unions = Math.Max(1, _s.Tasks / (_target.CoresPerCluster * _s.Union));
        var waves = _s.UsesMemoryCore ? TileMath.CeilDiv(unions, Math.Max(1, _target.Clusters / _s.Union)) : TileMath.CeilDiv(_s.Tasks, _target.Cores);
        pipeline *= waves;
        var memory = Math.Max(DramBytes() / (_target.DramBytesPerCycle * DramEfficiency), BetweenDies());
        return Math.Max(pipeline, memory) + (0.1 * Math.Min(pipeline, memory)) + (_s.UsesMemoryCore ? _target.UnionCycles * waves : 0);
    }

    // ---- what a core does ------------------------------------------------------------------------------------------------------------

    private double Compute()
    {
        var tensor = _target.ConvCycles(Math.Min(_s.Co, _p.Co), _t.SliceCi, _t.SliceKh * _p.Kw, Math.Min(_s.Rows, _p.Ho) * _t.Cols);
        var passes = (_p.HasBias ? 1 : 0) + ActivationCode.Passes(_p.Activation, 4);
        return tensor + (passes * _target.VectorCycles(_t.OutBytes) / _t.Slices);
    }

    private double ThreeStages()
    {
        var copy = _target.Copy;
        var latency = _target.ReadLatency;
        var store = copy.Write(ResultBytes, ResultSegments(), latency / 2) / _t.Slices;
        var residual = _p.HasResidual ? copy.Read(ResultBytes, ResultSegments(), latency) / _t.Slices : 0;
        var input = copy.Read(_inBytes, InputSegments(), latency);
        var weights = copy.Read(_t.WeightBytes, 1, latency) * _weightLoads;
        var fetch = _s.Share ? Fetch() : 0;
        var move = _s.Share ? _target.Move!.Read(_t.WeightBytes, 1, 0) * _weightLoads : 0;
        var io = input + residual + store + (_s.Share ? 0 : weights);
        var step = Math.Max(Math.Max(Compute(), io), move + (fetch * _weightLoads)) + StepOverhead;
        var fill = (_s.Share ? fetch + (_target.Move!.Read(_t.WeightBytes, 1, 0)) : copy.Read(_t.WeightBytes, 1, latency)) + input;
        return fill + (Steps * step) + store;
    }

    private double Staged()
    {
        CopyRates memory = _target.MemoryCopy!, move = _target.Move!;
        var latency = _target.ReadLatency;
        var clusterBytes = ResultBytes * _t.ClusterCo / Math.Min(_s.Co, _p.Co);
        double pixels = Math.Min(_s.Rows, _p.Ho) * _t.Cols;
        var clusterSegments = _t.ClusterCo < _p.Co ? pixels : _t.ColTiles > 1 ? _s.Rows : 1;

        var bring = _t.PassesInput
            ? memory.Read(_inBytes / _s.Union, 1, latency) + PassOn(_inBytes / _s.Union)
            : memory.Read(_inBytes, _t.CiSlices > 1 || _t.ColTiles > 1 ? InputSegments() : 1, latency);
        var fetch = _s.Share ? Fetch() : 0;
        double takeAway = 0, residual = 0, coreIo = _s.Share ? 0 : _target.Copy.Read(_t.WeightBytes, 1, latency) * _weightLoads;
        var coreMove = move.Read(_inBytes, InputSegments(), 0) + (_s.Share ? move.Read(_t.WeightBytes, 1, 0) * _weightLoads : 0);
        double store;
        if (_t.CombinesOutput)
        {
            takeAway = memory.Write(clusterBytes, clusterSegments, latency / 2) / _t.Slices;
            residual = _p.HasResidual ? memory.Read(clusterBytes, clusterSegments, latency) / _t.Slices : 0;
            store = move.Write(ResultBytes, pixels, 0) / _t.Slices;
            coreMove += store + (_p.HasResidual ? move.Read(ResultBytes, pixels, 0) / _t.Slices : 0);
        }
        else
        {
            store = _target.Copy.Write(ResultBytes, ResultSegments(), latency / 2) / _t.Slices;
            coreIo += store + (_p.HasResidual ? _target.Copy.Read(ResultBytes, ResultSegments(), latency) / _t.Slices : 0);
        }

        var sram = ((_inBytes * (_target.CoresPerCluster + 1)) + (_t.CombinesOutput ? 2 * clusterBytes / _t.Slices : 0)) / _target.SramBytesPerCycle;
        var memoryCore = bring + takeAway + residual + (fetch * _weightLoads);
        var compute = Compute();
        var step = Math.Max(Math.Max(Math.Max(memoryCore, coreMove), Math.Max(coreIo, compute)), sram) + StepOverhead + Barrier();
        var fill = Math.Max(bring + residual + fetch, 0) + Math.Max(coreMove, _s.Share ? 0 : _target.Copy.Read(_t.WeightBytes, 1, latency));
        return fill + (Steps * step) + store + takeAway + ((_s.Stages - 2) * (StepOverhead + Barrier()));
    }

    /// <summary>Weights from device memory to the SRAM of every cluster of the union.</summary>
    private double Fetch()
    {
        var part = (double)_t.SharedWeightBytes / _s.Union;
        return _target.MemoryCopy!.Read(part, 1, _target.ReadLatency) + (_s.Union > 1 ? PassOn(part) : 0);
    }

    private double PassOn(double part) => (_s.Union - 1) * (_target.Pass!.Start + (part / Math.Min(_target.Pass.BytesPerCycle, _target.PortBytesPerCycle)));

    private double Barrier() => _t.PassesInput ? _target.ReadLatency : _target.SramLatency;

    private double ResultSegments() => _s.Co < _p.Co ? Math.Min(_s.Rows, _p.Ho) * _t.Cols : _t.ColTiles > 1 ? _s.Rows : 1;

    private double InputSegments() =>
        _t.CiSlices > 1 ? _t.InRows * _t.InCols : _t.ColTiles > 1 || _p.Left + _p.Right > 0 || _t.SkipRows ? _t.InRows : 1;

    // ---- what the chip does ----------------------------------------------------------------------------------------------------------

    private double WorkingTasks => (double)Math.Min(_s.RowTasks, _t.PixelTiles) * Math.Min(_s.CoTasks, _t.CoTiles);

    private double DramBytes()
    {
        double tasks = WorkingTasks, cores = _target.CoresPerCluster;
        var inputReaders = !_t.SplitsChannels ? 1 : _t.PassesInput ? Math.Min(_s.CoTasks, cores * _s.Union) : cores;
        // in three stages all cores of a union read the same weights, in five each core of a cluster its own
        var weightReaders = !_s.Share ? 1 : _t.SplitsChannels ? _s.Union : cores * _s.Union;
        var results = ResultBytes * (_p.HasResidual ? 2 : 1) / _t.Slices;
        return (tasks * Steps * ((_inBytes / inputReaders) + results)) + (tasks * Steps * _weightLoads * _t.WeightBytes / weightReaders);
    }

    /// <summary>Cycles that the links between dies are busy with what is passed on; what comes from device memory is in its bandwidth.</summary>
    private double BetweenDies()
    {
        var clustersPerDie = _target.Clusters / _target.Dies;
        if (_s.Union <= clustersPerDie || _target.DieBytesPerCycle == 0)
        {
            return 0;
        }

        var passed = (_t.PassesWeights ? _t.SharedWeightBytes * _rounds * (_t.Slices > 1 ? _tiles * _t.Slices : 1) : 0) + (_t.PassesInput ? _inBytes * Steps : 0);
        // every cluster of a die receives the parts that the other dies have read
        return passed * clustersPerDie * (_target.Dies - 1) / _target.Dies / _target.DieBytesPerCycle;
    }
}
