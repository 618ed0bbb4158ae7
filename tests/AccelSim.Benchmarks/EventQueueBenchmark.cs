using AccelSim.Engine;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>Push and pop of one event in a queue that holds many: the steady state of a simulation.</summary>
[MemoryDiagnoser]
public class EventQueueBenchmark
{
    private const int Operations = 1_000_000;
    private EventQueue _queue = new();

    /// <summary>Events in flight.</summary>
    [Params(16, 512)]
    public int Pending { get; set; }

    /// <summary>Fills the queue.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _queue = new EventQueue();
        for (var i = 0; i < Pending; i++)
        {
            _queue.Push(i * 137_000L, Phase.Execute, i, i);
        }
    }

    /// <summary>Pops an event and pushes one 1 to 65 ns later; one in a hundred goes far beyond the wheel.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public long PushAndPop()
    {
        var sum = 0L;
        for (var i = 0; i < Operations; i++)
        {
            _queue.TryPop(out var item);
            sum += item.Tag;
            var delay = i % 100 == 0 ? 10_000_000_000 : 1_000_000L * (1 + (i & 63));
            _queue.Push(item.Time + delay, Phase.Execute, item.Component, item.Tag);
        }

        return sum;
    }
}
