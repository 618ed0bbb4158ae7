using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>Which block goes to which SM, and when.</summary>
internal sealed partial class CtaDispatcher
{
    private readonly SmShare[] _shares;
    private int _nextSm;
    private bool _placing;
    private bool _awaitsQuiet;

    private void Ready(SimtKernelRun run)
    {
        run.Places = true;
        if (!_placing)
        {
            Place();
        }
    }

    /// <summary>The kernel whose blocks are placed now; null where none has any left to place.</summary>
    private SimtKernelRun? First() => _active.Find(run => run.Places && run.NextBlock < run.State.Grid.Count);

    private void Place()
    {
        var placed = 0;
        var most = _context.Chip.Launch.CtasPerCycle;
        while (placed < most && First() is { } run)
        {
            for (var tried = 0; tried < _sms.Length && placed < most && run.NextBlock < run.State.Grid.Count; tried++)
            {
                var sm = _nextSm;
                _nextSm = _nextSm + 1 == _sms.Length ? 0 : _nextSm + 1;
                if (HasRoom(sm, run))
                {
                    PlaceOn(sm, run);
                    placed++;
                }
            }

            if (run.NextBlock < run.State.Grid.Count)
            {
                break;
            }
        }

        if (placed > 0 && First() is not null)
        {
            PlaceAfter(1);
        }

        TryWhenQuiet();
    }

    private void PlaceAfter(long cycles)
    {
        if (!_placing)
        {
            _placing = true;
            Simulation.Schedule(_context.Clock.After(Now, cycles), Phase.Schedule, this, (int)Step.Place);
        }
    }

    /// <summary>An empty SM whose array must be divided anew is free once loads that nobody waits for have come.</summary>
    private void TryWhenQuiet()
    {
        if (_awaitsQuiet)
        {
            _awaitsQuiet = false;
            PlaceAfter(Math.Max(1, _context.Chip.Interconnect.Latency.Count));
        }
    }

    private bool HasRoom(int sm, SimtKernelRun run)
    {
        if (_shares[sm].IsEmpty && CarveOut() != _sms[sm].CarveOut && !_sms[sm].IsQuiet)
        {
            _awaitsQuiet = true;
            return false;
        }

        return _shares[sm].Fits(run, run.Resident[sm], _context.Chip.Sm, _sms[sm].CarveOut);
    }

    /// <summary>Shared memory of an SM that is empty: the most that any kernel on the chip asks for, so that they can be there together.</summary>
    private Machine.ByteSize CarveOut()
    {
        var most = default(Machine.ByteSize);
        foreach (var run in _active)
        {
            most = run.Places && run.Occupancy.Shared > most ? run.Occupancy.Shared : most;
        }

        return most;
    }

    private void PlaceOn(int sm, SimtKernelRun run)
    {
        if (run.NextBlock == 0)
        {
            run.FirstBlock = Now;
        }

        if (_shares[sm].IsEmpty)
        {
            _sms[sm].CarveOut = CarveOut();
        }

        run.Resident[sm]++;
        _shares[sm].Change(run, 1);
        _sms[sm].Begin(_context.Clock.After(Now, _context.Chip.Launch.CtaStart.Count), run, run.NextBlock++);
    }

    private void BlockEnded(int sm, SimtKernelRun run)
    {
        run.Resident[sm]--;
        _shares[sm].Change(run, -1);
        if (run.Sampler is { } sampler)
        {
            var skipped = sampler.BlockEnded(Now, run.NextBlock);
            run.Traced?.Skip(skipped, run.Code);
            run.NextBlock += skipped;
            run.BlocksLeft -= skipped;
        }

        if (First() is { } next)
        {
            if (HasRoom(sm, next))
            {
                PlaceOn(sm, next);
            }

            // One block that leaves may make room for several of another kernel.
            if (next != run && First() is not null)
            {
                PlaceAfter(1);
            }

            TryWhenQuiet();
        }

        if (--run.BlocksLeft == 0)
        {
            run.LastBlock = Now;
            run.Epoch = _memory.EndEpoch();
            Simulation.Schedule(Now, Phase.Observe, this, (int)Step.Complete, run.Number);
        }
    }
}
