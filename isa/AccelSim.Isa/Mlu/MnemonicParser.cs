using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Mlu;

/// <summary>Header fields that the suffixes of a mnemonic select.</summary>
internal readonly record struct MnemonicFields(MluDataType Type0, MluDataType Type1, MluDataType Type2, byte Mode, bool Flag);

/// <summary>Splits a mnemonic such as <c>conv.f16.f16.f16</c> into its row and suffixes; some mnemonics contain dots themselves.</summary>
internal static class MnemonicParser
{
    public static (MluInstructionDef Row, string[] Suffixes) Split(Token token)
    {
        var text = token.Text;
        for (var length = text.Length; length > 0; length = text.LastIndexOf('.', length - 1))
        {
            if (MluInstructionSet.ByMnemonic.TryGetValue(text[..length], out var row))
            {
                return (row, text[length..].Split('.', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        throw new LineException(token.Column, $"unknown instruction '{text}'{Nearest(text)}");
    }

    public static MnemonicFields Suffixes(MluInstructionDef row, string[] given, Token token)
    {
        MluDataType type0 = 0, type1 = 0, type2 = 0;
        byte mode = 0;
        var flag = false;
        var next = 0;
        foreach (var suffix in row.Suffixes)
        {
            switch (suffix.Field)
            {
                case MluSuffixField.Async:
                    flag = next < given.Length && given[next] == "async";
                    next += flag ? 1 : 0;
                    break;
                case MluSuffixField.SyncMask:
                    for (; next < given.Length && suffix.Allowed.IndexOf(given[next]) is >= 0 and var bit; next++)
                    {
                        mode |= (byte)(1 << bit);
                    }

                    break;
                default:
                    var text = next < given.Length ? given[next++] : "";
                    if (!suffix.Allowed.Contains(text))
                    {
                        throw new LineException(token.Column, $"'{row.Mnemonic}' needs {Name(suffix.Field)} here, one of {string.Join(' ', suffix.Allowed)}; found '{text}'");
                    }

                    switch (suffix.Field)
                    {
                        case MluSuffixField.Type0: type0 = MluDataTypes.Parse(text); break;
                        case MluSuffixField.Type1: type1 = MluDataTypes.Parse(text); break;
                        case MluSuffixField.Type2: type2 = MluDataTypes.Parse(text); break;
                        case MluSuffixField.Space: mode = (byte)Enum.Parse<MluSpace>(text, ignoreCase: true); break;
                        default: mode = (byte)suffix.Allowed.IndexOf(text); break;
                    }

                    break;
            }
        }

        return next == given.Length
            ? new MnemonicFields(type0, type1, type2, mode, flag)
            : throw new LineException(token.Column, $"'{row.Mnemonic}' has no suffix '.{given[next]}' here");
    }

    private static string Name(MluSuffixField field) => field switch
    {
        MluSuffixField.Type0 => "a data type",
        MluSuffixField.Type1 => "a source type",
        MluSuffixField.Type2 => "a weight type",
        MluSuffixField.Direction => "a memory pair",
        MluSuffixField.Space => "a memory space",
        MluSuffixField.Rounding => "a rounding mode",
        _ => "a scope",
    };

    private static string Nearest(string text)
    {
        var stem = text.Split('.')[0];
        var near = MluInstructionSet.All.Select(row => row.Mnemonic).Where(mnemonic => mnemonic.StartsWith(stem[..Math.Min(3, stem.Length)], StringComparison.Ordinal)).Take(4).ToArray();
        return near.Length == 0 ? "" : $"; did you mean {string.Join(", ", near)}?";
    }
}
