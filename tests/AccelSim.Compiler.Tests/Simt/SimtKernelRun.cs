using AccelSim.Chips.Simt;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Runs a generated kernel on buffers of its own, for values or in simulated time. Buffers are named as the kernel's parameters.</summary>
internal sealed class SimtKernelRun
{
    private const int Alignment = 256;

    private readonly List<(string Name, int Address, int Bytes)> _buffers = [];
    private byte[] _memory = new byte[Alignment];

    /// <summary>A chip file of configs/chips, with keys set.</summary>
    public static SimtChip Chip(string name, params string[] set) => (SimtChip)Machine.ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"), set);

    /// <summary>Adds a buffer of floats in a storage type.</summary>
    public SimtKernelRun With(string name, ReadOnlySpan<float> values, ElementType type) => With(name, DeviceFloats.Convert(values, type));

    /// <summary>Adds a buffer of bytes.</summary>
    public SimtKernelRun With(string name, ReadOnlySpan<byte> bytes)
    {
        // a gap between buffers: an access past the end of one is seen in what is compared, or out of bounds
        var at = (_memory.Length + Alignment - 1) / Alignment * Alignment;
        Array.Resize(ref _memory, at + bytes.Length + Alignment);
        bytes.CopyTo(_memory.AsSpan(at));
        _buffers.Add((name, at, bytes.Length));
        return this;
    }

    /// <summary>Runs the kernel for values, without time, and has races looked for where a detector is given.</summary>
    public SimtKernelRun Values(SimtLayerKernel kernel, SimtChip chip, SimtRaceDetector? races = null)
    {
        var launch = new SimtLaunchState(new SimtProgram(kernel.Code.Kernel), kernel.Grid, kernel.Block, Arguments(kernel), chip.Sm.WarpWidth, _memory.Length, _memory);
        new SimtFunctionalRunner(races).Launch(launch, TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Runs the kernel in simulated time and returns cycles from the first block to the end of the last; with values where asked for.</summary>
    public long Cycles(SimtLayerKernel kernel, SimtChip chip, bool values = false)
    {
        var device = new SimtDevice(chip, _memory.Length, values ? _memory : null);
        device.Submit(
            new SimtLaunchRequest { Program = new SimtProgram(kernel.Code.Kernel), Grid = kernel.Grid, Block = kernel.Block, Arguments = Arguments(kernel) },
            device.Simulation.Now);
        device.Run(TestContext.Current.CancellationToken);
        return device.Clock.CyclesCeiling(device.Runs[^1].LastBlock - device.Runs[^1].FirstBlock);
    }

    /// <summary>A buffer's elements as floats.</summary>
    public float[] Floats(string name, ElementType type)
    {
        var bytes = Bytes(name);
        return [.. Enumerable.Range(0, bytes.Length / type.SizeInBytes()).Select(i => type switch
        {
            ElementType.Float16 => (float)BitConverter.ToHalf(bytes, 2 * i),
            ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(bytes, 2 * i) << 16),
            _ => BitConverter.ToSingle(bytes, 4 * i),
        })];
    }

    /// <summary>A buffer's bytes.</summary>
    public byte[] Bytes(string name)
    {
        var (_, address, bytes) = _buffers.Single(buffer => buffer.Name == name);
        return _memory[address..(address + bytes)];
    }

    private ulong[] Arguments(SimtLayerKernel kernel) => [.. kernel.Parameters.Select(parameter => (ulong)_buffers.Single(buffer => buffer.Name == parameter).Address)];
}
