using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Runs the ONNX conformance cases whose operators this reader knows on the reference interpreter, as loaded and after all passes.</summary>
public sealed class OnnxConformanceTests
{
    /// <summary>Stored outputs that later releases of the suite corrected, and why.</summary>
    private static readonly HashSet<string> Withdrawn =
    [
        // Counted elements beyond the declared padding; v1.22 stores other values for the same case.
        "v1.16.2/test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True",
    ];

    [Theory]
    [InlineData("node", 477)]
    [InlineData("pytorch-converted", 41)]
    [InlineData("pytorch-operator", 15)]
    [InlineData("simple", 3)]
    public void Suite_gives_the_stored_outputs(string suite, int atLeast)
    {
        var root = SharedData.Require("onnx", "v1.22", suite);
        var (passed, refused, failed) = RunAll(Directory.GetDirectories(root));
        Assert.True(failed.Count == 0, $"{failed.Count} failed, {passed} passed, {refused.Count} refused:\n" + string.Join('\n', failed));
        TestContext.Current.TestOutputHelper?.WriteLine($"{suite}: {passed} passed, {refused.Count} refused");
        Assert.True(passed >= atLeast, $"only {passed} cases ran; refused:\n" + string.Join('\n', refused));
    }

    [Theory]
    [InlineData("v1.2.3")]
    [InlineData("v1.3.0")]
    [InlineData("v1.4.1")]
    [InlineData("v1.5.0")]
    [InlineData("v1.6.0")]
    [InlineData("v1.7.0")]
    [InlineData("v1.8.1")]
    [InlineData("v1.10.2")]
    [InlineData("v1.12.0")]
    [InlineData("v1.14.1")]
    [InlineData("v1.16.2")]
    [InlineData("v1.18.0")]
    [InlineData("v1.20.1")]
    public void Older_operator_sets_give_the_stored_outputs(string version)
    {
        var root = SharedData.Require("onnx", "older", version);
        var (passed, refused, failed) = RunAll(Directory.GetDirectories(root));
        Assert.True(failed.Count == 0, $"{failed.Count} failed, {passed} passed, {refused.Count} refused:\n" + string.Join('\n', failed));
        Assert.True(passed > 0, "no case ran; refused:\n" + string.Join('\n', refused));
    }

    private static (int Passed, List<string> Refused, List<string> Failed) RunAll(IEnumerable<string> folders)
    {
        var passed = 0;
        var refused = new List<string>();
        var failed = new List<string>();
        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            if (Withdrawn.Contains($"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}"))
            {
                continue;
            }

            ConformanceCase test;
            try
            {
                test = ConformanceCase.Load(folder);
            }
            catch (ModelException problem)
            {
                // Not supported, and said so; anything else but a ModelException fails the test.
                refused.Add($"{Path.GetFileName(folder)}: {problem.Problem}");
                continue;
            }

            var difference = Run(test, test.Graph) ?? Run(test, PassPipeline.Optimize(test.Graph));
            if (difference is null)
            {
                passed++;
            }
            else
            {
                failed.Add($"{Path.GetFileName(folder)}: {difference}");
            }
        }

        return (passed, refused, failed);
    }

    private static string? Run(ConformanceCase test, ModelGraph graph)
    {
        IReadOnlyDictionary<string, Tensor> results;
        try
        {
            results = Interpreter.Run(graph, test.Inputs);
        }
        catch (ModelException problem)
        {
            return problem.Message;
        }

        for (var i = 0; i < test.Outputs.Length; i++)
        {
            var half = test.Outputs[i].Element is ElementType.Float16 or ElementType.BFloat16;
            var difference = Close.Difference(test.Outputs[i], results[graph.Outputs[i].Name], half ? 1e-2 : 1e-3, half ? 1e-3 : 1e-6);
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }
}
