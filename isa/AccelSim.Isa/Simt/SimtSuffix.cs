using System.Collections.Immutable;

namespace AccelSim.Isa.Simt;

/// <summary>What a choice inside a mnemonic is about.</summary>
public enum SimtField : byte
{
    /// <summary>Width of a memory access.</summary>
    Width,

    /// <summary>Width of an asynchronous copy.</summary>
    CopyWidth,

    /// <summary>Cache operator of a load.</summary>
    Cache,
    Compare,

    /// <summary>How a comparison is combined with a predicate.</summary>
    Combine,
    Rounding,

    /// <summary>Which half of a packed register.</summary>
    Half,

    /// <summary>Lanes of a shuffle's segment.</summary>
    Segment,
    Scope,

    /// <summary>Operation of an atomic.</summary>
    Atomic,

    /// <summary>8x8 matrices that a matrix load reads.</summary>
    Matrices,
    Transposed,
}

/// <summary>A choice inside a mnemonic: the position in <see cref="Values"/> is what is encoded.</summary>
/// <param name="Field">What it is about.</param>
/// <param name="Values">Spellings with their dot; the first may be empty, the default.</param>
/// <param name="Shift">Lowest bit inside the mode field.</param>
public sealed record SimtSuffix(SimtField Field, ImmutableArray<string> Values, int Shift)
{
    /// <summary>Bits it takes.</summary>
    public int Bits { get; } = 32 - int.LeadingZeroCount(Values.Length - 1);

    /// <summary>The choice that a mode field encodes; may lie outside <see cref="Values"/> in an illegal word.</summary>
    public int Of(ushort mode) => mode >> Shift & ((1 << Bits) - 1);
}

/// <summary>Widths of memory accesses, in the order of their encoding.</summary>
public enum SimtWidth : byte
{
    U8,
    S8,
    U16,
    S16,
    B32,
    B64,
    B128,
}

/// <summary>Comparisons, in the order of their encoding. On floating point all but <see cref="NotEqual"/> are false where an operand is not a number.</summary>
public enum SimtCompare : byte
{
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// <summary>Combinations of a comparison with a predicate, in the order of their encoding.</summary>
public enum SimtCombine : byte
{
    And,
    Or,
    Xor,
}

/// <summary>Rounding modes, in the order of their encoding.</summary>
public enum SimtRounding : byte
{
    NearestEven,
    TowardZero,
    Down,
    Up,
}

/// <summary>Operations of atomics on 32 bits, in the order of their encoding.</summary>
public enum SimtAtomic : byte
{
    AddU32,
    AddF32,
    AddF16x2,
    MinS32,
    MaxS32,
    MinU32,
    MaxU32,
    And,
    Or,
    Xor,
    Exchange,
}

/// <summary>Scopes of a memory fence, in the order of their encoding.</summary>
public enum SimtScope : byte
{
    Block,
    Chip,
    System,
}
