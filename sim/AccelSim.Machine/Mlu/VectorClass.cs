namespace AccelSim.Machine.Mlu;

/// <summary>Timing classes of vector instructions.</summary>
public enum VectorClass
{
    /// <summary>Add, subtract, multiply, minimum, maximum, absolute value, with a vector or a scalar.</summary>
    Arithmetic,

    /// <summary>Two operations in one instruction (FMA, FAM, ...).</summary>
    Fused,

    /// <summary>Divide and remainder.</summary>
    Divide,

    /// <summary>Compare to a mask of elements or of bits.</summary>
    Compare,

    /// <summary>Logical and bitwise operations, shifts.</summary>
    Logic,

    /// <summary>Select, compaction by mask.</summary>
    Select,

    /// <summary>Sum, minimum, maximum, argument of them, counting and finding.</summary>
    Reduce,

    /// <summary>Cycle operations: the shorter operand repeats.</summary>
    Broadcast,

    /// <summary>Element type conversions.</summary>
    Convert,

    /// <summary>Activations by one table look-up or comparison: relu, sign, clamp.</summary>
    Activation,

    /// <summary>Exponential, logarithm, roots, reciprocal, trigonometric functions, sigmoid, tanh, gelu.</summary>
    Transcendental,

    /// <summary>Look-up table of a program.</summary>
    Lookup,

    /// <summary>Pooling windows, per window element.</summary>
    Pool,

    /// <summary>Transpose, rotation, padding, tiling.</summary>
    Layout,

    /// <summary>Gather and scatter inside a scratchpad.</summary>
    Gather,

    /// <summary>Write one value everywhere.</summary>
    Fill,
}
