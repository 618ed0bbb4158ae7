using AccelSim.Compiler.Lowering;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>
/// The operators of attention in a graph: a product of queries and keys, a factor, an addend or a causal limit, softmax, and a product with the values; nothing
/// else reads what is between them.
/// </summary>
/// <param name="Scores">The product of queries and keys.</param>
/// <param name="Result">The product with the values.</param>
/// <param name="Scale">What scores are multiplied with.</param>
/// <param name="Mask">What is added to the scores; none for nothing.</param>
/// <param name="Causal">Query i sees keys up to i + this; null where all are seen.</param>
/// <param name="Between">Nodes after the first product.</param>
internal sealed record AttentionPattern(Node Scores, Node Result, double Scale, ValueId? Mask, int? Causal, Node[] Between)
{
    /// <summary>A score that softmax makes nothing of.</summary>
    private const double Excluded = -9999;

    /// <summary>The pattern that begins with a product; null where none does.</summary>
    public static AttentionPattern? Of(ProgramContext context, Node scores)
    {
        if (scores.Operator is not MatMul { Activation.IsNone: true, TransposeA: false } product || !scores.Input(2).IsNone)
        {
            return null;
        }

        var pattern = new AttentionPattern(scores, scores, product.Alpha, null, null, []);
        var value = scores.Output;
        while (context.Graph.OnlyConsumer(value) is { } node)
        {
            if (node.Operator is MatMul { Activation.IsNone: true, TransposeA: false, TransposeB: false, Alpha: 1 } && pattern.Between.LastOrDefault()?.Operator is Softmax)
            {
                return node.Input(0) == value && node.Input(2).IsNone && context.IsDefined(node.Input(1)) ? pattern with { Result = node, Between = [.. pattern.Between, node] } : null;
            }

            if (pattern.With(context, node, value) is not { } next)
            {
                return null;
            }

            pattern = next with { Between = [.. next.Between, node] };
            value = node.Output;
        }

        return null;
    }

    private AttentionPattern? With(ProgramContext context, Node node, ValueId value)
    {
        var limited = Mask is not null || Causal is not null;
        switch (node.Operator)
        {
            case Softmax { Logarithm: false } softmax when softmax.Axis == context.Graph[value].Shape.Rank - 1:
                return this;
            case Binary { Function: BinaryFunction.Mul } when !limited && Other(node, value) is var other && context.Scalar(other) is { } factor:
                return this with { Scale = Scale * factor };
            case Binary { Function: BinaryFunction.Div } when !limited && node.Input(0) == value && context.Scalar(node.Input(1)) is { } divisor:
                return this with { Scale = Scale / divisor };
            case Binary { Function: BinaryFunction.Add } when !limited && Other(node, value) is var addend && context.IsFloat(addend) && context.IsDefined(addend):
                return this with { Mask = addend };
            case Where when !limited && node.Input(1) == value && context.Scalar(node.Input(2)) <= Excluded && Triangle(context, node.Input(0), context.Graph[value].Shape) is { } offset:
                return this with { Causal = offset };
            default:
                return null;
        }
    }

    private static ValueId Other(Node node, ValueId value) => node.Input(0) == value ? node.Input(1) : node.Input(0);

    /// <summary>How far beyond the diagonal a constant condition [..., queries, keys] holds, the same in every row; null where it is no such triangle.</summary>
    private static int? Triangle(ProgramContext context, ValueId id, Shape scores)
    {
        var condition = context.Graph[id];
        var (queries, keys) = (scores[-2], scores[-1]);
        if (condition.Constant is not { } constant || condition.Shape.ElementCount != queries * keys || condition.Shape.Rank < 2 || condition.Shape[-1] != keys)
        {
            return null;
        }

        var holds = constant.Load().ToDoubles();
        var offset = holds.AsSpan(0, (int)keys).LastIndexOf(1.0);
        for (var query = 0L; query < queries; query++)
        {
            for (var key = 0L; key < keys; key++)
            {
                if (holds[(query * keys) + key] != 0 != (key <= query + offset))
                {
                    return null;
                }
            }
        }

        return offset < 0 ? null : offset;
    }
}
