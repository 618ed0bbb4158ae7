namespace AccelSim.Chips.Tests.Mlu;

public class ComputeTests
{
    private const string Registers = "li r1, 0\nli r2, 8192\nli r3, 16384\n";

    [Theory]
    [InlineData(32, 1)] // 128 bytes
    [InlineData(33, 2)] // rounded up to the next 128 bytes
    [InlineData(1024, 32)]
    public void A_vector_takes_its_start_and_one_cycle_per_128_bytes(int elements, int cycles)
    {
        var without = Bench.TaskCycles($"{Registers}li r4, {elements}");
        var with = Bench.TaskCycles($"{Registers}li r4, {elements}\nvadd.f32 r1, r2, r3, r4");

        // toy-mlu: start overhead of 10 cycles; the instruction itself takes a decode slot before it begins.
        Assert.Equal(10 + cycles, with - without);
    }

    [Fact]
    public void Passes_multiply_the_work_but_not_the_start()
    {
        var once = Bench.TaskCycles($"{Registers}li r4, 1024\nvadd.f32 r1, r2, r3, r4");
        var four = Bench.TaskCycles($"{Registers}li r4, 1024\nvexp.f32 r1, r2, r4");
        Assert.Equal(3 * 32, four - once);
    }

    [Fact]
    public void The_lane_formula_gives_4096_cycles_for_256_cubed_in_int8_on_MLU270()
    {
        var chip = Bench.Chip("mlu270-s4");
        const string Setup = "li r1, 0\nli r2, 131072\nli r3, 0\nli r4, 256\nli r5, 1\n";
        const string Conv = "conv.f16.i8.i8 r1, r2, r3, r4, r4, r5, r5, r5, r5, r5, r4, r5, r5, r0\n";
        var start = chip.Core.Matrix.StartOverhead.Count;
        Assert.Equal(4096 + start, Bench.TaskCycles(Setup + Conv + Conv, chip) - Bench.TaskCycles(Setup + Conv, chip));
    }

    [Fact]
    public void Vector_and_tensor_share_one_queue_and_do_not_overlap()
    {
        const string Setup = "li r1, 0\nli r2, 8192\nli r3, 16384\nli r4, 1024\nli r5, 16\nli r6, 64\n";
        const string Vector = "vadd.f32 r1, r2, r3, r4\n";
        const string Tensor = "matmul.f32.f32.f32 r1, r2, r0, r5, r5, r6, r0\n";
        var none = Bench.TaskCycles(Setup);
        var both = Bench.TaskCycles(Setup + Vector + Tensor) - none;
        Assert.Equal((Bench.TaskCycles(Setup + Vector) - none) + (Bench.TaskCycles(Setup + Tensor) - none), both);
    }

    [Fact]
    public void A_product_the_unit_lacks_is_refused_by_name()
    {
        var chip = Bench.Chip("mlu270-s4");
        var error = Assert.Throws<AccelSim.Engine.SimulationException>(() =>
            Bench.TaskCycles("li r4, 64\nmatmul.f32.f32.f32 r0, r0, r0, r4, r4, r4, r0", chip));
        Assert.Contains("Fp32", error.Message, StringComparison.Ordinal);
    }
}
