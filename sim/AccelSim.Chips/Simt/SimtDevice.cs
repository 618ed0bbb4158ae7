using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>
/// A chip of the simt family in simulated time: submit kernels, run, read when they ended and where the time went. Two devices share nothing.
/// </summary>
public sealed class SimtDevice
{
    private readonly SimtContext _context;
    private readonly SimtMemorySystem _memory;
    private readonly SmCore[] _sms;
    private readonly CtaDispatcher _dispatcher;
    private readonly byte[]? _global;
    private readonly long _globalBytes;

    /// <summary>An idle device at time 0.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="globalBytes">Device memory that programs may touch, bytes.</param>
    /// <param name="global">Its contents; null where only time is wanted and no kernel's time depends on values.</param>
    /// <param name="trace">Receives a span for each kernel, block and busy stretch of a slice and of device memory; null for no trace.</param>
    public SimtDevice(SimtChip chip, long globalBytes, byte[]? global = null, SpanRecorder? trace = null)
    {
        ArgumentNullException.ThrowIfNull(chip);
        _context = new SimtContext(chip, Simulation, trace);
        _memory = new SimtMemorySystem(_context);
        _sms = [.. Enumerable.Range(0, chip.Sms).Select(number => new SmCore(_context, _memory, number))];
        _memory.Sms = _sms;
        _dispatcher = new CtaDispatcher(_context, _sms, _memory);
        Array.ForEach(_sms, sm => sm.Dispatcher = _dispatcher);
        (_globalBytes, _global) = (globalBytes, global);
    }

    /// <summary>The chip it was built from.</summary>
    public SimtChip Chip => _context.Chip;

    /// <summary>Its time and events.</summary>
    public Simulation Simulation { get; } = new();

    /// <summary>Clock of the SMs.</summary>
    public Clock Clock => _context.Clock;

    /// <summary>Device memory.</summary>
    public DramSystem Dram => _memory.Dram;

    /// <summary>Kernels in order of submission.</summary>
    public IReadOnlyList<SimtKernelRun> Runs => _dispatcher.Runs;

    /// <summary>Names a buffer of device memory for messages; may be null.</summary>
    public Func<long, string?>? BufferAt { get; init; }

    /// <summary>What the L2 did so far.</summary>
    public SimtMemoryCounters MemoryCounters => _memory.Counters;

    /// <summary>What the SMs counted so far, together.</summary>
    public SmCounters Counters
    {
        get
        {
            var sum = default(SmCounters);
            foreach (var sm in _sms)
            {
                sum.Add(sm.Counters);
            }

            return sum;
        }
    }

    /// <summary>What costs energy that the SMs did so far, together.</summary>
    public SmActivity Activity
    {
        get
        {
            var sum = default(SmActivity);
            foreach (var sm in _sms)
            {
                sum.Add(sm.Activity);
            }

            return sum;
        }
    }

    /// <summary>Warp cycles by reason so far, of all SMs.</summary>
    public StallCounts Stalls
    {
        get
        {
            var sum = default(StallCounts);
            foreach (var sm in _sms)
            {
                sum.Add(sm.Stalls);
            }

            return sum;
        }
    }

    /// <summary>Time of a slice of the L2 by cause, up to <paramref name="time"/> (fs) or up to when it is taken, if that is later; fs.</summary>
    public ReadOnlySpan<long> SliceTime(int slice, long time) => _memory.SliceTime(slice, time);

    /// <summary>The account of a sub-core's issue slots so far.</summary>
    public IssueSlots SlotsOf(int sm, int subCore) => _sms[sm].SlotsOf(subCore);

    /// <summary>Submits a kernel that arrives at <paramref name="time"/> (fs), or now if that is later.</summary>
    /// <exception cref="SimtExecutionException">The chip lacks what the kernel needs, or its time depends on values and there are none.</exception>
    public SimtKernelRun Submit(SimtLaunchRequest request, long time = 0)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_global is null && request.Program.Slice is { NeedsValues: true } slice)
        {
            throw new SimtExecutionException(
                request.Program.Describe(slice.FirstLoad), Chip.Name, "an address, a guard or a branch depends on what is loaded here, so the kernel's time is not known without values");
        }

        if (_global is not null && !request.ControlOnly && request.Sample is not null)
        {
            throw new SimtExecutionException(request.Program.Kernel.Name, Chip.Name, "is timed with values, which every block must compute: it cannot be sampled");
        }

        if (request is { Stream: not null, Sample: not null })
        {
            throw new SimtExecutionException(request.Program.Kernel.Name, Chip.Name, "shares the chip with kernels of other streams, so its waves are not alike: it cannot be sampled");
        }

        return _dispatcher.Submit(request, _globalBytes, _global, BufferAt, Math.Max(time, Simulation.Now));
    }

    /// <summary>Runs until everything submitted has ended.</summary>
    /// <exception cref="DeadlockException">Warps wait for what nobody will do.</exception>
    /// <exception cref="SimulationException">A program did something illegal; the inner exception says what and where.</exception>
    public void Run(CancellationToken cancellation = default) => Simulation.Run(cancellation);

    /// <summary>Runs until everything submitted has ended, or to <paramref name="lastTime"/> (fs): then false, and kernels may be under way.</summary>
    /// <exception cref="DeadlockException">Warps wait for what nobody will do.</exception>
    /// <exception cref="SimulationException">A program did something illegal; the inner exception says what and where.</exception>
    public bool TryRun(long lastTime, CancellationToken cancellation = default) => Simulation.TryFinish(lastTime, cancellation);

    /// <summary>Gives up a kernel at <paramref name="time"/> (fs): its times end there. The device is good for nothing but its counters then.</summary>
    public static void GiveUp(SimtKernelRun run, long time)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.End = Math.Max(run.Submitted, time);
        run.FirstBlock = run.FirstBlock == 0 ? run.End : Math.Min(run.FirstBlock, run.End);
        run.LastBlock = run.LastBlock == 0 ? run.End : Math.Min(run.LastBlock, run.End);
    }
}
