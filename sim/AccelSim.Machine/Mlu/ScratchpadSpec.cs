using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>A software-managed memory of one core.</summary>
public sealed record ScratchpadSpec : ICheckedRecord
{
    public required ByteSize Size { get; init; }

    /// <summary>Part of <see cref="Size"/> kept for the stack; programs may not use it.</summary>
    [Bounds(0, 1L << 40)]
    public required ByteSize StackReserve { get; init; }

    /// <summary>Alignment of operand addresses.</summary>
    public required ByteSize Alignment { get; init; }

    /// <summary>Bytes a program may use.</summary>
    public long UsableBytes => Size.Bytes - StackReserve.Bytes;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (StackReserve >= Size)
        {
            report("stackReserve", "leaves nothing of size");
        }

        if (!long.IsPow2(Alignment.Bytes))
        {
            report("alignment", "must be a power of two");
        }
    }
}
