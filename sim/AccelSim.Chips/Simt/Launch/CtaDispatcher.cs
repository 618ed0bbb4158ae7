using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>
/// Starts kernels in the order of their streams, and places their blocks on SMs, some in each cycle, in turn on every SM that has room. Of kernels that run
/// at once, blocks of the one of most priority, then of the oldest, are placed first; the next one's when it has none left to place: the leftover policy.
/// </summary>
/// <remarks>
/// Leftover policy: Xu et al., Warped-Slicer (ISCA 2016), section 2; Amert et al., GPU scheduling on the NVIDIA TX2 (RTSS 2017), rules of primary queues and
/// of resources.
/// </remarks>
internal sealed partial class CtaDispatcher : Component
{
    private readonly SimtContext _context;
    private readonly SmCore[] _sms;
    private readonly List<SimtKernelRun> _runs = [];
    private readonly List<SimtKernelRun> _active = [];
    private readonly Queue<SimtKernelRun> _held = [];
    private readonly SimtMemorySystem _memory;
    private readonly MemoryDivision _division;
    private int _unfinished;
    private long _order;

    public CtaDispatcher(SimtContext context, SmCore[] sms, SimtMemorySystem memory)
        : base(context.Simulation, "CTA scheduler")
    {
        (_context, _sms, _memory) = (context, sms, memory);
        _shares = new SmShare[sms.Length];
        _division = new MemoryDivision(memory);
    }

    private enum Step
    {
        Start,
        Ready,
        Place,
        BlockEnded,
        Complete,
        Idle,
    }

    /// <summary>Kernels in order of submission.</summary>
    public IReadOnlyList<SimtKernelRun> Runs => _runs;

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _unfinished > 0;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var run in _runs.Where(run => !run.HasEnded).Take(16))
        {
            lines.Add($"{Name}: kernel '{run.Request.Program.Kernel.Name}' has {run.BlocksLeft} of {run.State.Grid.Count} blocks left"
                + (run.Awaits > 0 ? FormattableString.Invariant($" and waits for {run.Awaits} kernels") : ""));
        }
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
        var run = new SimtKernelRun(request, state, request.Trace is { } trace ? new SimtCode(trace, chip) : new SimtCode(request.Program, chip), occupancy, time)
        {
            BlocksLeft = request.Grid.Count,
            Number = _runs.Count,
            Resident = new int[_sms.Length],
            Account = request.Stream is null ? null : new KernelAccount(_sms.Length, chip.Sm.SubCores),
        };
        Await(run);
        _runs.Add(run);
        _unfinished++;
        if (run.Awaits == 0)
        {
            Simulation.Schedule(Math.Max(Math.Max(time, Now), run.ReadyAt), Phase.Schedule, this, (int)Step.Start, run.Number);
        }

        return run;
    }

    /// <summary>A block on an SM ends at <paramref name="time"/> (fs).</summary>
    public void BlockEnds(long time, int sm, SimtKernelRun run) =>
        Simulation.Schedule(time, Phase.Deliver, this, (int)Step.BlockEnded, ((long)run.Number << 32) | (uint)sm);

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item)
    {
        switch ((Step)item.Tag)
        {
            case Step.Start: Start(_runs[(int)item.Payload]); break;
            case Step.Ready: Ready(_runs[(int)item.Payload]); break;
            case Step.Place: _placing = false; Place(); break;
            case Step.BlockEnded: BlockEnded((int)item.Payload, _runs[(int)(item.Payload >> 32)]); break;
            case Step.Complete: Complete(_runs[(int)item.Payload]); break;
        }
    }

    /// <summary>Finds what a kernel waits for: the last of its stream, or all before it; what was named beside that.</summary>
    private void Await(SimtKernelRun run)
    {
        var stream = run.Request.Stream;
        for (var i = _runs.Count - 1; i >= 0; i--)
        {
            var other = _runs[i].Request.Stream;
            if (stream is null || other is null || other == stream)
            {
                Follow(run, _runs[i]);
            }

            // Whatever is before such a one, it waited for.
            if (other is null || other == stream)
            {
                break;
            }
        }

        foreach (var other in run.Request.After)
        {
            Follow(run, other);
        }
    }

    private static void Follow(SimtKernelRun run, SimtKernelRun other)
    {
        if (other.HasEnded)
        {
            run.ReadyAt = Math.Max(run.ReadyAt, other.End);
        }
        else
        {
            run.Awaits++;
            other.Followers.Add(run);
        }
    }

    private void Record(SimtKernelRun run)
    {
        if (_context.Trace is { } trace)
        {
            var row = trace.Tracks[run.Request.Stream is { } stream ? FormattableString.Invariant($"kernels of stream {stream}") : "kernels"];
            trace.Span(row, trace.Labels["launch"], Math.Max(run.Submitted, run.ReadyAt), run.FirstBlock);
            var skipped = run.Sample?.SkippedFemtoseconds ?? 0;
            trace.Span(row, trace.Labels[run.Request.Program.Kernel.Name], run.FirstBlock, run.LastBlock - skipped);
            if (skipped > 0)
            {
                trace.Span(row, trace.Labels["left out by --sample"], run.LastBlock - skipped, run.LastBlock);
            }

            trace.Span(row, trace.Labels["drain"], run.LastBlock, run.End);
            _memory.EndSpans();
        }
    }

    private void Start(SimtKernelRun run)
    {
        var launch = _context.Chip.Launch;
        if (_active.Count >= launch.MaxConcurrentKernels)
        {
            _held.Enqueue(run);
            return;
        }

        Divide();
        if (_active.Count == 0)
        {
            _nextSm = 0;
        }

        run.Order = ++_order;
        var behind = _active.FindIndex(other => other.Request.Priority < run.Request.Priority);
        _active.Insert(behind < 0 ? _active.Count : behind, run);

        // A command that was there before what it waits for ended costs the gap, any other the start.
        var wait = run.ReadyAt > 0 && run.Submitted <= run.ReadyAt ? launch.KernelGap.Femtoseconds : launch.KernelStart.Femtoseconds;
        run.Sampler = run.Request.Sample is { } rule
            ? new WaveSampler(rule, run.State.Grid.Count, (long)run.Occupancy.Ctas * _sms.Length, () => SimtAccounts.Of(_sms, _memory)) : null;
        Simulation.Schedule(_context.Clock.EdgeAtOrAfter(Now + wait), Phase.Schedule, this, (int)Step.Ready, run.Number);
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
    private void Complete(SimtKernelRun run)
    {
        if (_active.Count == 1 ? _memory.HasUnfinishedWork : !_memory.IsServed(run.Epoch))
        {
            Simulation.Schedule(_context.Clock.After(Now, _context.Chip.Interconnect.Latency.Count), Phase.Observe, this, (int)Step.Complete, run.Number);
            return;
        }

        run.End = Math.Max(run.LastBlock, _memory.LastWrite) + _context.Chip.Launch.KernelDrain.Femtoseconds;
        run.HasEnded = true;
        EnterSkipped(run);
        Record(run);
        Divide();
        _active.Remove(run);
        _unfinished--;
        foreach (var follower in run.Followers)
        {
            follower.ReadyAt = Math.Max(follower.ReadyAt, run.End);
            if (--follower.Awaits == 0)
            {
                Simulation.Schedule(Math.Max(follower.ReadyAt, follower.Submitted), Phase.Schedule, this, (int)Step.Start, follower.Number);
            }
        }

        if (_held.TryDequeue(out var held))
        {
            Simulation.Schedule(run.End, Phase.Schedule, this, (int)Step.Start, held.Number);
        }

        if (_unfinished == 0)
        {
            // The chip is busy until then, whatever comes next.
            Simulation.Schedule(run.End, Phase.Observe, this, (int)Step.Idle);
        }
    }

    /// <summary>What memory did until now is divided among the kernels that share the chip.</summary>
    private void Divide()
    {
        if (_active.Exists(run => run.Account is not null))
        {
            Array.ForEach(_sms, sm => sm.Settle());
        }

        _division.Enter([.. _active.Select(run => run.Account).OfType<KernelAccount>()]);
    }
}
