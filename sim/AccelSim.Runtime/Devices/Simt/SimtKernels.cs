using System.Collections.Immutable;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Turns kernels of the simt family into what images hold, and back.</summary>
public static class SimtKernels
{
    /// <summary>A kernel as it is stored.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="layer">Layer its instructions belong to; -1 for none.</param>
    public static ImageKernel ToImage(SimtKernel kernel, int layer = -1)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new ImageKernel
        {
            Name = kernel.Name,
            Code = SimtEncoding.EncodeAll(kernel.Instructions.AsSpan()),
            Registers = kernel.Registers,
            SharedBytes = kernel.SharedBytes,
            LocalBytes = kernel.LocalBytes,
            Parameters = kernel.Parameters.Length,
            Source = SourceLines.Ranges(kernel.Lines, kernel.Instructions.Length, layer),
        };
    }

    /// <summary>A stored kernel, decoded; names of parameters are made up.</summary>
    /// <exception cref="RuntimeException">An instruction word is illegal, or the code names registers that the kernel does not have.</exception>
    public static SimtKernel FromImage(ImageKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ImmutableArray<SimtInstruction> instructions;
        try
        {
            instructions = [.. SimtEncoding.DecodeAll(kernel.Code.Span)];
        }
        catch (InvalidDataException e)
        {
            throw new RuntimeException($"kernel '{kernel.Name}': {e.Message}");
        }

        var named = SimtKernel.RegistersOf(instructions);
        if (named > kernel.Registers)
        {
            throw new RuntimeException($"kernel '{kernel.Name}' says that it needs {kernel.Registers} registers, and its code names {named}");
        }

        return new SimtKernel(
            kernel.Name,
            [.. Enumerable.Range(0, kernel.Parameters ?? 0).Select(i => FormattableString.Invariant($"a{i}"))],
            instructions,
            SourceLines.Of(kernel, instructions.Length),
            kernel.Registers,
            kernel.SharedBytes,
            kernel.LocalBytes);
    }

    /// <summary>Features that a list of instructions needs, in alphabetical order.</summary>
    public static ImmutableArray<string> CapabilitiesOf(IEnumerable<SimtInstruction> instructions) =>
        [.. instructions.Select(instruction => SimtInstructionSet.Get(instruction.Opcode).Needs).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Width of the warps that a list of instructions is written for; 0 where they are for any.</summary>
    public static int WarpWidthOf(IEnumerable<SimtInstruction> instructions) =>
        instructions.Select(instruction => SimtInstructionSet.Get(instruction.Opcode).WarpWidth).DefaultIfEmpty(0).Max();

    /// <summary>Refuses a kernel that uses what a chip lacks.</summary>
    /// <exception cref="RuntimeException">Names the first such instruction, its line, and the feature.</exception>
    public static void CheckCapabilities(SimtProgram program, SimtChip chip)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(chip);
        for (var pc = 0; pc < program.Instructions.Length; pc++)
        {
            var row = SimtInstructionSet.Get(program.Instructions[pc].Opcode);
            if (row.Needs is { } needed && !chip.Capabilities.Contains(needed))
            {
                var has = chip.Capabilities.IsEmpty ? "it has no optional features" : $"it has {string.Join(", ", chip.Capabilities)}";
                throw new RuntimeException($"{program.Describe(pc)} needs '{needed}', which {chip.Name} lacks ({has}); run it on another chip, or write it without");
            }

            if (row.WarpWidth != 0 && row.WarpWidth != chip.Sm.WarpWidth)
            {
                throw new RuntimeException($"{program.Describe(pc)} is for warps of {row.WarpWidth} threads, and those of {chip.Name} have {chip.Sm.WarpWidth}");
            }
        }
    }
}
