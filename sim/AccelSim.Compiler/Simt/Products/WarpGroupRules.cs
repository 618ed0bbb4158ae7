using System.Numerics;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Which products warp groups can compute, and how they can be divided.</summary>
internal static class WarpGroupRules
{
    /// <summary>Step along k: a row of what a swizzle covers.</summary>
    public const int TileK = GroupTile.MostRowBytes / 2;

    // bulk copies move multiples of 16 bytes from addresses that are multiples of them
    private const int CopyBytes = 16;

    private const int MostColumns = 256;

    private const int LeastColumns = 16;

    /// <summary>What a product or chip lacks for products of warp groups; null where they can be used.</summary>
    public static string? Missing(GemmProblem problem, SimtTarget target)
    {
        var input = problem.Input == ElementType.BFloat16 ? MmaInput.Bf16 : MmaInput.F16;
        return !target.Has(SimtCapabilities.Wgmma) || !target.Has(SimtCapabilities.Tma) || !target.Has(SimtCapabilities.Mbarrier) || target.Sm.WgmmaOf(MostColumns, input) is null
            ? $"{target.Program.Chip} lacks them, or bulk copies"
            : problem.Input == ElementType.Float32 || problem.Int8Pairs ? "they take fp16 and bf16"
            : !problem.IsKMajor(true) ? "A must lie row by row"
            : Math.Min(problem.ReadBytes(true), problem.ReadBytes(false)) < CopyBytes ? "rows of A and B must begin at multiples of 16 bytes"
            : problem.K < TileK || problem.K % GroupTile.Step != 0 ? $"k must be a multiple of {GroupTile.Step} from {TileK} on, not {problem.K}"
            : !problem.IsKMajor(false) && problem.N < LeastColumns ? $"B that lies row by row needs {LeastColumns} columns"
            : null;
    }

    /// <summary>Why a schedule cannot be used; null where it can.</summary>
    public static string? Obstacle(ProductPlan plan, GemmSchedule schedule)
    {
        if (!schedule.WarpGroups)
        {
            return $"{schedule} is not for warp groups";
        }

        int[] sides = [schedule.TileM, schedule.TileN, schedule.WarpM];
        if (sides.Any(side => !BitOperations.IsPow2(side)) || schedule.TileN is < LeastColumns or > MostColumns || schedule.WarpN != schedule.TileN)
        {
            return $"{schedule}: sides must be powers of two, and a group has all columns of the tile, {LeastColumns} to {MostColumns}";
        }

        if (schedule.WarpM % WarpGroupSums.GroupRows != 0 || schedule.TileM % schedule.WarpM != 0 || schedule.TileM > MostColumns || schedule.TileK != TileK)
        {
            return $"{schedule}: a warp group has a multiple of {WarpGroupSums.GroupRows} rows, a tile at most {MostColumns}, and the step along k is {TileK}";
        }

        if (schedule.Stages < 2)
        {
            return $"{schedule}: bulk copies need at least 2 stages";
        }

        var target = plan.Target;
        if (plan.SharedBytes(schedule) > target.MaxSharedBytes)
        {
            return $"{schedule} needs {plan.SharedBytes(schedule)} bytes of shared memory, a block of {target.Program.Chip} has at most {target.MaxSharedBytes}";
        }

        var threads = schedule.AllWarps * target.WarpWidth;
        return threads > target.MaxThreads ? $"{schedule} needs {threads} threads, a block of {target.Program.Chip} has at most {target.MaxThreads}"
            : plan.Registers(schedule) > plan.MaxRegisters(schedule) ? $"{schedule} needs some {plan.Registers(schedule)} registers, a thread gets at most {plan.MaxRegisters(schedule)}"
            : null;
    }
}
