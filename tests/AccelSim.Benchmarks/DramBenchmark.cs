using AccelSim.Engine;
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
        var stream = new Stream(_config, request);
        stream.Start();
        return stream.End;
    }

    /// <summary>Keeps eight requests on their way, three reads to one write.</summary>
    private sealed class Stream : Component, IDramClient
    {
        private readonly DramSystem _dram;
        private readonly int _request;
        private int _at;

        public Stream(DramConfig config, int request)
            : base(new Simulation(), "stream")
        {
            _dram = new DramSystem(Simulation, config);
            _request = request;
        }

        public long End => Now;

        public void Start()
        {
            for (var i = 0; i < 8; i++)
            {
                Next();
            }

            Simulation.Run();
        }

        public void Accessed(int tag, in DramOutcome outcome) => Next();

        protected override void Handle(in SimEvent item)
        {
        }

        private void Next()
        {
            if (_at < Bytes)
            {
                _dram.Access(new AffinePattern(_at, _request), write: _at / _request % 4 == 3, this);
                _at += _request;
            }
        }
    }
}
