using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Runs the kernels of an image in simulated time, one after the other.</summary>
internal static class DeviceRun
{
    /// <summary>When each launch ended, fs, and the hash of every event; values are computed on <paramref name="memory"/> where given.</summary>
    public static (long[] Ends, ulong Hash) Time(ProgramImage image, MluChip chip, byte[]? memory = null)
    {
        var device = new MluDevice(chip, new MluDeviceOptions { Values = memory is null ? null : new MluDeviceValues(chip, memory) });
        var ends = new List<long>();
        foreach (var launch in image.Commands.OfType<LaunchCommand>())
        {
            var run = device.Submit(
                new MluLaunchRequest
                {
                    Program = Program(image.Kernels[launch.Kernel]),
                    DimX = launch.DimX,
                    DimY = launch.DimY,
                    DimZ = launch.DimZ,
                    Arguments = launch.Arguments.Select(argument => (long)argument).ToArray(),
                },
                device.Simulation.Now);
            device.Run(TestContext.Current.CancellationToken);
            ends.Add(run.End);
        }

        return ([.. ends], device.Simulation.TraceHash);
    }

    /// <summary>A stored kernel, decoded.</summary>
    public static MluProgram Program(ImageKernel kernel) => new(
        new MluKernel(kernel.Name, new MluTaskType(kernel.UnionClusters), kernel.UsesMemoryCore, [], [.. MluEncoding.DecodeAll(kernel.Code.Span)], []));
}
