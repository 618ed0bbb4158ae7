using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// The public GEMM ladders (programs/mlu) against their measured times. Rows 3 and 4 of MLU270 calibrate the chip file; rows 5, 6 and the
/// three large kernels of MLU370-X8 were not looked at for that and must come within 20 %. The others are single cold launches or scalar
/// loops: their bounds only notice a change.
/// </summary>
public class LadderTests
{
    [Theory]
    [InlineData("gemm270-3-conv", "mlu270-s4", 66.0 * 64, 0.10)]
    [InlineData("gemm270-4-parallel", "mlu270-s4", 13062.6, 0.10)]
    [InlineData("gemm270-5-sram", "mlu270-s4", 12401.3, 0.20)]
    [InlineData("gemm270-6-pipeline", "mlu270-s4", 12198.8, 0.20)]
    [InlineData("tut370-4-blocks", "mlu370-x8", 4563, 0.20)]
    [InlineData("tut370-5-pipe3", "mlu370-x8", 3824, 0.20)]
    [InlineData("tut370-6-pipe5", "mlu370-x8", 4073, 0.20)]
    [InlineData("mlu290-read", "mlu290-m5", 268435456 / 475e3, 0.10)]
    [InlineData("mlu290-read-write", "mlu290-m5", 402653184 / 600e3, 0.10)]
    [InlineData("mlu370-expm1", "mlu370-x4", 182452224 / 234e3, 0.10)]
    public void Gated_rows_come_within_their_tolerance(string program, string chip, double microseconds, double tolerance) =>
        Check(program, chip, microseconds, tolerance);

    [Theory]
    [InlineData("gemm270-1-scalar-gdram", "mlu270-s4", 0.250 * 65536, 0.6)]
    [InlineData("gemm270-2-scalar-nram", "mlu270-s4", 0.0782 * 65536 * 4, 0.8)]
    [InlineData("gemm370-1-scalar-gdram", "mlu370-m8", 0.6295 * 65536, 0.3)]
    [InlineData("gemm370-2-scalar-nram", "mlu370-m8", 0.02312 * 65536 * 4, 0.3)]
    [InlineData("gemm370-3-matmul", "mlu370-m8", 61, 0.5)]
    [InlineData("gemm370-4-blocks", "mlu370-m8", 453, 0.4)]
    [InlineData("gemm370-5-pipe3", "mlu370-m8", 444, 0.4)]
    [InlineData("gemm370-6-pipe5", "mlu370-m8", 373, 1.0)]
    [InlineData("tut370-1-scalar-gdram", "mlu370-x8", 0.6476 * 32768, 0.3)]
    [InlineData("tut370-2-scalar-nram", "mlu370-x8", 0.03006 * 32768 * 4, 0.3)]
    [InlineData("tut370-3-matmul", "mlu370-x8", 50, 0.5)]
    public void Reported_rows_stay_where_they_are(string program, string chip, double microseconds, double tolerance) =>
        Check(program, chip, microseconds, tolerance);

    private static void Check(string program, string chip, double microseconds, double tolerance)
    {
        var simulated = Microseconds(program, chip);
        TestContext.Current.TestOutputHelper?.WriteLine($"{program} on {chip}: measured {microseconds:F1} us, simulated {simulated:F1} us ({(simulated / microseconds) - 1:+0.0%;-0.0%})");
        Assert.InRange(simulated / microseconds, 1 - tolerance, 1 + tolerance);
    }

    private static double Microseconds(string program, string chipName)
    {
        var chip = Bench.Chip(chipName);
        var file = Repository.File("programs", "mlu", program + ".asm");
        var assembly = MluAssembler.Assemble(File.ReadAllText(file), file);
        var addresses = new Dictionary<string, long>(StringComparer.Ordinal);
        var next = 0L;
        foreach (var buffer in assembly.Buffers)
        {
            addresses.Add(buffer.Name, next);
            next = (next + buffer.Bytes + 65535) / 65536 * 65536;
        }

        var launch = assembly.Launches[0];
        var device = new MluDevice(chip, new MluDeviceOptions { CriticalPath = false, Cold = chipName is "mlu370-m8" or "mlu370-x8" || program.Contains("scalar", StringComparison.Ordinal) });
        var run = device.RunKernel(
            new MluLaunchRequest
            {
                Program = new MluProgram(assembly.Kernel(launch.Kernel)),
                TaskType = launch.TaskType,
                DimX = launch.DimX,
                DimY = launch.DimY,
                DimZ = launch.DimZ,
                Arguments = launch.Arguments.Select(argument => (argument.Buffer is null ? 0 : addresses[argument.Buffer]) + argument.Value).ToArray(),
            },
            TestContext.Current.CancellationToken);
        var channels = device.SettleLedgers(run.End).Where(ledger => ledger.Unit.StartsWith("DRAM", StringComparison.Ordinal)).ToList();
        var shares = Enum.GetValues<AccelSim.Engine.Cause>()
            .Select(cause => (cause, share: channels.Sum(ledger => (double)ledger[cause]) / channels.Count / run.End))
            .Where(entry => entry.share > 0.001);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{program}: DRAM channels " + string.Join(", ", shares.Select(entry => $"{entry.cause} {entry.share:P1}")));
        return (run.End - run.Start) / 1e9;
    }
}
