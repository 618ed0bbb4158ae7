using System.Globalization;
using AccelSim.Graph.Onnx.Proto;
using AccelSim.Tensors;
using Google.Protobuf;

namespace AccelSim.Graph.Onnx;

/// <summary>
/// Writes a complete ONNX file from one whose weights are missing, with the generated weights inside, so that another engine can run the very same network.
/// Weights of more than <see cref="InlineLimitBytes"/> in all go to a file beside the model, because one protobuf message cannot pass 2 GiB.
/// </summary>
public static class OnnxWriter
{
    /// <summary>Weights up to this many bytes are stored in the model file itself.</summary>
    public const long InlineLimitBytes = 1_900_000_000;

    private const int Alignment = 64;

    /// <summary>Writes the model. Files appear under their final names only when they are complete.</summary>
    /// <param name="source">The .onnx file with missing weights.</param>
    /// <param name="destination">The .onnx file to write; its folder must exist.</param>
    /// <param name="options">The load options; the weight seed must be given. Symbolic dimensions are bound for the check only and stay symbolic in the file.</param>
    /// <param name="inlineLimitBytes">Limit in the place of <see cref="InlineLimitBytes"/>.</param>
    /// <param name="cancellation">Looked at before every tensor and every piece that is written.</param>
    /// <exception cref="ModelException">The source cannot be loaded, or the destination cannot be written.</exception>
    public static void Materialize(string source, string destination, LoadOptions options, long inlineLimitBytes = InlineLimitBytes, CancellationToken cancellation = default)
    {
        if (options.WeightSeed is null)
        {
            throw new ModelException("a complete model needs a seed for its weights", "give --weights seed:1", source);
        }

        var graph = OnnxLoader.Load(source, options);
        var model = OnnxLoader.ReadProto(source);
        var constants = graph.Constants.ToDictionary(value => value.Name, value => value.Constant!);
        var missing = model.Graph.Initializer.Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External).ToList();
        var total = missing.Aggregate(Int128.Zero, (sum, tensor) => sum + constants[tensor.Name].Type.ByteCount);
        try
        {
            if (total <= inlineLimitBytes)
            {
                foreach (var tensor in missing)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Inline(tensor, constants[tensor.Name].Load());
                }
            }
            else
            {
                var name = Path.GetFileNameWithoutExtension(destination) + ".weights";
                Replace(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(destination))!, name), stream => Stream(stream, missing, constants, name, cancellation), cancellation);
            }

            Replace(destination, stream => model.WriteTo(stream), cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"cannot be written: {problem.Message}", file: destination, inner: problem);
        }
    }

    private static void Inline(TensorProto tensor, Tensor contents)
    {
        tensor.ExternalData.Clear();
        tensor.ClearDataLocation();
        tensor.RawData = ByteString.CopyFrom(contents.Bytes);
    }

    private static void Stream(Stream stream, List<TensorProto> tensors, Dictionary<string, Constant> constants, string fileName, CancellationToken cancellation)
    {
        foreach (var tensor in tensors)
        {
            cancellation.ThrowIfCancellationRequested();
            stream.Write(new byte[(Alignment - stream.Position % Alignment) % Alignment]);
            var contents = constants[tensor.Name].Load();
            tensor.ExternalData.Clear();
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = fileName });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = stream.Position.ToString(CultureInfo.InvariantCulture) });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = contents.Bytes.Length.ToString(CultureInfo.InvariantCulture) });
            stream.Write(contents.Bytes);
        }
    }

    private static void Replace(string path, Action<Stream> write, CancellationToken cancellation)
    {
        var temporary = path + ".partial";
        try
        {
            using (var stream = File.Create(temporary))
            {
                write(stream);
            }

            cancellation.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
