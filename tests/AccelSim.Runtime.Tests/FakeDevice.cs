using System.Collections.Immutable;
using AccelSim.Compiler;
using AccelSim.Engine;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime.Tests;

/// <summary>A device and its family whose kernels take a fixed time each: half launch, half tensor. Notes what it was asked.</summary>
internal sealed class FakeDevice(long kernelTime, bool independent = true) : IDeviceFamily, IDevice
{
    public List<DeviceRequest> Requests { get; } = [];

    public string Name => "mlu";

    public bool FindsRaces => true;

    public bool LaunchesAreIndependent => independent;

    public ImageOffer Offer(ChipSpec chip) => new()
    {
        Family = Name,
        Chip = chip.Name,
        Isa = chip.Isa,
        Capabilities = chip.Capabilities,
        Has = new ImageResources { NramBytes = 1 << 16, WramBytes = 1 << 16, SramBytes = 1 << 18, DeviceBytes = chip.Dram.Capacity.Bytes, CoresPerCluster = 2, Clusters = 2, Union = 2 },
    };

    public ChipCosts Costs(ChipSpec chip) => new(1000);

    public IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options) => this;

    public CompilerView View(ChipSpec chip, CompileOptions options) => throw new NotSupportedException();

    public ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress) => throw new NotSupportedException();

    public ProgramImage Assemble(string source, string file, ChipSpec chip) => throw new NotSupportedException();

    public string Disassemble(ImageKernel kernel) => throw new NotSupportedException();

    public IReadOnlyDictionary<string, double[]> Evaluate(ChipSpec chip, ProgramImage image, ModelGraph? graph, ValueWatch watch, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public DeviceLaunch Launch(in DeviceRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Requests.Add(request);
        var byCause = new long[CauseNames.Count];
        byCause[(int)Cause.Tensor] = kernelTime - (kernelTime / 2);
        byCause[(int)Cause.Launch] = kernelTime / 2;
        return new DeviceLaunch(kernelTime, new CauseStack(byCause), new DeviceCounters { DramReadBytes = 64, Macs = 10 });
    }

    public void OpenAccounts(long time)
    {
    }

    public ImmutableArray<UnitResult> CloseAccounts(long time) => [];
}
