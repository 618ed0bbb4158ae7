using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;
using ChipUnit = AccelSim.Machine.Simt.SimtUnit;
using IsaUnit = AccelSim.Isa.Simt.SimtUnit;

namespace AccelSim.Chips.Simt;

/// <summary>A kernel prepared for the schedulers of a chip.</summary>
internal sealed class SimtCode
{
    /// <summary>First number of the ports that all sub-cores share.</summary>
    public const int SharedPorts = 16;

    /// <summary>Number of ports, those of a sub-core and those of the SM.</summary>
    public const int Ports = 2 * SharedPorts;

    /// <summary>Port of the tensor core.</summary>
    public const int TensorPort = 14;

    /// <summary>Port of the load-store unit's queue, which has room or not by its own rule.</summary>
    public const int LoadStorePort = 15;

    private readonly SimtIssue[] _issues;

    /// <summary>Prepares a kernel.</summary>
    /// <exception cref="SimtExecutionException">The chip lacks what an instruction needs.</exception>
    public SimtCode(SimtProgram program, SimtChip chip)
    {
        Program = program;
        _issues = new SimtIssue[program.Instructions.Length];
        for (var pc = 0; pc < _issues.Length; pc++)
        {
            _issues[pc] = Prepare(program, pc, chip);
        }
    }

    public SimtProgram Program { get; }

    /// <summary>Instructions by program counter; not to be changed.</summary>
    public SimtIssue[] Array => _issues;

    private static SimtIssue Prepare(SimtProgram program, int pc, SimtChip chip)
    {
        var instruction = program.Instructions[pc];
        var row = SimtInstructionSet.Get(instruction.Opcode);
        var info = program.Info[pc];
        if (row.Needs is { } needed && !chip.Capabilities.Contains(needed))
        {
            throw new SimtExecutionException(program.Describe(pc), chip.Name, $"the chip lacks '{needed}', which the instruction needs");
        }

        if (row.WarpWidth != 0 && row.WarpWidth != chip.Sm.WarpWidth)
        {
            throw new SimtExecutionException(program.Describe(pc), chip.Name, $"the instruction is for warps of {row.WarpWidth} lanes, the chip's have {chip.Sm.WarpWidth}");
        }

        var issue = new SimtIssue
        {
            Info = info,
            Timing = info.Timing,
            Opcode = instruction.Opcode,
            Mode = instruction.Mode,
            Immediate = instruction.Immediate,
            BankDelay = BankDelay(instruction, info, chip.Sm.RegisterFile),
            ResultReason = StallReason.Wait,
            PortReason = StallReason.MathPipeThrottle,
            Interval = 1,
            Latency = 1,
        };
        switch (info.Unit)
        {
            case IsaUnit.Tensor: Tensor(ref issue, row, program, pc, chip); break;
            case IsaUnit.LoadStore: LoadStore(ref issue, chip.Sm); break;
            case IsaUnit.Control: Control(ref issue, chip.Sm); break;
            default: Arithmetic(ref issue, program, pc, chip); break;
        }

        return issue;
    }

    private static void Arithmetic(ref SimtIssue issue, SimtProgram program, int pc, SimtChip chip)
    {
        var unit = issue.Info.Unit switch
        {
            IsaUnit.Integer => issue.Timing switch { SimtTiming.Predicate => ChipUnit.Predicate, SimtTiming.WarpReduce => ChipUnit.Shuffle, _ => ChipUnit.Int },
            IsaUnit.IntegerMultiply => ChipUnit.IntMultiply,
            IsaUnit.Float32 => ChipUnit.Fp32,
            IsaUnit.Half => ChipUnit.Fp16,
            IsaUnit.Float64 => ChipUnit.Fp64,
            IsaUnit.Convert => ChipUnit.Convert,
            IsaUnit.Special => ChipUnit.Sfu,
            _ => ChipUnit.Shuffle,
        };
        var spec = Find(chip.Sm, unit)
            ?? throw new SimtExecutionException(program.Describe(pc), chip.Name, $"the chip has no unit '{unit.ToString().ToLowerInvariant()}', which the instruction needs");
        var passes = issue.Timing is SimtTiming.AluWide or SimtTiming.MultiplyWide ? 2 : 1;
        issue.Interval = spec.Interval(chip.Sm.WarpWidth) * passes;
        issue.Latency = (int)spec.Latency.Count + (spec.Interval(chip.Sm.WarpWidth) * (passes - 1));
        issue.Port = (byte)((int)(spec.Pipe ?? unit) + (spec.SharedBySm ? SharedPorts : 0));
        if (issue.Info.PredicatesWritten != 0 && issue.Info.D.Count == 0 && chip.Sm.Units.TryGetValue(ChipUnit.Predicate, out var predicate))
        {
            issue.Latency = Math.Max(issue.Latency, (int)predicate.Latency.Count);
        }

        if (unit == ChipUnit.Shuffle)
        {
            (issue.ResultReason, issue.PortReason) = (StallReason.ShortScoreboard, StallReason.MioThrottle);
        }
    }

    // A predicate is written by the integer unit, and integers are multiplied by the fp32 unit, where a file says nothing of them.
    private static ExecutionUnitSpec? Find(SmSpec sm, ChipUnit unit) => sm.Units.GetValueOrDefault(unit) ?? unit switch
    {
        ChipUnit.Predicate => sm.Units.GetValueOrDefault(ChipUnit.Int),
        ChipUnit.IntMultiply => sm.Units.GetValueOrDefault(ChipUnit.Fp32),
        _ => null,
    };

    private static void Tensor(ref SimtIssue issue, SimtInstructionDef row, SimtProgram program, int pc, SimtChip chip)
    {
        var product = SimtFragments.Of(row.Opcode);
        var shape = FormattableString.Invariant($"m{product.M}n{product.N}k{product.K}");
        var input = product.A.Element switch
        {
            SimtElement.BF16 => MmaInput.Bf16,
            SimtElement.TF32 => MmaInput.Tf32,
            SimtElement.F64 => MmaInput.F64,
            SimtElement.S8 => MmaInput.S8,
            _ => MmaInput.F16,
        };
        var accumulator = product.C.Element switch
        {
            SimtElement.F16 => MmaAccumulator.F16,
            SimtElement.F64 => MmaAccumulator.F64,
            SimtElement.S32 => MmaAccumulator.S32,
            _ => MmaAccumulator.F32,
        };
        if (chip.Sm.MmaOf(shape, input, accumulator) is not { } timing)
        {
            throw new SimtExecutionException(program.Describe(pc), chip.Name, $"the chip's file lists no {shape} of {input} added up in {accumulator}");
        }

        issue.Latency = (int)timing.Latency;
        issue.Interval = (int)timing.Interval;
        issue.Macs = product.Macs;
        issue.Port = TensorPort;
        issue.PortReason = StallReason.TensorPipeThrottle;
    }

    private static void LoadStore(ref SimtIssue issue, SmSpec sm)
    {
        issue.Port = LoadStorePort;
        issue.PortReason = StallReason.MioThrottle;
        issue.Latency = issue.Timing switch
        {
            SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.MatrixLoad => (int)sm.SharedMemory.Latency.Count,
            SimtTiming.SharedAtomic => (int)sm.SharedMemory.AtomicLatency.Count,
            SimtTiming.ConstantLoad => (int)sm.Constants.Latency.Count,
            _ => (int)sm.L1.Latency.Count,
        };
        issue.ResultReason = issue.Timing switch
        {
            SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.MatrixLoad or SimtTiming.SharedAtomic => StallReason.ShortScoreboard,
            SimtTiming.ConstantLoad => StallReason.ImcMiss,
            _ => StallReason.LongScoreboard,
        };
    }

    private static void Control(ref SimtIssue issue, SmSpec sm)
    {
        var branch = sm.Units.GetValueOrDefault(ChipUnit.Branch);
        issue.Port = (byte)ChipUnit.Branch;
        issue.Interval = issue.Timing == SimtTiming.Branch && branch is not null ? branch.Interval(sm.WarpWidth) : 1;
        issue.Latency = issue.Timing switch
        {
            SimtTiming.Branch => (int)(branch?.Latency.Count ?? 1),
            SimtTiming.Barrier => (int)sm.BarrierLatency.Count,
            SimtTiming.Fence => (int)((SimtScope)issue.Mode switch { SimtScope.Block => sm.Fence.Cta, SimtScope.Chip => sm.Fence.Gpu, _ => sm.Fence.System }).Count,
            _ => 1,
        };
        issue.ResultReason = issue.Timing switch
        {
            SimtTiming.Branch => StallReason.BranchResolve,
            SimtTiming.Barrier => StallReason.Barrier,
            SimtTiming.Fence => StallReason.Membar,
            _ => StallReason.Wait,
        };
    }

    /// <summary>Cycles beyond the first that the fullest bank needs for the operands; operands that the reuse cache holds need none.</summary>
    private static int BankDelay(in SimtInstruction instruction, in SimtStaticInfo info, RegisterFileSpec file)
    {
        Span<SimtRegisterRange> operands = [info.A, info.B, info.C];
        Span<int> perBank = stackalloc int[file.Banks];
        for (var i = 0; i < operands.Length; i++)
        {
            var first = operands[i].First;
            if (first == 0 || (file.ReuseCache && (instruction.Control.Reuse >> i & 1) != 0) || (i > 0 && operands[0].First == first) || (i > 1 && operands[1].First == first))
            {
                continue;
            }

            perBank[(first - 1) % file.Banks]++;
        }

        var most = 0;
        foreach (var reads in perBank)
        {
            most = Math.Max(most, reads);
        }

        return Math.Max(0, ((most + file.ReadPortsPerBank - 1) / file.ReadPortsPerBank) - 1);
    }
}
