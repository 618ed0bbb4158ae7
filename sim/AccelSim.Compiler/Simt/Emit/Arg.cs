using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>An operand of an instruction being written. Numbers, registers, predicates, labels and special registers convert to it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Register">Register, or base of an address.</param>
/// <param name="Predicate">Predicate.</param>
/// <param name="Value">Immediate, offset (bytes), number of a label, or special register.</param>
internal readonly record struct Arg(ArgKind Kind, Reg Register, Pred Predicate, int Value)
{
    public static implicit operator Arg(Reg register) => new(ArgKind.Register, register, default, 0);

    public static implicit operator Arg(Val value) => value.IsConstant ? value.Constant : value.Register;

    public static implicit operator Arg(int immediate) => new(ArgKind.Immediate, default, default, immediate);

    public static implicit operator Arg(float immediate) => BitConverter.SingleToInt32Bits(immediate);

    public static implicit operator Arg(Pred predicate) => new(ArgKind.Predicate, default, predicate, 0);

    public static implicit operator Arg(KernelLabel label) => new(ArgKind.Label, default, default, label.Number);

    public static implicit operator Arg(SimtSpecialRegister special) => new(ArgKind.Special, default, default, (int)special);

    /// <summary>The address in a register (a pair for global memory) plus a number of bytes.</summary>
    public static Arg At(Reg address, int offset = 0) => new(ArgKind.Address, address, default, offset);

    /// <summary>An address of shared or local memory that may be a constant.</summary>
    public static Arg At(Val address, int offset = 0) => At(address.Register, address.Constant + offset);

    /// <summary>Byte <paramref name="offset"/> of the constant bank.</summary>
    public static Arg Bank(int offset) => new(ArgKind.Constant, default, default, offset);
}
