using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>
/// Turns assembly text into kernels, buffers and launches. One statement per line:
/// <c>label:</c>, an instruction (<c>@p0 add.s32 r1, r2, 5 {stall=2}</c>), or a directive: <c>.equ NAME, expr</c>;
/// <c>.buffer NAME, type, count [, zero|ramp|random]</c>; <c>.kernel NAME</c>; <c>.param a, b, ...</c>; <c>.reg NAME, rN|pN</c>; <c>.shared BYTES</c>;
/// <c>.local BYTES</c>; <c>.registers N</c>; <c>.end</c>; <c>.launch KERNEL, grid x [, y [, z]], block x [, y [, z]] (args...) [shared BYTES] [repeat n]
/// [stream n] [priority n]</c>; <c>.copy in|out, BUFFER [stream n]</c>; <c>.record EVENT [stream n]</c>; <c>.await EVENT [stream n]</c>.
/// All problems of a source are reported at once.
/// </summary>
public sealed partial class SimtAssembler
{
    private static readonly BufferElement[] Elements =
    [
        new("f16", 16), new("bf16", 16), new("f32", 32), new("f64", 64), new("i8", 8), new("i16", 16), new("i32", 32), new("i64", 64), new("u8", 8), new("u16", 16), new("u32", 32),
    ];

    private readonly string _file;
    private readonly AssemblySource _source;
    private readonly List<SimtKernel> _kernels = [];
    private readonly List<SimtHostCommand> _commands = [];
    private SimtKernelScope? _kernel;

    private SimtAssembler(string file)
    {
        _file = file;
        _source = new AssemblySource(file, Elements, ".kernel name");
    }

    /// <summary>Assembles a source.</summary>
    /// <param name="source">Text.</param>
    /// <param name="file">Name used in messages.</param>
    /// <exception cref="AssemblyException">Something is wrong; every problem found is listed.</exception>
    public static SimtAssembly Assemble(string source, string file = "<input>") => new SimtAssembler(file).Run(source);

    private SimtAssembly Run(string source)
    {
        EndKernel(_source.Read(source, (cursor, number) => _source.Statement(cursor, number, _kernel, Directive)));
        _source.ThrowIfWrong();
        return new SimtAssembly(_file, [.. _kernels], [.. _source.Buffers], [.. _commands.OfType<SimtLaunch>()]) { Commands = [.. _commands] };
    }

    private void Directive(TokenCursor cursor, Token directive, int number)
    {
        switch (directive.Text)
        {
            case ".kernel": StartKernel(cursor, directive, number); break;
            case ".shared": _source.Open(_kernel, directive.Column).SharedBytes = AssemblySource.Count(cursor, "a block's shared memory", 1 << 20); break;
            case ".local": _source.Open(_kernel, directive.Column).LocalBytes = AssemblySource.Count(cursor, "a thread's local memory", 512 << 10); break;
            case ".registers": _source.Open(_kernel, directive.Column).Registers = AssemblySource.Count(cursor, "a number of registers", SimtInstructionSet.MaxRegister); break;
            case ".end": EndKernel(number); break;
            case ".launch": Launch(cursor, number); break;
            case ".copy": Copy(cursor, number); break;
            case ".record": Event(cursor, number, records: true); break;
            case ".await": Event(cursor, number, records: false); break;
            default: throw new LineException(directive.Column, $"unknown directive '{directive.Text}'; there are .equ .buffer .kernel .param .reg .shared .local .registers .end .launch .copy .record .await");
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
        var (shared, repeat, stream, priority) = (0, 1, 0, 0);
        while (cursor.Peek.Kind == TokenKind.Name)
        {
            var word = cursor.Next();
            switch (word.Text)
            {
                case "shared": shared = AssemblySource.Count(cursor, "a block's shared memory", 1 << 20); break;
                case "repeat": repeat = AssemblySource.Count(cursor, "a repetition", 1_000_000); break;
                case "stream": stream = AssemblySource.Count(cursor, "a stream", MostStream, least: 0); break;
                case "priority": priority = AssemblySource.Count(cursor, "a priority", MostPriority, least: 0); break;
                default: throw new LineException(word.Column, $"'{word.Text}' is none of 'shared', 'repeat', 'stream', 'priority'");
            }
        }

        if (arguments.Length != kernel.Parameters.Length)
        {
            throw new LineException(kernelToken.Column, $"kernel '{name}' takes {kernel.Parameters.Length} arguments, {arguments.Length} given");
        }

        _commands.Add(new SimtLaunch(name, grid, block, shared, arguments, repeat, stream, priority));
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
