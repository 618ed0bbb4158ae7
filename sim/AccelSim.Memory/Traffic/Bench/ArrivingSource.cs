using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Requests arrive at random, however many are on their way. Those that arrive after a warm-up are measured, to the end of each; the rate is what ended while they arrived.</summary>
internal sealed class ArrivingSource(DramConfig config, DramStream stream, long requests, long warmUp, double meanGap, ulong seed) : DramSource(config, stream)
{
    private readonly ExponentialGaps _gaps = new(seed);
    private long _number;
    private bool _measuring;

    protected override void Handle(in SimEvent item)
    {
        if (_number == warmUp)
        {
            _measuring = true;
            Meter.Begin(Now);
        }

        if (_number == warmUp + requests)
        {
            _measuring = false;
            Meter.Stop(Now);
            return;
        }

        Ask(_number++);
        Simulation.Schedule(Now + (long)(_gaps.Next() * meanGap), Phase.Execute, this, 0);
    }

    protected override void Ended(int bytes, long asked, long number)
    {
        if (_measuring)
        {
            Meter.Moved(bytes);
        }

        if (number >= warmUp)
        {
            Meter.Took(Now - asked);
        }
    }
}
