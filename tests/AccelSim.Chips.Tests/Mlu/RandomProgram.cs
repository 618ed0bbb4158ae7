using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// A random program for any UNION, races and all: rounds of unrelated instructions on compute cores and, beside them, on memory cores, with barriers of
/// everyone in between. No branch and no address depends on data but the offsets of gather and scatter, which nothing overwrites.
/// </summary>
/// <param name="Bytes">Bytes of a long copy.</param>
/// <param name="Small">A small size.</param>
/// <param name="Rounds">What happens between barriers.</param>
internal sealed record RandomProgram(int Bytes, int Small, RandomProgram.Round[] Rounds)
{
    // r1..r3 places in any memory of the core, r4 bytes, r5 small, r6 device memory of the task, r7 counts, r12 offsets of pieces in NRAM,
    // r14..r19 the constants 6, 3, 1, 200, 1000, 4, r20 last cluster of the union, r61 core. An @ becomes a number of its own in labels.
    private static readonly string[] ComputeLines =
    [
        "vadd.f32 r1, r2, r3, r5", "vexp.f16 r1, r2, r4", "matmul.f32.f32.f32 r1, r2, r0, r5, r5, r5, r0",
        "memcpy.gdram2nram.async r1, r6, r4", "memcpy.gdram2wram.async r1, r6, r4", "memcpy.nram2gdram.async r6, r1, r4", "memcpy.nram2gdram r6, r1, r4",
        "memcpy.nram2sram.async r1, r2, r4", "memcpy.sram2nram.async r1, r2, r4", "memcpy.sram2wram.async r1, r2, r4", "memcpy.nram2nram.async r1, r2, r4",
        "memcpy.nram2wram r1, r2, r4", "memcpy2d.gdram2nram.async r1, r6, r5, r5, r4, r5", "memcpy2d.nram2gdram.async r6, r1, r5, r4, r5, r5",
        "memcpy.gdram2sram.async r1, r6, r4", "memcpy.sram2gdram.async r6, r1, r4", "memcpy.gdram2gdram r6, r4, r4", "memcpy.sram2sram.async r1, r2, r4",
        "fill.nram.f32.async r1, r0, r5", "fill.gdram.f32 r6, r0, r5", "sync", "sync.io", "sync.compute", "sync.move",
        "add r7, r7, 1", "fadd.f32 r8, r8, r7", "ld.nram.f32 r9, [r1 + 0]", "st.nram.f32 r9, [r1 + 4]", "vcount.f32 r10, r1, r5", "mul r11, r10, r7",
        "memcpy.wram2gdram.async r6, r1, r4", "memcpy.wram2nram.async r3, r1, r4", "memcpy.wram2sram r2, r1, r4",
        "memcpy3d.gdram2nram.async r1, r6, r5, r17, r15, r18, r19, r18, r19, r4, r15, r0", "memcpy3d.nram2gdram r6, r1, r5, r18, r19, r4, r15, r17, r15, r18, r19, r0",
        "memcpy3d.nram2nram.async r3, r1, r5, r17, r15, r18, r19, r18, r19, r17, r15, r0", "memcpy3d.sram2sram.async r1, r2, r5, r17, r15, r18, r19, r17, r15, r18, r19, r20",
        "gather.gdram.async r1, r6, r12, r5, r5", "gather.sram r1, r2, r12, r5, r5", "scatter.gdram r6, r1, r12, r5, r5", "scatter.sram.async r2, r1, r12, r5, r5",
        "atomic.add.f32 r3, r6, r1, r5", "atomic.cas.i32 r3, r6, r1, r2, r5", "atomic.reduce.max.i32 r6, r1, r5",
        "conv.f16.i8.i8 r3, r1, r0, r5, r14, r14, r15, r15, r16, r16, r5, r16, r16, r0", "conv.partial.f32.f16.f16 r3, r1, r0, r3, r5, r14, r14, r15, r15, r16, r16, r5, r16, r16, r0",
        "mlp.f32.f32.f32 r3, r1, r2, r0, r5, r5, r0", "maxpool.f32 r3, r1, r5, r14, r14, r15, r15, r16, r16", "avgpool.f16 r3, r1, r5, r14, r14, r15, r15, r15, r15",
        "pv.v 3\npv.p 3", "pv.v 4\nvadd.f32 r1, r2, r3, r5\npv.p 4", "barrier.ipu",
        "li r21, 3\nloop@:\nvadd.f32 r1, r2, r3, r5\nmemcpy.gdram2nram.async r1, r6, r4\nsub r21, r21, 1\nbne r21, r0, loop@",
        "beq r7, r16, skip@\nmemcpy.nram2sram.async r1, r2, r4\nskip@:", "bne r61, r0, skip@\nvexp.f16 r1, r2, r4\nskip@:", "call r22, routine@\njump over@\nroutine@:\nadd r7, r7, 1\njr r22\nover@:",
    ];

    private static readonly string[] MemoryCoreLines =
    [
        "memcpy.gdram2sram.async r1, r6, r4", "memcpy.gdram2sram r2, r6, r4", "memcpy.sram2gdram.async r6, r1, r4", "memcpy.sram2gdram r6, r2, r4",
        "memcpy2d.gdram2sram.async r1, r6, r5, r5, r4, r5", "memcpy3d.sram2sram.async r1, r2, r5, r17, r15, r18, r19, r17, r15, r18, r19, r20", "memcpy.gdram2gdram r6, r4, r4",
        "barrier.mpu", "sync", "sync.io", "pv.v 5\npv.p 5", "add r7, r7, 1", "beq r7, r16, skip@\nmemcpy.gdram2sram.async r1, r6, r4\nskip@:",
    ];

    /// <summary>Random programs.</summary>
    public static Gen<RandomProgram> All =>
        from rounds in Gen.ArrayOf(AnyRound)
        from bytes in Gen.Elements(64, 512, 4000, 20_000)
        from small in Gen.Elements(3, 16, 40)
        select new RandomProgram(bytes, small, [.. rounds.Take(8)]);

    /// <summary>The assembly of a kernel with an allocation such as <c>union2</c>.</summary>
    public string Kernel(string allocation)
    {
        var compute = new StringBuilder();
        var memory = new StringBuilder();
        var labels = 0;
        foreach (var round in Rounds)
        {
            Append(compute, round.Compute, round.Barrier);
            Append(memory, round.Memory, round.Barrier);
        }

        return $"""
            .kernel k, {allocation}, memcore
            li r1, 0
            li r2, 21000
            li r3, 40960
            li r4, {Bytes}
            li r5, {Small}
            mv.sreg r6, %taskid
            mul r6, r6, 100000
            li r12, 61440
            li r14, 6
            li r15, 3
            li r16, 1
            li r17, 200
            li r18, 1000
            li r19, 4
            mv.sreg r20, %clusterdim
            sub r20, r20, 1
            mv.sreg r61, %coreid
            li r62, 128
            beq r61, r62, memory_core
            mov r62, r0
            offsets:
            mul r23, r62, 72
            mul r24, r62, 8
            add r24, r24, r12
            st.nram.i64 r23, [r24]
            add r62, r62, 1
            blt r62, r5, offsets
            {compute}halt
            memory_core:
            {memory}halt

            """;

        void Append(StringBuilder text, string[] lines, string barrier)
        {
            foreach (var line in lines.Append(barrier))
            {
                text.Append(line.Replace("@", (labels++).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).Append('\n');
            }
        }
    }

    private static Gen<Round> AnyRound =>
        from compute in Gen.ArrayOf(Gen.Elements(ComputeLines))
        from memory in Gen.ArrayOf(Gen.Elements(MemoryCoreLines))
        from barrier in Gen.Elements("barrier.cluster", "barrier.all")
        select new Round([.. compute.Take(25)], [.. memory.Take(8)], barrier);

    /// <summary>What happens before a barrier of everyone.</summary>
    /// <param name="Compute">On every compute core.</param>
    /// <param name="Memory">On every memory core.</param>
    /// <param name="Barrier">Who meets.</param>
    internal sealed record Round(string[] Compute, string[] Memory, string Barrier);
}
