using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Program images of the <c>simt</c> family.</summary>
internal sealed class SimtProgramBuilder(SimtLoweringContext context) : ProgramBuilder(context, context.Target.Program)
{
    private int _threads;
    private int _warpWidth;

    /// <inheritdoc/>
    protected override ImageResources Needs(long deviceBytes) => new()
    {
        DeviceBytes = deviceBytes,
        RegistersPerThread = Kernels.Select(kernel => kernel.Registers).DefaultIfEmpty(0).Max(),
        SharedBytesPerBlock = Kernels.Select(kernel => (long)kernel.SharedBytes).DefaultIfEmpty(0).Max(),
        ThreadsPerBlock = _threads,
        WarpWidth = _warpWidth,
    };

    /// <inheritdoc/>
    /// <remarks>Kernels are written for the warps of the chip even where no instruction says so: shuffles and shares of work follow their width.</remarks>
    protected override LaunchCommand Add(ILayerKernel kernel, int layer, ImmutableArray<ulong> arguments)
    {
        var (finished, grid, block, schedule) = (SimtLayerKernel)kernel;
        var code = finished.Kernel;
        var spilled = finished.SpillBytes > 0 ? FormattableString.Invariant($", {finished.SpillBytes} bytes spilled") : "";
        Kernels.Add(new ImageKernel
        {
            Name = code.Name,
            Code = SimtEncoding.EncodeAll(code.Instructions.AsSpan()),
            Registers = code.Registers,
            SharedBytes = code.SharedBytes,
            LocalBytes = code.LocalBytes,
            Parameters = code.Parameters.Length,
            Source = [new ImageSourceRange(0, code.Instructions.Length, 0, layer, FormattableString.Invariant($"{schedule}; {code.Registers} registers{spilled}"))],
        });
        Capabilities.UnionWith(code.Instructions.Select(instruction => SimtInstructionSet.Get(instruction.Opcode).Needs).OfType<string>());
        _threads = Math.Max(_threads, (int)block.Count);
        _warpWidth = context.Target.WarpWidth;
        return new LaunchCommand
        {
            Kernel = Kernels.Count - 1,
            DimX = grid.X,
            DimY = grid.Y,
            DimZ = grid.Z,
            BlockX = block.X,
            BlockY = block.Y,
            BlockZ = block.Z,
            Arguments = arguments,
            Layer = layer,
        };
    }
}
