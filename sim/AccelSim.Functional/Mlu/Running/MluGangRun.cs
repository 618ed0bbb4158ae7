using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Runs the cores of one gang for values: each in program order until it must wait for another, in turns of a fixed order. A barrier opens when every
/// core that its scope names has arrived.
/// </summary>
internal sealed class MluGangRun(MluProgram program, MluDataUnit unit, MluRunnerOptions options, IMluRunObserver? observer)
{
    private const int SemaphoresPerCluster = MluInstructionSet.SemaphoresPerCluster;
    private readonly List<int> _participants = [];
    private MluCoreRun[] _cores = [];
    private long[] _semaphores = [];
    private MluOperation _operation;

    /// <summary>Instructions executed so far in the launch.</summary>
    public long Instructions { get; private set; }

    /// <summary>Operations of queues executed so far in the launch.</summary>
    public long Operations { get; private set; }

    /// <summary>Runs the gang to its end.</summary>
    /// <exception cref="MluDeadlockException">The cores wait for one another.</exception>
    /// <exception cref="MluExecutionException">An instruction cannot be executed, or the launch runs for ever.</exception>
    public void Run(MluCoreRun[] cores, int clusters)
    {
        _cores = cores;
        _semaphores = new long[clusters * SemaphoresPerCluster];
        while (true)
        {
            var progress = false;
            for (var turn = 0; turn < cores.Length; turn++)
            {
                progress |= Turn(options.Order == MluCoreOrder.Ascending ? turn : cores.Length - 1 - turn);
            }

            progress |= OpenBarriers();
            if (!progress)
            {
                if (Array.TrueForAll(cores, core => core.Status == MluCoreStatus.Halted))
                {
                    return;
                }

                throw new MluDeadlockException(program.Kernel.Name, [.. cores.Select(core => core.Describe(program))]);
            }
        }
    }

    private bool Turn(int place)
    {
        var core = _cores[place];
        if (core.Status == MluCoreStatus.AtSemaphore)
        {
            TakeSemaphore(place, core);
        }

        var left = options.Quantum > 0 ? options.Quantum : long.MaxValue;
        var ran = false;
        for (; left > 0 && core.Status == MluCoreStatus.Ready; left--)
        {
            ran = true;
            Step(place, core);
        }

        return ran;
    }

    private void Step(int place, MluCoreRun core)
    {
        if (++Instructions > options.MaxInstructions)
        {
            throw Fail(core, core.State.Pc, $"the launch has not ended after {options.MaxInstructions} instructions");
        }

        if (observer is not null)
        {
            ReportScalarAccess(place, core.State);
        }

        var pc = core.State.Pc;
        switch (MluInterpreter.Step(program, core.State, ref _operation))
        {
            case MluStep.Queued:
                Operations++;
                observer?.Issued(place, _operation, core.State.Memory!);
                try
                {
                    unit.Execute(_operation, core.State);
                }
                catch (MluDataException problem)
                {
                    throw Fail(core, pc, problem.Message);
                }

                break;
            case MluStep.Sync: observer?.Synchronised(place, _operation.Instruction.SyncMask); break;
            case MluStep.Barrier:
                core.Status = MluCoreStatus.AtBarrier;
                core.Scope = _operation.Instruction.BarrierScope;
                core.WaitingPc = pc;
                if (!TakesPart(core, core.Scope, core.State.Task.ClusterId))
                {
                    throw Fail(core, pc, $"a {(core.State.Task.IsMemoryCore ? "memory" : "compute")} core is no participant of this barrier");
                }

                break;
            case MluStep.SemaphoreP:
                core.Status = MluCoreStatus.AtSemaphore;
                core.Semaphore = SemaphoreNumber(core, pc);
                core.WaitingPc = pc;
                TakeSemaphore(place, core);
                break;
            case MluStep.SemaphoreV:
                var semaphore = SemaphoreNumber(core, pc);
                _semaphores[(core.State.Task.ClusterId * SemaphoresPerCluster) + semaphore]++;
                observer?.SemaphoreReleased(place, core.State.Task.ClusterId, semaphore);
                break;
            case MluStep.Halt: core.Status = MluCoreStatus.Halted; break;
        }
    }

    private void ReportScalarAccess(int place, MluCoreState state)
    {
        var pc = state.Pc;
        if ((uint)pc < (uint)program.Instructions.Length && program.Instructions[pc] is { Opcode: MluOpcode.ScalarLoad or MluOpcode.ScalarStore } access)
        {
            observer!.ScalarAccess(
                place, pc, access.Space, MluInterpreter.ScalarAddress(access, state), access.Type0.Bits() / 8, access.Opcode == MluOpcode.ScalarStore);
        }
    }

    private int SemaphoreNumber(MluCoreRun core, int pc) => _operation[0] is >= 0 and < SemaphoresPerCluster and var number
        ? (int)number
        : throw Fail(core, pc, $"semaphore {_operation[0]} does not exist (0 to {SemaphoresPerCluster - 1})");

    private void TakeSemaphore(int place, MluCoreRun core)
    {
        ref var semaphore = ref _semaphores[(core.State.Task.ClusterId * SemaphoresPerCluster) + core.Semaphore];
        if (semaphore > 0)
        {
            semaphore--;
            core.Status = MluCoreStatus.Ready;
            observer?.SemaphoreTaken(place, core.State.Task.ClusterId, core.Semaphore);
        }
    }

    private bool OpenBarriers()
    {
        var opened = false;
        foreach (var core in _cores)
        {
            if (core.Status == MluCoreStatus.AtBarrier)
            {
                opened |= TryOpen(core.Scope, core.State.Task.ClusterId);
            }
        }

        return opened;
    }

    private bool TryOpen(MluBarrierScope scope, int cluster)
    {
        _participants.Clear();
        for (var place = 0; place < _cores.Length; place++)
        {
            var core = _cores[place];
            if (!TakesPart(core, scope, cluster))
            {
                continue;
            }

            if (core.Status != MluCoreStatus.AtBarrier || core.Scope != scope)
            {
                return false;
            }

            _participants.Add(place);
        }

        foreach (var place in _participants)
        {
            _cores[place].Status = MluCoreStatus.Ready;
        }

        observer?.BarrierPassed(CollectionsMarshal.AsSpan(_participants));
        return true;
    }

    private static bool TakesPart(MluCoreRun core, MluBarrierScope scope, int cluster) => scope switch
    {
        MluBarrierScope.Cluster => core.State.Task.ClusterId == cluster,
        MluBarrierScope.Ipu => !core.State.Task.IsMemoryCore,
        MluBarrierScope.Mpu => core.State.Task.IsMemoryCore,
        _ => true,
    };

    private MluExecutionException Fail(MluCoreRun core, int pc, string problem) => new(program.Describe(pc), core.State.Task.ToString(), problem);
}
