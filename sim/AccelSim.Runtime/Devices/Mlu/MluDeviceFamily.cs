using AccelSim.Chips.Mlu;
using AccelSim.Compiler;
using AccelSim.Compiler.Mlu;
using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Runtime.Mlu;

/// <summary>Runs programs of the mlu family on its timing model.</summary>
public sealed class MluDeviceFamily : IDeviceFamily
{
    /// <inheritdoc/>
    public string Name => "mlu";

    /// <inheritdoc/>
    public bool FindsRaces => true;

    /// <inheritdoc/>
    public ImageOffer Offer(ChipSpec chip)
    {
        var mlu = (MluChip)chip;
        return new ImageOffer
        {
            Family = Name,
            Chip = mlu.Name,
            Isa = mlu.Isa,
            Capabilities = mlu.Capabilities,
            Has = new ImageResources
            {
                NramBytes = mlu.Core.Nram.UsableBytes,
                WramBytes = mlu.Core.Wram.UsableBytes,
                SramBytes = mlu.Sram?.UsableBytes ?? 0,
                DeviceBytes = MluMemoryMap.Sizes(mlu).Gdram,
                CoresPerCluster = mlu.CoresPerCluster,
                Clusters = mlu.Clusters,
                Union = mlu.MaxUnion,
            },
        };
    }

    /// <inheritdoc/>
    /// <remarks>The drain comes after the last task. What comes before the first moves the kernel against the refresh of device memory, so a kernel's start is not of this kind.</remarks>
    public IReadOnlyList<LaunchCost> LaunchCosts(ChipSpec chip) => [new("launch.kernelDrain", ((MluChip)chip).Launch.KernelDrain.Femtoseconds, Cause.Drain)];

    /// <inheritdoc/>
    public ChipCosts Costs(ChipSpec chip) => new(((MluChip)chip).Launch.ColdLaunch.Femtoseconds);

    /// <inheritdoc/>
    public CompilerView View(ChipSpec chip, CompileOptions options) => MluCompiler.Target((MluChip)chip, options);

    /// <inheritdoc/>
    public ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress) =>
        MluCompiler.Compile(graph, (MluChip)chip, options, progress);

    /// <inheritdoc/>
    public ProgramImage Assemble(string source, string file, ChipSpec chip) => MluAssemblyImage.Make(MluAssembler.Assemble(source, file), (MluChip)chip);

    /// <inheritdoc/>
    public bool Understands(string source)
    {
        try
        {
            MluAssembler.Assemble(source);
            return true;
        }
        catch (AssemblyException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public string Disassemble(ImageKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var body = MluDisassembler.FormatBody(MluKernels.FromImage(kernel).Instructions.AsSpan()).TrimEnd('\n');
        return $".kernel {kernel.Name}, {kernel.TaskType.ToLowerInvariant()}{(kernel.UsesMemoryCore ? ", memcore" : "")}\n{body}\n.end\n";
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double[]> Evaluate(ChipSpec chip, ProgramImage image, ModelGraph? graph, ValueWatch watch, CancellationToken cancellation)
    {
        var mlu = (MluChip)chip;
        var detector = watch.Races is null ? null : new MluRaceDetector(MluQueueMaps.Of(mlu));
        var outputs = new MluValueRun(image, graph, mlu, detector).Run(watch, cancellation);
        foreach (var race in detector?.Races ?? [])
        {
            watch.Races!.Add(race.ToString());
        }

        return outputs;
    }

    /// <inheritdoc/>
    public IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options) => new MluLoadedDevice((MluChip)chip, image, options);
}
