using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>What a launch must satisfy on a chip. [mlu-ops BANG C guide]</summary>
public static class MluLaunchRules
{
    /// <summary>Checks a launch.</summary>
    /// <exception cref="ArgumentException">Says which rule is broken and what would do.</exception>
    public static void Check(MluLaunchRequest request, MluChip chip)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(chip);
        var name = $"kernel {request.Name}";
        Need(request.DimX > 0 && request.DimY > 0 && request.DimZ > 0, $"{name}: dimensions {request.DimX} x {request.DimY} x {request.DimZ} must be positive");
        var union = request.Allocation.Clusters;
        if (union == 0)
        {
            Need(!request.Program.Kernel.UsesMemoryCore, $"{name} uses the memory core, which a BLOCK launch does not allocate; launch it as UNION1");
            return;
        }

        Need(union <= chip.MaxUnion && union <= chip.Clusters, $"{name}: UNION{union} exceeds the UNION{Math.Min(chip.MaxUnion, chip.Clusters)} limit of {chip.Name}");
        var group = union * chip.CoresPerCluster;
        Need(request.DimX % group == 0, $"{name}: dimension x of {request.DimX} is not a multiple of the {group} cores of UNION{union}");
        Need(!request.Program.Kernel.UsesMemoryCore || chip.MemoryCore is not null, $"{name} uses the memory core, which {chip.Name} does not have");

        static void Need(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException(message);
            }
        }
    }
}
