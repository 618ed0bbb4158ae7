using System.Numerics;

namespace AccelSim.Interconnect;

/// <summary>Sums and a histogram of latencies.</summary>
internal sealed class LatencyTally
{
    private const int FirstBins = 1024;
    private const int MostBins = 1 << 20;

    private long[] _histogram = new long[FirstBins];
    private long _latency;
    private long _networkLatency;
    private long _hops;

    public long Count { get; private set; }

    public long Sum => _latency;

    public double Latency => _latency / (double)Count;

    public double NetworkLatency => _networkLatency / (double)Count;

    public double Hops => _hops / (double)Count;

    public void Clear()
    {
        Array.Clear(_histogram);
        (_latency, _networkLatency, _hops, Count) = (0, 0, 0, 0);
    }

    public void Add(in Delivery delivery, long now)
    {
        _latency += now - delivery.Created;
        _networkLatency += now - delivery.Entered;
        _hops += delivery.Hops;
        var bin = Math.Min(MostBins - 1, now - delivery.Created);
        if (bin >= _histogram.Length)
        {
            Array.Resize(ref _histogram, (int)BitOperations.RoundUpToPowerOf2((uint)bin + 1));
        }

        _histogram[bin]++;
        Count++;
    }

    /// <summary>The least latency that this share of the packets does not exceed.</summary>
    public int Percentile(double share)
    {
        var below = 0L;
        for (var latency = 0; latency < _histogram.Length; latency++)
        {
            below += _histogram[latency];
            if (below >= share * Count)
            {
                return latency;
            }
        }

        return _histogram.Length - 1;
    }
}
