using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>One request at a time, the next some time after the last has ended: half to one and a half times a mean gap, at random, so that it keeps no step with refresh.</summary>
internal sealed class IdleSource(DramConfig config, DramStream stream, long requests, long warmUp, long meanGap, ulong seed) : DramSource(config, stream)
{
    private readonly CongruentialRandom _random = new(seed);
    private long _number;

    protected override void Handle(in SimEvent item)
    {
        if (_number == warmUp)
        {
            Meter.Begin(Now);
        }

        Ask();
    }

    protected override void Ended(int bytes, long asked, long number)
    {
        if (_number++ >= warmUp)
        {
            Meter.Moved(bytes);
            Meter.Took(Now - asked);
        }

        if (_number < warmUp + requests)
        {
            Simulation.Schedule(Now + (meanGap / 2) + (long)(_random.NextFraction() * meanGap), Phase.Execute, this, 0);
        }
        else
        {
            Meter.Stop(Now);
        }
    }
}
