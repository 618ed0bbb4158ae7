using AccelSim.Engine;
using AccelSim.Machine;
using AccelSim.Memory;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>DRAM model on streams and on single bursts; one operation is 64 bytes, at random the least burst of the memory.</summary>
[MemoryDiagnoser]
public class DramBenchmark
{
    private const int Bytes = 64 << 20;
    private const int Bursts = 1 << 16;
    private DramConfig _config = null!;

    /// <summary>A chip's memory, or a memory by itself.</summary>
    [Params("chips/mlu370-x4", "memories/ddr4-server", "memories/hbm2-stack", "memories/a100-80")]
    public string Memory { get; set; } = "";

    /// <summary>Reads the file.</summary>
    [GlobalSetup]
    public void Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder!.FullName, "configs", Memory + ".yaml");
        _config = DramBinding.Bind(Memory.StartsWith("chips", StringComparison.Ordinal) ? ChipFile.Load(path).Dram : MemoryFile.Load(path).Dram);
    }

    /// <summary>One stream of reads, eight requests of 64 KiB on their way.</summary>
    [Benchmark(OperationsPerInvoke = Bytes / 64)]
    public long Streaming64K() => new Stream(_config, 64 << 10, 8, Bytes, writes: false).Run();

    /// <summary>Requests of 16 KiB.</summary>
    [Benchmark(OperationsPerInvoke = Bytes / 64)]
    public long Streaming16K() => new Stream(_config, 16 << 10, 8, Bytes, writes: false).Run();

    /// <summary>512 requests of 512 bytes on their way, three reads to one write.</summary>
    [Benchmark(OperationsPerInvoke = Bytes / 64)]
    public long Packets() => new Stream(_config, 512, 512, Bytes, writes: true).Run();

    /// <summary>512 reads of a burst each on their way, anywhere.</summary>
    [Benchmark(OperationsPerInvoke = Bursts)]
    public long RandomBursts() => new Stream(_config, _config.MinimumBurstBytes, 512, (long)Bursts * _config.MinimumBurstBytes, writes: false) { Random = true }.Run();

    /// <summary>Keeps some requests on their way.</summary>
    private sealed class Stream : Component, IDramClient
    {
        private readonly DramSystem _dram;
        private readonly int _request;
        private readonly int _depth;
        private readonly long _bytes;
        private readonly bool _writes;
        private readonly long _places;
        private ulong _state = 12345;
        private long _at;

        public Stream(DramConfig config, int request, int depth, long bytes, bool writes)
            : base(new Simulation(), "stream")
        {
            _dram = new DramSystem(Simulation, config);
            (_request, _depth, _bytes, _writes) = (request, depth, bytes, writes);
            _places = config.CapacityBytes / request;
        }

        public bool Random { get; init; }

        public long Run()
        {
            for (var i = 0; i < _depth; i++)
            {
                Next();
            }

            Simulation.Run();
            return Now;
        }

        public void Accessed(int tag, in DramOutcome outcome) => Next();

        protected override void Handle(in SimEvent item)
        {
        }

        private void Next()
        {
            if (_at < _bytes)
            {
                _dram.Access(new AffinePattern(Random ? Anywhere() : _at, _request), write: _writes && _at / _request % 4 == 3, this);
                _at += _request;
            }
        }

        private long Anywhere()
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (long)(_state % (ulong)_places) * _request;
        }
    }
}
