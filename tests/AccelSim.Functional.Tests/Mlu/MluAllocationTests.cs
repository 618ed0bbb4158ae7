using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

public sealed class MluAllocationTests
{
    [Fact]
    public void Executing_operations_allocates_nothing_once_warm()
    {
        var program = new MluProgram(MluAssembler.Assemble("""
            .kernel k, block
                li r1, 1024
                li r2, 8192
                li r3, 16
                li r4, 3
                li r5, 1
                li r6, 4
            again:
                memcpy.gdram2nram r0, r0, r1
                memcpy2d.gdram2wram r0, r0, r3, r3, r1, r4
                memcpy.gdram2nram r0, r0, r1
                conv.f16.f16.f16 r2, r0, r0, r3, r4, r4, r4, r4, r5, r5, r3, r5, r5, r0
                matmul.i32.i16.i16 r2, r0, r0, r4, r3, r3, r0
                vadd.bf16 r2, r0, r2, r1
                vcfma.f16 r2, r0, r0, r2, r1, r3
                vgelu.f16 r2, r0, r1
                vexp.f32 r2, r0, r3
                vredsum.f32 r2, r0, r3
                maxpool.i8 r2, r0, r3, r4, r4, r4, r4, r5, r5
                transpose.u16 r2, r0, r3, r3
                cvt.i8.f16.oz r2, r0, r3, r5
                atomic.add.f32 r2, r0, r0, r3
                vcount.f32 r9, r0, r3
                jump again
            """).Kernels[0]);
        var core = new TestCore();
        core.State.Start(default, default, core.Sizes, core.Memory);
        var unit = new MluDataUnit();
        var operation = default(MluOperation);

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (MluInterpreter.Step(program, core.State, ref operation) == MluStep.Queued)
                {
                    unit.Execute(operation, core.State);
                }
            }
        }

        Steps(500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(2000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
