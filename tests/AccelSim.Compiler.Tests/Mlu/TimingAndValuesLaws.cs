using AccelSim.Compiler.Mlu;
using AccelSim.Graph.Passes;
using AccelSim.Tensors;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>One compiled program, two executions: computing values changes no cycle, and simulated time changes no value.</summary>
public sealed class TimingAndValuesLaws
{
    [Fact]
    public void Timing_alone_and_timing_with_values_agree_in_every_event_and_every_byte() =>
        Law.Holds(from speeds in ChipGenerator.Timing from seed in Gen.Choose(0, 1_000_000) select (speeds, seed), draw =>
        {
            var graph = RandomNetworkLaws.Convolution(draw.seed);
            var chip = Agreement.Chip("toy-mlu", [.. ChipGenerator.Roomy, .. draw.speeds]);
            var optimized = PassPipeline.Optimize(graph);
            var image = MluCompiler.Compile(optimized, chip, new CompileOptions { Precision = ElementType.Float32 });
            Assert.Empty(image.HostOperators);

            var functional = new MluImageRun(image, chip);
            functional.Load(Agreement.Inputs(graph));
            var memory = functional.Memory.ToArray();
            functional.Run(optimized, Agreement.Inputs(graph));

            var alone = DeviceRun.Time(image, chip);
            var again = DeviceRun.Time(image, chip);
            var together = DeviceRun.Time(image, chip, memory);
            Assert.Equal(alone.Ends, again.Ends);
            Assert.Equal(alone.Hash, again.Hash);
            Assert.Equal(alone.Ends, together.Ends);
            Assert.Equal(alone.Hash, together.Hash);
            Assert.True(functional.Memory.SequenceEqual(memory), "device memory differs between the functional run and the timing run");
        }, count: 12);
}
