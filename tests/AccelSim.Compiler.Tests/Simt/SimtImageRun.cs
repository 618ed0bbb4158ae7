using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Runs images of the simt family for values.</summary>
internal sealed class SimtImageRun(ProgramImage image, SimtChip chip) : ImageRun(image)
{
    private readonly SimtFunctionalRunner _runner = new();

    protected override void Launch(ImageKernel kernel, LaunchCommand launch)
    {
        var code = new SimtKernel(
            kernel.Name, [.. Enumerable.Range(0, launch.Arguments.Length).Select(i => "a" + i)], [.. SimtEncoding.DecodeAll(kernel.Code.Span)], [], kernel.Registers, kernel.SharedBytes, kernel.LocalBytes);
        var state = new SimtLaunchState(
            new SimtProgram(code), new SimtExtent(launch.DimX, launch.DimY, launch.DimZ), new SimtExtent(launch.BlockX, launch.BlockY, launch.BlockZ),
            launch.Arguments.AsSpan(), chip.Sm.WarpWidth, Memory.Length, Memory);
        _runner.Launch(state, TestContext.Current.CancellationToken);
    }
}
