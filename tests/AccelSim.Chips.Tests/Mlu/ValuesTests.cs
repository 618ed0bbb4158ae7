using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

public class ValuesTests
{
    /// <summary>Programs without races, which therefore mean the same in program order and in simulated time.</summary>
    [Theory]
    [InlineData("tut370-3-matmul", "mlu370-x8", 4 << 20)]
    [InlineData("gemm370-3-matmul", "mlu370-m8", 4 << 20)]
    public void Values_in_simulated_time_are_those_of_program_order(string program, string chipName, int memory)
    {
        var chip = Bench.Chip(chipName);
        var assembly = MluAssembler.Assemble(File.ReadAllText(Repository.File("programs", "mlu", program + ".asm")));
        var launch = assembly.Launches[0];
        var prepared = new MluProgram(assembly.Kernel(launch.Kernel));
        var arguments = new long[] { 0, 1 << 20, 2 << 20 };
        var timed = Filled(memory);
        var plain = Filled(memory);
        new MluDevice(chip, new MluDeviceOptions { Values = new MluDeviceValues(chip, timed) }).RunKernel(
            new MluLaunchRequest { Program = prepared, DimX = launch.DimX, Arguments = arguments }, TestContext.Current.CancellationToken);
        new MluFunctionalRunner(MluMemoryMap.Sizes(chip), plain).Launch(prepared, launch.TaskType, launch.DimX, 1, 1, arguments);
        Assert.True(timed.AsSpan().SequenceEqual(plain));
        Assert.False(timed.AsSpan().SequenceEqual(Filled(memory)));
    }

    [Fact]
    public void Cores_that_hand_data_over_through_shared_memory_see_each_others_values()
    {
        // Core 0 stages a block, everyone adds its own core number to a quarter of it, the memory core is not used.
        const string Text = """
            .kernel k, union1
            mv.sreg r1, %coreid
            li r2, 1024
            mul r3, r1, 256
            bne r1, r0, staged
            memcpy.gdram2sram r0, r0, r2
            staged:
            barrier.cluster
            li r4, 64
            li r5, 256
            memcpy.sram2nram r0, r3, r5
            i2f.f32 r6, r1
            vadd.s.f32 r0, r0, r6, r4
            sync.compute
            add r7, r3, 4096
            memcpy.nram2gdram r7, r0, r5
            halt
            """;
        var chip = Bench.Chip("mlu370-x4");
        var memory = Filled(8192);
        var program = Bench.Program(Text);
        new MluDevice(chip, new MluDeviceOptions { Values = new MluDeviceValues(chip, memory) }).RunKernel(
            new MluLaunchRequest { Program = program, DimX = 4 }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 256; i++)
        {
            Assert.Equal(BitConverter.ToSingle(memory, i * 4) + (i / 64), BitConverter.ToSingle(memory, 4096 + (i * 4)));
        }
    }

    [Fact]
    public void An_address_beyond_the_contents_is_refused_not_a_crash()
    {
        var chip = Bench.Chip();
        var error = Assert.Throws<AccelSim.Engine.SimulationException>(() => Bench.Run(
            ".kernel k, block\nli r2, 100000\nli r3, 64\nmemcpy.gdram2nram r0, r2, r3\nhalt\n", chip,
            options: new MluDeviceOptions { Values = new MluDeviceValues(chip, new byte[4096]) }));
        Assert.IsType<MluExecutionException>(error.InnerException);
    }

    private static byte[] Filled(int bytes)
    {
        var memory = new byte[bytes];
        for (var i = 0; i < bytes; i += 4)
        {
            BitConverter.TryWriteBytes(memory.AsSpan(i), (i / 4 % 61 / 8f) - 3.5f);
        }

        return memory;
    }
}
