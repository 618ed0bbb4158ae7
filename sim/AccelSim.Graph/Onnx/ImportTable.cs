using System.Collections.Frozen;

namespace AccelSim.Graph.Onnx;

/// <summary>The ONNX operators this reader knows, with how each becomes operators of the graph.</summary>
internal static class ImportTable
{
    public static FrozenDictionary<string, Action<NodeImport>> Handlers { get; } =
        ElementwiseImports.Entries()
            .Concat(WindowImports.Entries())
            .Concat(LinearImports.Entries())
            .Concat(ReductionImports.Entries())
            .Concat(ShapeImports.Entries())
            .Concat(MovementImports.Entries())
            .ToFrozenDictionary();
}
