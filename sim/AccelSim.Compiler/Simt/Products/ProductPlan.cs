using System.Numerics;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What a product on a chip is made of, whatever its schedule: unit, way of the copies, layout of tiles in shared memory.</summary>
internal sealed record ProductPlan
{
    // addresses, counters and what the epilogue needs while the sums are alive
    private const int OtherRegisters = 40;

    private ProductPlan(SimtTarget target, ElementType type, ProductInput a, ProductInput b, bool int8Pairs = false, bool groups = false)
    {
        (Target, Type, Int8Pairs) = (target, type, int8Pairs);
        var matrices = type != ElementType.Float32 && target.WarpWidth == 32 && target.Has(SimtCapabilities.Ldmatrix) && Mma is not null;
        if (int8Pairs && !matrices)
        {
            throw new CompileException($"{target.Program.Chip} has no products of int8 through ldmatrix and mma.m16n8k32", null);
        }

        Shape = matrices ? null : QuadShape.For(target, type);
        Unit = groups ? ProductUnit.WarpGroups : matrices ? ProductUnit.Matrices : Shape is null ? ProductUnit.Lanes : ProductUnit.Quads;
        var most = Unit == ProductUnit.Lanes ? LaneCore.Group * type.SizeInBytes() : 16;
        A = a with { ReadBytes = Math.Min(a.ReadBytes, most) };
        B = b with { ReadBytes = Math.Min(b.ReadBytes, most) };
        Asynchronous = groups || (matrices && target.Has(SimtCapabilities.AsyncCopy) && Math.Min(a.ReadBytes, b.ReadBytes) >= 4);
    }

    public SimtTarget Target { get; }

    /// <summary>Element type of the operands.</summary>
    public ElementType Type { get; }

    /// <summary>As <see cref="GemmProblem.Int8Pairs"/>.</summary>
    public bool Int8Pairs { get; }

    /// <summary>Timing of the instruction of <see cref="ProductUnit.Matrices"/>; null where the chip lacks it.</summary>
    public MmaTiming? Mma => Int8Pairs ? Target.Sm.MmaOf("m16n8k32", MmaInput.S8, MmaAccumulator.S32)
        : Target.Sm.MmaOf("m16n8k16", Type == ElementType.BFloat16 ? MmaInput.Bf16 : MmaInput.F16, MmaAccumulator.F32);

    public ProductInput A { get; }

    public ProductInput B { get; }

    public ProductUnit Unit { get; }

    /// <summary>Instruction of <see cref="ProductUnit.Quads"/>.</summary>
    public QuadShape? Shape { get; }

    /// <summary>True where copies go past the registers.</summary>
    public bool Asynchronous { get; }

    /// <summary>Rows, columns and depth of one instruction (of one step of a lane).</summary>
    public (int Rows, int Columns, int Depth) Step => Unit switch
    {
        ProductUnit.Matrices => (16, 16, 16),
        ProductUnit.WarpGroups => (WarpGroupSums.GroupRows, 8, GroupTile.Step),
        ProductUnit.Quads => (Shape!.Rows, Shape.Columns, Shape.Depth),
        _ => (LaneCore.Group, LaneCore.Group, 1),
    };

    /// <summary>The plan for operands.</summary>
    public static ProductPlan Of(SimtTarget target, ElementType type, ProductInput a, ProductInput b) => new(target, type, a, b);

    /// <summary>The plan for a product.</summary>
    /// <param name="problem">What to compute.</param>
    /// <param name="target">Chip.</param>
    /// <param name="groups">True to multiply with warp groups.</param>
    /// <exception cref="CompileException">Warp groups cannot multiply these operands, or not on this chip.</exception>
    public static ProductPlan Of(GemmProblem problem, SimtTarget target, bool groups = false)
    {
        if (groups && WarpGroupRules.Missing(problem, target) is { } missing)
        {
            throw new CompileException($"no product of warp groups: {missing}", null);
        }

        return new(target, problem.Input, new(problem.IsKMajor(true), problem.ReadBytes(true)), new(problem.IsKMajor(false), problem.ReadBytes(false)), problem.Int8Pairs, groups);
    }

    /// <summary>A's tile in a buffer, for warp groups.</summary>
    public GroupTile GroupTileA(GemmSchedule schedule) => new(0, A.KMajor, schedule.TileM, schedule.TileK);

    /// <summary>B's tile in a buffer, for warp groups.</summary>
    public GroupTile GroupTileB(GemmSchedule schedule) => new(GroupTileA(schedule).Bytes, B.KMajor, schedule.TileN, schedule.TileK);

    /// <summary>Bytes of one buffer of A's tile, and of A's and B's.</summary>
    public (int A, int Both) BufferBytes(GemmSchedule schedule)
    {
        var (a, b) = Unit switch
        {
            ProductUnit.Lanes => (new LaneTile(0, schedule.TileM).Bytes(schedule.TileK), new LaneTile(0, schedule.TileN).Bytes(schedule.TileK)),
            ProductUnit.Quads => (Quads(0, schedule.TileM).Bytes(schedule.TileK), Quads(0, schedule.TileN).Bytes(schedule.TileK)),
            _ => (2 * schedule.TileM * schedule.TileK, 2 * schedule.TileN * schedule.TileK),
        };
        return (a, a + b);
    }

    /// <summary>A tile of cells of four.</summary>
    public QuadTile Quads(int start, int extent) => new(start, extent, QuadTile.PaddingFor(Target.WarpWidth));

    /// <summary>Rows of a strip of a warp's sums.</summary>
    public int StripRows(GemmSchedule schedule) => Unit switch
    {
        ProductUnit.Matrices or ProductUnit.WarpGroups => 16,
        ProductUnit.Quads => Shape!.Rows,
        _ => (LaneCore.Lanes(schedule, Target.WarpWidth)?.Rows ?? 1) * LaneCore.Group,
    };

    /// <summary>Bytes of shared memory of a CTA.</summary>
    public int SharedBytes(GemmSchedule schedule) => Math.Max(schedule.Stages * BufferBytes(schedule).Both, TileStore.SharedBytes(schedule, StripRows(schedule)))
        + (Unit == ProductUnit.WarpGroups ? StageRing.BytesOf(schedule.Stages) : 0);

    /// <summary>Most registers of a thread with which a CTA is still placed.</summary>
    public int MaxRegisters(GemmSchedule schedule)
    {
        if (Unit != ProductUnit.WarpGroups)
        {
            return Target.MaxRegisters;
        }

        var file = Target.Sm.RegisterFile;
        var perWarp = file.RegistersPerSubCore / ((schedule.AllWarps + Target.Sm.SubCores - 1) / Target.Sm.SubCores) / file.AllocationUnit * file.AllocationUnit;
        return Math.Min(Target.MaxRegisters, perWarp / Target.WarpWidth);
    }

    /// <summary>Registers of a thread, roughly.</summary>
    public int Registers(GemmSchedule schedule)
    {
        var width = Target.WarpWidth;
        var sums = schedule.TileM * schedule.TileN / width / schedule.Warps;
        if (Unit == ProductUnit.WarpGroups)
        {
            return sums + OtherRegisters;
        }

        var factors = Unit switch
        {
            ProductUnit.Lanes => LaneCore.Lanes(schedule, width) is { } lanes ? (schedule.WarpM / lanes.Rows) + (schedule.WarpN / lanes.Columns) : 0,
            ProductUnit.Quads => 2 * ((schedule.WarpM / Shape!.Rows) + (schedule.WarpN / Shape.Columns)),
            _ => 4 * ((schedule.WarpM + schedule.WarpN) / 16),
        };
        var staged = Asynchronous ? 0 : Staged(A, schedule.TileM) + Staged(B, schedule.TileN);
        return sums + (2 * factors) + staged + OtherRegisters;

        // elements narrower than a register take one each
        int Staged(ProductInput input, int extent) => extent * schedule.TileK * Math.Max(Type.SizeInBytes(), 4 * Type.SizeInBytes() / input.ReadBytes) / 4 / (schedule.Warps * width);
    }

    /// <summary>Why a schedule cannot be used; null where it can.</summary>
    public string? Obstacle(GemmSchedule schedule)
    {
        if (Unit == ProductUnit.WarpGroups)
        {
            return WarpGroupRules.Obstacle(this, schedule);
        }

        if (schedule.WarpGroups)
        {
            return $"{schedule} is for warp groups, which cannot read these operands";
        }

        var (rows, columns, depth) = Step;
        int[] sides = [schedule.TileM, schedule.TileN, schedule.TileK, schedule.WarpM, schedule.WarpN, schedule.Warps];
        if (sides.Any(side => !BitOperations.IsPow2(side)))
        {
            return $"{schedule}: sides of tiles and of warps' parts, and the number of warps, must be powers of two";
        }

        if (schedule.TileM % schedule.WarpM != 0 || schedule.TileN % schedule.WarpN != 0)
        {
            return $"{schedule}: a warp's part is larger than the tile";
        }

        if (schedule.WarpM % rows != 0 || schedule.WarpN % columns != 0 || schedule.TileK % (2 * depth) != 0)
        {
            return $"{schedule}: a warp's part must be whole steps of {rows}x{columns}, and the tile an even number of steps of {depth} along k";
        }

        if (Unit == ProductUnit.Lanes && LaneCore.Lanes(schedule, Target.WarpWidth) is null)
        {
            return $"{schedule}: a warp's part gives {Target.WarpWidth} lanes no whole groups of {LaneCore.Group}";
        }

        if (schedule.Stages < 2 || (!Asynchronous && schedule.Stages != StagedPipeline.Buffers))
        {
            return $"{schedule}: {(Asynchronous ? "asynchronous copies need at least 2 stages" : "without asynchronous copies of 4 bytes or more there are 2 stages")}";
        }

        if (SharedBytes(schedule) > Target.MaxSharedBytes)
        {
            return $"{schedule} needs {SharedBytes(schedule)} bytes of shared memory, a block of {Target.Program.Chip} has at most {Target.MaxSharedBytes}";
        }

        var threads = schedule.Warps * Target.WarpWidth;
        if (threads > Target.MaxThreads)
        {
            return $"{schedule} needs {threads} threads, a block of {Target.Program.Chip} has at most {Target.MaxThreads}";
        }

        var file = Target.Sm.RegisterFile;
        var most = Math.Min(file.MaxPerThread, file.RegistersPerSubCore / ((schedule.Warps + Target.Sm.SubCores - 1) / Target.Sm.SubCores) / Target.WarpWidth);
        return schedule.WarpM * schedule.WarpN / Target.WarpWidth >= Math.Min(most, SimtInstructionSet.MaxRegister)
            ? $"{schedule} needs {schedule.WarpM * schedule.WarpN / Target.WarpWidth} registers for sums alone, a thread of {Target.Program.Chip} gets at most {most}"
            : null;
    }
}
