namespace AccelSim.Machine;

/// <summary>Element types of a vector lane, by what they cost: signed and unsigned alike, narrower integers as int8.</summary>
public enum VectorFormat
{
    Int8,
    Int16,
    Int32,
    Int64,
    Fp16,
    Bf16,
    Fp32,
}
