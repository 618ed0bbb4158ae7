namespace AccelSim.Interconnect;

/// <summary>
/// Measures a network under a load the way BookSim 2 does: warm-up samples, then samples until three in a row agree, then (for latencies)
/// until every measured packet has arrived under the same load, then until the network is empty.
/// </summary>
/// <typeparam name="TNetwork">Mode of execution.</typeparam>
public sealed class LoadTest<TNetwork>
    where TNetwork : class, IPacketNetwork
{
    private const int AgreeingSamples = 3;
    private const int DrainCheck = 1000;

    private readonly TNetwork _network;
    private readonly TrafficPattern _pattern;
    private readonly LoadTestSpec _spec;
    private readonly LaggedRandom _random;
    private readonly double _packetRate;
    private readonly LatencyTally _tally = new();
    private readonly long[] _sourceTime;
    private readonly bool[] _drained;
    private Phase _phase = Phase.WarmUp;
    private long _drainTime;
    private long _resetTime;
    private long _accepted;
    private long _injected;
    private long _measuredInside;
    private long _flitsOffered;
    private long _createdOffered;
    private bool _generating = true;

    /// <summary>A test of an idle network.</summary>
    /// <param name="network">The network, made with <paramref name="random"/>.</param>
    /// <param name="pattern">Who sends to whom.</param>
    /// <param name="spec">How much, and how it is measured.</param>
    /// <param name="random">Seeded with the seed of <paramref name="spec"/>.</param>
    public LoadTest(TNetwork network, TrafficPattern pattern, LoadTestSpec spec, LaggedRandom random)
    {
        _network = network;
        _pattern = pattern;
        _spec = spec;
        _random = random;
        _packetRate = spec.Rate / spec.PacketFlits;
        _sourceTime = new long[network.Graph.Nodes];
        _drained = new bool[network.Graph.Nodes];
    }

    private enum Phase
    {
        WarmUp,
        Running,
        Draining,
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public LoadTestResult Run(CancellationToken cancellation = default)
    {
        if (!Sample(cancellation) || (_spec.MeasureLatency && !DrainMeasured(cancellation)))
        {
            return Result(stable: false);
        }

        _generating = false;
        while (_network.PacketsInside > 0)
        {
            Step();
        }

        return Result(stable: true);
    }

    // Returns false where the load is too much.
    private bool Sample(CancellationToken cancellation)
    {
        var (agreeing, latency, accepted) = (0, 0.0, 0.0);
        var clear = false;
        for (var sample = 0; sample < _spec.MostSamples && (_phase != Phase.Running || agreeing < AgreeingSamples); sample++)
        {
            if (clear || (_phase == Phase.WarmUp && sample % 2 == 0))
            {
                clear = false;
                _tally.Clear();
                (_accepted, _injected, _resetTime) = (0, 0, _network.Now);
            }

            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < _spec.SamplePeriod; i++)
            {
                Step();
            }

            var nowLatency = _tally.Latency;
            var nowAccepted = _accepted / (double)(_network.Now - _resetTime) / _network.Graph.Nodes;
            var settled = (!_spec.MeasureLatency || Math.Abs((nowLatency - latency) / nowLatency) <= _spec.Tolerance) &&
                Math.Abs((nowAccepted - accepted) / nowAccepted) <= _spec.Tolerance;
            (latency, accepted) = (nowLatency, nowAccepted);
            if (_spec.MeasureLatency && TooSlow())
            {
                _drainTime = _network.Now;
                return false;
            }

            if (_phase == Phase.Running)
            {
                agreeing = settled ? agreeing + 1 : 0;
            }
            else if (sample + 1 >= _spec.WarmUpSamples)
            {
                _phase = Phase.Running;
                clear = true;
            }
        }

        _phase = Phase.Draining;
        _drainTime = _network.Now;
        return true;
    }

    private bool DrainMeasured(CancellationToken cancellation)
    {
        for (var step = 1; _measuredInside > 0 || Array.Exists(_drained, d => !d); step++)
        {
            Step();
            if (step % DrainCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TooSlow())
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Mean latency so far, with the age of every flit that is still on its way.
    private bool TooSlow()
    {
        var flits = _flitsOffered - _network.FlitsLeft;
        var ages = (_network.Now * flits) - (_createdOffered - _network.CreatedLeft);
        return (_tally.Sum + ages) / (double)(_tally.Count + flits) > _spec.LatencyLimit;
    }

    private void Step()
    {
        var left = _network.FlitsLeft;
        var entered = _network.FlitsEntered;
        _network.BeginCycle();
        if (_generating)
        {
            for (var node = 0; node < _sourceTime.Length; node++)
            {
                if (_network.CanOffer(node))
                {
                    Generate(node);
                }
            }
        }

        foreach (ref readonly var delivery in _network.Delivered)
        {
            _measuredInside -= delivery.Tag;
            if (_phase == Phase.WarmUp || delivery.Tag != 0)
            {
                _tally.Add(delivery, _network.Now);
            }
        }

        _network.EndCycle();
        if (_phase != Phase.Draining)
        {
            _accepted += _network.FlitsLeft - left;
            _injected += _network.FlitsEntered - entered;
        }
    }

    // A source that was held up catches up with the cycles it missed, one packet at a time.
    private void Generate(int node)
    {
        ref var time = ref _sourceTime[node];
        var generated = false;
        while (!generated && time <= _network.Now)
        {
            if (_random.NextFraction() < _packetRate)
            {
                var destination = _pattern.Destination(node, _random);
                var measured = _phase == Phase.Running || (_phase == Phase.Draining && time < _drainTime) ? 1 : 0;
                _random.NextWhole(); // BookSim draws a subnetwork here, of which there is one.
                _network.Offer(node, destination, _spec.PacketFlits, time, measured);
                _measuredInside += measured;
                _flitsOffered += _spec.PacketFlits;
                _createdOffered += _spec.PacketFlits * time;
                generated = true;
            }

            time++;
        }

        _drained[node] |= _phase == Phase.Draining && time > _drainTime;
    }

    private LoadTestResult Result(bool stable)
    {
        var span = (double)(_drainTime - _resetTime) * _network.Graph.Nodes;
        return new LoadTestResult(stable, _tally.Latency, _tally.NetworkLatency, _tally.Percentile(0.5), _tally.Percentile(0.95),
            _tally.Percentile(0.99), _accepted / span, _injected / span, _tally.Hops, _tally.Count, _network.Now);
    }
}
