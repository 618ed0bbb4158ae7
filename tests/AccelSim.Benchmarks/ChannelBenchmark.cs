using AccelSim.Memory;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>Channel controllers kept full of requests; one operation is one burst of 32 or 64 bytes.</summary>
[MemoryDiagnoser]
public class ChannelBenchmark
{
    private const int Bursts = 1 << 18;
    private DramReferenceFile _file = null!;
    private DramFieldMap _map = null!;

    /// <summary>Whose policy.</summary>
    [Params("d_hbm2_1ch_fine", "r_hbm2_1ch")]
    public string Configuration { get; set; } = "";

    /// <summary>Reads the configuration.</summary>
    [GlobalSetup]
    public void Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
        {
            folder = folder.Parent;
        }

        _file = DramReferenceFile.Load(Path.Combine(folder!.FullName, "configs", "validation", "memory", "configs", Configuration + ".json"));
        _map = _file.Map(Configuration[0] == 'd' ? "map" : "map_fine");
    }

    /// <summary>Single bursts one after the other.</summary>
    [Benchmark(OperationsPerInvoke = Bursts)]
    public long Sequential() => Run(DramPattern.Sequential, 1);

    /// <summary>Trains of 16 bursts of one row, rotating over the banks.</summary>
    [Benchmark(OperationsPerInvoke = Bursts)]
    public long Trains() => Run(DramPattern.BankRow, 16);

    /// <summary>Single bursts at random.</summary>
    [Benchmark(OperationsPerInvoke = Bursts)]
    public long Random() => Run(DramPattern.Random, 1);

    private long Run(DramPattern pattern, int train)
    {
        var channel = ChannelController.Create(_file.Device, _file.Policy);
        var trace = new DramTrace(new DramTraffic { Pattern = pattern }, _map, _file.Device, 1);
        for (var sent = 0; sent < Bursts; sent += train)
        {
            var request = _map.Request(trace.Next().Burst, false, sent) with { Count = train };
            while (!channel.Accepts(false))
            {
                channel.Step();
            }

            channel.Enqueue(request);
        }

        return channel.Now;
    }
}
