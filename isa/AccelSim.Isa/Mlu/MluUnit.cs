namespace AccelSim.Isa.Mlu;

/// <summary>The kind of hardware an instruction needs. Which queue carries which unit is data in the chip file.</summary>
public enum MluUnit : byte
{
    /// <summary>Fetch and decode handle it alone: barriers, synchronisation, control flow.</summary>
    Control,

    /// <summary>Scalar ALU.</summary>
    Scalar,

    /// <summary>Vector function unit.</summary>
    Vector,

    /// <summary>Tensor function unit (64 lanes on MLU).</summary>
    Tensor,

    /// <summary>A copy engine; which one follows from the memory pair.</summary>
    Dma,
}

/// <summary>How the timing model charges an instruction: one row of a chip's timing table each.</summary>
public enum MluTiming : byte
{
    /// <summary>One decode slot.</summary>
    Control,
    Branch,
    ScalarAlu,
    ScalarMul,
    ScalarDiv,
    ScalarFloatAdd,
    ScalarFloatMul,
    ScalarFloatDiv,
    ScalarMemory,

    /// <summary>Elements streamed once through the vector lanes.</summary>
    VectorSimple,

    /// <summary>Several passes per element: division, square root, reciprocal.</summary>
    VectorDivide,

    /// <summary>Several passes per element: exp, log, sin, tanh, gelu and the like (table and polynomial).</summary>
    VectorTranscendental,

    /// <summary>One pass over the input plus a final fold.</summary>
    VectorReduce,

    /// <summary>Window elements streamed per output.</summary>
    Pooling,

    /// <summary>Elements moved inside NRAM by the vector unit: transpose, pad, rotate, mirror.</summary>
    Layout,
    Conversion,
    Convolution,
    MatrixProduct,
    Copy,
    Fill,
    GatherScatter,
    Atomic,
    Synchronise,
    Barrier,
    Semaphore,
}
