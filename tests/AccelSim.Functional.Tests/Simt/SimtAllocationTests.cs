using AccelSim.Functional.Simt;

namespace AccelSim.Functional.Tests.Simt;

public sealed class SimtAllocationTests
{
    private const string Forever = """
        .shared 1024
        .local 64
        .registers 64
            s2r r0, %laneid
            mul.wide.u32 r2, r0, 16
            shl.b32 r1, r0, 4
        again:
            add.s32 r4, r0, 3
            mad.wide.s32 r6, r4, 5, r6
            fma.f32 r5, r4, 1069547520, r5
            fma.bf16x2 r5, r4, r5, r4
            fma.f64 r8, r6, r6, r8
            cvt.rn.s32.f32 r10, r5
            tanh.f32 r11, r5
            setp.lt.and.s32 p0, r0, c[0], pt
            sel.b32 r12, r10, 5, p0
            prmt.b32 r12, r12, 0x3210, r11
            bssy b0, met
            @p0 bra other
            shfl.bfly r13, r12, 1
            bra met
        other:
            redux.add.s32 r13, r12
            vote.ballot r14, p0
        met:
            bsync b0
            ld.global.b128 r16, [r2]
            st.global.b64 [r2], r16
            ld.shared.u16 r13, [r1]
            st.shared.b32 [r1], r13
            ld.local.b32 r13, [rz + 8]
            st.local.b64 [rz + 16], r6
            ld.const.b32 r13, [rz]
            atom.global.add.f32 r13, [r2], r5
            atom.shared.cas.b32 r13, [r1], r5, r4
            red.global.max.u32 [rz], r5
            cp.async.zfill.b128 [r1], [r2], p0
            cp.async.commit
            cp.async.wait 0
            ldmatrix.x4.trans r20, [r1]
            mma.m16n8k16.f32.f16 r24, r20, r22, r24
            mma.m8n8k4.f64.f64 r24, r20, r22, r24
            mma.m16n8k32.s32.s8 r24, r20, r22, r24
            bar.sync 0, 0
            bra again
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stepping_allocates_nothing_once_warm(bool values)
    {
        var launch = new SimtLaunchState(new SimtProgram(SimtRun.Assemble(Forever)), new(1, 1, 1), new(32, 1, 1), [16], 32, 1024, values ? new byte[1024] : null);
        var (block, warp, barriers) = (new SimtBlock(), new SimtWarp(), new SimtBlockBarriers());
        block.Start(launch, 0, 0);
        warp.Start(launch, block, 0);
        barriers.Start(launch);
        var interpreter = new SimtInterpreter();
        var access = new SimtAccess();
        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (interpreter.Step(warp, values, access) == SimtStep.Barrier && !barriers.Arrive(access.Barrier, access.Threads, warp.AllLanes, waits: true))
                {
                    throw new InvalidOperationException("the only warp waits");
                }
            }
        }

        Steps(20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(100_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256);
    }
}
