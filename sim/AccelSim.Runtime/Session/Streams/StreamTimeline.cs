using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>
/// Streams of commands on a device that runs kernels of several at once. Steps begin in the order of time, those of one time in the order of the program;
/// the device runs to the next of them, or until a kernel ends, which may let others begin.
/// </summary>
internal sealed class StreamTimeline(HostSpec host, IStreamDevice device, CriticalPath path, long start)
{
    private readonly List<StreamStep> _waiting = [];
    private readonly List<StreamStep> _running = [];
    private Moment _up = new(start, CriticalPath.Root);
    private Moment _down = new(start, CriticalPath.Root);
    private long _now = start;

    /// <summary>Makes the request of a launch, for the time at which it begins.</summary>
    public required Func<LaunchCommand, long, DeviceRequest> Request { get; init; }

    /// <summary>Told when a step begins.</summary>
    public required Action<StreamStep> Begun { get; init; }

    /// <summary>When it is given up, fs.</summary>
    public required RunEnd Limit { get; init; }

    /// <summary>True where it was given up.</summary>
    public bool Stopped { get; private set; }

    /// <summary>A step is added.</summary>
    public void Add(StreamStep step) => _waiting.Add(step);

    /// <summary>Runs until the ends of steps are known.</summary>
    public void Resolve(IReadOnlyCollection<StreamStep> steps, CancellationToken cancellation)
    {
        while (!Stopped && steps.Any(step => step.End is null))
        {
            var (next, ready) = Next();
            if (Limit.IsOver(_now) || (_running.Count == 0 && Limit.IsOver(ready.Time)))
            {
                GiveUp();
            }
            else if (next is not null && (_running.Count == 0 || ready.Time <= _now))
            {
                Begin(next, ready);
            }
            else
            {
                RunOn(next is null ? long.MaxValue : ready.Time, cancellation);
            }
        }
    }

    private (StreamStep? Step, Moment Ready) Next()
    {
        (StreamStep? Step, Moment Ready) first = (null, new Moment(long.MaxValue, CriticalPath.Root));
        foreach (var step in _waiting)
        {
            if (step.ReadyAt() is { } ready && ready.Time < first.Ready.Time)
            {
                first = (step, ready);
            }
        }

        return first;
    }

    private void RunOn(long until, CancellationToken cancellation)
    {
        _now = Math.Min(Math.Min(until, Limit.Time), _now + device.Lookahead);
        device.RunTo(_now, cancellation);
        for (var i = 0; i < _running.Count; i++)
        {
            if (device.Ended(_running[i].Launch) is { } outcome)
            {
                Ends(_running[i], outcome);
                _running.RemoveAt(i--);
            }
        }
    }

    private void Begin(StreamStep step, Moment ready)
    {
        _waiting.Remove(step);
        step.Start = ready;
        Begun(step);
        switch (step.Command)
        {
            case CopyCommand copy:
                var link = copy.ToDevice ? _up : _down;
                step.Start = Moment.Later(ready, link);
                var end = Advance(step.Start, host.Pcie.Latency.Femtoseconds + HostTimeline.TimeOf(copy.Bytes, host.Pcie.Effective.BytesPerSecond), Cause.HostCopy);
                (_up, _down) = copy.ToDevice ? (end, _down) : (_up, end);
                step.End = end;
                break;
            case LaunchCommand launch:
                // The device may have run a little beyond the end of what the launch waits for before that end was known.
                step.Start = Advance(ready, Math.Max(0, _now - ready.Time), Cause.Launch);
                step.Launch = device.Submit(Request(launch, step.Start.Time), launch.Queue, launch.Priority, [.. step.Launches().Distinct()]);
                _now = Math.Max(_now, step.Start.Time);
                _running.Add(step);
                break;
            default:
                step.End = ready;
                break;
        }
    }

    private void Ends(StreamStep step, DeviceLaunch outcome)
    {
        var at = step.Start;
        foreach (var share in outcome.Causes.Shares)
        {
            at = Advance(at, share.Femtoseconds, share.Cause);
        }

        (step.Outcome, step.End) = (outcome, at);
    }

    private void GiveUp()
    {
        Stopped = true;
        var last = Math.Min(_now, Limit.Time);
        foreach (var step in _running)
        {
            Ends(step, device.GiveUp(step.Launch, last));
        }

        foreach (var step in _waiting.Where(step => step.Command is LaunchCommand))
        {
            var at = new Moment(last, CriticalPath.Root);
            (step.Start, step.End, step.Outcome) = (at, at, DeviceLaunch.NotBegun);
        }
    }

    private Moment Advance(Moment from, long femtoseconds, Cause cause)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(femtoseconds);
        var end = checked(from.Time + femtoseconds);
        return femtoseconds == 0 ? from : new Moment(end, path.Add(from.Node, end, cause));
    }
}
