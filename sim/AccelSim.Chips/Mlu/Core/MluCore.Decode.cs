using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>Decode: from one instruction to the next, until something outside the core matters.</summary>
internal sealed partial class MluCore
{
    private void Decode()
    {
        for (var budget = RunAheadInstructions; budget > 0; budget--)
        {
            var pc = State.Pc;
            var info = (uint)pc < (uint)Program.Info.Length ? Program.Info[pc] : default;
            _operands = _scoreboard.Ready(info.Reads);
            var address = info.Timing == MluTiming.ScalarMemory ? MluInterpreter.ScalarAddress(Program.Instructions[pc], State) : 0;
            var step = MluInterpreter.Step(Program, State, ref _entry.Operation);
            Counters.Instructions++;
            if (step == MluStep.Done)
            {
                Scalar(pc, info, address);
            }
            else if (!Special(step, info))
            {
                return;
            }
        }

        // A long run of scalar instructions: let the others, and whoever wants to cancel, have their turn.
        WaitsFor = CoreWait.CatchUp;
        _pendingStep = MluStep.Done;
        Simulation.Schedule(Math.Max(Now, _context.Clock.Edge(_cycle)), Phase.Execute, this, 0);
    }

    private void Scalar(int pc, in MluStaticInfo info, long address)
    {
        ref readonly var instruction = ref Program.Instructions[pc];
        if (info.Unit == MluUnit.Control)
        {
            if (info.Timing == MluTiming.Branch)
            {
                // The next instruction is fetched once the branch is decided.
                var decided = Math.Max(_cycle, _operands);
                _cycle = decided + 1 + (State.Pc == pc + 1 ? 0 : _context.Scalar.TakenBranch);
                _slot = 0;
                _scalarSlices?.Add(pc, decided, _cycle);
                _scoreboard.Set(info.Writes, decided + 1);
            }
            else
            {
                NextSlot();
            }

            return;
        }

        _cycle = Math.Max(_cycle, _scoreboard.RoomCycle);
        var issued = _scoreboard.Issue(_cycle, instruction, info, address, out var done);
        _scalarSlices?.Add(pc, issued, done);
        Counters.AluCycles++;
        NextSlot();
    }

    private void NextSlot()
    {
        if (++_slot == _decodeWidth)
        {
            _slot = 0;
            _cycle++;
        }
    }

    /// <summary>Instructions that meet a queue or other cores; false when decode must stand still.</summary>
    private bool Special(MluStep step, in MluStaticInfo info)
    {
        switch (step)
        {
            case MluStep.Queued:
                _entry.Timing = info.Timing;
                _entryQueue = QueueOf(info);
                if (_context.Lengths?.Problem(_entry.Operation) is { } problem)
                {
                    throw Unsupported(problem);
                }

                return Put();
            case MluStep.Sync:
                _waitMask = MaskOf(_entry.Operation.Instruction.SyncMask);
                NextSlot();
                return WaitForDrain(CoreWait.Sync);
            default:
                _pendingStep = step;
                _waitMask = step == MluStep.SemaphoreP ? 0 : (1 << _queues.Length) - 1;
                _cycle = Math.Max(_cycle, _operands);
                return WaitForDrain(CoreWait.Drain) && ActWhenDue();
        }
    }

    private int QueueOf(in MluStaticInfo info)
    {
        _entry.Engine = info.Unit == MluUnit.Dma ? EngineOf(_entry.Operation, _entry.Timing) : -1;
        if (info.Unit == MluUnit.Dma && _entry.Engine < 0)
        {
            throw Unsupported($"this core has no path {TransferPlan.Direction(_entry.Operation.Instruction, _entry.Timing).Suffix()}");
        }

        var queue = _entry.Engine >= 0 ? _engineQueue[_entry.Engine] : _unitQueue[(int)info.Unit];
        return queue >= 0 ? queue : throw Unsupported($"this core has no {info.Unit.ToString().ToLowerInvariant()} unit");
    }

    private int EngineOf(in MluOperation operation, MluTiming timing)
    {
        var direction = (int)TransferPlan.Direction(operation.Instruction, timing);
        for (var i = 0; i < _engines.Length; i++)
        {
            if (_engines[i].Widths[direction] > 0)
            {
                return i;
            }
        }

        return -1;
    }

    private MluExecutionException Unsupported(string problem) =>
        new(Program.Describe(_entry.Operation.Pc), State.Task.ToString(), problem);

    private int MaskOf(MluSyncMask mask) =>
        ((mask & MluSyncMask.Io) != 0 ? _ioMask : 0)
        | ((mask & MluSyncMask.Move) != 0 ? _moveMask : 0)
        | ((mask & MluSyncMask.Compute) != 0 ? _computeMask : 0);

    /// <summary>Puts the decoded instruction into its queue; false when decode must stand still.</summary>
    private bool Put()
    {
        var queue = _queues[_entryQueue];
        var room = queue.RoomCycle;
        if (room == MluQueue.Unknown)
        {
            Block(CoreWait.QueueFull);
            return false;
        }

        if (room > _cycle)
        {
            _waitSince = _context.Clock.Edge(_cycle);
            Resume(room, Cause.QueueFull);
        }

        var dma = Program.Info[_entry.Operation.Pc].Unit == MluUnit.Dma;
        _entry.Cycle = Math.Max(_cycle, _operands);
        _node = _context.Node(_node, _context.Clock.Edge(_entry.Cycle), Cause.Scalar, _entry.Operation.Pc);
        _entry.Node = _node;
        _entry.Gap = _gap;
        _entry.Blocking = dma && !_entry.Operation.Instruction.Flag;
        _gap = Cause.Scalar;
        var writes = Program.Info[_entry.Operation.Pc].Writes;
        queue.Push(ref _entry);
        NextSlot();
        _waitMask = 1 << _entryQueue;
        if (_entry.Blocking)
        {
            return WaitForDrain(CoreWait.Sync);
        }

        if (writes == 0)
        {
            return true;
        }

        if (queue.Pending == 0)
        {
            _scoreboard.Set(writes, queue.FreeCycle);
            return true;
        }

        Block(CoreWait.Register);
        return false;
    }

    private bool WaitForDrain(CoreWait wait)
    {
        if (Drained(_waitMask))
        {
            AfterDrain(_waitMask, Cause.Sync);
            return true;
        }

        Block(wait);
        return false;
    }
}
