using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;
using SimtUnit = AccelSim.Isa.Simt.SimtUnit;

namespace AccelSim.Chips.Simt;

/// <summary>Which warp issues, and what that costs.</summary>
internal sealed partial class SmCore
{
    private void TryIssue(SubCore subCore, long cycle)
    {
        var earliest = Never;
        var count = subCore.Count;
        if (_sm.Scheduler.Policy == WarpScheduling.Gto && subCore.LastWarp >= 0 && CanIssue(subCore, subCore.LastWarp, cycle, ref earliest))
        {
            Issue(subCore, subCore.LastWarp, cycle);
            return;
        }

        // In turn, or by age: the list is in the order of age.
        var turns = _sm.Scheduler.Policy is WarpScheduling.Lrr or WarpScheduling.TwoLevel;
        var index = turns ? subCore.LastIndex + 1 : 0;
        var limited = _sm.Scheduler.ActiveWarps is not null;
        var active = _sm.Scheduler.ActiveWarps ?? int.MaxValue;
        for (var i = 0; i < count && active > 0; i++, index++)
        {
            index = index >= count ? 0 : index;
            var slot = subCore.Warps[index];
            if (CanIssue(subCore, slot, cycle, ref earliest))
            {
                subCore.LastIndex = index;
                Issue(subCore, slot, cycle);
                return;
            }

            // A warp that waits for memory has given its place among the active ones to another.
            active -= !limited || (_ready[slot] == Never && _reason[slot] == StallReason.LongScoreboard) ? 0 : 1;
        }

        subCore.Next = earliest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanIssue(SubCore subCore, int slot, long cycle, ref long earliest)
    {
        var ready = _ready[slot];
        if (ready <= cycle)
        {
            ready = GateFree(subCore, _gate[slot], cycle);
            if (ready <= cycle)
            {
                return true;
            }
        }

        earliest = Math.Min(earliest, ready);
        return false;
    }

    /// <summary>Cycle from which an instruction with a gate may issue, as far as pipes, queue and room go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long GateFree(SubCore subCore, byte gate, long cycle) => gate < SimtIssue.QueueGate ? Port(subCore, gate)
        : gate == SimtIssue.NoGate ? 0
        : _outstanding >= _sm.LoadStore.MaxOutstanding ? Never
        : gate == SimtIssue.DataGate ? Math.Max(subCore.QueueFree, BufferFree(cycle))
        : subCore.QueueFree;

    /// <summary>Cycle from which a pipe is free: of the sub-core, or of the SM.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Port(SubCore subCore, int port) => ref port < SimtCode.SharedPorts ? ref subCore.Ports[port] : ref _sharedPorts[port - SimtCode.SharedPorts];

    private void Issue(SubCore subCore, int slot, long cycle)
    {
        if (!ReferenceEquals(_accounts[slot], _owner))
        {
            ChangeOwner(_accounts[slot]);
        }

        var warp = _warps[slot];
        ref readonly var issue = ref _code[slot][warp.Pc];
        Account(subCore, slot, issue, cycle);
        _issued[slot] = cycle;
        subCore.LastWarp = slot;
        subCore.Next = cycle + 1 + issue.BankDelay;
        var step = warp.Step(cycle, _access);
        _counters.Instructions++;
        _counters.ThreadInstructions += BitOperations.PopCount(_access.Lanes);
        CountIssue(issue);
        var next = cycle + 1;
        var reason = StallReason.Wait;
        switch (step)
        {
            case SimtStep.Access:
                Access(subCore, slot, issue, cycle);
                break;
            case SimtStep.Ended:
                EndWarp(slot, subCore, cycle);
                return;
            case SimtStep.Bulk:
                Bulk(subCore, slot, cycle);
                break;
            case SimtStep.Mbarrier or SimtStep.MbarrierWait:
                Enter(subCore, cycle, 1);
                next = Mbarrier(slot, issue, step, cycle);
                reason = next == Never ? StallReason.Barrier : issue.ResultReason;
                break;
            case SimtStep.Barrier or SimtStep.Arrive:
                reason = StallReason.Barrier;
                next = ReachBarrier(slot, step == SimtStep.Barrier, cycle) ? cycle + (step == SimtStep.Barrier ? issue.Latency : 1) : Never;
                break;
            default:
                if (issue.Timing is SimtTiming.Branch or SimtTiming.Fence)
                {
                    next = cycle + issue.Latency;
                    reason = issue.ResultReason;
                }
                else if (issue.Timing == SimtTiming.AsyncGroup)
                {
                    CopyGroup(slot, issue);
                    reason = StallReason.LongScoreboard;
                }
                else if (issue.Timing is SimtTiming.GroupProduct or SimtTiming.GroupSync)
                {
                    next = WarpGroup(slot, issue, cycle);
                    reason = StallReason.Gmma;
                }

                Occupy(subCore, slot, issue, cycle);
                break;
        }

        if (issue.Stall > 1 && _sm.Dependence == DependenceTracking.Compiler)
        {
            next = Math.Max(next, cycle + issue.Stall);
        }

        Prepare(slot, next, reason);
    }

    /// <summary>Takes the pipe, and says when the results will be there.</summary>
    private void Occupy(SubCore subCore, int slot, in SimtIssue issue, long cycle)
    {
        Port(subCore, issue.Port) = cycle + issue.Interval;
        if (issue.Info.Unit == SimtUnit.WarpGroup)
        {
            // what the tensor cores take is counted there, and no register waits for it
            return;
        }

        if (issue.Macs > 0)
        {
            _counters.TensorCycles += issue.Interval;
            _counters.TensorMacs += issue.Macs;
        }
        else if (issue.Info.Unit != SimtUnit.Control)
        {
            _counters.MathCycles += issue.Interval;
        }

        Write(slot, issue.Info.D, cycle + issue.Latency, issue.ResultReason);
        for (var written = (uint)issue.Info.PredicatesWritten; written != 0; written &= written - 1)
        {
            _predicateReady[(slot * PredicateStride) + BitOperations.TrailingZeroCount(written)] = cycle + issue.Latency;
        }
    }

    private void Write(int slot, SimtRegisterRange registers, long ready, StallReason reason)
    {
        var first = (slot * RegisterStride) + registers.First;
        for (var register = first; register < first + registers.Count; register++)
        {
            _registerReady[register] = ready;
            _registerReason[register] = reason;
        }
    }

    /// <summary>Works out when the warp's next instruction may issue, not before <paramref name="from"/>; never, where that is not known yet.</summary>
    private void Prepare(int slot, long from, StallReason reason)
    {
        var ready = from;
        if (from != Never)
        {
            ref readonly var issue = ref _code[slot][Math.Min(_warps[slot].Pc, _code[slot].Length - 1)];
            _gate[slot] = issue.Gate;
            Await(slot, issue.Info.A, ref ready, ref reason);
            Await(slot, issue.Info.B, ref ready, ref reason);
            Await(slot, issue.Info.C, ref ready, ref reason);
            Await(slot, issue.Info.D, ref ready, ref reason);
            for (var read = (uint)(issue.Info.PredicatesRead | issue.Info.PredicatesWritten); read != 0; read &= read - 1)
            {
                var at = _predicateReady[(slot * PredicateStride) + BitOperations.TrailingZeroCount(read)];
                if (at > ready)
                {
                    (ready, reason) = (at, StallReason.Wait);
                }
            }

            if (_copyDone[slot] < _copyOpen[slot] && CopiesAwaited(slot))
            {
                (ready, reason) = (Never, StallReason.LongScoreboard);
            }

            AwaitProducts(slot, issue, ref ready, ref reason);
        }

        _ready[slot] = ready;
        _reason[slot] = reason;
    }

    /// <summary>What a warp slept for has happened: as <see cref="Prepare"/>, and its sub-core looks for it from <paramref name="cycle"/> on.</summary>
    private void GoOn(int slot, long from, StallReason reason, long cycle)
    {
        Prepare(slot, from, reason);
        var subCore = _subCores[slot % _subCores.Length];
        subCore.Next = Math.Min(subCore.Next, Math.Max(cycle, _ready[slot]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Await(int slot, SimtRegisterRange registers, ref long ready, ref StallReason reason)
    {
        var first = (slot * RegisterStride) + registers.First;
        for (var register = first; register < first + registers.Count; register++)
        {
            if (_registerReady[register] > ready)
            {
                ready = _registerReady[register];
                reason = _registerReason[register];
            }
        }
    }

    /// <summary>Attributes the warp's time since its last issue, and the sub-core's slots since its last issue.</summary>
    private void Account(SubCore subCore, int slot, in SimtIssue issue, long cycle)
    {
        var from = _issued[slot] + 1;
        var ready = Math.Clamp(_ready[slot], from, cycle);
        var port = issue.Port == SimtCode.LoadStorePort ? Math.Max(subCore.QueueFree, _roomAt) : Port(subCore, issue.Port);
        var free = Math.Clamp(port, ready, cycle);
        var portReason = issue.Port == SimtCode.LoadStorePort && _roomAt > subCore.QueueFree ? StallReason.LgThrottle : issue.PortReason;
        _stalls.Add(_reason[slot], ready - from);
        _stalls.Add(portReason, free - ready);
        _stalls.Add(StallReason.NotSelected, cycle - free);
        _stalls.Add(StallReason.Selected, 1);

        var slots = subCore.Slots;
        var open = subCore.Accounted;
        var until = Math.Clamp(ready, open, cycle);
        slots.Stall(_reason[slot], until - open, _fromDram[slot]);
        slots.Stall(portReason, cycle - until, false);
        slots.Issue(issue.Info.Unit);
        subCore.Accounted = cycle + 1;
        slots.Until = cycle + 1;
    }
}
