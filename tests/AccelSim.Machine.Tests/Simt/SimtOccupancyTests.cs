using AccelSim.Machine.Simt;
using FsCheck.Fluent;

namespace AccelSim.Machine.Tests.Simt;

public sealed class SimtOccupancyTests
{
    private static readonly string[] Chips = ["v100-sxm2", "a100-sxm4-40", "jetson-agx-orin", "mi100", "br100", "mtt-s4000"];

    /// <summary>Worked out by hand from the tables of the CUDA programming guide.</summary>
    [Theory]

    // 8 warps of 32 x 32 = 1024 registers: 64 of a V100's 64 warps.
    [InlineData("v100-sxm2", 256, 32, 0, 8, OccupancyLimit.Warps)]

    // 64 x 32 = 2048 registers a warp: 8 of a sub-core, 32 of the SM, 4 CTAs.
    [InlineData("v100-sxm2", 256, 64, 0, 4, OccupancyLimit.Registers)]

    // 33 x 32 = 1056, allocated as 1280: 12 warps of a sub-core, 48 of the SM, 6 CTAs.
    [InlineData("v100-sxm2", 256, 33, 0, 6, OccupancyLimit.Registers)]

    // 255 x 32 = 8160, allocated as 8192: two warps of a sub-core, one CTA of eight.
    [InlineData("v100-sxm2", 256, 255, 0, 1, OccupancyLimit.Registers)]

    // Nine warps of that do not fit.
    [InlineData("v100-sxm2", 288, 255, 0, 0, OccupancyLimit.Registers)]

    // One warp a CTA: 32 CTAs, half of the warps.
    [InlineData("v100-sxm2", 32, 16, 0, 32, OccupancyLimit.Ctas)]

    // A single thread takes a warp.
    [InlineData("v100-sxm2", 1, 16, 0, 32, OccupancyLimit.Ctas)]

    // 33 threads take two: 32 CTAs use all 64 warps, which are named first.
    [InlineData("v100-sxm2", 33, 16, 0, 32, OccupancyLimit.Warps)]

    // 40 KiB of 96: two; 48 KiB: two; 48 KiB and a byte: one.
    [InlineData("v100-sxm2", 128, 32, 40960, 2, OccupancyLimit.SharedMemory)]
    [InlineData("v100-sxm2", 128, 32, 49152, 2, OccupancyLimit.SharedMemory)]
    [InlineData("v100-sxm2", 128, 32, 49153, 1, OccupancyLimit.SharedMemory)]
    [InlineData("v100-sxm2", 128, 32, 98304, 1, OccupancyLimit.SharedMemory)]
    [InlineData("v100-sxm2", 128, 32, 98305, 0, OccupancyLimit.SharedMemory)]

    // On an A100 each CTA takes 1 KiB more: 32 + 1 of 164 KiB, four; 81 KiB and 1: two; 163 KiB: one.
    [InlineData("a100-sxm4-40", 128, 32, 32768, 4, OccupancyLimit.SharedMemory)]
    [InlineData("a100-sxm4-40", 128, 32, 82944, 2, OccupancyLimit.SharedMemory)]
    [InlineData("a100-sxm4-40", 128, 32, 82945, 1, OccupancyLimit.SharedMemory)]
    [InlineData("a100-sxm4-40", 128, 32, 166912, 1, OccupancyLimit.SharedMemory)]
    [InlineData("a100-sxm4-40", 128, 32, 166913, 0, OccupancyLimit.SharedMemory)]

    // 1024 threads are the most of a CTA; two fill an A100, one leaves a third of an Orin empty.
    [InlineData("a100-sxm4-40", 1024, 32, 0, 2, OccupancyLimit.Warps)]
    [InlineData("a100-sxm4-40", 1025, 32, 0, 0, OccupancyLimit.Warps)]
    [InlineData("jetson-agx-orin", 1024, 32, 0, 1, OccupancyLimit.Warps)]
    [InlineData("jetson-agx-orin", 64, 32, 0, 16, OccupancyLimit.Ctas)]
    [InlineData("a100-sxm4-40", 128, 256, 0, 0, OccupancyLimit.Registers)]

    // A tile of 128 x 128 as CUTLASS takes it on an H100: 384 threads of 168 registers, 227 KiB.
    [InlineData("h100-sxm5", 384, 168, 232448, 1, OccupancyLimit.Registers)]

    // Four waves of 64 x 64 = 4096 of 32768 registers a SIMD: 8 waves of a SIMD, 8 CTAs; LDS of 16 KiB allows four.
    [InlineData("mi100", 256, 64, 0, 8, OccupancyLimit.Registers)]
    [InlineData("mi100", 256, 64, 16384, 4, OccupancyLimit.SharedMemory)]
    public void Ctas_of_an_sm_are_as_by_hand(string chip, int threads, int registers, int shared, int ctas, OccupancyLimit limit)
    {
        var sm = SimtFiles.Load(chip).Sm;
        var occupancy = SimtOccupancy.Of(sm, new CtaResources(threads, registers, shared));
        Assert.Equal((ctas, limit), (occupancy.Ctas, occupancy.Limit));
        Assert.Equal(ctas * ((threads + sm.WarpWidth - 1) / sm.WarpWidth), occupancy.Warps);
    }

    /// <summary>A kernel that prefers a smaller carve-out gets it, unless one CTA needs more.</summary>
    [Theory]
    [InlineData(16, 8, 2, 16)]
    [InlineData(64, 8, 8, 64)]
    [InlineData(16, 20, 1, 32)]
    [InlineData(0, 0, 8, 0)]
    [InlineData(0, 1, 8, 8)]
    public void A_carve_out_limits_shared_memory(int carveOut, int perCta, int bySharedMemory, int chosen)
    {
        var occupancy = SimtOccupancy.Of(SimtFiles.Load("v100-sxm2").Sm, new CtaResources(256, 32, perCta << 10), new ByteSize((long)carveOut << 10));
        Assert.Equal(chosen << 10, occupancy.Shared.Bytes);
        Assert.Equal(Math.Min(8, bySharedMemory), occupancy.Ctas);
    }

    [Fact]
    public void Registers_and_shared_memory_are_rounded_up_as_allocated()
    {
        var occupancy = SimtOccupancy.Of(SimtFiles.Load("a100-sxm4-40").Sm, new CtaResources(96, 37, 1000));
        Assert.Equal(1280, occupancy.RegistersPerWarp);
        Assert.Equal(2048, occupancy.SharedPerCta);
        occupancy = SimtOccupancy.Of(SimtFiles.Load("v100-sxm2").Sm, new CtaResources(96, 0, 0));
        Assert.Equal((0, 0, int.MaxValue, int.MaxValue), (occupancy.RegistersPerWarp, occupancy.SharedPerCta, occupancy.ByRegisters, occupancy.BySharedMemory));
    }

    [Theory]
    [InlineData(0, 32, 0)]
    [InlineData(-1, 32, 0)]
    [InlineData(32, -1, 0)]
    [InlineData(32, 32, -1)]
    public void Less_than_nothing_is_refused(int threads, int registers, long shared) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SimtOccupancy.Of(SimtFiles.Load("v100-sxm2").Sm, new CtaResources(threads, registers, shared)));

    [Fact]
    public void An_allocator_that_places_warp_by_warp_finds_the_same()
    {
        var sms = Chips.Select(name => SimtFiles.Load(name).Sm).ToArray();
        var cases =
            from sm in Gen.Elements(sms)
            from threads in Gen.Choose(1, 1100)
            from registers in Gen.Choose(0, 260)
            from shared in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 4096), Gen.Choose(1, 180 << 10))
            select (Sm: sm, Cta: new CtaResources(threads, registers, shared));
        Law.Holds(cases, sample => Assert.Equal(Placed(sample.Sm, sample.Cta), SimtOccupancy.Of(sample.Sm, sample.Cta).Ctas), count: 2000);
    }

    [Fact]
    public void Asking_for_more_never_gives_more()
    {
        var sm = SimtFiles.Load("a100-sxm4-40").Sm;
        var cases =
            from threads in Gen.Choose(1, 1024)
            from registers in Gen.Choose(0, 255)
            from shared in Gen.Choose(0, 160 << 10)
            from more in Gen.Choose(0, 64)
            select (Threads: threads, Registers: registers, Shared: shared, More: more);
        Law.Holds(cases, c =>
        {
            var ctas = SimtOccupancy.Of(sm, new CtaResources(c.Threads, c.Registers, c.Shared)).Ctas;
            Assert.True(SimtOccupancy.Of(sm, new CtaResources(c.Threads + c.More, c.Registers, c.Shared)).Ctas <= ctas);
            Assert.True(SimtOccupancy.Of(sm, new CtaResources(c.Threads, c.Registers + c.More, c.Shared)).Ctas <= ctas);
            Assert.True(SimtOccupancy.Of(sm, new CtaResources(c.Threads, c.Registers, c.Shared + c.More)).Ctas <= ctas);
        });
    }

    // Takes CTAs one after the other as long as every warp finds a sub-core with a slot and its registers, and the CTA its shared memory.
    private static int Placed(SmSpec sm, CtaResources cta)
    {
        if (cta.Threads > sm.MaxThreadsPerCta || cta.RegistersPerThread > sm.RegisterFile.MaxPerThread || cta.SharedBytes > sm.SharedMemory.MaxPerCta.Bytes)
        {
            return 0;
        }

        var registers = Enumerable.Repeat(sm.RegisterFile.RegistersPerSubCore, sm.SubCores).ToArray();
        var slots = Enumerable.Repeat(sm.MaxWarps / sm.SubCores, sm.SubCores).ToArray();
        var (shared, threads) = (sm.SharedMemory.Options[^1].Bytes, sm.MaxThreads);
        for (var ctas = 0; ; ctas++)
        {
            var share = cta.SharedBytes + sm.SharedMemory.ReservedPerCta.Bytes;
            while (share % sm.SharedMemory.AllocationUnit.Bytes != 0)
            {
                share++;
            }

            shared -= share;
            if (ctas == sm.MaxCtas || shared < 0)
            {
                return ctas;
            }

            for (var thread = 0; thread < cta.Threads; thread += sm.WarpWidth)
            {
                var perWarp = 0;
                while (perWarp < cta.RegistersPerThread * sm.WarpWidth)
                {
                    perWarp += sm.RegisterFile.AllocationUnit;
                }

                var home = Enumerable.Range(0, sm.SubCores).Where(core => slots[core] > 0 && registers[core] >= perWarp).DefaultIfEmpty(-1).MaxBy(core => core < 0 ? 0 : registers[core]);
                threads -= sm.WarpWidth;
                if (home < 0 || threads < 0)
                {
                    return ctas;
                }

                slots[home]--;
                registers[home] -= perWarp;
            }
        }
    }
}
