using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;
using ChipUnit = AccelSim.Machine.Simt.SimtUnit;
using IsaUnit = AccelSim.Isa.Simt.SimtUnit;

namespace AccelSim.Chips.Simt;

/// <summary>What an instruction of a timing class takes on a chip.</summary>
internal static class SimtTimes
{
    private const int RegisterBytes = 4;

    /// <summary>Fills in times, port and reasons of an instruction whose registers, timing class and scope are known.</summary>
    /// <param name="issue">The instruction.</param>
    /// <param name="product">What it computes on the tensor core.</param>
    /// <param name="reused">Bit n set: operand n is in the reuse cache.</param>
    /// <param name="chip">The chip.</param>
    /// <returns>What the chip lacks; null where it lacks nothing.</returns>
    public static string? Fill(ref SimtIssue issue, SimtProduct? product, int reused, SimtChip chip)
    {
        issue.Timing = issue.Info.Timing;
        issue.BankDelay = BankDelay(reused, issue.Info, chip.Sm.RegisterFile);
        issue.ResultReason = StallReason.Wait;
        issue.PortReason = StallReason.MathPipeThrottle;
        issue.Interval = 1;
        issue.Latency = 1;
        issue.OperandBytes = (byte)(RegisterBytes * (issue.Info.A.Count + issue.Info.B.Count + issue.Info.C.Count));
        issue.ResultBytes = (byte)(RegisterBytes * issue.Info.D.Count);
        switch (issue.Info.Unit)
        {
            case IsaUnit.Tensor: return product is null ? "the instruction says no shape of a product" : Tensor(ref issue, product, chip);
            case IsaUnit.LoadStore: LoadStore(ref issue, chip.Sm); return null;
            case IsaUnit.Control: Control(ref issue, chip.Sm); return null;
            case IsaUnit.WarpGroup: return WarpGroup(ref issue, product, chip);
            default: return Arithmetic(ref issue, chip);
        }
    }

    private static string? Arithmetic(ref SimtIssue issue, SimtChip chip)
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
        if (Find(chip.Sm, unit) is not { } spec)
        {
            return $"the chip has no unit '{unit.ToString().ToLowerInvariant()}', which the instruction needs";
        }

        var passes = issue.Timing is SimtTiming.AluWide or SimtTiming.MultiplyWide ? 2 : 1;
        issue.Place = SmActivity.PlaceOf(chip.Sm.Units.ContainsKey(unit) ? unit : Stands(unit));
        issue.Operations = (byte)passes;
        issue.Interval = spec.Interval(chip.Sm.WarpWidth) * passes;
        issue.Latency = (int)spec.Latency.Count + (spec.Interval(chip.Sm.WarpWidth) * (passes - 1));
        issue.Port = (byte)((int)(spec.Pipe ?? unit) + (spec.SharedBySm ? SimtCode.SharedPorts : 0));
        if (issue.Info.PredicatesWritten != 0 && issue.Info.D.Count == 0 && chip.Sm.Units.TryGetValue(ChipUnit.Predicate, out var predicate))
        {
            issue.Latency = Math.Max(issue.Latency, (int)predicate.Latency.Count);
        }

        if (unit == ChipUnit.Shuffle)
        {
            (issue.ResultReason, issue.PortReason) = (StallReason.ShortScoreboard, StallReason.MioThrottle);
        }

        return null;
    }

    // A predicate is written by the integer unit, and integers are multiplied by the fp32 unit, where a file says nothing of them.
    private static ExecutionUnitSpec? Find(SmSpec sm, ChipUnit unit) => sm.Units.GetValueOrDefault(unit) ?? sm.Units.GetValueOrDefault(Stands(unit));

    private static ChipUnit Stands(ChipUnit unit) => unit switch { ChipUnit.Predicate => ChipUnit.Int, ChipUnit.IntMultiply => ChipUnit.Fp32, _ => unit };

    /// <summary>
    /// A product, or one of the steps that make it up: each takes the tensor core for its part of the interval, and the last one's result is there
    /// when that of the whole product is.
    /// </summary>
    private static string? Tensor(ref SimtIssue issue, SimtProduct product, SimtChip chip)
    {
        if (chip.Sm.MmaOf(product.Shape, product.Input, product.Accumulator) is not { } timing)
        {
            return $"the chip's file lists no {product.Shape} of {product.Input} added up in {product.Accumulator}";
        }

        issue.Interval = (int)((timing.Interval + product.Steps - 1) / product.Steps);
        issue.Latency = (int)Math.Max(1, timing.Latency - ((product.Steps - 1) * issue.Interval));
        issue.Macs = (int)(timing.Macs / product.Steps);
        issue.Place = SmActivity.PlaceOf(product.Input);
        issue.Port = SimtCode.TensorPort;
        issue.PortReason = StallReason.TensorPipeThrottle;
        return null;
    }

    /// <summary>
    /// A product of a warp group: the warp issues it in some cycles, and then it takes the tensor cores of the sub-cores as long as its multiply-adds, or
    /// as reading its factors from shared memory, whichever is longer: below 64 columns the rows of A (Luo et al.: the peak needs 64).
    /// </summary>
    private static string? WarpGroup(ref SimtIssue issue, SimtProduct? product, SimtChip chip)
    {
        issue.Port = SimtCode.WarpGroupPort;
        issue.PortReason = StallReason.Gmma;
        issue.ResultReason = StallReason.Gmma;
        issue.BankDelay = 0;
        if (product is null)
        {
            return null;
        }

        var (_, n, _) = MmaShapeSpec.Parse(product.Shape) ?? default;
        if (chip.Sm.WgmmaOf(n, product.Input) is not { } timing)
        {
            return $"the chip's file lists no {product.Shape} of {product.Input} for warp groups";
        }

        var fromShared = issue.Info.A.Count == SimtStaticInfo.DescriptorRegisters;
        var bytes = (fromShared ? WgmmaSpec.Rows + n : n) * WgmmaSpec.DepthBytes;
        issue.Interval = (int)chip.Sm.Tensor!.Wgmma!.Issue.Count;
        issue.Latency = (int)Math.Max(timing.Interval, (bytes + chip.Sm.SharedMemory.Bandwidth.Bytes - 1) / chip.Sm.SharedMemory.Bandwidth.Bytes);
        issue.Macs = (int)(timing.Macs / SimtWarpGroups.Warps);
        issue.Place = SmActivity.PlaceOf(product.Input);
        return null;
    }

    private static void LoadStore(ref SimtIssue issue, SmSpec sm)
    {
        issue.Port = SimtCode.LoadStorePort;
        issue.PortReason = StallReason.MioThrottle;
        issue.Latency = issue.Timing switch
        {
            SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.MatrixLoad => (int)sm.SharedMemory.Latency.Count,
            SimtTiming.SharedAtomic => (int)sm.SharedMemory.AtomicLatency.Count,
            SimtTiming.ConstantLoad => (int)sm.Constants.Latency.Count,
            SimtTiming.Mbarrier => (int)(sm.Mbarrier?.Arrive.Count ?? 1),
            SimtTiming.MbarrierWait => (int)(sm.Mbarrier?.Wait.Count ?? 1),
            _ => (int)sm.L1.Latency.Count,
        };
        issue.ResultReason = issue.Timing switch
        {
            SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.MatrixLoad or SimtTiming.SharedAtomic
                or SimtTiming.Mbarrier or SimtTiming.MbarrierWait => StallReason.ShortScoreboard,
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
    private static int BankDelay(int reused, in SimtStaticInfo info, RegisterFileSpec file)
    {
        Span<SimtRegisterRange> operands = [info.A, info.B, info.C];
        Span<int> perBank = stackalloc int[file.Banks];
        for (var i = 0; i < operands.Length; i++)
        {
            var first = operands[i].First;
            if (first == 0 || (file.ReuseCache && (reused >> i & 1) != 0) || (i > 0 && operands[0].First == first) || (i > 1 && operands[1].First == first))
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
