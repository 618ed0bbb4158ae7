using AccelSim.Graph.Onnx.Proto;
using AccelSim.Graph.Tests;
using Google.Protobuf;

namespace AccelSim.Cli.Tests;

/// <summary>Writes ONNX models that cannot be used; each returns its path.</summary>
internal static class BadModels
{
    private static OnnxBytes Relu => new OnnxBytes().Input("x", 1, 3).Node("Relu", ["x"], ["y"]).Output("y");

    public static string Text(string folder) => Save(folder, "hello, this is no model\n"u8.ToArray());

    public static string Empty(string folder) => Save(folder, []);

    public static string Truncated(string folder)
    {
        var whole = File.ReadAllBytes(Repository.File("programs", "models", "resnet50.onnx"));
        return Save(folder, whole[..(whole.Length / 2)]);
    }

    public static string FewValues(string folder) => Save(folder, Relu.Floats("w", [4], 1, 2, 3).Node("Add", ["y", "w"], ["z"]).Output("z"));

    public static string FewBytes(string folder)
    {
        var model = Relu;
        model.Model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { 1000, 1000 }, RawData = ByteString.CopyFrom(new byte[16]) });
        return Save(folder, model);
    }

    public static string ShortExternalFile(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), new byte[16]);
        return Save(folder, new OnnxBytes().Input("x", 1, 1000).External("w", [1000], "w.bin").Node("Add", ["x", "w"], ["y"]).Output("y"));
    }

    public static string Cyclic(string folder) => Save(folder, new OnnxBytes().Input("x", 1, 2).Node("Add", ["x", "b"], ["a"]).Node("Relu", ["a"], ["b"]).Output("b"));

    public static string UnknownOperators(string folder) =>
        Save(folder, Relu.Node("Frobnicate", ["y"], ["z"]).Node("Defrobnicate", ["z"], ["u"]).Node("Frobnicate", ["u"], ["v"]));

    public static string MissingShape(string folder)
    {
        var model = new OnnxBytes().Input("x", 1, 3).External("s", [2], "nowhere.bin").Node("Reshape", ["x", "s"], ["y"]).Output("y");
        model.Model.Graph.Initializer[0].DataType = 7;
        return Save(folder, model);
    }

    public static string MissingWeights(string folder) => Save(folder, new OnnxBytes().Input("x", 1, 4).External("w", [4], "nowhere.bin").Node("Add", ["x", "w"], ["y"]).Output("y"));

    public static string Symbolic(string folder) => Save(folder, new OnnxBytes().Input("x", 1, "length", "width").Node("Relu", ["x"], ["y"]).Output("y"));

    /// <summary>256 MiB of fp16 weights; toy-mlu has 64 MiB of memory.</summary>
    public static string TooLarge(string folder) =>
        Save(folder, new OnnxBytes().Input("x", 1, 8192).External("w", [8192, 16384], "nowhere.bin").Node("MatMul", ["x", "w"], ["y"]).Output("y"));

    private static string Save(string folder, OnnxBytes model) => Save(folder, model.Bytes());

    private static string Save(string folder, byte[] bytes)
    {
        var path = Path.Combine(folder, "bad.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
