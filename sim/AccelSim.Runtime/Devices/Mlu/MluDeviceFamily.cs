using AccelSim.Chips.Mlu;
using AccelSim.Compiler;
using AccelSim.Compiler.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Runtime.Mlu;

/// <summary>Runs programs of the mlu family on its timing model.</summary>
public sealed class MluDeviceFamily : IDeviceFamily
{
    /// <inheritdoc/>
    public string Name => "mlu";

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
    public ChipCosts Costs(ChipSpec chip) => new(((MluChip)chip).Launch.ColdLaunch.Femtoseconds);

    /// <inheritdoc/>
    public ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress) =>
        MluCompiler.Compile(graph, (MluChip)chip, options, progress);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double[]> Evaluate(
        ChipSpec chip, CompiledModel model, IReadOnlyDictionary<string, Tensor> inputs, Action<int, Func<int, double[]>>? observe, ICollection<string>? races)
    {
        var detector = races is null ? null : new MluRaceDetector();
        var outputs = new MluValueRun(model, (MluChip)chip, detector).Run(inputs, observe);
        foreach (var race in detector?.Races ?? [])
        {
            races!.Add(race.ToString());
        }

        return outputs;
    }

    /// <inheritdoc/>
    public IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options) => new MluLoadedDevice((MluChip)chip, image, options);
}
