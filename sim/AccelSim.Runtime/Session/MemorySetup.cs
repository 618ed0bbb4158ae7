using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>
/// Device memory as the runtime allocates it: one region for parameters and constants, one for workspace, one per input and output.
/// </summary>
internal sealed class MemorySetup
{
    private const long Mebibyte = 1 << 20;

    public MemorySetup(ProgramImage image)
    {
        var parameters = image.Buffers.Where(b => b.Kind is BufferKind.Weight or BufferKind.Constant).Select(b => b.Bytes).ToList();
        ParameterBytes = parameters.Sum();
        ParameterCopies = parameters.Count(b => b > 0);
        var workspace = image.Buffers.Where(b => b.Kind == BufferKind.Workspace).ToList();
        var workspaceBytes = workspace.Count == 0 ? 0 : workspace.Max(b => b.Address + b.Bytes) - workspace.Min(b => b.Address);
        Regions = [ParameterBytes, workspaceBytes, .. image.Buffers.Where(b => b.Kind is BufferKind.Input or BufferKind.Output).Select(b => b.Bytes)];
        Regions.RemoveAll(bytes => bytes == 0);
    }

    /// <summary>Sizes of the allocations.</summary>
    public List<long> Regions { get; }

    /// <summary>Bytes that cross the host link once.</summary>
    public long ParameterBytes { get; }

    /// <summary>Copies they take.</summary>
    public int ParameterCopies { get; }

    /// <summary>Host time of all allocations, fs.</summary>
    public long AllocationTime(AllocationCost cost) =>
        Regions.Sum(bytes => cost.PerCall.Femtoseconds + ((bytes + Mebibyte - 1) / Mebibyte * cost.PerMebibyte.Femtoseconds));

    /// <summary>Refuses a program that does not fit.</summary>
    /// <exception cref="RuntimeException">The program needs more device memory than there is.</exception>
    public static void CheckFits(ProgramImage image, ChipSpec chip)
    {
        var needed = image.Target.Needs.DeviceBytes;
        var has = chip.Dram.Capacity.Bytes;
        if (needed > has)
        {
            throw new RuntimeException(
                $"the program needs {needed / (double)Mebibyte:F1} MiB of device memory, {(needed - has) / (double)Mebibyte:F1} MiB more than the " +
                $"{has / (double)Mebibyte:F1} MiB of {chip.Name}; use a smaller --batch, a narrower --precision, or a chip with more memory");
        }
    }
}
