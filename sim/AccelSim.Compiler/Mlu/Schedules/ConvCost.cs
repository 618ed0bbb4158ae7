using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// Estimates a convolution in closed form, in core cycles. It has two phases: filling the pipeline (the first weights and input, with which nothing
/// overlaps) and the steps, of which the slowest queue decides each. Neither is faster than the cluster's port, the links between dies and device
/// memory let their bytes through.
/// </summary>
internal readonly struct ConvCost
{
    /// <summary>Scalar work and synchronisation of a step.</summary>
    private const double StepOverhead = 200;

    /// <summary>Share of the peak that a stream from device memory reaches, refresh and row changes included.</summary>
    private const double DramEfficiency = 0.85;

    private readonly ConvTiling _t;
    private readonly MluTarget _target;
    private readonly ConvProblem _p;
    private readonly ConvSchedule _s;
    private readonly double _rounds;
    private readonly double _tiles;
    private readonly double _tasks;
    private readonly double _clusters;
    private readonly double _pixels;
    private readonly double _resultBytes;
    private readonly double _firstInput;
    private readonly double _inputLoads;
    private readonly double _weightLoads;

    private ConvCost(ConvTiling tiling, MluTarget target)
    {
        (_t, _target, _p, _s) = (tiling, target, tiling.Problem, tiling.Schedule);
        _rounds = TileMath.CeilDiv(tiling.CoTiles, _s.CoTasks);
        _tiles = TileMath.CeilDiv(tiling.PixelTiles, _s.RowTasks);
        _tasks = (double)Math.Min(_s.RowTasks, tiling.PixelTiles) * Math.Min(_s.CoTasks, tiling.CoTiles);
        // memory cores fetch weights whether their cores have work or not
        _clusters = _s.Share ? (double)_s.Tasks / target.CoresPerCluster
            : tiling.SplitsChannels ? Math.Min(_s.RowTasks, tiling.PixelTiles) * Math.Ceiling(Math.Min(_s.CoTasks, tiling.CoTiles) / (double)target.CoresPerCluster)
            : Math.Min(_tasks, target.Clusters);
        _pixels = (double)Math.Min(_s.Rows, _p.Ho) * tiling.Cols;
        _resultBytes = _pixels * Math.Min(_s.Co, _p.Co) * target.ElementBytes;
        _firstInput = (double)Math.Min(tiling.InRows, _p.H) * Math.Min(tiling.InCols, _p.W) * tiling.SliceCi * target.ElementBytes;
        _inputLoads = _tiles == 1 && tiling.Slices == 1 ? 1 : Steps / tiling.HeldSlices;
        _weightLoads = tiling.Slices > 1 ? Steps : _rounds;
    }

    /// <summary>Estimated core cycles from first to last instruction.</summary>
    public static double Estimate(ConvTiling tiling, MluTarget target) => new ConvCost(tiling, target).Total();

    private double Steps => _rounds * _tiles * _t.Slices;

    private double Results => Steps / _t.Slices;

    private double Total()
    {
        var unions = Math.Max(1, _s.Tasks / (_target.CoresPerCluster * _s.Union));
        var waves = _s.UsesMemoryCore ? TileMath.CeilDiv(unions, Math.Max(1, _target.Clusters / _s.Union)) : TileMath.CeilDiv(_s.Tasks, _target.Cores);
        var (fill, step, drain) = _t.SplitsChannels ? Staged() : ThreeStages();
        var weights = _s.Share ? _t.SharedWeightBytes : _t.WeightBytes * _tasks / _clusters;
        var input = _t.SplitsChannels ? _firstInput : _firstInput * _tasks / _clusters;
        var results = _resultBytes * (_p.HasResidual ? 2 : 1) * Results * _tasks;
        var cached = Cached();
        var first = Phase(fill, weights + input, weights, input, 1, 1, 0, cached);
        var rest = Phase(Steps * step, (weights * (_weightLoads - 1)) + (input * (_inputLoads - 1)), weights, input, _weightLoads - 1, _inputLoads - 1, results, cached);
        return ((first + rest + drain) * waves) + (_s.UsesMemoryCore ? _target.UnionCycles * waves : 0);
    }

    /// <summary>A phase that takes the cores a time, and moves bytes.</summary>
    private double Phase(double time, double portBytes, double weights, double input, double weightLoads, double inputLoads, double results, double cached)
    {
        var weightReaders = _t.PassesWeights ? _clusters / _s.Union : _clusters;
        var inputReaders = _t.PassesInput ? _clusters / _s.Union : _clusters;
        var bytes = (weights * weightLoads * weightReaders) + (input * inputLoads * inputReaders);
        var memory = ((bytes * cached) + results) / (_target.DramBytesPerCycle * DramEfficiency);
        memory = Math.Max(memory, portBytes / _target.PortBytesPerCycle);
        memory = _target.CacheBytes > 0 ? Math.Max(memory, (bytes + results) / _target.CacheBytesPerCycle) : memory;
        memory = Math.Max(memory, BetweenDies((_t.PassesWeights ? weights * weightLoads : 0) + (_t.PassesInput ? input * inputLoads : 0)));
        return Math.Max(time, memory) + (0.1 * Math.Min(time, memory));
    }

    /// <summary>Share of the reads that a data cache lets through to device memory: once each, where everything fits it.</summary>
    private double Cached()
    {
        var e = (double)_target.ElementBytes;
        double weights = _t.CoTiles * _t.Slices * _t.WeightBytes, input = _p.N * _p.H * _p.W * _p.Ci * e, result = _p.N * _p.Ho * _p.Wo * _p.Co * e;
        if (weights + input + result > _target.CacheBytes)
        {
            return 1;
        }

        var read = (_s.Share ? _t.SharedWeightBytes * _clusters / _s.Union : _t.WeightBytes * _tasks) * _weightLoads;
        read += (_t.SplitsChannels ? _firstInput * _clusters / (_t.PassesInput ? _s.Union : 1) : _firstInput * _tasks) * _inputLoads;
        return Math.Min(1, (weights + input) / read);
    }

    /// <summary>Cycles that the links between dies are busy with what is passed on: every cluster of a die receives the parts that the other dies have read.</summary>
    private double BetweenDies(double passed)
    {
        var clustersPerDie = _target.Clusters / _target.Dies;
        return _s.Union <= clustersPerDie || _target.DieBytesPerCycle == 0 ? 0 : passed * clustersPerDie * (_target.Dies - 1) / _target.Dies / _target.DieBytesPerCycle;
    }

    // ---- what a task does ------------------------------------------------------------------------------------------------------------

    private double Compute()
    {
        var tensor = _target.ConvCycles(Math.Min(_s.Co, _p.Co), _t.SliceCi, _t.SliceKh * _p.Kw, (long)_pixels);
        var passes = (_p.HasBias ? 1 : 0) + ActivationCode.Passes(_p.Activation, 4);
        return tensor + (passes * _target.VectorCycles(_t.OutBytes) / _t.Slices);
    }

    /// <summary>Padding left and right that is written before anything is loaded.</summary>
    private double ZeroBorders => _p.Left + _p.Right > 0 && _t.ColTiles == 1 && _t.CiSlices == 1 ? _target.CopyStart + (2.0 * _t.InBytes / _target.VectorBytesPerCycle) : 0;

    private double WeightShare => _weightLoads / Steps;

    private double InputShare => _inputLoads / Steps;

    private (double Fill, double Step, double Drain) ThreeStages()
    {
        var copy = _target.Copy;
        var latency = _target.ReadLatency;
        var store = copy.Write(_resultBytes, ResultSegments, _target.NetworkLatency);
        var residual = _p.HasResidual ? copy.Read(_resultBytes, ResultSegments, latency) : 0;
        var input = copy.Read(_firstInput, InputSegments, latency);
        var io = (input * InputShare) + ((residual + store) / _t.Slices);
        var copies = InputShare + (Results / Steps * (_p.HasResidual ? 2 : 1));
        double fill = ZeroBorders + input + residual, step;
        if (_s.Share)
        {
            double move = _target.Move!.Read(_t.WeightBytes, 1, _target.SramLatency), fetch = Fetch();
            step = Math.Max(Math.Max(Compute(), io - copy.SavedByChaining(copies)), Math.Max(move, fetch) * WeightShare) + (Barrier * WeightShare);
            fill = Math.Max(fill, fetch) + move;
        }
        else
        {
            var weights = copy.Read(_t.WeightBytes, 1, latency);
            step = Math.Max(Compute(), io + (weights * WeightShare) - copy.SavedByChaining(copies + WeightShare));
            fill += weights;
        }

        return (fill, step + StepOverhead, store);
    }

    private (double Fill, double Step, double Drain) Staged()
    {
        CopyRates memory = _target.MemoryCopy!, move = _target.Move!, copy = _target.Copy;
        double latency = _target.ReadLatency, sram = _target.SramLatency;
        var clusterBytes = _resultBytes * _t.ClusterCo / Math.Min(_s.Co, _p.Co);
        var clusterSegments = _t.ClusterCo < _p.Co ? _pixels : _t.ColTiles > 1 ? _s.Rows : 1;
        var bring = _t.PassesInput
            ? memory.Read(_firstInput / _s.Union, 1, latency) + PassOn(_firstInput / _s.Union)
            : memory.Read(_firstInput, _t.CiSlices > 1 ? InputSegments : _t.ColTiles > 1 || _t.SkipRows ? _t.InRows : 1, latency);
        var fetch = _s.Share ? Fetch() : 0;
        var weights = _s.Share ? move.Read(_t.WeightBytes, 1, sram) : copy.Read(_t.WeightBytes, 1, latency);
        var take = move.Read(_firstInput, InputSegments, sram);
        double takeAway = 0, brought = 0, store, residual = 0;
        if (_t.CombinesOutput)
        {
            takeAway = memory.Write(clusterBytes, clusterSegments, _target.NetworkLatency);
            brought = _p.HasResidual ? memory.Read(clusterBytes, clusterSegments, latency) : 0;
            store = move.Write(_resultBytes, _pixels, sram);
            residual = _p.HasResidual ? move.Read(_resultBytes, _pixels, sram) : 0;
        }
        else
        {
            store = copy.Write(_resultBytes, ResultSegments, _target.NetworkLatency);
            residual = _p.HasResidual ? copy.Read(_resultBytes, ResultSegments, latency) : 0;
        }

        var result = (store + residual) / _t.Slices;
        var results = Results / Steps * (_p.HasResidual ? 2 : 1);
        var coreMove = (take * InputShare) + (_s.Share ? weights * WeightShare : 0) + (_t.CombinesOutput ? result : 0)
            - move.SavedByChaining(InputShare + (_s.Share ? WeightShare : 0) + (_t.CombinesOutput ? results : 0));
        var coreIo = (_s.Share ? 0 : weights * WeightShare) + (_t.CombinesOutput ? 0 : result)
            - copy.SavedByChaining((_s.Share ? 0 : WeightShare) + (_t.CombinesOutput ? 0 : results));
        var memoryCore = (bring * InputShare) + (fetch * WeightShare) + ((takeAway + brought) / _t.Slices)
            - memory.SavedByChaining(InputShare + (_s.Share ? WeightShare : 0) + (_t.CombinesOutput ? results : 0));
        var banks = ((_firstInput * InputShare * (_target.CoresPerCluster + 1)) + (_t.CombinesOutput ? 2 * clusterBytes / _t.Slices : 0)) / _target.SramBytesPerCycle;
        var step = Math.Max(Math.Max(Math.Max(memoryCore, coreMove), Math.Max(coreIo, Compute())), banks) + StepOverhead + Barrier;
        var fill = Math.Max(bring + brought + fetch, ZeroBorders) + Math.Max(take, weights) + (2 * (StepOverhead + Barrier));
        return (fill, step, store + takeAway + ((_s.Stages - 3) * (StepOverhead + Barrier)));
    }

    /// <summary>Weights from device memory to the SRAM of every cluster of the union; reading and passing on overlap but for the first piece.</summary>
    private double Fetch()
    {
        var part = (double)_t.SharedWeightBytes / _s.Union;
        var read = _target.MemoryCopy!.Read(part, 1, _target.ReadLatency);
        if (_s.Union == 1)
        {
            return read;
        }

        var pass = PassOn(part);
        return Math.Max(read, pass) + (Math.Min(read, pass) / _t.PassPieces);
    }

    private double PassOn(double part)
    {
        // out of one SRAM, through the network, into another: the packets under way are limited
        double roundTrip = (2 * _target.SramLatency) + (2 * _target.NetworkLatency) + 16;
        return (_s.Union - 1) * _target.Pass!.Read(part, 1, roundTrip);
    }

    private double Barrier => _t.PassesInput || (_t.PassesWeights && _t.Slices > 1) ? 2 * _target.NetworkLatency : _target.SramLatency;

    private double ResultSegments => _s.Co < _p.Co ? _pixels : _t.ColTiles > 1 ? _s.Rows : 1;

    private double InputSegments => _t.CiSlices > 1 ? _t.InRows * _t.InCols : _t.ColTiles > 1 || _p.Left + _p.Right > 0 || _t.SkipRows ? _t.InRows : 1;
}
