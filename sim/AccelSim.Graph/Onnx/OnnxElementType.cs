using System.Collections.Frozen;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>The element type codes of the ONNX format (TensorProto.DataType).</summary>
internal static class OnnxElementType
{
    private static readonly FrozenDictionary<int, ElementType> Codes = new Dictionary<int, ElementType>
    {
        [1] = ElementType.Float32,
        [2] = ElementType.UInt8,
        [3] = ElementType.Int8,
        [4] = ElementType.UInt16,
        [5] = ElementType.Int16,
        [6] = ElementType.Int32,
        [7] = ElementType.Int64,
        [9] = ElementType.Bool,
        [10] = ElementType.Float16,
        [11] = ElementType.Float64,
        [12] = ElementType.UInt32,
        [13] = ElementType.UInt64,
        [16] = ElementType.BFloat16,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> Unsupported = new Dictionary<int, string>
    {
        [8] = "string",
        [14] = "complex64",
        [15] = "complex128",
        [17] = "float8e4m3fn",
        [18] = "float8e4m3fnuz",
        [19] = "float8e5m2",
        [20] = "float8e5m2fnuz",
        [21] = "uint4",
        [22] = "int4",
        [23] = "float4e2m1",
        [24] = "float8e8m0",
    }.ToFrozenDictionary();

    public static ElementType Of(long code, string what) => Codes.TryGetValue((int)Math.Clamp(code, 0, 1000), out var type)
        ? type
        : throw new ModelException($"{what} has element type {Unsupported.GetValueOrDefault((int)Math.Clamp(code, 0, 1000), "number " + code)}, which is not supported");
}
