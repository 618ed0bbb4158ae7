namespace AccelSim.Compiler.Mlu.Emit;

/// <summary>
/// A scalar of a kernel being written: a constant known to the compiler, or a virtual register. Arithmetic goes through
/// <see cref="KernelWriter"/>, which folds constants and emits an instruction for the rest.
/// </summary>
/// <param name="Register">Virtual register, or -1 for a constant.</param>
/// <param name="Constant">Value when it is a constant.</param>
public readonly record struct Val(int Register, long Constant)
{
    /// <summary>True when the compiler knows the value.</summary>
    public bool IsConstant => Register < 0;

    /// <summary>A constant.</summary>
    public static implicit operator Val(long constant) => new(-1, constant);

    /// <summary>True for the given constant.</summary>
    public bool Is(long value) => IsConstant && Constant == value;

    /// <summary>A constant, by name rather than by conversion.</summary>
    public static Val FromInt64(long constant) => constant;
}
