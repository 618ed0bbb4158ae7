using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>A device with the buffers of a generated program; runs its launches one after the other.</summary>
internal sealed class SimtRig
{
    private const long Alignment = 4096;

    private readonly SimtAssembly _assembly;
    private readonly Dictionary<string, SimtProgram> _programs;
    private readonly Dictionary<string, long> _addresses = new(StringComparer.Ordinal);

    /// <summary>Builds it.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="source">Assembly text with launches.</param>
    /// <param name="values">True where time depends on what is in memory; without, only time is made.</param>
    public SimtRig(SimtChip chip, string source, bool values = false)
    {
        _assembly = SimtAssembler.Assemble(source);
        var at = 0L;
        foreach (var buffer in _assembly.Buffers)
        {
            _addresses[buffer.Name] = at;
            at = (at + buffer.Bytes + Alignment - 1) / Alignment * Alignment;
        }

        Memory = values ? new byte[at] : [];
        Device = new SimtDevice(chip, at, values ? Memory : null);
        _programs = _assembly.Kernels.ToDictionary(kernel => kernel.Name, kernel => new SimtProgram(kernel), StringComparer.Ordinal);
    }

    /// <summary>The device.</summary>
    public SimtDevice Device { get; }

    /// <summary>Its memory; empty without values.</summary>
    public byte[] Memory { get; }

    /// <summary>Where a buffer begins.</summary>
    public long Address(string buffer) => _addresses[buffer];

    /// <summary>Runs all launches; returns for each the seconds from its first block to the end of its last.</summary>
    public double[] Run(CancellationToken cancellation)
    {
        foreach (var launch in _assembly.Launches)
        {
            var request = new SimtLaunchRequest
            {
                Program = _programs[launch.Kernel],
                Grid = launch.Grid,
                Block = launch.Block,
                DynamicSharedBytes = launch.SharedBytes,
                Arguments = launch.Arguments.Select(argument => unchecked((ulong)((argument.Buffer is { } name ? _addresses[name] : 0) + argument.Value))).ToArray(),
            };
            Device.Submit(request, Device.Simulation.Now);
            Device.Run(cancellation);
        }

        return [.. Device.Runs.Select(run => (run.LastBlock - run.FirstBlock) * 1e-15)];
    }

    /// <summary>Word <paramref name="index"/> of a buffer.</summary>
    public uint Word(string buffer, int index) => BitConverter.ToUInt32(Memory, (int)Address(buffer) + (4 * index));
}
