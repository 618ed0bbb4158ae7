using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// What one instruction means for a warp, without time. The timing model and the functional runner both run programs through this; one of them
/// per thread, for it keeps scratch memory.
/// </summary>
public sealed class SimtInterpreter
{
    private readonly SimtTensorUnit _tensor = new();
    private readonly SimtWarpGroupUnit _warpGroup = new();

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

        if (warp.Products.Any && info.Unit != SimtUnit.WarpGroup)
        {
            CheckProducts(warp, info);
        }

        if (info.Unit is SimtUnit.Tensor or SimtUnit.WarpGroup || info.Timing == SimtTiming.MatrixLoad)
        {
            CheckWhole(warp, instruction, lanes);
        }

        switch (info.Timing)
        {
            case SimtTiming.GroupProduct or SimtTiming.GroupSync:
                return _warpGroup.Execute(warp, instruction, info, values, access);
            case SimtTiming.Mbarrier or SimtTiming.MbarrierWait:
                return SimtMbarrierUnit.Execute(warp, instruction, lanes, access);
            case SimtTiming.BulkCopy:
                return SimtBulkUnit.Execute(warp, instruction, lanes, values, access);
        }

        if (info.LaneBytes > 0)
        {
            SimtMemoryUnit.Resolve(warp, instruction, info, lanes, access);
            if (values || info.Timing == SimtTiming.ConstantLoad || (warp.Launch.ControlOnly && program.Slice.Contains[pc]))
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

    /// <summary>Matrices are shared by all lanes of the warp, so all must be there.</summary>
    private static void CheckWhole(SimtWarp warp, in SimtInstruction instruction, ulong lanes)
    {
        var row = SimtInstructionSet.Get(instruction.Opcode);
        if (row.WarpWidth != warp.Width)
        {
            throw Fail(warp, warp.Pc - 1, $"{row.Mnemonic(instruction.Mode)} is for warps of {row.WarpWidth} lanes, these have {warp.Width}");
        }

        if (BitOperations.PopCount(lanes) != warp.Width)
        {
            throw Fail(warp, warp.Pc - 1, $"{row.Mnemonic(instruction.Mode)} in only some lanes (0x{lanes:x}): all {warp.Width} of the warp must be together there");
        }
    }

    /// <summary>Registers of products that are on their way belong to the tensor cores.</summary>
    private static void CheckProducts(SimtWarp warp, in SimtStaticInfo info)
    {
        if (warp.Products.Touched(info) is > 0 and var register)
        {
            throw Fail(warp, warp.Pc - 1, $"{SimtDisassembler.Register((byte)register)} is in use by a product of the warp group, which no wgmma.wait_group has awaited");
        }
    }

    private void Evaluate(SimtWarp warp, in SimtInstruction instruction, in SimtStaticInfo info, ulong lanes)
    {
        var done = info.Unit == SimtUnit.Tensor
            ? _tensor.Execute(warp, instruction)
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
                warp.SetConvergence(instruction.D, instruction.Immediate);
                return SimtStep.Done;
            case SimtOpcode.ConvergeSync:
                return warp.MeetingPlace(instruction.D) != access.Pc ? throw Elsewhere(warp, instruction.D, access.Pc)
                    : warp.Converge(instruction.D, access.Pc) ? SimtStep.Done : throw Stuck(warp, access.Pc);
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

                if (instruction.Opcode == SimtOpcode.BarrierArrive && instruction.Immediate == 0)
                {
                    throw Fail(warp, access.Pc, "bar.arrive must say how many threads the barrier waits for: a warp that went on may have ended when the others come");
                }

                access.Barrier = instruction.D;
                access.Threads = instruction.Immediate;
                return instruction.Opcode == SimtOpcode.BarrierSync ? SimtStep.Barrier : SimtStep.Arrive;
            default:
                return SimtStep.Done;
        }
    }

    private static SimtExecutionException Stuck(SimtWarp warp, int pc) => Fail(warp, pc, "lanes can never meet: " + warp.DescribeParted());

    private static SimtExecutionException Elsewhere(SimtWarp warp, int barrier, int pc) => Fail(warp, pc, warp.MeetingPlace(barrier) is >= 0 and var place
        ? $"lanes 0x{warp.Active:x} come to a bsync of b{barrier} here, but its bssy said that they meet at instruction {place}"
        : $"lanes 0x{warp.Active:x} come to a bsync of b{barrier} without a bssy before it");
}
