using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// A kernel that computes every element of a result from the elements of its operands at the same place, in fp32: chains of element-wise operators with any
/// broadcast and any layout. Parameters: those of the operands.
/// </summary>
internal static class PointwiseKernel
{
    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="space">Elements; the first operand is the result, the others are read.</param>
    /// <param name="target">Chip.</param>
    /// <param name="function">An element of the result from those of the operands.</param>
    public static SimtLayerKernel Write(string name, AxisSpace space, SimtTarget target, Func<SimtKernelBuilder, Reg[], Reg> function)
    {
        var k = new SimtKernelBuilder(name);
        var index = new PointwiseIndex(k, space, target);
        var loaded = Enumerable.Range(0, index.Groups).Select(group => space.Operands.Skip(1).Select(operand => index.Load(operand, group)).ToArray()).ToArray();
        for (var group = 0; group < index.Groups; group++)
        {
            var results = Enumerable.Range(0, index.Width).Select(i => function(k, [.. loaded[group].Select(operand => operand[i])])).ToArray();
            ElementCode.Store(k, index.Address(space.Operands[0], group), 0, results, space.Operands[0].Type, index.Guards[group]);
        }

        return new SimtLayerKernel(k.Finish(target.MaxRegisters), index.Grid, index.Block, index.Schedule);
    }
}
