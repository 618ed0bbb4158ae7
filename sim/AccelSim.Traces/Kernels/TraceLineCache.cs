namespace AccelSim.Traces.Kernels;

/// <summary>
/// What an instruction repeats on every line, by its program counter: registers, opcode, width, and the immediate where no addresses stand before it.
/// A line that says the same as the last one of its program counter is not taken apart again, which makes reading about twice as fast.
/// </summary>
internal sealed class TraceLineCache
{
    private const int Entries = 1024;
    private const int MaxText = 96;
    private readonly Entry[] _entries = new Entry[Entries];

    /// <summary>Recognises the rest of a line, from behind the mask.</summary>
    /// <param name="pc">Program counter.</param>
    /// <param name="rest">Rest of the line.</param>
    /// <param name="code">Number of the instruction.</param>
    /// <param name="length">How much of the rest was recognised: all of it where the instruction accesses no memory, else up to the address mode.</param>
    public bool TryMatch(uint pc, ReadOnlySpan<byte> rest, out int code, out int length)
    {
        ref readonly var entry = ref _entries[Slot(pc)];
        (code, length) = (entry.Code, entry.Length);
        return length > 0 && entry.Pc == pc && (entry.IsWhole ? rest.Length == length : rest.Length > length)
            && rest[..length].SequenceEqual(entry.Text.AsSpan(0, length));
    }

    /// <summary>Remembers a text in place of the last one of the program counter.</summary>
    public void Keep(uint pc, ReadOnlySpan<byte> text, bool isWhole, int code)
    {
        if (text.Length is > 0 and <= MaxText)
        {
            ref var entry = ref _entries[Slot(pc)];
            var room = entry.Text ?? new byte[MaxText];
            text.CopyTo(room);
            entry = new Entry(pc, room, text.Length, isWhole, code);
        }
    }

    private static uint Slot(uint pc) => (pc >> 4) % Entries;

    private readonly record struct Entry(uint Pc, byte[]? Text, int Length, bool IsWhole, int Code);
}
