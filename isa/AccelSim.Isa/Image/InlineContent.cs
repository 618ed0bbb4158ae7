namespace AccelSim.Isa.Image;

/// <summary>Bytes that are in the file.</summary>
/// <param name="Bytes">Exactly as they lie in device memory.</param>
public sealed record InlineContent(ReadOnlyMemory<byte> Bytes) : ConstantContent
{
    /// <summary>Equal bytes are equal content.</summary>
    public bool Equals(InlineContent? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}
