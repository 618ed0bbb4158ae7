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

    [Fact]
    public void A_kernel_ends_when_its_dirty_lines_are_in_device_memory_where_the_file_says_so()
    {
        // 1 MiB in 16 ways of 64 B: 1024 sets, a line of 64 KiB in each; a cycle a set, which is more than device memory takes: its two channels of
        // 12.8 GB/s set the pace, but for what their queues have accepted and not written, 64 bursts of 32 B in each.
        const string Write = ".kernel k, block\nli r2, 65536\nmemcpy.nram2gdram r0, r0, r2\nhalt\n";
        string[] chip = ["llc.size=1 MiB", "llc.mshrs=64"];
        var keep = Run(Write, chip);
        var back = Run(Write, [.. chip, "llc.kernelEnd=writeBack"]);
        Assert.Equal((0, 65536), (keep.Device.DramBytes.Written, back.Device.DramBytes.Written));
        Assert.Equal(keep.Run.LastTaskEnd, back.Run.LastTaskEnd);
        Assert.Equal(Cause.Drain, (Cause)back.Run.Causes.Zip(keep.Run.Causes).ToList().FindIndex(pair => pair.First != pair.Second));
        var stream = 65536 / 25.6e9 * 1e15;
        Assert.InRange(back.Run.End - back.Run.LastTaskEnd, stream - (2 * 64 * 32 / 25.6e9 * 1e15), 1.15 * stream);
        Assert.Equal(back.Run.End - back.Run.Start, back.Run.Causes.Sum());
        Assert.All(back.Device.SettleLedgers(), ledger => Assert.Equal(back.Device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
    }

    [Theory]
    [InlineData("keep", 65536)]
    [InlineData("writeBack", 65536)]
    [InlineData("invalidate", 131072)]
    public void The_next_kernel_finds_what_the_last_one_left(string end, int read)
    {
        var device = new MluDevice(Bench.Chip("toy-mlu", "llc.caches=all", "llc.size=1 MiB", "llc.mshrs=64", $"llc.kernelEnd={end}"));
        var request = new MluLaunchRequest { Program = Bench.Program(".kernel k, block\nli r2, 65536\nmemcpy.gdram2nram r0, r0, r2\nhalt\n") };
        device.RunKernel(request, TestContext.Current.CancellationToken);
        device.RunKernel(request, TestContext.Current.CancellationToken);
        Assert.Equal(read, device.DramBytes.Read);
    }

    [Fact]
    public void A_short_write_back_buffer_makes_misses_wait()
    {
        // 128 KiB written through a cache of 32 KiB: three quarters leave while others come.
        const string Write = ".kernel k, block\nli r2, 65536\nmemcpy.nram2gdram r0, r0, r2\nli r3, 65536\nmemcpy.nram2gdram r3, r0, r2\nhalt\n";
        string[] chip = ["llc.size=32 KiB", "llc.mshrs=64"];
        var free = Run(Write, chip);
        var wide = Run(Write, [.. chip, "llc.writeBacks=4096"]);
        var tight = Run(Write, [.. chip, "llc.writeBacks=1"]);
        Assert.Equal(free.Cycles, wide.Cycles);
        Assert.True(tight.Cycles > 1.2 * free.Cycles, $"{tight.Cycles} and {free.Cycles}");
        Assert.Equal((0, true), (free.Run.Causes[(int)Cause.CacheMissLimit], tight.Run.Causes[(int)Cause.CacheMissLimit] > 0));
        Assert.Equal(free.Device.DramBytes.Written, tight.Device.DramBytes.Written);
    }

    private static (MluDevice Device, MluKernelRun Run, long Cycles) Run(params string[] set) => Run(Twice, set);

    private static (MluDevice Device, MluKernelRun Run, long Cycles) Run(string text, string[] set)
    {
        var (device, run) = Bench.Run(text, Bench.Chip("toy-mlu", ["llc.caches=all", .. set]));
        return (device, run, device.Clock.CyclesCeiling(run.End - run.Start));
    }
}
