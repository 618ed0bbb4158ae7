using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Asks a memory for the requests of a stream, and measures. When it asks is up to what is derived from it.</summary>
internal abstract class DramSource : Component, IDramClient
{
    private readonly NumberPool<Asked> _asked = new(64);
    private readonly DramSystem _dram;

    /// <summary>A source in a simulation of its own.</summary>
    protected DramSource(DramConfig config, DramStream stream)
        : base(new Simulation(), "source")
    {
        Stream = stream;
        _dram = new DramSystem(Simulation, config);
        Meter = new DramMeter(_dram);
        Simulation.Schedule(0, Phase.Execute, this, 0);
    }

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _asked.InUse > 0;

    /// <summary>What is measured.</summary>
    protected DramMeter Meter { get; }

    /// <summary>What is asked for.</summary>
    protected DramStream Stream { get; }

    /// <summary>Runs to the end of the source.</summary>
    public DramBenchResult Measure(CancellationToken cancellation)
    {
        Simulation.Run(cancellation);
        return Meter.Result();
    }

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
        var asked = _asked.Items[tag];
        _asked.Return(tag);
        Ended(asked.Bytes, asked.Time, asked.Number);
    }

    /// <summary>Asks for the next request of the stream, now.</summary>
    /// <param name="number">Handed back when it ends.</param>
    protected void Ask(long number = 0)
    {
        var ask = Stream.Take();
        var tag = _asked.Take();
        _asked.Items[tag] = new Asked(Now, number, ask.Bytes);
        _dram.Access(new AffinePattern(ask.Address, ask.Bytes), ask.Write, this, tag);
    }

    /// <summary>A request has ended, now.</summary>
    protected abstract void Ended(int bytes, long asked, long number);

    private readonly record struct Asked(long Time, long Number, int Bytes);
}
