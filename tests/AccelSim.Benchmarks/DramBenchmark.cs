using AccelSim.Machine;
using AccelSim.Memory;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>DRAM model on streams and on short scattered accesses; one operation is one 64-byte burst.</summary>
[MemoryDiagnoser]
public class DramBenchmark
{
    private const int Bytes = 64 << 20;
    private DramConfig _config = null!;

    /// <summary>Reads the memory of MLU370-X4.</summary>
    [GlobalSetup]
    public void Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
        {
            folder = folder.Parent;
        }

        _config = DramBinding.Bind(ChipFile.Load(Path.Combine(folder!.FullName, "configs", "chips", "mlu370-x4.yaml")).Dram);
    }

    /// <summary>One stream in requests of 16 KiB, three reads to one write.</summary>
    [Benchmark(OperationsPerInvoke = Bytes / 64)]
    public long Streaming() => Run(16 << 10);

    /// <summary>Requests of 2 KiB.</summary>
    [Benchmark(OperationsPerInvoke = Bytes / 64)]
    public long Packets() => Run(2 << 10);

    private long Run(int request)
    {
        var dram = new DramSystem(_config);
        var time = 0L;
        for (var at = 0; at < Bytes; at += request)
        {
            time = Math.Max(time, dram.Access(time, new AffinePattern(at, request), write: at / request % 4 == 3).Done - 200_000_000);
        }

        return time;
    }
}
