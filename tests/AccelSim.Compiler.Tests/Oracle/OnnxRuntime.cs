using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using AccelSim.Graph;
using AccelSim.Graph.Onnx;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Oracle;

/// <summary>onnxruntime, an independent engine, run through node on a model with its generated weights written out.</summary>
internal static class OnnxRuntime
{
    private static readonly string Folder = Repository.File("tests", "oracles");

    /// <summary>Runs a shipped model; skips the calling test where node or onnxruntime-node is not installed.</summary>
    /// <param name="source">The model file, weights missing.</param>
    /// <param name="options">How to generate them.</param>
    /// <param name="graph">The model as loaded with these options.</param>
    /// <param name="inputs">Input values by name.</param>
    /// <returns>Outputs in float32, by name.</returns>
    public static Dictionary<string, float[]> Run(string source, LoadOptions options, ModelGraph graph, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Require();
        var folder = Directory.CreateTempSubdirectory("accelsim-ort");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            OnnxWriter.Materialize(source, At("model.onnx"), options);
            var fed = graph.Inputs.Select((id, i) => (Value: graph[id], File: At($"in{i}.bin"))).ToArray();
            foreach (var (value, file) in fed)
            {
                File.WriteAllBytes(file, inputs[value.Name].Bytes.ToArray());
            }

            var outputs = graph.Outputs.Select((output, i) => (output.Name, File: At($"out{i}.bin"))).ToArray();
            var manifest = new
            {
                model = At("model.onnx"),
                inputs = fed.Select(input => new { name = input.Value.Name, type = Type(input.Value.Element), dims = input.Value.Shape.Dims.ToArray(), file = input.File }),
                outputs = outputs.Select(output => new { name = output.Name, file = output.File }),
            };
            File.WriteAllText(At("manifest.json"), JsonSerializer.Serialize(manifest));
            var (exitCode, errors) = Node("run-onnx.mjs", At("manifest.json"));
            Assert.True(exitCode == 0, $"onnxruntime: {errors}");
            return outputs.ToDictionary(output => output.Name, output => Floats(File.ReadAllBytes(output.File)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Require()
    {
        try
        {
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")) && Node("-e", "require('onnxruntime-node')").ExitCode == 0)
            {
                return;
            }
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs node with onnxruntime-node; node is not installed");
        }

        Assert.Skip("needs onnxruntime-node: run 'npm ci --ignore-scripts' in tests/oracles");
    }

    private static (int ExitCode, string Errors) Node(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Result);
    }

    private static string Type(ElementType type) => type switch
    {
        ElementType.Float32 => "float32",
        ElementType.Int64 => "int64",
        ElementType.Int32 => "int32",
        ElementType.Bool => "bool",
        _ => throw new NotSupportedException(type.ToString()),
    };

    private static float[] Floats(byte[] bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }
}
