using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Results;
using AccelSim.Traces;

namespace AccelSim.Runtime.Simt;

/// <summary>A simt chip that does again what a trace tells.</summary>
internal sealed class TraceDevice : IDevice
{
    private readonly SimtDevice _device;
    private readonly TraceProgram _program;
    private readonly SimtProgram[] _kernels;
    private readonly SampleRule? _sample;
    private SimtMark _opened;

    public TraceDevice(SimtChip chip, TraceProgram program, DeviceOptions options)
    {
        _program = program;
        _sample = options.Sample ? SampleRule.Default : null;

        // Local memory of all threads that fit on the chip lies behind the pages.
        var local = (long)chip.Sms * chip.Sm.MaxWarps * chip.Sm.WarpWidth * TraceKernelSource.LocalBytes;
        var pages = Math.Max(0, chip.Dram.Capacity.Bytes - local);
        _device = new SimtDevice(chip, pages, trace: options.Trace);
        Addresses = new TraceAddresses(pages);
        foreach (var copy in program.Copies.Where(copy => copy.Bytes > 0))
        {
            Addresses.PlaceAll(copy.Address, copy.Bytes);
        }

        _kernels = [.. program.Image.Kernels.Select(kernel => new SimtProgram(
            new SimtKernel(kernel.Name, [], [], [], kernel.Registers, kernel.SharedBytes, kernel.LocalBytes)))];
        _opened = new SimtMark(_device, 0);
    }

    /// <summary>Where the trace's addresses are.</summary>
    public TraceAddresses Addresses { get; }

    /// <inheritdoc/>
    public bool LaunchesAreIndependent => false;

    /// <inheritdoc/>
    public DeviceLaunch Launch(in DeviceRequest request, CancellationToken cancellation)
    {
        using var reader = TraceReader.OpenAsync(_program.Files[request.Kernel], cancellation).AsTask().GetAwaiter().GetResult();
        using var source = new TraceKernelSource(reader, Addresses);
        try
        {
            return SimtLaunches.Run(
                _device,
                new SimtLaunchRequest
                {
                    Program = _kernels[request.Kernel],
                    Trace = source,
                    Sample = _sample,
                    Grid = new SimtExtent(request.DimX, request.DimY, request.DimZ),
                    Block = new SimtExtent(request.BlockX, request.BlockY, request.BlockZ),
                },
                request,
                cancellation);
        }
        catch (SimulationException problem) when (problem.InnerException is TraceException or RuntimeException or SimtExecutionException)
        {
            // What is wrong with the trace is not a matter of simulated time.
            ExceptionDispatchInfo.Throw(problem.InnerException);
            throw;
        }
    }

    /// <inheritdoc/>
    public void OpenAccounts(long time) => _opened = new SimtMark(_device, time);

    /// <inheritdoc/>
    public ImmutableArray<UnitResult> CloseAccounts(long time) => UnitAccounts.Of(_device, _opened, time);
}
