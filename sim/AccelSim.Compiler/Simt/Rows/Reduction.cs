using System.Collections.Immutable;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// A reduction as one kernel or, where there are too few results to fill the chip, as two: parts, then what is left, always in the same order.
/// </summary>
/// <param name="Kernels">Kernels in order; buffers x and y, and between two kernels the buffer parts.</param>
/// <param name="PartsBytes">Bytes of the buffer parts; 0 for one kernel.</param>
internal sealed record Reduction(ImmutableArray<SimtLayerKernel> Kernels, long PartsBytes)
{
    /// <summary>Least elements of a part: less is not worth a second kernel.</summary>
    private const int LeastPart = 4096;

    /// <summary>Writes the kernels.</summary>
    public static Reduction Write(string name, ReduceProblem p, SimtTarget target)
    {
        var step = new ReduceStep(p.Function, p.Reduced);
        var whole = new ReduceStage(step, p.Outer, p.Reduced, p.Inner, 1, target.Type, p.Result ?? target.Type, "x", "y");
        var parts = Parts(whole, target);
        if (parts <= 1)
        {
            return new Reduction([Write(name, whole, target)], 0);
        }

        var first = whole with { Step = step.Part, Parts = parts, To = ElementType.Float32, Output = "parts" };

        // no part is empty
        first = first with { Parts = (p.Reduced + first.PartLength - 1) / first.PartLength };
        var second = whole with { Step = step.Rest, Reduced = first.Parts, From = ElementType.Float32, Input = "parts" };
        return new Reduction([Write(name + ".parts", first, target), Write(name, second, target)], 4L * p.Outer * first.Parts * p.Inner);
    }

    private static SimtLayerKernel Write(string name, ReduceStage stage, SimtTarget target) =>
        stage.Inner == 1 ? RowReduceKernel.Write(name, stage, target) : ColumnReduceKernel.Write(name, stage, target);

    /// <summary>As many parts as give every SM two blocks.</summary>
    private static int Parts(ReduceStage whole, SimtTarget target)
    {
        var blocks = whole.Inner == 1 ? RowReduceKernel.Blocks(whole, target) : ColumnReduceKernel.Blocks(whole, target);
        var wanted = 2 * target.Sms / Math.Max(1, blocks);
        var most = (long)whole.Reduced * Math.Min(whole.Inner, 32) / LeastPart;
        return (int)Math.Clamp(Math.Min(wanted, most), 1, 1024);
    }
}
