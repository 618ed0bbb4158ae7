using AccelSim.Engine;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>
/// The host thread, the command queues, the two directions of the host link and the device, each with the moment it is free.
/// A step begins when all it needs are free, and the one that was free last is its predecessor on the critical path.
/// </summary>
internal sealed class HostTimeline
{
    private readonly HostSpec _host;
    private readonly CriticalPath _path = new();
    private readonly List<Moment> _queues = [];
    private readonly List<long> _conversions = [];
    private readonly Dictionary<int, Moment> _events = [];
    private Moment _thread;
    private Moment _up;
    private Moment _down;
    private Moment _device;

    public HostTimeline(HostSpec host, long start)
    {
        _host = host;
        Start = start;
        _thread = _up = _down = _device = new Moment(start, CriticalPath.Root);
    }

    public long Start { get; }

    /// <summary>When the host thread goes on.</summary>
    public long Now => _thread.Time;

    /// <summary>Lets the host thread do something itself.</summary>
    public void Work(long femtoseconds, Cause cause) => _thread = Advance(_thread, femtoseconds, cause);

    /// <summary>Lets the host thread do nothing until a time, waiting for input.</summary>
    public void WaitUntil(long time) => Work(Math.Max(0, time - _thread.Time), Cause.InputWait);

    public void Copy(int queue, long bytes, bool toDevice, long conversion)
    {
        if (toDevice)
        {
            Work(conversion, Cause.HostCopy);
        }

        Work(_host.Copy.PerCall.Femtoseconds, Cause.HostSubmit);
        var link = toDevice ? _up : _down;
        var start = Moment.Later(Moment.Later(_thread, Queue(queue)), link);
        var end = Advance(start, _host.Pcie.Latency.Femtoseconds + TimeOf(bytes, _host.Pcie.Effective.BytesPerSecond), Cause.HostCopy);
        _queues[queue] = end;
        if (toDevice)
        {
            _up = end;
        }
        else
        {
            _down = end;
            _conversions[queue] += conversion;
        }
    }

    /// <summary>Submits a kernel; <paramref name="run"/> gets the time at which the device takes it.</summary>
    public (long Start, DeviceLaunch Launch) Launch(int queue, long coldExtra, Func<long, DeviceLaunch> run)
    {
        Work(_host.Launch.Submit.Femtoseconds, Cause.HostSubmit);
        var start = Moment.Later(Moment.Later(_thread, Queue(queue)), _device);
        var at = Advance(start, coldExtra, Cause.ProgramLoad);
        var launch = run(at.Time);
        foreach (var share in launch.Causes.Shares)
        {
            at = Advance(at, share.Femtoseconds, share.Cause);
        }

        _queues[queue] = _device = at;
        return (start.Time, launch);
    }

    /// <summary>An event happens when all before it in the queue has ended.</summary>
    public void Record(int queue, int number) => _events[number] = Moment.Later(_thread, Queue(queue));

    /// <summary>What comes next in the queue waits for an event.</summary>
    public void Await(int queue, int number) => _queues[queue] = Moment.Later(Queue(queue), _events[number]);

    /// <summary>The host thread waits until the queue is empty, then converts what arrived.</summary>
    public void Wait(int queue)
    {
        _thread = Moment.Later(_thread, Queue(queue));
        Work(_host.Copy.Synchronize.Femtoseconds, Cause.HostSubmit);
        Work(_conversions[queue], Cause.HostCopy);
        _conversions[queue] = 0;
    }

    /// <summary>The host thread is where the last of the queues is, at no cost: the run ends here.</summary>
    public void Join()
    {
        foreach (var queue in _queues)
        {
            _thread = Moment.Later(_thread, queue);
        }
    }

    /// <summary>The host thread waits until every queue is empty; costs nothing where nothing is outstanding.</summary>
    public void WaitAll()
    {
        var last = _thread;
        foreach (var queue in _queues)
        {
            last = Moment.Later(last, queue);
        }

        var outstanding = last.Time > _thread.Time;
        _thread = last;
        Work(outstanding ? _host.Copy.Synchronize.Femtoseconds : 0, Cause.HostSubmit);
        Work(_conversions.Sum(), Cause.HostCopy);
        for (var i = 0; i < _conversions.Count; i++)
        {
            _conversions[i] = 0;
        }
    }

    /// <summary>Causes of the time from <see cref="Start"/> to now; they sum to it.</summary>
    public CauseStack Causes()
    {
        var byCause = new long[CauseNames.Count];
        _path.Attribute(_thread.Node, Start, byCause);
        return new CauseStack(byCause);
    }

    /// <summary>Time for an amount at a rate, rounded up, fs.</summary>
    public static long TimeOf(long amount, long perSecond) =>
        (long)(((Int128)amount * Clock.FemtosecondsPerSecond + perSecond - 1) / perSecond);

    private Moment Queue(int queue)
    {
        while (_queues.Count <= queue)
        {
            _queues.Add(new Moment(Start, CriticalPath.Root));
            _conversions.Add(0);
        }

        return _queues[queue];
    }

    private Moment Advance(Moment from, long femtoseconds, Cause cause)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(femtoseconds);
        var end = checked(from.Time + femtoseconds);
        return femtoseconds == 0 ? from : new Moment(end, _path.Add(from.Node, end, cause));
    }
}
