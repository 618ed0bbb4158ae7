using System.Collections.Immutable;
using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Mlu;

/// <summary>
/// Turns assembly text into kernels, buffers and launches. One statement per line:
/// <c>label:</c>, an instruction, or a directive: <c>.equ NAME, expr</c>; <c>.buffer NAME, type, count [, zero|ramp|random]</c>;
/// <c>.kernel NAME, block|unionN [, memcore]</c>; <c>.param a, b, ...</c>; <c>.reg NAME, rN</c>; <c>.end</c>;
/// <c>.launch KERNEL, x [, y, z] (args...) [unionN] [repeat n]</c>. All problems of a source are reported at once.
/// </summary>
public sealed class MluAssembler
{
    private const int MaxErrors = 100;
    private readonly string _file;
    private readonly Dictionary<string, long> _constants = new(StringComparer.Ordinal);
    private readonly List<AssemblyError> _errors = [];
    private readonly List<MluKernel> _kernels = [];
    private readonly List<MluBuffer> _buffers = [];
    private readonly List<(MluLaunch Launch, int Line)> _launches = [];
    private KernelScope? _kernel;

    private MluAssembler(string file) => _file = file;

    /// <summary>Assembles a source.</summary>
    /// <param name="source">Text.</param>
    /// <param name="file">Name used in messages.</param>
    /// <exception cref="AssemblyException">Something is wrong; every problem found is listed.</exception>
    public static MluAssembly Assemble(string source, string file = "<input>") => new MluAssembler(file).Run(source);

    private MluAssembly Run(string source)
    {
        var number = 0;
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            number++;
            try
            {
                Statement(line.ToString(), number);
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

        EndKernel(number);
        CheckLaunches();
        return _errors.Count == 0
            ? new MluAssembly(_file, [.. _kernels], [.. _buffers], [.. _launches.Select(entry => entry.Launch)])
            : throw new AssemblyException([.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    private void Report(int line, int column, string message) => _errors.Add(new AssemblyError(_file, line, column, message));

    private void Statement(string line, int number)
    {
        var tokens = LineLexer.Tokenize(line);
        var cursor = new TokenCursor(tokens, _constants);
        while (cursor.Peek.Kind == TokenKind.Name && cursor.IsFollowedBy(":"))
        {
            var label = cursor.Next();
            cursor.Expect(":");
            Scope(label.Column).DefineLabel(label);
        }

        if (cursor.Peek.Kind == TokenKind.End)
        {
            return;
        }

        if (cursor.Peek.Text.StartsWith('.'))
        {
            Directive(cursor, number);
        }
        else
        {
            Scope(cursor.Peek.Column).Add(cursor, number);
        }

        cursor.ExpectEnd();
    }

    private KernelScope Scope(int column) => _kernel ?? throw new LineException(column, "an instruction or label outside a kernel; start one with '.kernel name, block'");

    private void Directive(TokenCursor cursor, int number)
    {
        var directive = cursor.Next();
        switch (directive.Text)
        {
            case ".equ":
                var name = cursor.ExpectName("a constant's name");
                cursor.Accept(",");
                if (!_constants.TryAdd(name, cursor.Expression()))
                {
                    throw new LineException(directive.Column, $"'{name}' is already defined");
                }

                break;
            case ".buffer": Buffer(cursor, directive); break;
            case ".kernel": StartKernel(cursor, directive, number); break;
            case ".param":
                do
                {
                    Scope(directive.Column).AddParameter(cursor.Peek.Column, cursor.ExpectName("a parameter's name"));
                }
                while (cursor.Accept(","));
                break;
            case ".reg":
                var alias = cursor.ExpectName("a register's new name");
                cursor.Expect(",");
                Scope(directive.Column).AddAlias(directive.Column, alias, cursor);
                break;
            case ".end": EndKernel(number); break;
            case ".launch": Launch(cursor, number); break;
            default: throw new LineException(directive.Column, $"unknown directive '{directive.Text}'; there are .equ .buffer .kernel .param .reg .end .launch");
        }
    }

    private void Buffer(TokenCursor cursor, Token directive)
    {
        var name = cursor.ExpectName("a buffer's name");
        cursor.Expect(",");
        var typeToken = cursor.Peek;
        if (!MluDataTypes.TryParse(cursor.ExpectName("an element type"), out var type))
        {
            throw new LineException(typeToken.Column, $"'{typeToken.Text}' is not an element type; there are {string.Join(' ', MluDataTypes.Suffixes)}");
        }

        cursor.Expect(",");
        var countColumn = cursor.Peek.Column;
        var count = cursor.Expression();
        if (count is <= 0 or > 1L << 40)
        {
            throw new LineException(countColumn, $"a buffer of {count} elements is not possible");
        }

        var fill = MluBufferFill.Zero;
        if (cursor.Accept(","))
        {
            var word = cursor.Peek;
            if (!Enum.TryParse(cursor.ExpectName("zero, ramp or random"), ignoreCase: true, out fill))
            {
                throw new LineException(word.Column, $"'{word.Text}' is not a fill; there are zero, ramp and random");
            }
        }

        if (_buffers.Any(buffer => buffer.Name == name))
        {
            throw new LineException(directive.Column, $"buffer '{name}' is already declared");
        }

        _buffers.Add(new MluBuffer(name, type, count, fill));
    }

    private void StartKernel(TokenCursor cursor, Token directive, int number)
    {
        EndKernel(number);
        var name = cursor.ExpectName("a kernel's name");
        cursor.Expect(",");
        var typeToken = cursor.Peek;
        if (!MluTaskType.TryParse(cursor.ExpectName("block or unionN"), out var type))
        {
            throw new LineException(typeToken.Column, $"'{typeToken.Text}' is not a task type; there are block, union1, union2, union4, union8, union16");
        }

        var memoryCore = false;
        if (cursor.Accept(","))
        {
            var word = cursor.Peek;
            memoryCore = cursor.ExpectName("memcore") == "memcore" ? true : throw new LineException(word.Column, $"'{word.Text}' is not a kernel option; there is memcore");
        }

        if (_kernels.Any(kernel => kernel.Name == name))
        {
            throw new LineException(directive.Column, $"kernel '{name}' is already defined");
        }

        _kernel = new KernelScope(name, type, memoryCore);
    }

    private void EndKernel(int number)
    {
        if (_kernel is { } scope)
        {
            _kernel = null;
            _kernels.Add(scope.Finish(number, Report));
        }
    }

    private void Launch(TokenCursor cursor, int number)
    {
        EndKernel(number);
        var kernelToken = cursor.Peek;
        var name = cursor.ExpectName("a kernel's name");
        var kernel = _kernels.Find(candidate => candidate.Name == name) ?? throw new LineException(kernelToken.Column, $"kernel '{name}' is not defined above");
        Span<long> dims = [1, 1, 1];
        for (var axis = 0; axis < 3 && cursor.Accept(","); axis++)
        {
            var column = cursor.Peek.Column;
            dims[axis] = cursor.Expression();
            if (dims[axis] is < 1 or > 1 << 20)
            {
                throw new LineException(column, $"a launch dimension of {dims[axis]} is not possible (1 to 1048576)");
            }
        }

        var arguments = ImmutableArray.CreateBuilder<MluArgument>();
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
        var type = kernel.TaskType;
        var repeat = 1L;
        while (cursor.Peek.Kind == TokenKind.Name)
        {
            var word = cursor.Next();
            if (word.Text == "repeat")
            {
                repeat = cursor.Expression();
                if (repeat is < 1 or > 1_000_000)
                {
                    throw new LineException(word.Column, $"a launch cannot be repeated {repeat} times (1 to 1000000)");
                }
            }
            else if (!MluTaskType.TryParse(word.Text, out type))
            {
                throw new LineException(word.Column, $"'{word.Text}' is neither a task type nor 'repeat'");
            }
        }

        if (arguments.Count != kernel.Parameters.Length)
        {
            throw new LineException(kernelToken.Column, $"kernel '{name}' takes {kernel.Parameters.Length} arguments, {arguments.Count} given");
        }

        _launches.Add((new MluLaunch(name, type, (int)dims[0], (int)dims[1], (int)dims[2], arguments.ToImmutable(), (int)repeat), number));
    }

    private MluArgument Argument(TokenCursor cursor)
    {
        var token = cursor.Peek;
        if (token.Kind == TokenKind.Name && _buffers.Any(buffer => buffer.Name == token.Text))
        {
            cursor.Next();
            return new MluArgument(token.Text, cursor.Is("+") || cursor.Is("-") ? cursor.Expression() : 0);
        }

        return new MluArgument(null, cursor.Expression());
    }

    private void CheckLaunches()
    {
        foreach (var (launch, line) in _launches)
        {
            if (!launch.TaskType.IsBlock && launch.DimX % (4 * launch.TaskType.Clusters) != 0)
            {
                Report(line, 1, $"dimension x of a {launch.TaskType} launch must be a multiple of {4 * launch.TaskType.Clusters}, not {launch.DimX}");
            }
        }
    }
}
