using System.Text;
using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>
/// Three kernels on a V100, time only: those that Accel-Sim was measured on (4.1, 46.7 and 12.4 thousand warp instructions a second of one core). One
/// operation is a run of the kernel on a device that is already there.
/// </summary>
[MemoryDiagnoser]
public class SimtBenchmark
{
    private SimtAssembly _source = null!;
    private SimtProgram _program = null!;
    private SimtDevice _device = null!;

    /// <summary>Memory bound, compute bound, tensor core with shared memory and barriers.</summary>
    [Params("vecadd", "ffma", "hmma")]
    public string Kernel { get; set; } = "";

    /// <summary>Builds the chip and the kernel; says how many warp instructions it is.</summary>
    [GlobalSetup]
    public void Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
        {
            folder = folder.Parent;
        }

        var chip = (SimtChip)ChipFile.Load(Path.Combine(folder!.FullName, "configs", "chips", "v100-sxm2.yaml"));
        _source = SimtAssembler.Assemble(Kernel switch { "vecadd" => VecAdd, "ffma" => Ffma(), _ => Hmma() });
        _program = new SimtProgram(_source.Kernels[0]);
        _device = new SimtDevice(chip, 64 << 20);
        Console.WriteLine($"// {Kernel}: {Run()} warp instructions");
    }

    /// <summary>One launch, to its end.</summary>
    [Benchmark]
    public long Run()
    {
        var before = _device.Counters.Instructions;
        var launch = _source.Launches[0];
        _device.Submit(
            new SimtLaunchRequest { Program = _program, Grid = launch.Grid, Block = launch.Block, Arguments = launch.Arguments.Select(argument => (ulong)argument.Value).ToArray() },
            _device.Simulation.Now);
        _device.Run();
        return _device.Counters.Instructions - before;
    }

    private const string VecAdd = """
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
        .end
        .launch vecadd, grid 4096, block 256 (0, 4M, 8M)
        """;

    private static string Ffma()
    {
        var text = new StringBuilder(".kernel ffma\nmov.b32 r1, 0\nloop:\n");
        for (var i = 0; i < 100; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"fma.f32 r{4 + (i % 4)}, r{4 + (i % 4)}, r2, r3\n");
        }

        return text.Append("add.s32 r1, r1, 1\nsetp.lt.and.s32 p0, r1, 10, pt\n@p0 bra loop\nexit\n.end\n.launch ffma, grid 320, block 256 ()\n").ToString();
    }

    /// <summary>25 times: 2 loads of 16 bytes to shared memory, a barrier, 8 loads of shared memory, 32 matrix products, a barrier.</summary>
    private static string Hmma()
    {
        var text = new StringBuilder("""
            .kernel hmma
            .param a, b, o
            .shared 16384
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

            """);
        for (var step = 0; step < 2; step++)
        {
            for (var i = 0; i < 4; i++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"ld.shared.b128 r{48 + (4 * i)}, [r{10 + (i % 2)} + {(1024 * step) + (256 * i)}]\n");
            }

            for (var i = 0; i < 16; i++)
            {
                var d = 64 + (8 * (i % 8));
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"mma.m8n8k4.f32.f16 r{d}, r{48 + (2 * (i % 4))}, r{56 + (2 * (i / 4))}, r{d}\n");
            }
        }

        return text.Append("""
            bar.sync 0, 0
            add.s32 r3, r3, 1
            setp.lt.and.s32 p0, r3, 25, pt
            @p0 bra loop
            mov.b64 r12, c[o]
            mad.wide.s32 r12, r2, 4, r12
            st.global.b32 [r12], r64
            exit
            .end
            .launch hmma, grid 160, block 256 (0, 8M, 16M)
            """).ToString();
    }
}
