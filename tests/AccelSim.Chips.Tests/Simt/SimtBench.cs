using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>Runs assembly on a chip of the simt family.</summary>
internal sealed class SimtBench
{
    private readonly Dictionary<string, SimtProgram> _programs;
    private readonly Dictionary<string, long> _addresses = [];

    private SimtBench(SimtChip chip, string source, bool values)
    {
        Source = SimtAssembler.Assemble(source);
        var at = 0L;
        foreach (var buffer in Source.Buffers)
        {
            _addresses[buffer.Name] = at;
            at = (at + buffer.Bytes + 4095) / 4096 * 4096;
        }

        Memory = values ? new byte[Math.Max(at, 16)] : null;
        Device = new SimtDevice(chip, Math.Max(at, 16), Memory);
        _programs = Source.Kernels.ToDictionary(kernel => kernel.Name, kernel => new SimtProgram(kernel));
    }

    public SimtAssembly Source { get; }

    public SimtDevice Device { get; }

    public byte[]? Memory { get; }

    /// <summary>Loads a chip file, with keys set.</summary>
    public static SimtChip Chip(string name, params string[] set) => (SimtChip)Machine.ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"), set);

    /// <summary>Runs every launch of a source.</summary>
    public static SimtBench Run(SimtChip chip, string source, bool values = false)
    {
        var bench = new SimtBench(chip, source, values);
        foreach (var launch in bench.Source.Launches)
        {
            bench.Device.Submit(bench.Request(launch), bench.Device.Simulation.Now);
            bench.Device.Run();
        }

        return bench;
    }

    /// <summary>Submits every launch of a source at once, each with the stream, the priority and the kernels it waits for that <paramref name="place"/> says.</summary>
    public static SimtBench RunTogether(SimtChip chip, string source, Func<int, IReadOnlyList<SimtKernelRun>, SimtLaunchRequest, SimtLaunchRequest> place, bool values = false)
    {
        var bench = new SimtBench(chip, source, values);
        for (var i = 0; i < bench.Source.Launches.Length; i++)
        {
            bench.Device.Submit(place(i, bench.Device.Runs, bench.Request(bench.Source.Launches[i])));
        }

        bench.Device.Run();
        return bench;
    }

    private SimtLaunchRequest Request(SimtLaunch launch) => new()
    {
        Program = _programs[launch.Kernel],
        Grid = launch.Grid,
        Block = launch.Block,
        DynamicSharedBytes = launch.SharedBytes,
        Arguments = launch.Arguments.Select(argument => unchecked((ulong)((argument.Buffer is { } name ? _addresses[name] : 0) + argument.Value))).ToArray(),
    };

    /// <summary>Word <paramref name="index"/> of a buffer after the run.</summary>
    public uint Word(string buffer, int index) => BitConverter.ToUInt32(Memory!, (int)_addresses[buffer] + (4 * index));

    /// <summary>Cycles from the first block to the end of the last of the last kernel.</summary>
    public long Cycles => Device.Clock.CyclesCeiling(Device.Runs[^1].LastBlock - Device.Runs[^1].FirstBlock);
}
