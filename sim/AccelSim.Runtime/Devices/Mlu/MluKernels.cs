using System.Collections.Immutable;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;

namespace AccelSim.Runtime.Mlu;

/// <summary>Turns kernels of the mlu family into what images hold, and back.</summary>
public static class MluKernels
{
    /// <summary>A kernel as it is stored.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="layer">Layer its instructions belong to; -1 for none.</param>
    public static ImageKernel ToImage(MluKernel kernel, int layer = -1) => new()
    {
        Name = kernel.Name,
        Code = MluEncoding.EncodeAll(kernel.Instructions.AsSpan()),
        UnionClusters = kernel.TaskType.Clusters,
        UsesMemoryCore = kernel.UsesMemoryCore,
        Source = SourceLines.Ranges(kernel.Lines, kernel.Instructions.Length, layer),
    };

    /// <summary>A stored kernel, decoded.</summary>
    /// <exception cref="RuntimeException">An instruction word is illegal.</exception>
    public static MluKernel FromImage(ImageKernel kernel)
    {
        ImmutableArray<MluInstruction> instructions;
        try
        {
            instructions = [.. MluEncoding.DecodeAll(kernel.Code.Span)];
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidDataException)
        {
            throw new RuntimeException($"kernel '{kernel.Name}': {e.Message}");
        }

        return new MluKernel(kernel.Name, new MluTaskType(kernel.UnionClusters), kernel.UsesMemoryCore, [], instructions, SourceLines.Of(kernel, instructions.Length));
    }

    /// <summary>Refuses a kernel that uses what a chip lacks.</summary>
    /// <exception cref="RuntimeException">Names the first such instruction, its line, and the feature.</exception>
    public static void CheckCapabilities(MluProgram program, ChipSpec chip)
    {
        var instructions = program.Instructions;
        for (var pc = 0; pc < instructions.Length; pc++)
        {
            foreach (var needed in MluCapabilities.Of(instructions[pc]))
            {
                if (!chip.Capabilities.Contains(needed))
                {
                    var has = chip.Capabilities.IsEmpty ? "it has no optional features" : $"it has {string.Join(", ", chip.Capabilities)}";
                    throw new RuntimeException($"{program.Describe(pc)} needs '{needed}', which {chip.Name} lacks ({has}); run it on a later chip, or write it without");
                }
            }
        }
    }
}
