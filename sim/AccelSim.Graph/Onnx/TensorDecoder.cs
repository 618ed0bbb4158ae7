using System.Buffers.Binary;
using AccelSim.Graph.Onnx.Proto;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>Turns a stored ONNX tensor into a constant, after checking that its shape and its bytes agree; nothing is allocated on the word of a shape alone.</summary>
internal static class TensorDecoder
{
    /// <summary>Decodes a tensor.</summary>
    /// <param name="proto">The stored form.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="folder">Folder of the model file, for external data; null where there is none.</param>
    public static Constant Decode(TensorProto proto, string what, string? folder)
    {
        var type = new TensorType(OnnxElementType.Of(proto.DataType, what), ShapeOf(proto, what));
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return External(proto, type, what, folder);
        }

        if (type.ByteCount > Array.MaxLength)
        {
            throw new ModelException($"{what} is {type}: {type.ByteCount} bytes do not fit into a model file");
        }

        return new InlineConstant(proto.HasRawData ? Raw(proto, type, what) : Typed(proto, type, what));
    }

    private static Shape ShapeOf(TensorProto proto, string what)
    {
        try
        {
            return Shape.Of(proto.Dims);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ModelException($"{what} has the impossible shape [{string.Join(", ", proto.Dims)}]");
        }
    }

    private static Tensor Raw(TensorProto proto, TensorType type, string what)
    {
        CheckLength(proto.RawData.Length, type.ByteCount, type, what, "bytes");
        var bytes = proto.RawData.ToByteArray();
        if (type.Element == ElementType.Bool)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = bytes[i] == 0 ? (byte)0 : (byte)1;
            }
        }

        return Tensor.OfBytes(type, bytes);
    }

    private static Tensor Typed(TensorProto proto, TensorType type, string what)
    {
        switch (type.Element)
        {
            case ElementType.Float32:
                CheckLength(proto.FloatData.Count, type.Shape.ElementCount, type, what, "values");
                return Tensor.Of<float>(type.Shape, [.. proto.FloatData]);
            case ElementType.Float64:
                CheckLength(proto.DoubleData.Count, type.Shape.ElementCount, type, what, "values");
                return Tensor.Of<double>(type.Shape, [.. proto.DoubleData]);
            case ElementType.Int64:
                CheckLength(proto.Int64Data.Count, type.Shape.ElementCount, type, what, "values");
                return Tensor.Of<long>(type.Shape, [.. proto.Int64Data]);
            case ElementType.UInt64 or ElementType.UInt32:
                CheckLength(proto.Uint64Data.Count, type.Shape.ElementCount, type, what, "values");
                return Tensor.FromInt64s(type, [.. proto.Uint64Data.Select(value => unchecked((long)value))]);
            case ElementType.Float16 or ElementType.BFloat16:
                // 16-bit floats are stored as their bits, one per int32.
                CheckLength(proto.Int32Data.Count, type.Shape.ElementCount, type, what, "values");
                var tensor = new Tensor(type);
                for (var i = 0; i < proto.Int32Data.Count; i++)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(tensor.Bytes[(2 * i)..], (ushort)proto.Int32Data[i]);
                }

                return tensor;
            default:
                CheckLength(proto.Int32Data.Count, type.Shape.ElementCount, type, what, "values");
                return Tensor.FromInt64s(type, [.. proto.Int32Data.Select(value => (long)value)]);
        }
    }

    private static void CheckLength(long stored, Int128 wanted, TensorType type, string what, string unit)
    {
        if (stored != wanted)
        {
            throw new ModelException($"{what} is {type}, which takes {wanted} {unit}, but {stored} are stored", "the file is damaged or was written wrongly: export it again");
        }
    }

    private static Constant External(TensorProto proto, TensorType type, string what, string? folder)
    {
        var entries = new Dictionary<string, string>();
        foreach (var entry in proto.ExternalData)
        {
            entries[entry.Key] = entry.Value;
        }

        var location = entries.GetValueOrDefault("location") ?? throw new ModelException($"{what} is external data without a location");
        var offset = Number(entries, "offset", 0, what);
        var length = Number(entries, "length", -1, what);
        if (length >= 0 && length != type.ByteCount)
        {
            throw new ModelException($"{what} is {type}, which takes {type.ByteCount} bytes, but its external data is declared with {length}");
        }

        if (location.Length == 0 || Path.IsPathRooted(location) || location.Split('/', '\\').Contains("..") || location.Contains('\0'))
        {
            throw new ModelException($"{what} wants external data from '{location}', outside the model's folder", "external data must lie beside the model");
        }

        var path = folder is null ? null : Path.Combine(folder, location);
        if (path is null || !File.Exists(path))
        {
            return new MissingConstant(type, proto.Name, location);
        }

        var available = new FileInfo(path).Length;
        if (offset + type.ByteCount > available)
        {
            throw new ModelException(
                $"{what} needs {type.ByteCount} bytes at {offset} of {location}, which has only {available}", "the file is truncated: copy it again");
        }

        return new ExternalConstant(type, path, offset, proto.Name);
    }

    private static long Number(Dictionary<string, string> entries, string key, long missing, string what)
    {
        if (!entries.TryGetValue(key, out var text))
        {
            return missing;
        }

        return long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ModelException($"{what} has the {key} '{text}' in its external data, which is not a byte count");
    }
}
