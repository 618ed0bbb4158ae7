namespace AccelSim.Isa.Assembly;

/// <summary>Kinds of token of a line of assembly.</summary>
public enum TokenKind : byte
{
    /// <summary>Letters, digits, underscores and dots, not starting with a digit; also <c>%name</c>.</summary>
    Name,

    /// <summary>Integer or decimal number.</summary>
    Number,

    /// <summary>Punctuation or operator.</summary>
    Symbol,

    /// <summary>End of the line.</summary>
    End,
}

/// <summary>A token and its column.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Text">Spelling.</param>
/// <param name="Column">Column of its first character, from 1.</param>
public readonly record struct Token(TokenKind Kind, string Text, int Column);

/// <summary>A problem at a column of the current line; the assembler adds file and line.</summary>
internal sealed class LineException(int column, string message) : Exception(message)
{
    public int Column { get; } = column;
}
