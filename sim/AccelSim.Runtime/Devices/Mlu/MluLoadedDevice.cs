using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AccelSim.Chips.Mlu;
using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Results;

namespace AccelSim.Runtime.Mlu;

/// <summary>An mlu chip with the kernels of an image prepared.</summary>
internal sealed class MluLoadedDevice : IDevice
{
    private readonly MluDevice _device;
    private readonly MluProgram[] _programs;
    private readonly ImageValues? _values;
    private readonly IReadOnlyDictionary<string, double[]> _inputs;
    private readonly ProgramImage _image;
    private readonly LaunchBuffers? _buffers;
    private readonly int _launchesAhead;
    private long[][] _opened = [];
    private int _announced;

    public MluLoadedDevice(MluChip chip, ProgramImage image, DeviceOptions options)
    {
        _image = image;
        _programs = [.. image.Kernels.Select(kernel => new MluProgram(MluKernels.FromImage(kernel)))];
        Array.ForEach(_programs, program => MluKernels.CheckCapabilities(program, chip));

        // What one kernel decides by may have been computed by any before it: then all run with values.
        _values = Array.Find(_programs, program => program.NeedsValues) is { } first ? Values(image, options, first) : null;
        _inputs = _values?.Inputs(options.Seed) ?? new Dictionary<string, double[]>();
        _device = new MluDevice(chip, new MluDeviceOptions
        {
            Trace = options.Trace,
            Values = _values is null ? null : new MluDeviceValues(chip, _values.Memory),
            HostLink = options.HostLink,
        });
        if (chip.UnifiedMemory is { } unified)
        {
            _buffers = new LaunchBuffers(image);
            _launchesAhead = unified.Prefetch is { Policy: PrefetchPolicy.DependencyChain } ahead ? ahead.Depth : 0;
        }
    }

    // Caches, translations and pages are carried from kernel to kernel, and so is memory whose contents decide what is done.
    public bool LaunchesAreIndependent => _device.LaunchesAreIndependent && _values is null;

    public bool SharesHostMemory => _device.Unified is not null;

    public void Announce(int command) => _announced = command;

    public void Receive(int buffer)
    {
        _values?.Receive(buffer, _inputs);
        _device.Unified?.Place(_device.Simulation.Now, _image.Buffers[buffer].Address, _image.Buffers[buffer].Bytes);
    }

    public void RunOnHost(int hostOperator) => _values?.RunOnHost(hostOperator);

    public DeviceLaunch Launch(in DeviceRequest request, CancellationToken cancellation)
    {
        var coresBefore = _device.CoreCounters;
        var memoryBefore = _device.MemoryCoreCounters;
        var (readBefore, writtenBefore) = _device.DramBytes;
        var virtualBefore = MluVirtualCounters.Of(_device);
        _buffers?.Begin(_announced, request.Start, _launchesAhead, _device.Unified!);
        var activityBefore = MluActivityCounts.Of(_device);
        var run = _device.Submit(
            new MluLaunchRequest
            {
                Program = _programs[request.Kernel],
                DimX = request.DimX,
                DimY = request.DimY,
                DimZ = request.DimZ,
                Arguments = MemoryMarshal.Cast<ulong, long>(request.Arguments.Span).ToArray(),
            },
            request.Start);
        var ended = LimitedRun.Ends(request, _device.TryRun, cancellation) && run.Completed;
        var (read, written) = _device.DramBytes;
        if (ended)
        {
            // Posted writes go out before the next kernel begins; they are this one's.
            _device.Dram.Flush();
        }

        var counters = Counters(coresBefore, _device.CoreCounters, memoryBefore, _device.MemoryCoreCounters) with
        {
            DramReadBytes = read - readBefore,
            DramWriteBytes = written - writtenBefore,
            VirtualMemory = MluVirtualCounters.Of(_device)?.Since(virtualBefore!),
        };
        var time = ended ? run.End - run.Start : LimitedRun.Until(request, _device.Simulation.Now) - request.Start;
        return new DeviceLaunch(time, ended ? new CauseStack([.. run.Causes]) : CausesSoFar(time), counters)
        {
            Stopped = !ended,
            Activity = MluActivityCounts.Of(_device).Since(activityBefore),
        };
    }

    /// <summary>The time of a kernel that did not end, divided as the accounts of the units since they were opened: it has no critical path yet.</summary>
    private CauseStack CausesSoFar(long time)
    {
        var byCause = new long[CauseNames.Count];
        if (time > 0)
        {
            var weights = new long[CauseNames.Count];
            foreach (var share in CloseAccounts(_device.Simulation.Now).SelectMany(unit => unit.Causes.Shares))
            {
                weights[(int)share.Cause] += share.Femtoseconds / 1000;
            }

            weights[(int)Cause.Launch] += weights.Sum() == 0 ? 1 : 0;
            Apportionment.Add(time, weights, byCause);
        }

        return new CauseStack(byCause);
    }

    public void OpenAccounts(long time) => _opened = [.. _device.SettleLedgers(time).Select(l => l.ByCause.ToArray())];

    public ImmutableArray<UnitResult> CloseAccounts(long time)
    {
        var units = ImmutableArray.CreateBuilder<UnitResult>();
        var ledgers = _device.SettleLedgers(time);
        for (var i = 0; i < ledgers.Count; i++)
        {
            var spent = ledgers[i].ByCause.ToArray();
            for (var cause = 0; i < _opened.Length && cause < spent.Length; cause++)
            {
                spent[cause] -= _opened[i][cause];
            }

            units.Add(new UnitResult(ledgers[i].Unit, new CauseStack(spent)));
        }

        return units.ToImmutable();
    }

    private static ImageValues Values(ProgramImage image, DeviceOptions options, MluProgram first)
    {
        try
        {
            return new ImageValues(image, options.Graph);
        }
        catch (RuntimeException problem)
        {
            throw new RuntimeException($"kernel '{first.Kernel.Name}': an address, a size or a branch depends on tensor values, so its time is not known without them, and {problem.Message}");
        }
    }

    private static DeviceCounters Counters(MluCoreCounters before, MluCoreCounters after, MluCoreCounters memoryBefore, MluCoreCounters memoryAfter) => new()
    {
        Instructions = after.Instructions - before.Instructions + memoryAfter.Instructions - memoryBefore.Instructions,
        LtCycles = after.LtCycles - before.LtCycles,
        CtCycles = after.VectorCycles - before.VectorCycles,
        AluCycles = after.AluCycles - before.AluCycles,
        MoveCycles = after.MoveCycles - before.MoveCycles,
        DramReadCycles = after.DramReadCycles - before.DramReadCycles,
        DramWriteCycles = after.DramWriteCycles - before.DramWriteCycles,
        MemoryCoreReadCycles = memoryAfter.DramReadCycles - memoryBefore.DramReadCycles,
        MemoryCoreWriteCycles = memoryAfter.DramWriteCycles - memoryBefore.DramWriteCycles,
        Macs = after.Macs - before.Macs,
    };
}
