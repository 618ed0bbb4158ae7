using System.Globalization;
using System.Text;
using static AccelSim.Runtime.Tests.Simt.Traces.TraceText;

namespace AccelSim.Runtime.Tests.Simt.Traces;

/// <summary>Three kernels as the compiler of Volta writes them down, and as assembly of the simt family: sums, a chain of FFMA, tiles of a matrix product.</summary>
internal static class TracedKernels
{
    private const int Threads = 256;

    /// <summary>A trace, what is copied to the device before it, and the same kernel as assembly.</summary>
    public static (string Trace, ulong[] Buffers, string Assembly) Of(string kernel, int blocks, int repeats) => kernel switch
    {
        "vecadd" => (VectorAdd(blocks), [3 * 1024ul * (ulong)blocks], AddAssembly(blocks)),
        "ffma" => (Ffma(blocks, repeats), [], FfmaAssembly(blocks, repeats)),
        _ => (Hmma(blocks, repeats), [Operand(blocks, repeats), Operand(blocks, repeats), 1024ul * (ulong)blocks], HmmaAssembly(blocks, repeats)),
    };

    public static string VectorAdd(int blocks) => Kernel("vecadd", blocks, Threads, (block, warp) =>
    {
        var at = Base + (4 * (ulong)((block * Threads) + (warp * 32)));
        var buffer = 4ul * Threads * (ulong)blocks;
        return
        [
            Op(0x00, "S2R", [0], []), Op(0x10, "S2R", [1], []), Op(0x20, "IMAD", [0], [0, 1]),
            Op(0x30, "MOV", [4], []), Op(0x40, "MOV", [6], []), Op(0x50, "MOV", [8], []),
            Op(0x60, "IMAD.WIDE", [4], [0, 4]), Op(0x70, "IMAD.WIDE", [6], [0, 6]), Op(0x80, "IMAD.WIDE", [8], [0, 8]),
            Access(0x90, "LDG.E.SYS", [10], [4], 4, at, 4), Access(0xa0, "LDG.E.SYS", [11], [6], 4, at + buffer, 4),
            Op(0xb0, "FADD", [10], [10, 11]), Access(0xc0, "STG.E.SYS", [], [8, 10], 4, at + (2 * buffer), 4), Op(0xd0, "EXIT", [], []),
        ];
    }, registers: 14);

    public static string Ffma(int blocks, int repeats) => Kernel("ffma", blocks, Threads, (_, _) =>
    [
        Op(0, "MOV", [1], []),
        .. Enumerable.Range(0, repeats).SelectMany(_ => Enumerable.Range(0, 100)
            .Select(i => Op(16 + (16 * i), "FFMA", [(byte)(4 + (i % 4))], [(byte)(4 + (i % 4)), 2, 3]))
            .Concat([Op(1616, "IADD3", [1], [1]), Op(1632, "ISETP.LT.AND", [], [1]), Op(1648, "BRA", [], [])])),
        Op(1664, "EXIT", [], []),
    ], registers: 8);

    private static string Hmma(int blocks, int repeats) => Kernel("hmma", blocks, Threads, (block, warp) => HmmaWarp(blocks, repeats, block, warp), shared: 16384, registers: 128);

    private static IEnumerable<string> HmmaWarp(int blocks, int repeats, int block, int warp)
    {
        var at = Base + (16 * (ulong)((block * Threads) + (warp * 32)));
        foreach (var line in (string[])[
            Op(0, "S2R", [0], []), Op(16, "S2R", [1], []), Op(32, "MOV", [4], []), Op(48, "MOV", [6], []), Op(64, "IMAD", [2], [1, 0]),
            Op(80, "IMAD.WIDE", [4], [2, 4]), Op(96, "IMAD.WIDE", [6], [2, 6]), Op(112, "SHF.L.U32", [8], [0]), Op(128, "IADD3", [9], [8]),
            Op(144, "LOP3.LUT", [8], [8]), Op(160, "LOP3.LUT", [9], [9]), Op(176, "LOP3.LUT", [10], [0]), Op(192, "SHF.L.U32", [10], [10]), Op(208, "IADD3", [11], [10]), Op(224, "MOV", [3], [])])
        {
            yield return line;
        }

        for (var tile = 0; tile < repeats; tile++)
        {
            yield return Access(240, "LDG.E.128.SYS", [40], [4], 16, at + (4096 * (ulong)tile), 16);
            yield return Access(256, "LDG.E.128.SYS", [44], [6], 16, at + Operand(blocks, repeats) + (4096 * (ulong)tile), 16);
            yield return Op(272, "IADD3", [4], [4]);
            yield return Op(288, "IADD3", [6], [6]);
            yield return Access(304, "STS.128", [], [8, 40], 16, 512 * (ulong)warp, 16);
            yield return Access(320, "STS.128", [], [9, 44], 16, 8192 + (512 * (ulong)(warp % 8)), 16);
            yield return Op(336, "BAR.SYNC.DEFER_BLOCKING", [], []);
            for (var half = 0; half < 2; half++)
            {
                for (var i = 0; i < 4; i++)
                {
                    yield return Access(352 + (1024 * half) + (16 * i), "LDS.U.128", [(byte)(48 + (4 * i))], [(byte)(10 + (i % 2))], 16, (ulong)((8192 * (i % 2)) + (1024 * half) + (256 * i)), 16);
                }

                for (var i = 0; i < 64; i++)
                {
                    var (product, step) = (i / 4, i % 4);
                    var sum = (byte)(64 + (8 * (product % 8)) + (2 * step));
                    yield return Op(416 + (1024 * half) + (16 * i), $"HMMA.884.F32.F32.STEP{step}", [sum], [(byte)(48 + (2 * (product % 4))), (byte)(56 + (2 * (product / 4))), sum]);
                }
            }

            yield return Op(3000, "BAR.SYNC.DEFER_BLOCKING", [], []);
            yield return Op(3016, "IADD3", [3], [3]);
            yield return Op(3032, "ISETP.LT.AND", [], [3]);
            yield return Op(3048, "BRA", [], []);
        }

        yield return Op(3064, "MOV", [12], []);
        yield return Op(3080, "IMAD.WIDE", [12], [2, 12]);
        yield return Access(3096, "STG.E.SYS", [], [12, 64], 4, Base + (2 * Operand(blocks, repeats)) + (4 * (ulong)((block * Threads) + (warp * 32))), 4);
        yield return Op(3112, "EXIT", [], []);
    }

    private static ulong Operand(int blocks, int repeats) => 4096 * (ulong)(blocks + repeats);

    private static string AddAssembly(int blocks) => FormattableString.Invariant($"""
        .buffer a, f32, {blocks * Threads}
        .buffer b, f32, {blocks * Threads}
        .buffer c, f32, {blocks * Threads}
        .kernel vecadd
        .param a, b, c
            s2r r0, %ctaid.x
            s2r r1, %tid.x
            mad.lo.s32 r0, r0, 256, r1
            mov.b64 r4, c[a]
            mov.b64 r6, c[b]
            mov.b64 r8, c[c]
            mad.wide.s32 r4, r0, 4, r4
            mad.wide.s32 r6, r0, 4, r6
            mad.wide.s32 r8, r0, 4, r8
            ld.global.b32 r10, [r4]
            ld.global.b32 r11, [r6]
            add.f32 r10, r10, r11
            st.global.b32 [r8], r10
            exit
        .launch vecadd, grid {blocks}, block 256 (a, b, c)

        """);

    private static string FfmaAssembly(int blocks, int repeats)
    {
        var text = new StringBuilder(".kernel ffma\n.registers 8\nmov.b32 r1, 0\nloop:\n");
        for (var i = 0; i < 100; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"fma.f32 r{4 + (i % 4)}, r{4 + (i % 4)}, r2, r3\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"add.s32 r1, r1, 1\nsetp.lt.and.s32 p0, r1, {repeats}, pt\n@p0 bra loop\nexit\n.launch ffma, grid {blocks}, block 256 ()\n").ToString();
    }

    private static string HmmaAssembly(int blocks, int repeats)
    {
        var text = new StringBuilder(FormattableString.Invariant($"""
            .buffer a, f32, {Operand(blocks, repeats) / 4}
            .buffer b, f32, {Operand(blocks, repeats) / 4}
            .buffer o, f32, {blocks * Threads}
            .kernel hmma
            .param a, b, o
            .shared 16384
            .registers 128
            s2r r0, %tid.x
            s2r r1, %ctaid.x
            mov.b64 r4, c[a]
            mov.b64 r6, c[b]
            mad.lo.s32 r2, r1, 256, r0
            mad.wide.s32 r4, r2, 16, r4
            mad.wide.s32 r6, r2, 16, r6
            shl.b32 r8, r0, 4
            add.s32 r9, r8, 8192
            and.b32 r8, r8, 4095
            and.b32 r9, r9, 12287
            and.b32 r10, r0, 31
            shl.b32 r10, r10, 4
            add.s32 r11, r10, 8192
            mov.b32 r3, 0
            loop:
            ld.global.b128 r40, [r4]
            ld.global.b128 r44, [r6]
            add.s64 r4, r4, 4096
            add.s64 r6, r6, 4096
            st.shared.b128 [r8], r40
            st.shared.b128 [r9], r44
            bar.sync 0, 0

            """));
        for (var half = 0; half < 2; half++)
        {
            for (var i = 0; i < 4; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"ld.shared.b128 r{48 + (4 * i)}, [r{10 + (i % 2)} + {(1024 * half) + (256 * i)}]\n");
            }

            for (var i = 0; i < 16; i++)
            {
                var sum = 64 + (8 * (i % 8));
                text.Append(CultureInfo.InvariantCulture, $"mma.m8n8k4.f32.f16 r{sum}, r{48 + (2 * (i % 4))}, r{56 + (2 * (i / 4))}, r{sum}\n");
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"""
            bar.sync 0, 0
            add.s32 r3, r3, 1
            setp.lt.and.s32 p0, r3, {repeats}, pt
            @p0 bra loop
            mov.b64 r12, c[o]
            mad.wide.s32 r12, r2, 4, r12
            st.global.b32 [r12], r64
            exit
            .launch hmma, grid {blocks}, block 256 (a, b, o)

            """).ToString();
    }
}
