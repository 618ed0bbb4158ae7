namespace AccelSim.Memory;

/// <summary>Channels behind one source of single bursts, driven until all requests are done.</summary>
public sealed class DramLoad
{
    private const int HandOversPerChannel = 2;
    private const int IdleGap = 98;
    private const int IdleStart = 50;

    private readonly DramDevice _device;
    private readonly DramFieldMap _map;
    private readonly ChannelController[] _channels;
    private readonly Sink _sink = new();
    private long _lastTaken;

    /// <summary>Idle channels.</summary>
    public DramLoad(DramDevice device, ChannelPolicy policy, DramFieldMap map, int channels, Func<int, IDramCommandLog?>? log = null)
    {
        _device = device;
        _map = map;
        _channels = [.. Enumerable.Range(0, channels).Select(i => ChannelController.Create(device, policy, _sink, log?.Invoke(i)))];
    }

    /// <summary>
    /// Hands requests over as fast as they are taken, in order: the first that is refused holds up all others. At most
    /// <paramref name="outstanding"/> reads are on their way, and <paramref name="perTick"/> requests are handed over in a tick.
    /// </summary>
    public DramLoadResult Saturate(DramTraffic traffic, long requests, int outstanding = int.MaxValue, int perTick = 16)
    {
        var trace = new DramTrace(traffic, _map, _device, _channels.Length);
        var (burst, write) = trace.Next();
        for (long tick = 0, sent = 0; sent < requests;)
        {
            var budget = perTick;
            var blocked = false;
            while (sent < requests && budget-- > 0 && !blocked)
            {
                var channel = _channels[_map.Channel(burst)];
                blocked = !channel.Accepts(write) || (!write && _sink.Outstanding >= outstanding && !_sink.Release(tick, outstanding));
                if (!blocked)
                {
                    Send(channel, burst, write, tick, tick);
                    sent++;
                    (burst, write) = trace.Next();
                }
            }

            tick = Advance(tick, blocked);
        }

        return Finish(requests);
    }

    /// <summary>Requests arrive at random, <paramref name="perTick"/> in the mean, and wait in a queue per channel without bound.</summary>
    public DramLoadResult Offer(DramTraffic traffic, long requests, double perTick)
    {
        var trace = new DramTrace(traffic, _map, _device, _channels.Length);
        var arrivals = new CongruentialRandom((traffic.Seed * 7919) + 13);
        var waiting = _channels.Select(_ => new Queue<(long Burst, bool Write, long Arrival)>()).ToArray();
        var left = requests;
        var queued = 0L;
        for (var tick = 0L; left > 0 || queued > 0; tick++)
        {
            for (var count = (int)perTick + (arrivals.NextFraction() < perTick - Math.Floor(perTick) ? 1 : 0); count > 0 && left > 0; count--, left--)
            {
                var (burst, write) = trace.Next();
                waiting[_map.Channel(burst)].Enqueue((burst, write, tick));
                queued++;
            }

            for (var i = 0; i < _channels.Length; i++)
            {
                for (var handOver = 0; handOver < HandOversPerChannel && waiting[i].Count > 0 && _channels[i].Accepts(waiting[i].Peek().Write); handOver++)
                {
                    var (burst, write, arrival) = waiting[i].Dequeue();
                    Send(_channels[i], burst, write, arrival, tick);
                    queued--;
                }

                _channels[i].RunTo(tick + 1);
            }
        }

        return Finish(requests);
    }

    /// <summary>One read at a time, the next some ticks after the last is done.</summary>
    public DramLoadResult OneByOne(DramTraffic traffic, long requests)
    {
        var trace = new DramTrace(traffic, _map, _device, _channels.Length);
        var tick = (long)IdleStart;
        for (var i = 0L; i < requests; i++)
        {
            var (burst, write) = trace.Next();
            foreach (var other in _channels)
            {
                other.RunTo(tick);
            }

            var channel = _channels[_map.Channel(burst)];
            Send(channel, burst, write, tick, tick);
            while (_sink.Unfinished > 0)
            {
                channel.Step();
            }

            tick = _sink.Last + IdleGap;
        }

        return Finish(requests);
    }

    private void Send(ChannelController channel, long burst, bool write, long arrival, long tick)
    {
        _lastTaken = Math.Max(_lastTaken, tick);
        channel.RunTo(tick);
        channel.Enqueue(_map.Request(burst, write, write ? -1 : _sink.Sent(arrival)));
    }

    /// <summary>Works through the tick, and on to the next one at which the source can do something.</summary>
    private long Advance(long tick, bool blocked)
    {
        var next = long.MaxValue;
        foreach (var channel in _channels)
        {
            channel.RunTo(tick + 1);
            next = Math.Min(next, channel.NextTick);
        }

        return blocked ? Math.Max(tick + 1, Math.Min(next + 1, _sink.NextRelease(tick))) : tick + 1;
    }

    /// <summary>Waits for all reads; a write is done when it is taken.</summary>
    private DramLoadResult Finish(long requests)
    {
        while (_sink.Unfinished > 0)
        {
            var next = _channels[0];
            foreach (var channel in _channels)
            {
                next = channel.NextTick < next.NextTick ? channel : next;
            }

            next.Step();
        }

        return _sink.Result(requests, Math.Max(_lastTaken + 1, _sink.Last), _device, _channels);
    }

    /// <summary>Knows when each read arrived and when it was done.</summary>
    private sealed class Sink : IDramSink
    {
        private readonly List<long> _done = [];
        private readonly List<long> _latency = [];
        private long[] _arrival = new long[1024];
        private int _count;
        private int _finished;
        private int _released;

        public int Outstanding { get; private set; }

        public int Unfinished => _count - _finished;

        public long Last { get; private set; }

        public int Sent(long arrival)
        {
            if (_count == _arrival.Length)
            {
                Array.Resize(ref _arrival, _count * 2);
            }

            _arrival[_count] = arrival;
            Outstanding++;
            return _count++;
        }

        public void Done(int tag, long tick)
        {
            _finished++;
            _latency.Add(tick - _arrival[tag]);
            Last = Math.Max(Last, tick);


            // Sorted by an insertion from the back: the reads of one channel are done in order.
            _done.Add(tick);
            for (var i = _done.Count - 1; i > _released && _done[i - 1] > tick; i--)
            {
                (_done[i - 1], _done[i]) = (tick, _done[i - 1]);
            }
        }

        /// <summary>Counts reads that were done before <paramref name="tick"/> as no longer on their way; true when there is room for another.</summary>
        public bool Release(long tick, int limit)
        {
            for (; _released < _done.Count && _done[_released] < tick; _released++)
            {
                Outstanding--;
            }

            return Outstanding < limit;
        }

        public long NextRelease(long tick) => _released < _done.Count ? Math.Max(_done[_released], tick) + 1 : long.MaxValue;

        public DramLoadResult Result(long requests, long end, DramDevice device, ChannelController[] channels)
        {
            _latency.Sort();
            var columns = channels.Sum(c => c.Counters.Reads + c.Counters.Writes - c.Counters.Forwarded - c.Counters.Merged);
            return new DramLoadResult(
                end,
                (double)requests / end * device.BurstTicks / (channels.Length * device.PseudoChannels),
                _latency.Count == 0 ? 0 : _latency.Average(),
                Percentile(0.5),
                Percentile(0.99),
                channels.Sum(c => c.Counters.RowHits) / (double)Math.Max(1, columns),
                channels.Sum(c => c.Counters.Activates),
                channels.Sum(c => c.Counters.Refreshes));
        }

        private long Percentile(double fraction) =>
            _latency.Count == 0 ? 0 : _latency[(int)(fraction * (_latency.Count - 1))];
    }
}
