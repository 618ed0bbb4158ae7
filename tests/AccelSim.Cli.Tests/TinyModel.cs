using AccelSim.Graph.Tests;

namespace AccelSim.Cli.Tests;

/// <summary>A model that compiles and runs in no time: two products with an activation between them.</summary>
internal static class TinyModel
{
    public static string Write(Workplace work)
    {
        var model = new OnnxBytes().Input("x", 1, 64)
            .Floats("a", [64, 96], [.. Enumerable.Range(0, 64 * 96).Select(i => i % 7 * 0.125f)]).Node("MatMul", ["x", "a"], ["h"]).Node("Relu", ["h"], ["r"])
            .Floats("b", [96, 32], [.. Enumerable.Range(0, 96 * 32).Select(i => i % 5 * 0.25f)]).Node("MatMul", ["r", "b"], ["y"]).Output("y");
        File.WriteAllBytes(work.Path("tiny.onnx"), model.Bytes());
        return work.Path("tiny.onnx");
    }
}
