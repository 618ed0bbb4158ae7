using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>
/// Turns assembly text into kernels, buffers and launches. One statement per line:
/// <c>label:</c>, an instruction (<c>@p0 add.s32 r1, r2, 5 {stall=2}</c>), or a directive: <c>.equ NAME, expr</c>;
/// <c>.buffer NAME, type, count [, zero|ramp|random]</c>; <c>.kernel NAME</c>; <c>.param a, b, ...</c>; <c>.reg NAME, rN|pN</c>; <c>.shared BYTES</c>;
/// <c>.local BYTES</c>; <c>.registers N</c>; <c>.end</c>; <c>.launch KERNEL, grid x [, y [, z]], block x [, y [, z]] (args...) [shared BYTES] [repeat n]</c>.
/// All problems of a source are reported at once.
/// </summary>
public sealed class SimtAssembler
{
    private static readonly BufferElement[] Elements =
    [
        new("f16", 16), new("bf16", 16), new("f32", 32), new("f64", 64), new("i8", 8), new("i16", 16), new("i32", 32), new("i64", 64), new("u8", 8), new("u16", 16), new("u32", 32),
    ];

    private readonly string _file;
    private readonly AssemblySource _source;
    private readonly List<SimtKernel> _kernels = [];
    private readonly List<SimtLaunch> _launches = [];
    private SimtKernelScope? _kernel;

    private SimtAssembler(string file)
    {
        _file = file;
        _source = new AssemblySource(file, Elements);
    }

    /// <summary>Assembles a source.</summary>
    /// <param name="source">Text.</param>
    /// <param name="file">Name used in messages.</param>
    /// <exception cref="AssemblyException">Something is wrong; every problem found is listed.</exception>
    public static SimtAssembly Assemble(string source, string file = "<input>") => new SimtAssembler(file).Run(source);

    private SimtAssembly Run(string source)
    {
        EndKernel(_source.Read(source, Statement));
        _source.ThrowIfWrong();
        return new SimtAssembly(_file, [.. _kernels], [.. _source.Buffers], [.. _launches]);
    }

    private void Statement(TokenCursor cursor, int number)
    {
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
    }

    private SimtKernelScope Scope(int column) => _kernel ?? throw new LineException(column, "an instruction or label outside a kernel; start one with '.kernel name'");

    private void Directive(TokenCursor cursor, int number)
    {
        var directive = cursor.Next();
        switch (directive.Text)
        {
            case ".equ": _source.Constant(cursor, directive); break;
            case ".buffer": _source.Buffer(cursor, directive); break;
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
            case ".shared": Scope(directive.Column).SharedBytes = AssemblySource.Count(cursor, "a block's shared memory", 1 << 20); break;
            case ".local": Scope(directive.Column).LocalBytes = AssemblySource.Count(cursor, "a thread's local memory", 512 << 10); break;
            case ".registers": Scope(directive.Column).Registers = AssemblySource.Count(cursor, "a number of registers", SimtInstructionSet.MaxRegister); break;
            case ".end": EndKernel(number); break;
            case ".launch": Launch(cursor, number); break;
            default: throw new LineException(directive.Column, $"unknown directive '{directive.Text}'; there are .equ .buffer .kernel .param .reg .shared .local .registers .end .launch");
        }
    }

    private void StartKernel(TokenCursor cursor, Token directive, int number)
    {
        EndKernel(number);
        var name = cursor.ExpectName("a kernel's name");
        if (_kernels.Any(kernel => kernel.Name == name))
        {
            throw new LineException(directive.Column, $"kernel '{name}' is already defined");
        }

        _kernel = new SimtKernelScope(name);
    }

    private void EndKernel(int number)
    {
        if (_kernel is { } scope)
        {
            _kernel = null;
            _kernels.Add(scope.Finish(number, _source.Report));
        }
    }

    private void Launch(TokenCursor cursor, int number)
    {
        EndKernel(number);
        var kernelToken = cursor.Peek;
        var name = cursor.ExpectName("a kernel's name");
        var kernel = _kernels.Find(candidate => candidate.Name == name) ?? throw new LineException(kernelToken.Column, $"kernel '{name}' is not defined above");
        cursor.Expect(",");
        var grid = Extent(cursor, "grid", int.MaxValue);
        cursor.Expect(",");
        var block = Extent(cursor, "block", 1024);
        var arguments = _source.Arguments(cursor);
        var (shared, repeat) = (0, 1);
        while (cursor.Peek.Kind == TokenKind.Name)
        {
            var word = cursor.Next();
            switch (word.Text)
            {
                case "shared": shared = AssemblySource.Count(cursor, "a block's shared memory", 1 << 20); break;
                case "repeat": repeat = AssemblySource.Count(cursor, "a repetition", 1_000_000); break;
                default: throw new LineException(word.Column, $"'{word.Text}' is neither 'shared' nor 'repeat'");
            }
        }

        if (arguments.Length != kernel.Parameters.Length)
        {
            throw new LineException(kernelToken.Column, $"kernel '{name}' takes {kernel.Parameters.Length} arguments, {arguments.Length} given");
        }

        _launches.Add(new SimtLaunch(name, grid, block, shared, arguments, repeat));
    }

    private static SimtExtent Extent(TokenCursor cursor, string what, int most)
    {
        var word = cursor.Next();
        if (word.Text != what)
        {
            throw new LineException(word.Column, $"expected '{what}' and its extents: .launch kernel, grid x, y, z, block x, y, z (arguments)");
        }

        Span<int> extents = [1, 1, 1];
        for (var axis = 0; axis < 3; axis++)
        {
            extents[axis] = AssemblySource.Count(cursor, $"an extent of the {what}", most);
            if (axis == 2 || !cursor.Is(",") || cursor.IsFollowedByName("block"))
            {
                break;
            }

            cursor.Expect(",");
        }

        return new SimtExtent(extents[0], extents[1], extents[2]);
    }
}
