using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Runs assembly on a chip of the repository.</summary>
internal static class Bench
{
    public static MluChip Chip(string name = "toy-mlu", params string[] overrides) =>
        (MluChip)ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"), overrides);

    public static MluProgram Program(string source)
    {
        var assembly = MluAssembler.Assemble(source);
        return new MluProgram(assembly.Kernels[0]);
    }

    /// <summary>Launches the first kernel of a source and runs it to the end.</summary>
    public static (MluDevice Device, MluKernelRun Run) Run(
        string source, MluChip? chip = null, int dimX = 1, MluTaskType? type = null, MluDeviceOptions? options = null, long[]? arguments = null)
    {
        var device = new MluDevice(chip ?? Chip(), options);
        var run = device.RunKernel(
            new MluLaunchRequest { Program = Program(source), DimX = dimX, TaskType = type, Arguments = arguments ?? [] },
            TestContext.Current.CancellationToken);
        return (device, run);
    }

    /// <summary>Cycles from the start of the only task to its last instruction, launch and drain excluded.</summary>
    public static long TaskCycles(string body, MluChip? chip = null)
    {
        chip ??= Chip();
        var empty = Cycles("");
        return Cycles(body) - empty;

        long Cycles(string text)
        {
            var (device, run) = Run($".kernel k, block\n{text}\nhalt\n", chip);
            return device.Clock.CyclesCeiling(run.End - run.Start);
        }
    }
}
