using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

public class TransferTests
{
    private const string Setup = "li r1, 0\nli r2, 65536\nli r3, 32768\nli r4, 64\n";

    [Fact]
    public void Bytes_moved_are_the_bytes_asked_for()
    {
        var (device, _) = Bench.Run($".kernel k, block\n{Setup}memcpy.gdram2nram r1, r2, r3\nmemcpy.nram2gdram r2, r1, r3\nhalt\n");
        Assert.Equal((32768, 32768), (device.CoreCounters.DramReadBytes, device.CoreCounters.DramWriteBytes));
        Assert.Equal((32768, 32768), (device.Dram.BytesRead, device.Dram.BytesWritten));
    }

    [Fact]
    public void Short_segments_are_rounded_to_minimum_bursts_and_short_writes_read_first()
    {
        var (device, _) = Bench.Run(
            $".kernel k, block\n{Setup}li r5, 16\nli r6, 256\nmemcpy2d.nram2gdram r2, r1, r5, r6, r5, r4\nhalt\n");
        Assert.Equal(64 * 16, device.CoreCounters.DramWriteBytes);
        Assert.Equal(64 * 64, device.Dram.BytesWritten);
        Assert.Equal(64 * 64, device.Dram.BytesReadToModify);
    }

    [Fact]
    public void Bytes_of_device_memory_are_those_behind_a_cache_that_keeps_data()
    {
        const string Twice = $".kernel k, block\n{Setup}memcpy.gdram2nram r1, r2, r3\nmemcpy.gdram2nram r1, r2, r3\nhalt\n";
        Assert.Equal((65536, 0), Bench.Run(Twice).Device.DramBytes);
        Assert.Equal((32768, 0), Bench.Run(Twice, Bench.Chip("mlu590-h8")).Device.DramBytes);
    }

    [Fact]
    public void Asynchronous_copies_overlap_compute_and_blocking_ones_do_not()
    {
        const string Work = "li r5, 8192\nvexp.f32 r1, r1, r5\nvexp.f32 r1, r1, r5\n";
        var copy = Bench.TaskCycles(Setup + "li r5, 8192\nmemcpy.gdram2nram r3, r2, r3");
        var work = Bench.TaskCycles(Setup + Work);
        var serial = Bench.TaskCycles(Setup + "memcpy.gdram2nram r3, r2, r3\n" + Work);
        var parallel = Bench.TaskCycles(Setup + "memcpy.gdram2nram.async r3, r2, r3\n" + Work + "sync");
        Assert.InRange(serial, copy + work - 30, copy + work + 30);
        Assert.InRange(parallel, Math.Max(copy, work) - 10, Math.Max(copy, work) + 60);
    }

    [Fact]
    public void One_transfer_at_a_time_per_queue_in_order()
    {
        const string Copy = "memcpy.gdram2nram.async r1, r2, r3\n";
        var one = Bench.TaskCycles(Setup + Copy);
        var three = Bench.TaskCycles(Setup + Copy + Copy + Copy);
        Assert.InRange(three, (one - 4) * 2.5, (one - 4) * 3.2);
    }

    [Fact]
    public void A_strided_store_costs_its_segments()
    {
        var chip = Bench.Chip("mlu270-s4");
        const string Text = "li r1, 0\nli r2, 65536\nli r3, 512\nli r4, 655360\nli r5, 256\nmemcpy2d.nram2gdram r2, r1, r3, r4, r3, r5";
        var cycles = Bench.TaskCycles(Text, chip);
        var perSegment = (double)cycles / 256;
        Assert.InRange(perSegment, chip.Core.Dma["ioDma"].WriteSegmentOverhead.Count - 1, chip.Core.Dma["ioDma"].WriteSegmentOverhead.Count + 12);
    }

    [Fact]
    public void A_blocking_store_waits_for_its_acknowledge()
    {
        var chip = Bench.Chip("toy-mlu");
        var cycles = Bench.TaskCycles(Setup + "memcpy.nram2gdram r2, r1, r4", chip);
        Assert.True(cycles * 1_000_000 > chip.Core.Dma["ioDma"].WriteAcknowledge.Femtoseconds);
        var posted = Bench.TaskCycles(Setup + "memcpy.nram2gdram.async r2, r1, r4", chip);
        Assert.InRange(cycles - posted, 298, 302);
    }

    [Fact]
    public void A_long_read_of_every_core_comes_near_the_rate_of_the_memory_and_never_exceeds_it()
    {
        // 32 cores read 32 x 64 x 64 KiB = 128 MiB.
        const string Text = """
            .kernel k, block
            mv.sreg r9, %taskid
            mul r2, r9, 4194304
            li r3, 65536
            li r6, 0
            li r7, 64
            again:
            memcpy.gdram2nram.async r0, r2, r3
            add r2, r2, r3
            add r6, r6, 1
            blt r6, r7, again
            halt
            """;
        var (device, run) = Bench.Run(Text, Bench.Chip("mlu370-x4"), dimX: 32);
        var seconds = (run.End - run.FirstTask) / 1e15;
        var rate = device.Dram.BytesRead / seconds / device.Dram.Config.PeakBytesPerSecond;
        Assert.InRange(rate, 0.6, 0.95);
    }

    [Fact]
    public void Copies_inside_the_core_and_over_shared_memory_work_without_device_memory()
    {
        const string Text = """
            .kernel k, union1
            li r1, 0
            li r3, 4096
            memcpy.nram2sram r1, r1, r3
            memcpy.sram2nram r1, r1, r3
            memcpy.nram2nram r3, r1, r3
            memcpy.nram2wram r1, r1, r3
            memcpy.sram2wram r1, r1, r3
            barrier.cluster
            halt
            """;
        var (device, _) = Bench.Run(Text, dimX: 2);
        Assert.Equal(0, device.Dram.BytesRead + device.Dram.BytesWritten);
        Assert.True(device.CoreCounters.MoveCycles > 0);
    }

    [Fact]
    public void A_path_the_chip_file_does_not_have_is_refused_by_name()
    {
        var error = Assert.Throws<SimulationException>(() => Bench.Run(
            ".kernel k, union1, memcore\nmv.sreg r1, %coreid\nli r2, 128\nbne r1, r2, done\nli r3, 64\nmemcpy.sram2nram r0, r0, r3\ndone:\nhalt\n", dimX: 2));
        Assert.Contains("sram2nram", error.Message, StringComparison.Ordinal);
        Assert.Contains("k+", error.Message, StringComparison.Ordinal);
    }
}
