using System.Buffers.Binary;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>What all warps of a launch share: the program, its extents, the constant bank and device memory.</summary>
public sealed class SimtLaunchState
{
    private readonly byte[] _constants;

    /// <summary>A launch.</summary>
    /// <param name="program">Kernel.</param>
    /// <param name="grid">Blocks.</param>
    /// <param name="block">Threads of a block.</param>
    /// <param name="arguments">64-bit launch arguments.</param>
    /// <param name="warpWidth">Lanes of a warp: 16, 32 or 64.</param>
    /// <param name="globalBytes">Size of device memory, for bounds.</param>
    /// <param name="global">Device memory; null where only time is wanted.</param>
    /// <param name="dynamicSharedBytes">Shared memory of a block beside what the kernel declares.</param>
    public SimtLaunchState(
        SimtProgram program, SimtExtent grid, SimtExtent block, ReadOnlySpan<ulong> arguments, int warpWidth, long globalBytes, byte[]? global, int dynamicSharedBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (warpWidth is not (16 or 32 or 64))
        {
            throw new ArgumentOutOfRangeException(nameof(warpWidth), warpWidth, "warps have 16, 32 or 64 lanes");
        }

        Program = program;
        Grid = grid;
        Block = block;
        WarpWidth = warpWidth;
        Global = global;
        GlobalBytes = globalBytes;
        SharedBytes = program.Kernel.SharedBytes + dynamicSharedBytes;
        _constants = new byte[Math.Max(ConstantBytes(program), 8 * arguments.Length)];
        for (var i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_constants.AsSpan(8 * i), arguments[i]);
        }
    }

    /// <summary>Kernel.</summary>
    public SimtProgram Program { get; }

    /// <summary>Blocks.</summary>
    public SimtExtent Grid { get; }

    /// <summary>Threads of a block.</summary>
    public SimtExtent Block { get; }

    /// <summary>Lanes of a warp.</summary>
    public int WarpWidth { get; }

    /// <summary>Shared memory of a block, bytes.</summary>
    public int SharedBytes { get; }

    /// <summary>Device memory; null where only time is wanted.</summary>
    public byte[]? Global { get; }

    /// <summary>Size of device memory, bytes.</summary>
    public long GlobalBytes { get; }

    /// <summary>True where device memory is there for the control slice alone: what feeds addresses and branches is loaded, nothing else is computed.</summary>
    public bool ControlOnly { get; init; }

    /// <summary>Names a buffer of device memory for messages; null where nothing is known of them.</summary>
    public Func<long, string?>? BufferAt { get; init; }

    /// <summary>Warps of a block.</summary>
    public int WarpsPerBlock => (int)((Block.Count + WarpWidth - 1) / WarpWidth);

    /// <summary>Lanes that warp <paramref name="number"/> of a block has: fewer than the others where the block's threads end in it.</summary>
    public ulong LanesOf(int number)
    {
        var threads = (int)Math.Min(WarpWidth, Block.Count - ((long)number * WarpWidth));
        return threads == 64 ? ulong.MaxValue : (1UL << threads) - 1;
    }

    /// <summary>The constant bank: launch arguments, then zeros as far as the code reads.</summary>
    public ReadOnlySpan<byte> Constants => _constants;

    // What an instruction names directly; ld.const is checked when it is executed.
    private static int ConstantBytes(SimtProgram program)
    {
        var bytes = 0;
        foreach (ref readonly var instruction in program.Instructions)
        {
            if (instruction.Form == SimtForm.Constant)
            {
                bytes = Math.Max(bytes, instruction.Immediate + 8);
            }
        }

        return bytes;
    }
}
