using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Keeps what a memory did between two moments.</summary>
internal sealed class DramMeter(DramSystem dram)
{
    private readonly List<long> _latencies = new(1024);
    private Moment _from;
    private Moment _to;
    private long _bytes;

    /// <summary>Bytes counted so far.</summary>
    public long Bytes => _bytes;

    /// <summary>When measuring began, fs.</summary>
    public long Begun => _from.Time;

    /// <summary>Begins.</summary>
    public void Begin(long now) => _from = Take(now);

    /// <summary>Ends; <paramref name="time"/> is the moment up to which bytes were counted.</summary>
    public void Stop(long time) => _to = Take(time);

    /// <summary>Counts bytes that were moved.</summary>
    public void Moved(int bytes) => _bytes += bytes;

    /// <summary>Counts a request's latency, fs.</summary>
    public void Took(long latency) => _latencies.Add(latency);

    /// <summary>What was measured.</summary>
    public DramBenchResult Result()
    {
        var config = dram.Config;
        var span = _to.Time - _from.Time;
        var rate = span == 0 ? 0 : _bytes * (double)Clock.FemtosecondsPerSecond / span;
        var columns = _to.Columns - _from.Columns;
        _latencies.Sort();
        return new DramBenchResult
        {
            Requests = _latencies.Count,
            BytesPerSecond = rate,
            PeakFraction = rate / config.PeakBytesPerSecond,
            RowHitRate = columns == 0 ? 0 : Math.Min(1, (_to.RowHits - _from.RowHits) / (double)columns),
            MeanLatency = _latencies.Count == 0 ? 0 : _latencies.Average() / 1e6,
            MedianLatency = Percentile(0.5),
            TailLatency = Percentile(0.99),
            Bus = DramBusShares.Of(
                _to.Bus - _from.Bus, (double)_bytes / config.BurstBytes * config.Device.BurstTicks,
                (double)span * config.Clock.Hertz / Clock.FemtosecondsPerSecond * config.Channels),
        };
    }

    // The least latency that this share of the requests does not exceed, ns.
    private double Percentile(double share) =>
        _latencies.Count == 0 ? 0 : _latencies[Math.Max(0, (int)Math.Ceiling(share * _latencies.Count) - 1)] / 1e6;

    private Moment Take(long time)
    {
        var bus = default(BusTime);
        for (var i = 0; i < dram.Config.Channels; i++)
        {
            bus += dram.Bus(i);
        }

        var (columns, hits) = (0L, 0L);
        foreach (var counters in dram.Counters)
        {
            columns += counters.Reads + counters.Writes - counters.Forwarded - counters.Merged;
            hits += counters.RowHits;
        }

        return new Moment(time, bus, columns, hits);
    }

    private readonly record struct Moment(long Time, BusTime Bus, long Columns, long RowHits);
}
