using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// What one instruction means for a warp, without time. The timing model and the functional runner both run programs through this; one of them
/// per thread, for it keeps scratch memory.
/// </summary>
public sealed class SimtInterpreter
{
    private readonly SimtTensorUnit _tensor = new();

    /// <summary>Executes the instruction at <see cref="SimtWarp.Pc"/> in the active lanes and advances.</summary>
    /// <param name="warp">Warp.</param>
    /// <param name="values">True to evaluate everything, false for what decides time only (<see cref="SimtProgram.Slice"/>).</param>
    /// <param name="access">Receives what happens outside the warp.</param>
    /// <exception cref="SimtExecutionException">Program counter outside the kernel, an illegal address, lanes that can never meet.</exception>
    public SimtStep Step(SimtWarp warp, bool values, SimtAccess access)
    {
        var program = warp.Launch.Program;
        var pc = warp.Pc;
        var instructions = program.Instructions;
        if ((uint)pc >= (uint)instructions.Length)
        {
            throw Fail(warp, pc, "execution ran past the end of the kernel");
        }

        ref readonly var instruction = ref instructions[pc];
        var lanes = warp.Active & warp.Predicate(instruction.Guard);
        access.Pc = pc;
        access.Lanes = lanes;
        warp.Pc = pc + 1;
        ref readonly var info = ref program.Info[pc];
        if (info.Unit == SimtUnit.Control)
        {
            return Control(warp, instruction, lanes, access);
        }

        if (lanes == 0)
        {
            return SimtStep.Done;
        }

        if (info.LaneBytes > 0)
        {
            SimtMemoryUnit.Resolve(warp, instruction, info, lanes, access);
            if (values || info.Timing == SimtTiming.ConstantLoad)
            {
                SimtMemoryUnit.Execute(warp, instruction, info, lanes, access);
            }

            return SimtStep.Access;
        }

        if (values || program.Slice.Contains[pc])
        {
            Evaluate(warp, instruction, info, lanes);
        }

        return SimtStep.Done;
    }

    /// <summary>An error at an instruction of a warp.</summary>
    internal static SimtExecutionException Fail(SimtWarp warp, int pc, string problem) => new(warp.Launch.Program.Describe(pc), warp.ToString(), problem);

    private void Evaluate(SimtWarp warp, in SimtInstruction instruction, in SimtStaticInfo info, ulong lanes)
    {
        var done = info.Unit == SimtUnit.Tensor
            ? _tensor.Execute(warp, instruction, lanes)
            : info.Timing == SimtTiming.AsyncGroup
              || SimtIntegerUnit.Execute(warp, instruction, lanes) || SimtFloatUnit.Execute(warp, instruction, lanes) || SimtConvertUnit.Execute(warp, instruction, lanes)
              || SimtPredicateUnit.Execute(warp, instruction, lanes) || SimtExchangeUnit.Execute(warp, instruction, lanes);
        if (!done)
        {
            throw Fail(warp, warp.Pc - 1, $"'{instruction.Opcode}' has no executor");
        }
    }

    private static SimtStep Control(SimtWarp warp, in SimtInstruction instruction, ulong lanes, SimtAccess access)
    {
        switch (instruction.Opcode)
        {
            case SimtOpcode.Branch:
                warp.Jump(instruction.Immediate, lanes);
                return SimtStep.Done;
            case SimtOpcode.ConvergeSet:
                warp.SetConvergence(instruction.D);
                return SimtStep.Done;
            case SimtOpcode.ConvergeSync:
                return warp.Converge(instruction.D, access.Pc) ? SimtStep.Done : throw Stuck(warp, access.Pc);
            case SimtOpcode.Exit:
                return !warp.End(lanes) ? throw Stuck(warp, access.Pc) : warp.HasEnded ? SimtStep.Ended : SimtStep.Done;
            case SimtOpcode.BarrierSync or SimtOpcode.BarrierArrive:
                if (lanes == 0)
                {
                    return SimtStep.Done;
                }

                if (lanes != warp.Live)
                {
                    throw Fail(warp, access.Pc, $"a barrier of the block in only some lanes of the warp (0x{lanes:x} of 0x{warp.Live:x}): all must be together there");
                }

                access.Barrier = instruction.D;
                access.Threads = instruction.Immediate;
                return instruction.Opcode == SimtOpcode.BarrierSync ? SimtStep.Barrier : SimtStep.Arrive;
            default:
                return SimtStep.Done;
        }
    }

    private static SimtExecutionException Stuck(SimtWarp warp, int pc) =>
        Fail(warp, pc, "lanes wait at a convergence barrier for lanes that will never come");
}
