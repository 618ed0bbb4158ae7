using AccelSim.Chips.Mlu;
using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>The last-level cache line by line, where a chip file says how many misses may be on their way.</summary>
public class TimedCacheTests
{
    /// <summary>Reads 64 KiB twice.</summary>
    private const string Twice = """
        .kernel k, block
        li r2, 65536
        memcpy.gdram2nram r0, r0, r2
        memcpy.gdram2nram r0, r0, r2
        halt
        """;

    [Fact]
    public void Few_registers_make_misses_wait_and_the_reason_is_told()
    {
        var many = Run("llc.mshrs=256");
        var few = Run("llc.mshrs=2");
        Assert.True(few.Cycles > 1.5 * many.Cycles, $"{few.Cycles} and {many.Cycles} cycles");
        Assert.Equal(0, many.Run.Causes[(int)Cause.CacheMissLimit]);
        Assert.True(few.Run.Causes[(int)Cause.CacheMissLimit] > few.Run.Causes.Sum() / 4);
        Assert.Contains(few.Device.SettleLedgers(), ledger => ledger.Unit == "LLC bank 0" && ledger[Cause.CacheMissLimit] > 0);
    }

    [Fact]
    public void What_fits_is_read_from_device_memory_once()
    {
        Assert.Equal(65536, Run("llc.mshrs=64", "llc.size=1 MiB").Device.DramBytes.Read);
        Assert.Equal(131072, Run("llc.mshrs=64", "llc.size=32 KiB").Device.DramBytes.Read);
        Assert.Equal(131072, Run("llc.size=32 KiB").Device.DramBytes.Read);
    }

    [Theory]
    [InlineData("llc.size=1 MiB")]
    [InlineData("llc.size=1 MiB", "llc.mshrs=64")]
    public void Writes_reach_device_memory_at_once_where_they_are_written_through(params string[] set)
    {
        const string Write = ".kernel k, block\nli r2, 65536\nmemcpy.nram2gdram r0, r0, r2\nhalt\n";
        Assert.Equal(0, Run(Write, set).Device.DramBytes.Written);
        Assert.Equal(65536, Run(Write, [.. set, "llc.writes=writeThrough"]).Device.DramBytes.Written);
        Assert.Equal(65536, Run(Write, [.. set, "llc.writeMiss=noAllocate"]).Device.DramBytes.Written);
    }

    private static (MluDevice Device, MluKernelRun Run, long Cycles) Run(params string[] set) => Run(Twice, set);

    private static (MluDevice Device, MluKernelRun Run, long Cycles) Run(string text, string[] set)
    {
        var (device, run) = Bench.Run(text, Bench.Chip("toy-mlu", ["llc.caches=all", .. set]));
        return (device, run, device.Clock.CyclesCeiling(run.End - run.Start));
    }
}
