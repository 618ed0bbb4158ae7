namespace AccelSim.Isa.Assembly;

/// <summary>Splits one line into tokens. A comment runs from <c>;</c> or <c>//</c> to the end of the line.</summary>
internal static class LineLexer
{
    private static readonly string[] TwoCharacterSymbols = ["<<", ">>"];

    public static List<Token> Tokenize(string line)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < line.Length)
        {
            var c = line[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c == ';' || (c == '/' && at + 1 < line.Length && line[at + 1] == '/'))
            {
                break;
            }
            else
            {
                var length = LengthOf(line, at, out var kind);
                tokens.Add(new Token(kind, line.Substring(at, length), at + 1));
                at += length;
            }
        }

        tokens.Add(new Token(TokenKind.End, "", line.Length + 1));
        return tokens;
    }

    private static int LengthOf(string line, int at, out TokenKind kind)
    {
        var c = line[at];
        if (char.IsAsciiDigit(c))
        {
            kind = TokenKind.Number;
            if (c == '0' && at + 1 < line.Length && line[at + 1] is 'x' or 'X')
            {
                // no exponent: 0x1e+5 is a sum
                return Run(line, at, static (x, _) => char.IsAsciiLetterOrDigit(x) || x == '_');
            }

            return Run(line, at, static (x, previous) => char.IsAsciiLetterOrDigit(x) || x is '.' or '_' || (x is '+' or '-' && previous is 'e' or 'E'));
        }

        if (char.IsAsciiLetter(c) || c is '_' or '.' or '%')
        {
            // '%' is a modulo sign unless a letter follows directly: %taskid
            if (c != '%' || (at + 1 < line.Length && char.IsAsciiLetter(line[at + 1])))
            {
                kind = TokenKind.Name;
                return 1 + Run(line, at + 1, static (x, _) => char.IsAsciiLetterOrDigit(x) || x is '.' or '_');
            }
        }

        kind = TokenKind.Symbol;
        foreach (var symbol in TwoCharacterSymbols)
        {
            if (string.CompareOrdinal(line, at, symbol, 0, 2) == 0)
            {
                return 2;
            }
        }

        return "+-*/%&|^~()[]{},:=#@!".Contains(c, StringComparison.Ordinal) ? 1 : throw new LineException(at + 1, $"unexpected character '{c}'");
    }

    private static int Run(string line, int at, Func<char, char, bool> belongs)
    {
        var end = at;
        while (end < line.Length && belongs(line[end], end > at ? line[end - 1] : '\0'))
        {
            end++;
        }

        return end - at;
    }
}
