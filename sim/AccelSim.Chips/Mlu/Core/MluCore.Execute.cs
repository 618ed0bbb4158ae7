using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>What happens to an instruction once its queue takes it, and what decode does that others can see.</summary>
internal sealed partial class MluCore
{
    /// <summary>True when the duration of an instruction depends on nothing outside the core.</summary>
    public bool IsLocal(in QueueEntry entry) =>
        Program.Info[entry.Operation.Pc].Unit != MluUnit.Dma || TransferPlan.Of(entry.Operation, entry.Timing, _device).IsLocal;

    /// <summary>Schedules a transfer over shared resources to begin at <paramref name="cycle"/>, or now if that is later.</summary>
    public void StartTransfer(MluQueue queue, ref QueueEntry entry, long cycle)
    {
        var engine = _engines[entry.Engine];
        var plan = TransferPlan.Of(entry.Operation, entry.Timing, _device);
        var width = engine.Widths[(int)TransferPlan.Direction(entry.Operation.Instruction, entry.Timing)];
        CountActivity(entry);
        engine.StartAt(queue, plan, width, Math.Max(Now, _context.Clock.Edge(cycle)));
    }

    /// <summary>Times an instruction that starts at <paramref name="start"/>; returns the cycle at which it ends.</summary>
    public long RunLocal(MluQueue queue, ref QueueEntry entry, long start, out int node)
    {
        var (startUp, work, first, cause) = LocalCost(entry);
        CountActivity(entry);
        var begin = _context.Clock.Edge(start);
        var ready = _context.Clock.Edge(start + startUp);
        var end = _context.Clock.Edge(start + startUp + work);
        queue.Ledger.AdvanceIfLater(begin, entry.Gap);
        queue.Ledger.AdvanceIfLater(ready, first);
        queue.Ledger.AdvanceIfLater(end, cause);
        var pc = entry.Operation.Pc;
        node = _context.Node(_context.Later(entry.Node, queue.FreeNode), begin, entry.Gap, pc);
        node = _context.Node(_context.Node(node, ready, first, pc), end, cause, pc);
        if (_context.Trace is { } trace)
        {
            trace.Span(queue.Track, trace.Labels[Mnemonics.Of(entry.Operation.Opcode)], begin, end, pc);
        }

        _context.Values?.Execute(Program, entry.Operation, State);
        return start + startUp + work;
    }

    private (long Start, long Work, Cause First, Cause Later) LocalCost(in QueueEntry entry)
    {
        if (Program.Info[entry.Operation.Pc].Unit == MluUnit.Dma)
        {
            var plan = TransferPlan.Of(entry.Operation, entry.Timing, _device);
            var engine = _engines[entry.Engine];
            var (start, move) = engine.LocalCycles(plan, engine.Widths[(int)TransferPlan.Direction(entry.Operation.Instruction, entry.Timing)], entry.Chained);
            Counters.MoveCycles += start + move;
            return (start, move, Cause.DmaStart, Cause.OnChipCopy);
        }

        var cost = _context.Compute.Of(entry.Operation, entry.Timing);
        if (cost.Cause == Cause.Tensor)
        {
            Counters.LtCycles += cost.Start + cost.Work;
            Counters.Macs += entry.Timing == MluTiming.Convolution
                ? MluConvShape.Of(entry.Operation).Macs : MluMatmulShape.Of(entry.Operation).Macs;
        }
        else
        {
            Counters.VectorCycles += cost.Start + cost.Work;
        }

        return (cost.Start, cost.Work, Cause.ComputeStart, cost.Cause);
    }

    /// <summary>Does the pending shared action once the global clock has reached the core; true when decode may go on at once.</summary>
    private bool ActWhenDue()
    {
        var due = _context.Clock.Edge(_cycle);
        if (due <= Now)
        {
            return Act();
        }

        WaitsFor = CoreWait.CatchUp;
        Simulation.Schedule(due, Phase.Execute, this, 0);
        return false;
    }

    private bool Act()
    {
        var step = _pendingStep;
        _pendingStep = MluStep.Done;
        _waitSince = _context.Clock.Edge(_cycle);
        _node = _context.Node(_node, _waitSince, Cause.Scalar, State.Pc - 1);
        switch (step)
        {
            case MluStep.Barrier:
                NextSlot();
                WaitsFor = CoreWait.Barrier;
                Gang!.Arrive(this, _entry.Operation.Instruction.BarrierScope, Now, _node);
                return false;
            case MluStep.SemaphoreP:
                return TakeSemaphore();
            case MluStep.SemaphoreV:
                Cluster.Semaphores[Semaphore()]++;
                NextSlot();
                Cluster.WakeWaiters(Now, _node);
                return true;
            default:
                End();
                return false;
        }
    }

    private int Semaphore()
    {
        var number = _entry.Operation.Values[0];
        return (ulong)number < MluCluster.SemaphoreCount ? (int)number
            : throw Unsupported($"semaphore {number} is not one of the {MluCluster.SemaphoreCount} of a cluster");
    }

    private bool TakeSemaphore()
    {
        ref var value = ref Cluster.Semaphores[Semaphore()];
        if (value == 0)
        {
            WaitsFor = CoreWait.Semaphore;
            return false;
        }

        value--;
        NextSlot();
        return true;
    }

    /// <summary>A semaphore of the cluster was released at <paramref name="time"/>: takes it if it waits for it and it is still there.</summary>
    public void TrySemaphore(long time, int node)
    {
        if (WaitsFor == CoreWait.Semaphore && Cluster.Semaphores[Semaphore()] > 0)
        {
            Cluster.Semaphores[Semaphore()]--;
            Release(time, _context.Node(_context.Later(_node, node), time, Cause.Semaphore, State.Pc - 1), Cause.Semaphore);
        }
    }

    private void End()
    {
        // Scalar results that nobody reads do not hold the task up; stores do.
        var end = Math.Max(Now, _context.Clock.Edge(_scoreboard.StoresDone()));
        Ledger.AdvanceIfLater(end, Cause.Scalar);
        _scalarSlices?.Close(end);
        _node = _context.Node(_node, end, Cause.Scalar, State.Pc - 1);
        LastEnd = end;
        LastRun = Gang!.Run;
        LastNode = _node;
        WaitsFor = CoreWait.Idle;
        var gang = Gang!;
        Gang = null;
        gang.TaskEnded(this, end, _node);
    }
}
