using AccelSim.Machine.Simt;
using AccelSim.Runtime.Simt;

namespace AccelSim.Runtime.Tests.Simt.Traces;

/// <summary>What names of the machine code say, and where addresses of a trace go.</summary>
public sealed class SassTests
{
    [Theory]
    [InlineData("HMMA.884.F32.F32.STEP2", "m8n8k4", MmaInput.F16, MmaAccumulator.F32, 4, 2, 2, 2)]
    [InlineData("HMMA.884.F16.F16.STEP1", "m8n8k4", MmaInput.F16, MmaAccumulator.F16, 2, 2, 2, 2)]
    [InlineData("HMMA.1688.F32", "m16n8k8", MmaInput.F16, MmaAccumulator.F32, 1, 4, 2, 1)]
    [InlineData("HMMA.16816.F32.BF16", "m16n8k16", MmaInput.Bf16, MmaAccumulator.F32, 1, 4, 4, 2)]
    [InlineData("HMMA.16816.F16", "m16n8k16", MmaInput.F16, MmaAccumulator.F16, 1, 2, 4, 2)]
    [InlineData("HMMA.1684.F32.TF32", "m16n8k4", MmaInput.Tf32, MmaAccumulator.F32, 1, 4, 2, 1)]
    [InlineData("IMMA.16832.S8.S8", "m16n8k32", MmaInput.S8, MmaAccumulator.S32, 1, 4, 4, 2)]
    [InlineData("IMMA.8816.S8.S8.SAT", "m8n8k16", MmaInput.S8, MmaAccumulator.S32, 1, 2, 1, 1)]
    [InlineData("DMMA.884", "m8n8k4", MmaInput.F64, MmaAccumulator.F64, 1, 4, 2, 2)]
    public void Products_are_read_from_names(string opcode, string shape, MmaInput input, MmaAccumulator accumulator, int steps, int d, int a, int b)
    {
        var product = SassProducts.Of(opcode)!;
        Assert.Equal((shape, input, accumulator, steps), (product.Shape, product.Input, product.Accumulator, product.Steps));
        Assert.Equal((d, a, b, d), SassProducts.Registers(product));
    }

    [Theory]
    [InlineData("HMMA")]
    [InlineData("HMMA.F32.F32")]
    [InlineData("HMMA.999.F32")]
    public void A_name_without_a_shape_is_none(string opcode) => Assert.Null(SassProducts.Of(opcode));

    [Fact]
    public void Pages_follow_one_another_and_nothing_moves_inside_them()
    {
        var addresses = new TraceAddresses(8L << 20);
        Assert.Equal(0x1234, addresses.Place(0x7f4000001234));
        Assert.Equal((1 << 21) + 8, addresses.Place(0x10000000008));
        Assert.Equal(0x1ffff0, addresses.Place(0x7f40001ffff0));
        addresses.PlaceAll(0x7f4000200000 - 1, 2);
        Assert.Equal(3L << 21, addresses.Bytes);
        addresses.Place(0);
        var problem = Assert.Throws<RuntimeException>(() => addresses.Place(1UL << 40 | 1UL << 30));
        Assert.Contains("more than 8 MiB", problem.Message, StringComparison.Ordinal);
    }
}
