namespace AccelSim.Isa.Assembly;

/// <summary>What a device buffer of an assembly program is filled with before the first launch.</summary>
public enum BufferFill : byte
{
    Zero,

    /// <summary>Element i is i (mod 61) / 8 - 3.5: exact in every float type, and different in neighbours.</summary>
    Ramp,

    /// <summary>Seeded uniform values in [-1, 1), or the integer type's [-8, 8).</summary>
    Random,
}

/// <summary>An element type that buffers may have.</summary>
/// <param name="Name">Name in assembly, <c>f16</c>.</param>
/// <param name="Bits">Size of one element.</param>
public readonly record struct BufferElement(string Name, int Bits);

/// <summary>A buffer in device memory declared by a program.</summary>
/// <param name="Name">Name; as a launch argument it stands for the buffer's address.</param>
/// <param name="Element">Element type.</param>
/// <param name="Count">Elements.</param>
/// <param name="Fill">Initial contents.</param>
public sealed record BufferDeclaration(string Name, BufferElement Element, long Count, BufferFill Fill)
{
    /// <summary>Size, rounded up to whole bytes.</summary>
    public long Bytes => ((Count * Element.Bits) + 7) / 8;
}

/// <summary>A launch argument: a number, or the address of a buffer plus a number.</summary>
/// <param name="Buffer">Buffer name or null.</param>
/// <param name="Value">Value, or offset in bytes.</param>
public sealed record LaunchArgument(string? Buffer, long Value);
