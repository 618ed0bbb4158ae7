using AccelSim.Engine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>What every unit of one device shares.</summary>
internal sealed class MluContext
{
    public MluContext(MluChip chip, MluDeviceOptions options, Simulation simulation)
    {
        Chip = chip;
        Options = options;
        Simulation = simulation;
        Clock = new Clock(chip.Clock.Hertz);
        Compute = new ComputeTiming(chip.Core);
        Lengths = VectorLengths.Of(chip);
        Scalar = new ScalarTiming(chip.Core.Scalar, Clock);
        Memory = new DeviceMemory(simulation, chip, Clock, options.HostLink);
        Network = new ChipNetwork(simulation, chip, Clock);
        SramUsers = new SramUsers(chip);
        Path = options.CriticalPath ? new CriticalPath() : null;
        Sizes = options.Values?.Limit(MluMemoryMap.Sizes(chip)) ?? MluMemoryMap.Sizes(chip);
    }

    public MluChip Chip { get; }

    public MluDeviceOptions Options { get; }

    public Simulation Simulation { get; }

    public Clock Clock { get; }

    public ComputeTiming Compute { get; }

    /// <summary>Which vector lengths the chip takes; null for any.</summary>
    public VectorLengths? Lengths { get; }

    public ScalarTiming Scalar { get; }

    public DeviceMemory Memory { get; }

    public ChipNetwork Network { get; }

    /// <summary>Who asks for a cluster's SRAM.</summary>
    public SramUsers SramUsers { get; }

    public CriticalPath? Path { get; }

    public Functional.Mlu.MluMemorySizes Sizes { get; }

    public IMluValues? Values => Options.Values;

    public SpanRecorder? Trace => Options.Trace;

    /// <summary>Adds a node to the critical path; an empty interval gives the predecessor itself.</summary>
    public int Node(int predecessor, long end, Cause cause, int info = 0)
    {
        if (Path is not { } path || (predecessor >= 0 && end <= path.End(predecessor)))
        {
            return predecessor;
        }

        return path.Add(predecessor, end, cause, info);
    }

    public int Later(int first, int second) => Path is null ? CriticalPath.Root : Path.Later(first, second);
}
