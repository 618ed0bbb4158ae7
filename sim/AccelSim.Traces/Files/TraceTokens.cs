using System.Buffers.Text;
using System.Text;

namespace AccelSim.Traces.Files;

/// <summary>Reads the words of one line, which spaces part, without allocating.</summary>
internal ref struct TraceTokens(ReadOnlySpan<byte> line, LineSource source)
{
    private readonly ReadOnlySpan<byte> _line = line;
    private int _at;

    /// <summary>True where only spaces are left.</summary>
    public bool AtEnd
    {
        get
        {
            while (_at < _line.Length && _line[_at] is (byte)' ' or (byte)'\t')
            {
                _at++;
            }

            return _at == _line.Length;
        }
    }

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _line[_at..];

    /// <summary>Leaves out what is known.</summary>
    public void Skip(int length) => _at += length;

    /// <summary>The next word.</summary>
    public ReadOnlySpan<byte> Next(string what)
    {
        if (AtEnd)
        {
            throw source.Problem($"the line ends where {what} should stand; is the file cut off?");
        }

        var start = _at;
        while (_at < _line.Length && _line[_at] is not ((byte)' ' or (byte)'\t'))
        {
            _at++;
        }

        return _line[start.._at];
    }

    /// <summary>True where the next word begins with <c>0x</c>.</summary>
    public bool NextIsAddress() => !AtEnd && IsPrefixed(_line[_at..]);

    /// <summary>A hexadecimal number of at most 32 bits, with or without <c>0x</c>.</summary>
    public uint Hex32(string what)
    {
        var word = Next(what);
        var digits = IsPrefixed(word) ? word[2..] : word;
        return Utf8Parser.TryParse(digits, out uint value, out var used, 'x') && used == digits.Length
            ? value
            : throw source.Problem($"{what} {Quote(word)} is not a hexadecimal number of at most 32 bits");
    }

    /// <summary>A hexadecimal number of at most 64 bits, with or without <c>0x</c>.</summary>
    public ulong Hex64(string what)
    {
        var word = Next(what);
        var digits = IsPrefixed(word) ? word[2..] : word;
        return Utf8Parser.TryParse(digits, out ulong value, out var used, 'x') && used == digits.Length
            ? value
            : throw source.Problem($"{what} {Quote(word)} is not a hexadecimal number of at most 64 bits");
    }

    /// <summary>A decimal number within bounds.</summary>
    public long Decimal(string what, long least = long.MinValue, long most = long.MaxValue)
    {
        var word = Next(what);
        if (!Utf8Parser.TryParse(word, out long value, out var used) || used != word.Length)
        {
            throw source.Problem($"{what} {Quote(word)} is not a decimal number of 64 bits");
        }

        return value >= least && value <= most ? value : throw source.Problem($"{what} {value} is out of range ({least} to {most})");
    }

    /// <summary>A number of 64 bits, signed or unsigned: tracers have printed immediates either way.</summary>
    public long Immediate()
    {
        var word = Next("the immediate");
        return Utf8Parser.TryParse(word, out long value, out var used) && used == word.Length ? value
            : Utf8Parser.TryParse(word, out ulong unsigned, out used) && used == word.Length ? unchecked((long)unsigned)
            : throw source.Problem($"the immediate {Quote(word)} is not a decimal number of 64 bits");
    }

    /// <summary>A register, R0 to R255; R255 is the one that reads as zero.</summary>
    public byte Register(string what)
    {
        var word = Next(what);
        return word.Length > 1 && word[0] == 'R' && Utf8Parser.TryParse(word[1..], out byte number, out var used) && used == word.Length - 1
            ? number
            : throw source.Problem($"{what} {Quote(word)} is not a register (R0 to R255)");
    }

    /// <summary>Insists on the end of the line.</summary>
    public void End()
    {
        if (!AtEnd)
        {
            throw source.Problem($"{Quote(Next(""))} stands after the end of the instruction; is its mask right, and the tracer version of the header?");
        }
    }

    /// <summary>A word in quotes, as it may be shown: short, and printable.</summary>
    public static string Quote(ReadOnlySpan<byte> word)
    {
        const int Shown = 40;
        var text = new StringBuilder("'");
        foreach (var letter in word[..Math.Min(Shown, word.Length)])
        {
            text.Append(letter is >= 0x20 and < 0x7f ? (char)letter : '?');
        }

        return text.Append(word.Length > Shown ? "...'" : "'").ToString();
    }

    private static bool IsPrefixed(ReadOnlySpan<byte> word) => word.Length > 2 && word[0] == '0' && word[1] is (byte)'x' or (byte)'X';
}
