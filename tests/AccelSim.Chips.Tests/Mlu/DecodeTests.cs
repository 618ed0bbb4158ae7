using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>What decode waits for, by hand, on toy-mlu: one instruction a cycle, queues of 16, vector start 10 cycles and 128 B/cycle.</summary>
public class DecodeTests
{
    [Fact]
    public void Decode_stands_still_while_the_queue_is_full()
    {
        // 20 vectors of 10 + 256 cycles, the first decoded in cycle d. One works and 16 wait: the 18th (ready in cycle d + 17) enters when the
        // 2nd begins, in d + 266; the 19th (d + 267) in d + 532; the 20th (d + 533) in d + 798.
        var text = "li r4, 8192\n" + string.Concat(Enumerable.Repeat("vadd.f32 r0, r0, r0, r4\n", 20));
        Assert.Equal(249 + 265 + 265, Cycles(text, "decode", Cause.QueueFull));
        Assert.Equal(20 * 256, Cycles(text, "compute", Cause.Vector));
        Assert.Equal(20 * 10, Cycles(text, "compute", Cause.ComputeStart));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    public void A_queue_that_just_suffices_stops_nobody(int vectors) =>
        Assert.Equal(0, Cycles("li r4, 8192\n" + string.Concat(Enumerable.Repeat("vadd.f32 r0, r0, r0, r4\n", vectors)), "decode", Cause.QueueFull));

    [Theory]
    [InlineData("mul r3, r1, r2", 3)]
    [InlineData("add r3, r1, r2", 1)]
    [InlineData("fadd.f32 r3, r1, r2", 2)]
    [InlineData("ld.nram.i32 r3, [r1 + 0]", 14)]
    public void A_reader_waits_for_the_result_it_needs(string producer, int latency)
    {
        // The store needs r3; it issues when the producer's latency has passed, and the task ends 14 cycles (a store to NRAM) later.
        // Against a store of r2, which is ready, the difference is the latency less the cycle that decode takes anyway.
        var needed = Bench.TaskCycles($"{producer}\nst.nram.i32 r3, [r1 + 64]");
        var ready = Bench.TaskCycles($"{producer}\nst.nram.i32 r2, [r1 + 64]");
        Assert.Equal(latency - 1, needed - ready);
    }

    [Theory]
    [InlineData("mul r3, r1, r2\nadd r2, r4, r5")] // write after read
    [InlineData("mul r3, r1, r2\nadd r3, r4, r5")] // write after write
    public void Registers_are_renamed_so_only_true_dependences_wait(string pair)
    {
        // Two instructions and a store of what the second wrote: result after 1 cycle, as if the first were not there.
        var target = pair.Split('\n')[1][4..6];
        var with = Bench.TaskCycles($"{pair}\nst.nram.i32 {target}, [r1 + 64]");
        var without = Bench.TaskCycles($"add r8, r4, r5\nadd {target}, r4, r5\nst.nram.i32 {target}, [r1 + 64]");
        Assert.Equal(without, with);
    }

    [Fact]
    public void A_scalar_result_of_the_vector_unit_is_ready_when_the_vector_has_ended()
    {
        // Count over 1024 floats: 10 + 32 cycles, then the store at once; against a store that needs nothing of it.
        const string Count = "li r4, 1024\nvcount.f32 r10, r0, r4\n";
        Assert.Equal(10 + 32 - 1, Bench.TaskCycles(Count + "st.nram.i32 r10, [r0 + 64]") - Bench.TaskCycles(
            "li r4, 1024\nli r10, 1\nst.nram.i32 r10, [r0 + 64]"));
    }

    private static long Cycles(string body, string unit, Cause cause)
    {
        var (device, _) = Bench.Run($".kernel k, block\n{body}\nhalt\n");
        return device.SettleLedgers().Single(ledger => ledger.Unit == $"cluster 0 core 0 {unit}")[cause] / device.Clock.Edge(1);
    }
}
