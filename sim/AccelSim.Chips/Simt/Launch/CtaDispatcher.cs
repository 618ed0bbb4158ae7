using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>
/// Places blocks on SMs, some in each cycle, in turn on every SM that has room; kernels one after the other in the order in which they were
/// submitted. An SM has room for as many blocks of a kernel as <see cref="SimtOccupancy"/> says.
/// </summary>
internal sealed class CtaDispatcher : Component
{
    private readonly SimtContext _context;
    private readonly SmCore[] _sms;
    private readonly int[] _resident;
    private readonly List<SimtKernelRun> _runs = [];
    private readonly SimtMemorySystem _memory;
    private int _current;
    private int _nextSm;
    private long _readyAt;
    private bool _hasRun;
    private long _busyUntil;

    public CtaDispatcher(SimtContext context, SmCore[] sms, SimtMemorySystem memory)
        : base(context.Simulation, "CTA scheduler")
    {
        (_context, _sms, _memory) = (context, sms, memory);
        _resident = new int[sms.Length];
    }

    private enum Step
    {
        Start,
        Place,
        BlockEnded,
        Complete,
        Idle,
    }

    /// <summary>Kernels in order of submission.</summary>
    public IReadOnlyList<SimtKernelRun> Runs => _runs;

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _current < _runs.Count;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var run = _runs[_current];
        lines.Add($"{Name}: kernel '{run.Request.Program.Kernel.Name}' has {run.BlocksLeft} of {run.State.Grid.Count} blocks left");
    }

    /// <summary>A kernel arrives at <paramref name="time"/> (fs).</summary>
    /// <exception cref="SimtExecutionException">No block of it fits on an SM, or the chip lacks what an instruction needs.</exception>
    public SimtKernelRun Submit(SimtLaunchRequest request, long globalBytes, byte[]? global, Func<long, string?>? bufferAt, long time)
    {
        var chip = _context.Chip;
        var kernel = request.Program.Kernel;
        var state = new SimtLaunchState(
            request.Program, request.Grid, request.Block, request.Arguments.Span, chip.Sm.WarpWidth, globalBytes, global, request.DynamicSharedBytes)
        { BufferAt = bufferAt, ControlOnly = request.ControlOnly };
        var occupancy = SimtOccupancyRules.Check(chip, kernel.Name, new CtaResources((int)Math.Min(int.MaxValue, request.Block.Count), kernel.Registers, state.SharedBytes));
        var run = new SimtKernelRun(request, state, request.Trace is { } trace ? new SimtCode(trace, chip) : new SimtCode(request.Program, chip), occupancy, time) { BlocksLeft = request.Grid.Count };
        _runs.Add(run);
        if (_runs.Count == _current + 1)
        {
            Simulation.Schedule(Math.Max(time, Now), Phase.Schedule, this, (int)Step.Start);
        }

        return run;
    }

    /// <summary>A block on an SM ends at <paramref name="time"/> (fs).</summary>
    public void BlockEnds(long time, int sm) => Simulation.Schedule(time, Phase.Deliver, this, (int)Step.BlockEnded, sm);

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item)
    {
        switch ((Step)item.Tag)
        {
            case Step.Start: Start(); break;
            case Step.Place: Place(); break;
            case Step.BlockEnded: BlockEnded((int)item.Payload); break;
            case Step.Complete: Complete(); break;
        }
    }

    private void Record(SimtKernelRun run)
    {
        if (_context.Trace is { } trace)
        {
            var row = trace.Tracks["kernels"];
            trace.Span(row, trace.Labels["launch"], Math.Max(run.Submitted, _busyUntil), run.FirstBlock);
            var skipped = run.Sample?.SkippedFemtoseconds ?? 0;
            trace.Span(row, trace.Labels[run.Request.Program.Kernel.Name], run.FirstBlock, run.LastBlock - skipped);
            if (skipped > 0)
            {
                trace.Span(row, trace.Labels["left out by --sample"], run.LastBlock - skipped, run.LastBlock);
            }

            trace.Span(row, trace.Labels["drain"], run.LastBlock, run.End);
            _busyUntil = run.End;
            _memory.EndSpans();
        }
    }

    private void Start()
    {
        var launch = _context.Chip.Launch;
        var run = _runs[_current];

        // A command that was there before the kernel before it ended costs the gap, one that finds the chip idle costs the start.
        var wait = _hasRun && run.Submitted <= _readyAt ? launch.KernelGap.Femtoseconds : launch.KernelStart.Femtoseconds;
        _hasRun = true;
        Array.Clear(_resident);
        _nextSm = 0;
        run.Sampler = run.Request.Sample is { } rule
            ? new WaveSampler(rule, run.State.Grid.Count, (long)run.Occupancy.Ctas * _sms.Length, () => SimtAccounts.Of(_sms, _memory)) : null;
        Simulation.Schedule(_context.Clock.EdgeAtOrAfter(Now + wait), Phase.Schedule, this, (int)Step.Place);
    }

    private void Place()
    {
        var run = _runs[_current];
        var placed = 0;
        for (var tried = 0; tried < _sms.Length && placed < _context.Chip.Launch.CtasPerCycle && run.NextBlock < run.State.Grid.Count; tried++)
        {
            var sm = _nextSm;
            _nextSm = _nextSm + 1 == _sms.Length ? 0 : _nextSm + 1;
            if (_resident[sm] < run.Occupancy.Ctas)
            {
                PlaceOn(sm, run);
                placed++;
            }
        }

        if (placed > 0 && run.NextBlock < run.State.Grid.Count)
        {
            Simulation.Schedule(_context.Clock.After(Now, 1), Phase.Schedule, this, (int)Step.Place);
        }
    }

    private void PlaceOn(int sm, SimtKernelRun run)
    {
        if (run.NextBlock == 0)
        {
            run.FirstBlock = Now;
        }

        _resident[sm]++;
        _sms[sm].Begin(_context.Clock.After(Now, _context.Chip.Launch.CtaStart.Count), run, run.NextBlock++);
    }

    private void BlockEnded(int sm)
    {
        var run = _runs[_current];
        _resident[sm]--;
        if (run.Sampler is { } sampler)
        {
            var skipped = sampler.BlockEnded(Now, run.NextBlock);
            run.Traced?.Skip(skipped, run.Code);
            run.NextBlock += skipped;
            run.BlocksLeft -= skipped;
        }

        if (run.NextBlock < run.State.Grid.Count)
        {
            PlaceOn(sm, run);
        }

        if (--run.BlocksLeft == 0)
        {
            run.LastBlock = Now;
            Simulation.Schedule(Now, Phase.Observe, this, (int)Step.Complete);
        }
    }

    /// <summary>Of blocks that were left out time and counts are entered as if they had come behind all others.</summary>
    private void EnterSkipped(SimtKernelRun run)
    {
        run.Sample = run.Sampler?.End(_context.Clock, left =>
        {
            var time = _context.Clock.Edge(left.Cycles);
            Array.ForEach(_sms, sm => sm.Enter(left));
            _memory.Enter(left, time);
            run.LastBlock += time;
            run.End += time;
        });
        run.Sampler = null;
    }

    /// <summary>The last block has ended: once the writes are with the L2 the kernel is complete.</summary>
    private void Complete()
    {
        var run = _runs[_current];
        if (_memory.HasUnfinishedWork)
        {
            Simulation.Schedule(_context.Clock.After(Now, _context.Chip.Interconnect.Latency.Count), Phase.Observe, this, (int)Step.Complete);
            return;
        }

        run.End = Math.Max(run.LastBlock, _memory.LastWrite) + _context.Chip.Launch.KernelDrain.Femtoseconds;
        run.HasEnded = true;
        EnterSkipped(run);
        Record(run);
        _readyAt = run.End;
        _current++;
        if (_current < _runs.Count)
        {
            Simulation.Schedule(Math.Max(run.End, _runs[_current].Submitted), Phase.Schedule, this, (int)Step.Start);
        }
        else
        {
            // The chip is busy until then, whatever comes next.
            Simulation.Schedule(run.End, Phase.Observe, this, (int)Step.Idle);
        }
    }
}
