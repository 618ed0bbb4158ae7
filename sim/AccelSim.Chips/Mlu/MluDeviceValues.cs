using AccelSim.Functional.Mlu;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Memory contents of a device for a run that computes values in the order of simulated time. On-chip memories keep what tasks leave there,
/// as the hardware does; the device memory is the caller's.
/// </summary>
public sealed class MluDeviceValues : IMluValues
{
    private readonly MluMemorySizes _sizes;
    private readonly byte[] _gdram;
    private readonly long _privateBytes;
    private readonly MluDataUnit _unit;
    private readonly byte[][] _srams;
    private readonly SortedDictionary<int, (byte[] Nram, byte[] Wram, byte[] Ldram)> _cores = [];

    /// <summary>Contents for a chip.</summary>
    /// <param name="chip">Sizes of the on-chip memories.</param>
    /// <param name="gdram">Device memory; may be smaller than the chip's, addresses beyond it are then refused.</param>
    /// <param name="privateBytes">Bytes of LDRAM each core gets; 0 where programs use none.</param>
    public MluDeviceValues(MluChip chip, byte[] gdram, long privateBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(chip);
        _sizes = MluMemoryMap.Sizes(chip);
        _gdram = gdram;
        _privateBytes = privateBytes;
        _unit = new MluDataUnit(Options(chip));
        _srams = [.. Enumerable.Range(0, chip.Clusters).Select(_ => new byte[_sizes.Sram])];
    }

    /// <summary>How the tensor operations of a chip compute.</summary>
    public static MluDataUnitOptions Options(MluChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return new MluDataUnitOptions(chip.Core.Matrix.Rounding == MatrixRounding.HalfToEven ? RoundingMode.NearestEven : RoundingMode.NearestAway);
    }

    /// <inheritdoc/>
    public MluMemorySizes Limit(MluMemorySizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return sizes with { Gdram = Math.Min(sizes.Gdram, _gdram.Length), Ldram = Math.Min(sizes.Ldram, _privateBytes) };
    }

    /// <inheritdoc/>
    public MluCoreMemory Memory(int cluster, int core, int firstCluster, int clusters)
    {
        var key = (cluster << 8) | core;
        if (!_cores.TryGetValue(key, out var own))
        {
            var memoryCore = core == MluTask.MemoryCoreId;
            own = (new byte[memoryCore ? 0 : _sizes.Nram], new byte[memoryCore ? 0 : _sizes.Wram], new byte[_privateBytes]);
            _cores.Add(key, own);
        }

        return new MluCoreMemory(own.Nram, own.Wram, own.Ldram, _srams[firstCluster..(firstCluster + clusters)], cluster - firstCluster, _gdram);
    }

    /// <inheritdoc/>
    public void Execute(MluProgram program, in MluOperation operation, MluCoreState state) => _unit.Execute(operation, state);
}
