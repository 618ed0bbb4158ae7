using AccelSim.Chips.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

public class AllocationTests
{
    [Theory]
    [InlineData()]
    [InlineData("core.dma.ioDma={ boundary: 256 B, alignment: 64 B, misalignedOverhead: 3 cycles, chainOverhead: 0 cycles, priority: 2 }")]
    public void Instructions_in_steady_state_allocate_nothing(params string[] overrides)
    {
        const string Text = """
            .kernel k, block
            .param count
            ld.param r7, count
            li r2, 8192
            li r4, 2048
            again:
            memcpy.gdram2nram.async r0, r6, r4
            vadd.f32 r0, r0, r2, r4
            fadd.f32 r8, r8, r7
            memcpy.nram2gdram r6, r2, r4
            sync
            sub r7, r7, 1
            bne r7, r0, again
            halt
            """;
        var program = Bench.Program(Text);
        var device = new MluDevice(Bench.Chip("toy-mlu", overrides), new MluDeviceOptions { CriticalPath = false });
        long Allocated(long count)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            device.RunKernel(new MluLaunchRequest { Program = program, Arguments = new[] { count } }, TestContext.Current.CancellationToken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(2000);
        Assert.Equal(Allocated(10), Allocated(3000));
    }
}
