using System.Runtime.CompilerServices;

namespace AccelSim.Isa.Mlu;

/// <summary>
/// A decoded instruction: 40 bytes, no references, indexed by program counter. What the fields mean follows from the table row of
/// <see cref="Opcode"/>; fields that the row does not use are zero.
/// </summary>
public readonly record struct MluInstruction
{
    /// <summary>The operation.</summary>
    public MluOpcode Opcode { get; init; }

    /// <summary>Destination (or only) data type.</summary>
    public MluDataType Type0 { get; init; }

    /// <summary>Source data type.</summary>
    public MluDataType Type1 { get; init; }

    /// <summary>Weight data type.</summary>
    public MluDataType Type2 { get; init; }

    /// <summary>Direction, space, rounding, sync mask, barrier scope or special register, 5 bits.</summary>
    public byte Mode { get; init; }

    /// <summary>Bit 27: the copy is asynchronous, or the last operand is the immediate instead of a register.</summary>
    public bool Flag { get; init; }

    /// <summary>Register numbers by slot.</summary>
    public MluRegisters Registers { get; init; }

    /// <summary>Immediate value, address offset or branch target.</summary>
    public long Immediate { get; init; }

    /// <summary>Memory pair of a copy.</summary>
    public MluDirection Direction => (MluDirection)Mode;

    /// <summary>Memory space of a fill, gather or scalar access.</summary>
    public MluSpace Space => (MluSpace)Mode;

    /// <summary>Rounding mode of a conversion.</summary>
    public MluRounding Rounding => (MluRounding)Mode;

    /// <summary>Queues a sync waits for; none written means all.</summary>
    public MluSyncMask SyncMask => Mode == 0 ? MluSyncMask.All : (MluSyncMask)Mode;

    /// <summary>Participants of a barrier.</summary>
    public MluBarrierScope BarrierScope => (MluBarrierScope)Mode;

    /// <summary>Special register that is read.</summary>
    public MluSpecialRegister SpecialRegister => (MluSpecialRegister)Mode;

    /// <inheritdoc/>
    public override string ToString() => MluDisassembler.Format(this);
}

/// <summary>Up to fifteen register numbers, one per operand slot.</summary>
[InlineArray(Slots)]
public struct MluRegisters : IEquatable<MluRegisters>
{
    /// <summary>Number of slots in an instruction word.</summary>
    public const int Slots = 15;

    private byte _first;

    /// <inheritdoc/>
    public readonly bool Equals(MluRegisters other)
    {
        ReadOnlySpan<byte> mine = this;
        ReadOnlySpan<byte> theirs = other;
        return mine.SequenceEqual(theirs);
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MluRegisters other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        ReadOnlySpan<byte> mine = this;
        hash.AddBytes(mine);
        return hash.ToHashCode();
    }

    /// <summary>Equality by content.</summary>
    public static bool operator ==(MluRegisters left, MluRegisters right) => left.Equals(right);

    /// <summary>Inequality by content.</summary>
    public static bool operator !=(MluRegisters left, MluRegisters right) => !left.Equals(right);
}
