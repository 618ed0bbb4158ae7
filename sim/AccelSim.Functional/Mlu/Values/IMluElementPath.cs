using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// How elementwise loops see a family of types: the number they compute in, how it is loaded and stored, and the operations on whole chunks.
/// A struct type parameter, so that each family gets its own compiled loop.
/// </summary>
internal interface IMluElementPath<T>
    where T : unmanaged
{
    static abstract void Load(ReadOnlySpan<byte> source, MluDataType type, Span<T> destination);

    static abstract void Store(ReadOnlySpan<T> source, MluDataType type, Span<byte> destination);

    /// <summary>The low bits of a register as a number.</summary>
    static abstract T Register(long bits, MluDataType type);

    static abstract void Binary(MluVectorKind kind, ReadOnlySpan<T> a, ReadOnlySpan<T> b, MluDataType type, Span<T> destination);

    static abstract void Unary(MluOpcode opcode, ReadOnlySpan<T> a, MluDataType type, Span<T> destination);

    static abstract void Select(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> mask, Span<T> destination);
}
