using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Onnx;

/// <summary>Import of matrix products and normalisations.</summary>
internal static class LinearImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Entries()
    {
        yield return new("MatMul", node => node.Emit(new MatMul(), node.Required(0), node.Required(1)));
        yield return new("Gemm", Gemm);
        yield return new("BatchNormalization", BatchNormalization);
        yield return new("LayerNormalization", LayerNormalization);
        yield return new("RMSNormalization", RmsNormalization);
        yield return new("InstanceNormalization", node => node.Emit(
            new InstanceNormalization(node.Attributes.Float("epsilon", 1e-5f)), node.Required(0), node.Required(1), node.Required(2)));
        yield return new("LRN", node => node.Emit(
            new LocalResponseNormalization(
                node.Attributes.Int("size", 0), node.Attributes.Float("alpha", 1e-4f), node.Attributes.Float("beta", 0.75), node.Attributes.Float("bias", 1)),
            node.Required(0)));
    }

    private static void Gemm(NodeImport node)
    {
        var (a, b) = (node.Type(0), node.Type(1));
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2)
        {
            throw new ModelException($"operands {a.Shape} and {b.Shape} are not matrices");
        }

        var gemm = new MatMul
        {
            TransposeA = node.Attributes.Flag("transA", false),
            TransposeB = node.Attributes.Flag("transB", false),
            Alpha = node.Attributes.Float("alpha", 1),
            Beta = node.Attributes.Float("beta", 1),
        };
        if (node.Has(2))
        {
            node.Emit(gemm, node.Required(0), node.Required(1), node.Input(2));
        }
        else
        {
            node.Emit(gemm, node.Required(0), node.Required(1));
        }
    }

    private static void BatchNormalization(NodeImport node)
    {
        if (node.Attributes.Flag("training_mode", false) || node.Wants(1))
        {
            throw new ModelException("batch normalisation in training mode is not supported", "export the model in evaluation mode");
        }

        node.Emit(
            new BatchNormalization(node.Attributes.Float("epsilon", 1e-5f)), node.Required(0), node.Required(1), node.Required(2), node.Required(3), node.Required(4));
    }

    private static void LayerNormalization(NodeImport node)
    {
        var axis = TypeRules.Axis(node.Attributes.Int("axis", -1), node.Type(0).Shape.Rank);
        node.Emit(
            new LayerNormalization(axis, node.Attributes.Float("epsilon", 1e-5f)) { WithStatistics = node.Wants(1) || node.Wants(2) },
            node.Has(2) ? [node.Required(0), node.Required(1), node.Input(2)] : [node.Required(0), node.Required(1)]);
    }

    private static void RmsNormalization(NodeImport node)
    {
        var axis = TypeRules.Axis(node.Attributes.Int("axis", -1), node.Type(0).Shape.Rank);
        node.Emit(new RmsNormalization(axis, node.Attributes.Float("epsilon", 1e-5f)), node.Required(0), node.Required(1));
    }
}
