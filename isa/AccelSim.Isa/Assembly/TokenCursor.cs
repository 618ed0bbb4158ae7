using System.Globalization;

namespace AccelSim.Isa.Assembly;

/// <summary>
/// Reads the tokens of one line, and integer expressions in them: decimal and hexadecimal numbers with the suffixes K, M and G (powers of 1024),
/// named constants, <c>f16(x)</c>, <c>bf16(x)</c>, <c>f32(x)</c> (bit patterns), parentheses and <c>+ - * / % &lt;&lt; &gt;&gt; &amp; ^ | ~</c> with C's precedence.
/// </summary>
internal sealed class TokenCursor(List<Token> tokens, IReadOnlyDictionary<string, long> constants)
{
    private const int MaxDepth = 64;
    private int _at;
    private int _depth;

    public Token Peek => tokens[_at];

    public Token Next() => tokens[_at].Kind == TokenKind.End ? tokens[_at] : tokens[_at++];

    public bool Is(string symbol) => Peek.Kind == TokenKind.Symbol && Peek.Text == symbol;

    /// <summary>True when the token after the current one is the given symbol.</summary>
    public bool IsFollowedBy(string symbol) => _at + 1 < tokens.Count && tokens[_at + 1].Kind == TokenKind.Symbol && tokens[_at + 1].Text == symbol;

    /// <summary>True when the token after the current one is the given name.</summary>
    public bool IsFollowedByName(string name) => _at + 1 < tokens.Count && tokens[_at + 1].Kind == TokenKind.Name && tokens[_at + 1].Text == name;

    public bool Accept(string symbol)
    {
        if (!Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!Accept(symbol))
        {
            throw new LineException(Peek.Column, $"expected '{symbol}' but found {Describe(Peek)}");
        }
    }

    public string ExpectName(string what) =>
        Peek.Kind == TokenKind.Name ? Next().Text : throw new LineException(Peek.Column, $"expected {what} but found {Describe(Peek)}");

    public void ExpectEnd()
    {
        if (Peek.Kind != TokenKind.End)
        {
            throw new LineException(Peek.Column, $"unexpected {Describe(Peek)} after the end of the statement");
        }
    }

    public static string Describe(Token token) => token.Kind == TokenKind.End ? "the end of the line" : $"'{token.Text}'";

    public long Expression() => Binary(0);

    private static readonly string[][] Levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private long Binary(int level)
    {
        if (level == Levels.Length)
        {
            return Unary();
        }

        var left = Binary(level + 1);
        while (Peek.Kind == TokenKind.Symbol && Levels[level].Contains(Peek.Text))
        {
            var symbol = Next();
            var right = Binary(level + 1);
            try
            {
                left = Apply(symbol, left, right);
            }
            catch (OverflowException)
            {
                throw new LineException(symbol.Column, "the expression does not fit in 64 bits");
            }
        }

        return left;
    }

    private static long Apply(Token symbol, long left, long right) => symbol.Text switch
    {
        "|" => left | right,
        "^" => left ^ right,
        "&" => left & right,
        "<<" => left << (int)right,
        ">>" => left >> (int)right,
        "+" => checked(left + right),
        "-" => checked(left - right),
        "*" => checked(left * right),
        "/" => right == 0 ? throw new LineException(symbol.Column, "division by zero") : checked(left / right),
        _ => right == 0 ? throw new LineException(symbol.Column, "division by zero") : right == -1 ? 0 : left % right,
    };

    private long Unary()
    {
        if (++_depth > MaxDepth)
        {
            throw new LineException(Peek.Column, $"the expression nests deeper than {MaxDepth}");
        }

        try
        {
            if (Accept("-"))
            {
                return unchecked(-Unary());
            }

            if (Accept("+"))
            {
                return Unary();
            }

            if (Accept("~"))
            {
                return ~Unary();
            }

            if (Accept("("))
            {
                var value = Binary(0);
                Expect(")");
                return value;
            }

            return Primary();
        }
        finally
        {
            _depth--;
        }
    }

    private long Primary()
    {
        var token = Next();
        if (token.Kind == TokenKind.Number)
        {
            return Integer(token);
        }

        if (token.Kind == TokenKind.Name)
        {
            if (token.Text is "f32" or "f16" or "bf16" && Accept("("))
            {
                var bits = FloatBits(token.Text);
                Expect(")");
                return bits;
            }

            return constants.TryGetValue(token.Text, out var value)
                ? value
                : throw new LineException(token.Column, $"'{token.Text}' is not a defined constant");
        }

        throw new LineException(token.Column, $"expected a number or a constant but found {Describe(token)}");
    }

    private long FloatBits(string type)
    {
        var negative = Accept("-");
        var token = Next();
        if (token.Kind != TokenKind.Number || !double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            throw new LineException(token.Column, $"expected a decimal number but found {Describe(token)}");
        }

        value = negative ? -value : value;
        return type switch
        {
            "f32" => BitConverter.SingleToUInt32Bits((float)value),
            "f16" => BitConverter.HalfToUInt16Bits((Half)value),
            _ => RoundToBFloat16((float)value),
        };
    }

    private static long RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    }

    private static long Integer(Token token)
    {
        var text = token.Text.Replace("_", "", StringComparison.Ordinal);
        var scale = 1L;
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!hex && text.Length > 1)
        {
            scale = text[^1] switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1 };
            text = scale == 1 ? text : text[..^1];
        }

        var parsed = hex
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!parsed)
        {
            throw new LineException(token.Column, $"'{token.Text}' is not a 64-bit integer");
        }

        var scaled = (UInt128)value * (ulong)scale;
        return scaled <= (hex ? ulong.MaxValue : (UInt128)long.MaxValue + 1) ? (long)(ulong)scaled : throw new LineException(token.Column, $"'{token.Text}' does not fit in 64 bits");
    }
}
