using AccelSim.Chips.Mlu;
using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Translation of addresses and pages shared with the host, between the network and device memory.</summary>
public class VirtualMemoryTests
{
    private const string Translation = "translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 0 cycles }, walkers: 4, levels: 4, levelLatency: 500 ns }";
    private const string Unified =
        "unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, bandwidth: 16 GB/s, latency: 1 us }";

    /// <summary>Reads 512 bytes: one request.</summary>
    private const string One = ".kernel k, block\nli r2, 512\nmemcpy.gdram2nram r0, r0, r2\nhalt\n";

    /// <summary>Reads 64 KiB at 0 and at 64 KiB, and writes them to 128 KiB and on.</summary>
    private const string Stream = """
        .kernel k, block
        li r2, 65536
        li r3, 65536
        li r4, 131072
        li r5, 196608
        memcpy.gdram2nram r0, r0, r2
        sync
        memcpy.nram2gdram r4, r0, r2
        sync
        memcpy.gdram2nram r0, r3, r2
        sync
        memcpy.nram2gdram r5, r0, r2
        halt
        """;

    private static readonly long Page = 65536L * (Clock.FemtosecondsPerSecond / 1_000_000) / 16_000;
    private static readonly long Microsecond = Clock.FemtosecondsPerSecond / 1_000_000;

    [Fact]
    public void A_miss_of_a_cold_access_adds_the_walk_exactly()
    {
        var (device, run) = Run(One, Translation);
        Assert.Equal(Time(Run(One).Run) + (2 * Microsecond), Time(run));
        Assert.Equal((1, 4), (device.Translation!.Value.Walks, device.Translation.Value.WalkReads));
        Assert.True(run.Causes[(int)Cause.Translation] > 0);
    }

    [Fact]
    public void A_walk_of_device_memory_adds_a_read_of_closed_rows_and_loads_the_channels()
    {
        // One level: 8 bytes are a line of two bursts in two banks, (4 + 1 + 15 + 17 + 2) ticks of 1.25 ns and the controller's 60 ns, as in DmaTests; the data
        // come from rows that are as closed as without. Both begin at an edge of the memory's clock.
        const string Walk = "translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 0 cycles }, walkers: 4, levels: 1, walk: memory }";
        var (device, run) = Run(One, Walk);
        var (plain, without) = Run(One);
        Assert.InRange((Time(run) - Time(without)) / 1e6, 48.75 + 60 - 2, 48.75 + 60 + 2);
        Assert.Equal(plain.Dram.BytesRead + 64, device.Dram.BytesRead);
        Assert.Equal((1, 1), (device.Translation!.Value.Walks, device.Translation.Value.WalkReads));
        Assert.True(run.Causes[(int)Cause.Translation] > 0);
    }

    [Theory]
    [InlineData]
    [InlineData("llc.caches=all")]
    [InlineData("llc.caches=all", "llc.mshrs=16")]
    public void Walks_of_device_memory_with_shared_pages_leave_no_time_unaccounted(params string[] more)
    {
        const string Walk = "translation={ page: 64 KiB, l1: { entries: 2, ways: 2, latency: 1 cycle }, walkers: 1, levels: 4, walk: memory, walkCache: 4 }";
        var (device, run) = Run(Stream, [Walk, Unified, .. more]);
        Assert.Equal(4, device.Unified!.Counters.Faults);
        Assert.True(device.Translation!.Value.Walks >= 4);
        Assert.Equal(run.End - run.Start, run.Causes.Sum());
        Assert.All(device.SettleLedgers(), ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
        Assert.True(run.Causes[(int)Cause.Translation] > 0);
    }

    [Fact]
    public void A_fault_adds_its_latency_and_the_way_of_the_page()
    {
        var (device, run) = Run(One, Unified);
        Assert.Equal(Time(Run(One).Run) + (21 * Microsecond) + Page, Time(run));
        Assert.Equal((1, 65536), (device.Unified!.Counters.Faults, device.Unified.Counters.BytesIn));
        Assert.True(run.Causes[(int)Cause.PageMigration] > Time(run) / 2);
    }

    [Fact]
    public void A_second_fault_waits_for_the_batch_of_the_first_where_a_file_has_batches()
    {
        // Two cores of two clusters fault on a page each at the same time; handled together, the second page only waits for the link, else for 20 us more.
        const string Both = ".kernel k, block\nmv.sreg r1, %taskid\nmul r1, r1, 65536\nli r2, 512\nmemcpy.gdram2nram r0, r1, r2\nhalt\n";
        var chip = (string batch) => Bench.Chip("toy-mlu", batch.Length == 0 ? [Unified] : [Unified, batch]);
        var plain = Bench.Run(Both, chip(""), dimX: 2).Run;
        var together = Bench.Run(Both, chip("unifiedMemory.faultBatch=2"), dimX: 2);
        var apart = Bench.Run(Both, chip("unifiedMemory.faultBatch=1"), dimX: 2);
        Assert.Equal(Time(plain), Time(together.Run));
        Assert.Equal((1, 2), (together.Device.Unified!.Counters.Batches, apart.Device.Unified!.Counters.Batches));

        // The pages took 4.096 us of the link each; apart, the second begins 20 us after the first, when the link is free.
        Assert.Equal(Time(plain) + (20 * Microsecond) - Page, Time(apart.Run));
    }

    [Fact]
    public void Below_the_threshold_a_request_crosses_the_link_instead()
    {
        var (device, run) = Run(One, Unified, "unifiedMemory.migration.threshold=1");
        Assert.Equal((0, 0, 512), (device.Unified!.Counters.Faults, device.Unified.Counters.BytesIn, device.Unified.Counters.RemoteBytes));
        Assert.Equal(0, device.Dram.BytesRead);
        Assert.True(run.Causes[(int)Cause.RemoteAccess] > 0);
        Assert.True(Time(run) < Time(Run(One, Unified).Run));
    }

    [Theory]
    [InlineData]
    [InlineData("llc.caches=all")]
    [InlineData("llc.caches=all", "llc.mshrs=16")]
    public void The_second_run_of_a_kernel_finds_its_pages(params string[] more)
    {
        var chip = Bench.Chip("toy-mlu", [Translation, Unified, .. more]);
        var device = new MluDevice(chip);
        var first = Launch(device);
        Assert.Equal((4, 4 * 65536), (device.Unified!.Counters.Faults, device.Unified.Counters.BytesIn));
        var second = Launch(device);
        Assert.Equal(4, device.Unified.Counters.Faults);
        Assert.Equal(4, device.Translation!.Value.Walks);
        Assert.Equal(0, second.Causes[(int)Cause.PageMigration] + second.Causes[(int)Cause.Translation]);
        Assert.True(Time(first) > Time(second) + (4 * (21 * Microsecond)));
        Assert.False(device.LaunchesAreIndependent);
    }

    [Fact]
    public void With_every_page_at_hand_nothing_is_added()
    {
        var device = new MluDevice(Bench.Chip("toy-mlu", Translation, Unified));
        Launch(device);
        var second = Launch(device);
        var plain = new MluDevice(Bench.Chip());
        Launch(plain);
        Assert.Equal(Time(Launch(plain)), Time(second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Accounts_and_causes_sum_to_the_elapsed_time(int threshold)
    {
        var (device, run) = Run(
            Stream, Translation, Unified, FormattableString.Invariant($"unifiedMemory.migration.threshold={threshold}"), "unifiedMemory.capacity=128 KiB",
            "unifiedMemory.prefetch={ policy: sequential, depth: 1 }");
        Assert.Equal(Time(run), run.Causes.Sum());
        foreach (var ledger in device.SettleLedgers())
        {
            Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum());
        }

        Assert.Contains(device.SettleLedgers(), ledger => ledger[threshold == 1000 ? Cause.RemoteAccess : Cause.PageMigration] > 0);
        Assert.InRange(device.Unified!.Resident, threshold == 1000 ? 0 : 1, 2);
    }

    [Fact]
    public void Fetching_ahead_leaves_one_fault_of_two_neighbouring_pages()
    {
        var none = Run(Stream, Unified);
        var ahead = Run(Stream, Unified, "unifiedMemory.prefetch={ policy: sequential, depth: 1 }");
        Assert.Equal((2, 2, 65536 * 5), Counts(ahead.Device));
        Assert.Equal((4, 0, 65536 * 4), Counts(none.Device));
        Assert.True(Time(ahead.Run) < Time(none.Run) - (30 * Microsecond));

        static (long Faults, long Used, long Bytes) Counts(MluDevice device) =>
            (device.Unified!.Counters.Faults, device.Unified.Counters.PrefetchedUsed, device.Unified.Counters.BytesIn);
    }

    [Fact]
    public void Memory_of_the_cores_is_not_shared_with_the_host()
    {
        var (device, _) = Run(".kernel k, block\nli r2, 512\nmemcpy.nram2ldram r0, r0, r2\nsync\nmemcpy.ldram2nram r0, r0, r2\nhalt\n", Unified);
        Assert.Equal((512, 0), (device.DramBytes.Read, device.Unified!.Counters.BytesIn));
    }

    [Fact]
    public void The_link_is_the_hosts_where_the_chip_does_not_say()
    {
        var chip = Bench.Chip("toy-mlu", Unified, "unifiedMemory={ bandwidth: null, latency: null }");
        Assert.Contains("needs bandwidth and latency", Assert.Throws<ArgumentException>(() => new MluDevice(chip)).Message, StringComparison.Ordinal);

        // 500 MB/s, a 32nd of the chip's own.
        var link = new PcieSpec { Generation = 1, Lanes = 4, Efficiency = new Ratio(500_000), Latency = new Duration(3 * Microsecond) };
        var (_, run) = Bench.Run(One, chip, options: new MluDeviceOptions { HostLink = link });
        Assert.Equal(Time(Run(One).Run) + (23 * Microsecond) + (32 * Page), Time(run));
    }

    private static long Time(MluKernelRun run) => run.End - run.Start;

    private static MluKernelRun Launch(MluDevice device) => device.RunKernel(
        new MluLaunchRequest { Program = Bench.Program(Stream), DimX = 1 }, TestContext.Current.CancellationToken);

    private static (MluDevice Device, MluKernelRun Run) Run(string text, params string[] set) => Bench.Run(text, Bench.Chip("toy-mlu", set));
}
