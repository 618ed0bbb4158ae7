namespace AccelSim.Compiler.Simt.Emit;

/// <summary>
/// An integer of a kernel being written: a constant known to the compiler, or a virtual register. Arithmetic goes through
/// <see cref="SimtKernelBuilder"/>, which folds constants and emits an instruction for the rest.
/// </summary>
/// <param name="Register">Register; <c>rz</c> for a constant.</param>
/// <param name="Constant">Value of a constant.</param>
internal readonly record struct Val(Reg Register, int Constant)
{
    /// <summary>True where the compiler knows the value.</summary>
    public bool IsConstant => Register.IsZero;

    /// <summary>True for the given constant.</summary>
    public bool Is(int value) => IsConstant && Constant == value;

    public static implicit operator Val(int constant) => new(default, constant);

    public static implicit operator Val(Reg register) => new(register, 0);

    /// <inheritdoc/>
    public override string ToString() => IsConstant ? $"{Constant}" : Register.ToString();
}
