using System.Globalization;
using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// Measures a memory under the patterns that memories are compared by. Each point is a simulation of its own, of the <see cref="DramSystem"/>
/// that chips have; times are those that a request sees, with controller and PHY.
/// </summary>
public sealed class DramBench
{
    private const int LargestStride = 64 << 10;
    private const int LargestBlock = 1 << 10;
    private const int SmallestBlock = 128;
    private const long BytesPerChannel = 256 << 10;
    private const long MostBytes = 6 << 20;

    /// <summary>Refreshes that a load meets at least: they alone make the tail of its latencies.</summary>
    private const int LoadIntervals = 4;

    private const int LeastRows = 16;
    private const int IdleRequests = 3000;
    private const int IdleWarmUp = 16;

    /// <summary>100 ns, which is longer than a row has to be open.</summary>
    private const long IdleGap = 100_000_000;

    private static readonly double[] Loads = [0.05, 0.1, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95];

    private readonly DramConfig _config;
    private readonly DramBenchOptions _options;
    private readonly SaturatedRate _sequentialRate;
    private readonly SaturatedRate _randomRate;

    /// <summary>A bench for a memory.</summary>
    /// <param name="config">The memory; <see cref="DramBinding.Bind"/> makes it from a file's record.</param>
    /// <param name="options">How it is asked.</param>
    /// <exception cref="ArgumentException">It cannot be asked like that; all that is wrong is named.</exception>
    public DramBench(DramConfig config, DramBenchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _options) = (config.Checked(), options ?? new DramBenchOptions());
        Check();
        _sequentialRate = new SaturatedRate(SequentialRead);
        _randomRate = new SaturatedRate(cancellation => Saturate(Random(_config.MinimumBurstBytes), cancellation));
    }

    /// <summary>Names of all patterns, in the order in which points are listed.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        "read", "write", "copy", "mix", "stride", "random", "row-hits", "row-conflict", "latency", "outstanding", "load", "load-random",
    ];

    /// <summary>Every point of some patterns.</summary>
    public IEnumerable<DramBenchPoint> Points(IReadOnlyCollection<string> patterns) => Patterns.Where(patterns.Contains).SelectMany(Of);

    /// <summary>Sequential reads as fast as the memory answers.</summary>
    public DramBenchResult SequentialRead(CancellationToken cancellation = default) => Saturate(Sequential(1, 0), cancellation);

    private IEnumerable<DramBenchPoint> Of(string pattern) => pattern switch
    {
        "read" => [Saturated(pattern, () => Sequential(1, 0))],
        "write" => [Saturated(pattern, () => Sequential(1, 1))],
        "copy" => [Saturated(pattern, () => Sequential(2, 1))],
        "mix" => [Saturated(pattern, () => Sequential(3, 1))],
        "stride" => Doubling(_config.MinimumBurstBytes, LargestStride)
            .Select(stride => Saturated(pattern, () => DramStream.Strided(_config, stride), Size(stride), stride)),
        "random" => Doubling(SmallestBlock, LargestBlock).Where(block => block > _config.MinimumBurstBytes && block % _config.MinimumBurstBytes == 0)
            .Prepend(_config.MinimumBurstBytes).Select(block => Saturated(pattern, () => Random((int)block), Size(block), block)),
        "row-hits" => [Saturated(pattern, () => DramStream.OneBank(_config, _config.Channels, newRows: false))],
        "row-conflict" => [Saturated(pattern, () => DramStream.OneBank(_config, _config.Channels, newRows: true))],
        "latency" =>
        [
            Idle("hit", () => DramStream.OneBank(_config, 1, newRows: false), IdleGap),
            Idle("closed", () => DramStream.EachBank(_config), Math.Max(IdleGap, ClosedGap())),
            Idle("conflict", () => DramStream.OneBank(_config, 1, newRows: true), IdleGap),
        ],
        "outstanding" => Doubling(1, (long)_options.Outstanding * _config.Channels).Select(Outstanding),
        "load" => Loads.Select(load => Offered(pattern, load, () => Sequential(1, 0), _sequentialRate)),
        _ => Loads.Select(load => Offered(pattern, load, () => Random(_config.MinimumBurstBytes), _randomRate)),
    };

    private DramStream Sequential(int streams, int written) => DramStream.Sequential(_config, _options.RequestBytes, streams, written);

    private DramStream Random(int block) => DramStream.Random(_config, block, _options.Seed);

    private DramBenchPoint Saturated(string pattern, Func<DramStream> stream, string label = "", double x = 0) =>
        new(pattern, label, x, cancellation => Saturate(stream(), cancellation));

    private DramBenchPoint Outstanding(long window) => new(
        "outstanding", window.ToString(CultureInfo.InvariantCulture), window,
        cancellation => new SaturatingSource(_config, Sequential(1, 0), (int)window, Bytes).Measure(cancellation));

    private DramBenchPoint Idle(string label, Func<DramStream> stream, long gap) => new(
        "latency", label, 0, cancellation => new IdleSource(_config, stream(), IdleRequests, IdleWarmUp, gap, _options.Seed).Measure(cancellation));

    private DramBenchPoint Offered(string pattern, double load, Func<DramStream> make, SaturatedRate saturated) => new(
        pattern, string.Create(CultureInfo.InvariantCulture, $"{100 * load:0} %"), load, cancellation =>
        {
            var stream = make();
            var rate = load * saturated.BytesPerSecond(cancellation) / Clock.FemtosecondsPerSecond;
            var bytes = _options.Bytes ?? Math.Max(Bytes, (long)(rate * LoadIntervals * _config.Clock.Edge(_config.Device.RefreshInterval)));
            var requests = Math.Max(1, bytes / stream.Bytes);
            return new ArrivingSource(_config, stream, requests, requests / 4, stream.Bytes / rate, _options.Seed).Measure(cancellation);
        });

    private DramBenchResult Saturate(DramStream stream, CancellationToken cancellation)
    {
        var perChannel = Math.Max(1, Math.Min((long)_options.Outstanding * _options.RequestBytes / stream.Bytes, stream.MostPerChannel));
        return new SaturatingSource(_config, stream, (int)(perChannel * _config.Channels), Bytes).Measure(cancellation);
    }

    private long Bytes => _options.Bytes ?? Math.Min(MostBytes, BytesPerChannel * _config.Channels);

    // So long that a refresh closes a bank before its turn comes again.
    private long ClosedGap()
    {
        var device = _config.Device;
        var interval = Math.Max(device.RefreshInterval, (long)device.RefreshBankInterval * device.BanksPerRank);
        return 4 * _config.Clock.Edge(interval) / new EachBankReads(_config).Round;
    }

    private void Check()
    {
        var problems = new List<string>();
        if (_options.RequestBytes < 1 || _options.RequestBytes % _config.MinimumBurstBytes != 0 || _options.RequestBytes > _config.CapacityBytes / 4)
        {
            problems.Add($"requests of {_options.RequestBytes} bytes: must be a multiple of the {_config.MinimumBurstBytes} bytes that the memory moves at least");
        }

        if (_options.Outstanding is < 1 or > 4096)
        {
            problems.Add($"{_options.Outstanding} requests outstanding for each data bus: must be 1 to 4096");
        }

        if (_options.Bytes is < 1)
        {
            problems.Add($"{_options.Bytes} bytes for each point: must be at least 1");
        }

        if (new DramAddressMap(_config).RowsPerBank is < LeastRows and var rows)
        {
            problems.Add($"a memory of {rows} rows in each bank is too small to be measured: needs at least {LeastRows}");
        }

        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems));
        }
    }

    private static IEnumerable<long> Doubling(long from, long to)
    {
        for (var value = from; value <= to; value *= 2)
        {
            yield return value;
        }
    }

    private static string Size(long bytes) => bytes % 1024 == 0 ? $"{bytes / 1024} KiB" : $"{bytes} B";
}
