using System.Globalization;
using System.Text;
using AccelSim.Compiler;
using AccelSim.Compiler.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Graph;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Runs programs of the simt family on its timing model.</summary>
public sealed class SimtDeviceFamily : IDeviceFamily
{
    /// <inheritdoc/>
    public string Name => "simt";

    /// <inheritdoc/>
    public bool FindsRaces => true;

    /// <inheritdoc/>
    public bool CanSample => true;

    /// <inheritdoc/>
    public ImageOffer Offer(ChipSpec chip)
    {
        var simt = (SimtChip)chip;
        return new ImageOffer
        {
            Family = Name,
            Chip = simt.Name,
            Isa = simt.Isa,
            Capabilities = simt.Capabilities,
            Has = new ImageResources
            {
                DeviceBytes = simt.Dram.Capacity.Bytes,
                RegistersPerThread = simt.Sm.RegisterFile.MaxPerThread,
                SharedBytesPerBlock = simt.Sm.SharedMemory.MaxPerCta.Bytes,
                ThreadsPerBlock = Math.Min(simt.Sm.MaxThreadsPerCta, simt.Sm.MaxThreads),
                WarpWidth = simt.Sm.WarpWidth,
                Clusters = simt.Clusters,
            },
        };
    }

    /// <inheritdoc/>
    /// <remarks>The chip files give no extra cost of a kernel's first launch; the host's share is in the host file.</remarks>
    public ChipCosts Costs(ChipSpec chip) => new(0);

    /// <inheritdoc/>
    public CompilerView View(ChipSpec chip, CompileOptions options) => SimtCompiler.View((SimtChip)chip, options);

    /// <inheritdoc/>
    public ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress) =>
        SimtCompiler.Compile(graph, (SimtChip)chip, options, progress);

    /// <inheritdoc/>
    public ProgramImage Assemble(string source, string file, ChipSpec chip) => SimtAssemblyImage.Make(SimtAssembler.Assemble(source, file), (SimtChip)chip);

    /// <inheritdoc/>
    public bool Understands(string source)
    {
        try
        {
            SimtAssembler.Assemble(source);
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
        var decoded = SimtKernels.FromImage(kernel);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $".kernel {decoded.Name}\n");
        if (!decoded.Parameters.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $".param {string.Join(", ", decoded.Parameters)}\n");
        }

        Amount(".registers", decoded.Registers);
        Amount(".shared", decoded.SharedBytes);
        Amount(".local", decoded.LocalBytes);
        return text.Append(SimtDisassembler.FormatBody(decoded.Instructions.AsSpan())).Append(".end\n").ToString();

        void Amount(string directive, int amount)
        {
            if (amount > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{directive} {amount}\n");
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double[]> Evaluate(ChipSpec chip, ProgramImage image, ModelGraph? graph, ValueWatch watch, CancellationToken cancellation)
    {
        var races = watch.Races is null ? null : new SimtRaceDetector();
        var streams = watch.Races is { } found && StreamRaces.Possible(image) ? new StreamRaces(image, new SimtBufferNames(image), found) : null;
        var outputs = new SimtValueRun(image, graph, (SimtChip)chip, races) { Streams = streams }.Run(watch, cancellation);
        foreach (var race in races?.Races ?? [])
        {
            watch.Races!.Add(race.ToString());
        }

        return outputs;
    }

    /// <inheritdoc/>
    public IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options) => new SimtLoadedDevice((SimtChip)chip, image, options);
}
