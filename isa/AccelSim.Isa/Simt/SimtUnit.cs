namespace AccelSim.Isa.Simt;

/// <summary>The execution pipe of a sub-core, or of the streaming multiprocessor, that an instruction is issued to.</summary>
public enum SimtUnit : byte
{
    /// <summary>Nothing but the front end: branches, barriers, exits.</summary>
    Control,
    Integer,

    /// <summary>Integer multiply-add, on many chips the fp32 pipe.</summary>
    IntegerMultiply,
    Float32,

    /// <summary>Packed fp16 and bf16.</summary>
    Half,
    Float64,
    Convert,

    /// <summary>Special function unit.</summary>
    Special,

    /// <summary>Exchanges between lanes.</summary>
    Shuffle,

    /// <summary>Loads, stores, atomics and asynchronous copies of all memories.</summary>
    LoadStore,
    Tensor,

    /// <summary>Asynchronous products of four warps, on the tensor cores of all sub-cores.</summary>
    WarpGroup,
}
