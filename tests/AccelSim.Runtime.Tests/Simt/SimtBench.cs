using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Small programs of the simt family and the short way to run them.</summary>
internal static class SimtBench
{
    /// <summary>Adds two buffers of 4096 numbers: 16 blocks of 256 threads.</summary>
    public const string Add = """
        .buffer x, f32, 4096, ramp
        .buffer y, f32, 4096, random
        .buffer z, f32, 4096
        .kernel add
        .param x, y, z
            s2r r0, %ctaid.x
            s2r r1, %ntid.x
            s2r r2, %tid.x
            mad.lo.s32 r0, r0, r1, r2
            mov.b64 r4, c[x]
            mov.b64 r6, c[y]
            mov.b64 r8, c[z]
            mad.wide.s32 r4, r0, 4, r4
            mad.wide.s32 r6, r0, 4, r6
            mad.wide.s32 r8, r0, 4, r8
            ld.global.b32 r12, [r4]
            ld.global.b32 r13, [r6]
            add.f32 r12, r12, r13
            st.global.b32 [r8], r12
            exit
        .launch add, grid 16, block 256 (x, y, z)

        """;

    /// <summary>Each block of 64 threads turns 64 words around in shared memory, behind a barrier.</summary>
    public const string Turn = """
        .buffer x, i32, 1024, ramp
        .buffer y, i32, 1024
        .kernel turn
        .param x, y
        .shared 256
        .local 16
        .registers 24
            s2r r0, %ctaid.x
            s2r r2, %tid.x
            shl.b32 r0, r0, 6
            add.s32 r1, r0, r2
            mov.b64 r4, c[x]
            mad.wide.s32 r4, r1, 4, r4
            ld.global.b32 r6, [r4]
            shl.b32 r3, r2, 2
            st.shared.b32 [r3], r6
            bar.sync 0, 0
            mov.b32 r7, 252
            sub.s32 r3, r7, r3
            ld.shared.b32 r6, [r3]
            mov.b64 r4, c[y]
            mad.wide.s32 r4, r1, 4, r4
            st.global.b32 [r4], r6
            exit
        .launch turn, grid 16, block 64 (x, y)

        """;

    /// <summary>A kernel puts a number into memory, the next repeats a loop that often.</summary>
    public const string Repeat = """
        .buffer n, i32, 64
        .buffer y, i32, 1024
        .kernel put
        .param n, times
            mov.b64 r4, c[n]
            mov.b32 r6, c[times]
            st.global.b32 [r4], r6
            exit
        .kernel repeat
        .param n, y
            mov.b64 r4, c[n]
            ld.global.b32 r6, [r4]
        again:
            sub.s32 r6, r6, 1
            setp.gt.and.s32 p0, r6, 0, pt
            @p0 bra again
            mov.b64 r4, c[y]
            s2r r0, %tid.x
            mad.wide.s32 r4, r0, 4, r4
            st.global.b32 [r4], r0
            exit

        """;

    public static SimtChip Chip { get; } = Load("v100-sxm2");

    private static readonly HostSpec Host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));

    public static SimtChip Load(string name) => (SimtChip)ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"));

    public static ProgramImage Assemble(string source, SimtChip? chip = null) => DeviceFamilies.Of(chip ?? Chip).Assemble(source, "test.asm", chip ?? Chip);

    public static Task<RunResult> RunAsync(string source, SimtChip? chip = null, int iterations = 1) => RunAsync(Assemble(source, chip), chip, iterations);

    public static Task<RunResult> RunAsync(ProgramImage image, ChipSpec? chip = null, int iterations = 1) => Simulator.RunAsync(
        image, chip ?? Chip, Host, new SessionOptions { Model = image.Name, Precision = "as compiled" }, iterations, cancellation: TestContext.Current.CancellationToken);

    public static IReadOnlyDictionary<string, double[]> Values(string source, SimtChip? chip = null) =>
        DeviceFamilies.Of(chip ?? Chip).Evaluate(chip ?? Chip, Assemble(source, chip), null, new ValueWatch(), TestContext.Current.CancellationToken);
}
