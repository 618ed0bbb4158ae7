namespace AccelSim.Tensors;

/// <summary>
/// What one element of a tensor is. The names and meanings are those of the ONNX tensor element types
/// (IEEE 754 binary16/32/64, bfloat16, two's complement integers); a <see cref="Bool"/> is one byte, 0 or 1.
/// </summary>
public enum ElementType : byte
{
    Float32,
    Float16,
    BFloat16,
    Float64,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Bool,
}
