using System.Collections.Immutable;

namespace AccelSim.Isa.Assembly;

/// <summary>
/// What the assemblers of all families share: the loop over lines, the list of problems, named constants, buffers and launch arguments.
/// All problems of a source are reported at once.
/// </summary>
internal sealed class AssemblySource(string file, IReadOnlyList<BufferElement> elements, string kernelForm)
{
    private const int MaxErrors = 100;
    private readonly Dictionary<string, long> _constants = new(StringComparer.Ordinal);
    private readonly List<AssemblyError> _errors = [];

    /// <summary>Buffers declared so far.</summary>
    public List<BufferDeclaration> Buffers { get; } = [];

    /// <summary>Hands every line to <paramref name="statement"/>; returns the number of lines.</summary>
    public int Read(string source, Action<TokenCursor, int> statement)
    {
        var number = 0;
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            number++;
            try
            {
                var cursor = new TokenCursor(LineLexer.Tokenize(line.ToString()), _constants);
                statement(cursor, number);
                cursor.ExpectEnd();
            }
            catch (LineException problem)
            {
                Report(number, problem.Column, problem.Message);
            }

            if (_errors.Count >= MaxErrors)
            {
                break;
            }
        }

        return number;
    }

    /// <summary>Adds a problem; the first hundred are kept.</summary>
    public void Report(int line, int column, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new AssemblyError(file, line, column, message));
        }
    }

    /// <summary>Ends the assembly where there were problems.</summary>
    /// <exception cref="AssemblyException">Lists them all.</exception>
    public void ThrowIfWrong()
    {
        if (_errors.Count > 0)
        {
            throw new AssemblyException([.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
        }
    }

    /// <summary>
    /// A line: labels and an instruction of the open kernel, or a directive. Those that all families have (<c>.equ</c>, <c>.buffer</c>, <c>.param</c>,
    /// <c>.reg</c>) are done here, the others are handed to <paramref name="directive"/>.
    /// </summary>
    /// <param name="cursor">The line.</param>
    /// <param name="number">Its number.</param>
    /// <param name="kernel">The open kernel; null where there is none.</param>
    /// <param name="directive">Takes what follows a directive of the family.</param>
    public void Statement(TokenCursor cursor, int number, IKernelScope? kernel, Action<TokenCursor, Token, int> directive)
    {
        while (cursor.Peek.Kind == TokenKind.Name && cursor.IsFollowedBy(":"))
        {
            var label = cursor.Next();
            cursor.Expect(":");
            Open(kernel, label.Column).DefineLabel(label);
        }

        if (cursor.Peek.Kind == TokenKind.End)
        {
            return;
        }

        if (!cursor.Peek.Text.StartsWith('.'))
        {
            Open(kernel, cursor.Peek.Column).Add(cursor, number);
            return;
        }

        var word = cursor.Next();
        switch (word.Text)
        {
            case ".equ": Constant(cursor, word); break;
            case ".buffer": Buffer(cursor, word); break;
            case ".param":
                do
                {
                    Open(kernel, word.Column).AddParameter(cursor.Peek.Column, cursor.ExpectName("a parameter's name"));
                }
                while (cursor.Accept(","));
                break;
            case ".reg":
                var alias = cursor.ExpectName("a register's new name");
                cursor.Expect(",");
                Open(kernel, word.Column).AddAlias(word.Column, alias, cursor);
                break;
            default: directive(cursor, word, number); break;
        }
    }

    /// <summary>The open kernel.</summary>
    public T Open<T>(T? kernel, int column)
        where T : class, IKernelScope =>
        kernel ?? throw new LineException(column, $"an instruction or label outside a kernel; start one with '{kernelForm}'");

    /// <summary><c>.equ NAME, expression</c>, after the directive.</summary>
    private void Constant(TokenCursor cursor, Token directive)
    {
        var name = cursor.ExpectName("a constant's name");
        cursor.Accept(",");
        if (!_constants.TryAdd(name, cursor.Expression()))
        {
            throw new LineException(directive.Column, $"'{name}' is already defined");
        }
    }

    /// <summary><c>.buffer NAME, type, count [, zero|ramp|random]</c>, after the directive.</summary>
    private void Buffer(TokenCursor cursor, Token directive)
    {
        var name = cursor.ExpectName("a buffer's name");
        cursor.Expect(",");
        var typeToken = cursor.Peek;
        var type = cursor.ExpectName("an element type");
        if (elements.FirstOrDefault(element => element.Name == type) is not { Bits: > 0 } known)
        {
            throw new LineException(typeToken.Column, $"'{typeToken.Text}' is not an element type; there are {string.Join(' ', elements.Select(element => element.Name))}");
        }

        cursor.Expect(",");
        var countColumn = cursor.Peek.Column;
        var count = cursor.Expression();
        if (count is <= 0 or > 1L << 40)
        {
            throw new LineException(countColumn, $"a buffer of {count} elements is not possible");
        }

        var fill = BufferFill.Zero;
        if (cursor.Accept(","))
        {
            var word = cursor.Peek;
            if (!Enum.TryParse(cursor.ExpectName("zero, ramp or random"), ignoreCase: true, out fill))
            {
                throw new LineException(word.Column, $"'{word.Text}' is not a fill; there are zero, ramp and random");
            }
        }

        if (Buffers.Any(buffer => buffer.Name == name))
        {
            throw new LineException(directive.Column, $"buffer '{name}' is already declared");
        }

        Buffers.Add(new BufferDeclaration(name, known, count, fill));
    }

    /// <summary><c>(argument, argument...)</c> of a launch.</summary>
    public ImmutableArray<LaunchArgument> Arguments(TokenCursor cursor)
    {
        var arguments = ImmutableArray.CreateBuilder<LaunchArgument>();
        cursor.Expect("(");
        while (!cursor.Is(")"))
        {
            arguments.Add(Argument(cursor));
            if (!cursor.Accept(","))
            {
                break;
            }
        }

        cursor.Expect(")");
        return arguments.ToImmutable();
    }

    /// <summary>A number that a directive names, from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int Count(TokenCursor cursor, string what, int most, int least = 1)
    {
        var column = cursor.Peek.Column;
        var value = cursor.Expression();
        return value >= least && value <= most ? (int)value : throw new LineException(column, $"{what} of {value} is not possible ({least} to {most})");
    }

    private LaunchArgument Argument(TokenCursor cursor)
    {
        var token = cursor.Peek;
        if (token.Kind == TokenKind.Name && Buffers.Any(buffer => buffer.Name == token.Text))
        {
            cursor.Next();
            return new LaunchArgument(token.Text, cursor.Is("+") || cursor.Is("-") ? cursor.Expression() : 0);
        }

        return new LaunchArgument(null, cursor.Expression());
    }
}
