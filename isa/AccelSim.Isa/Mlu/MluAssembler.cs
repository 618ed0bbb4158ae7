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
    private static readonly BufferElement[] Elements = [.. MluDataTypes.Suffixes.Select(suffix => new BufferElement(suffix, MluDataTypes.Parse(suffix).Bits()))];

    private readonly string _file;
    private readonly AssemblySource _source;
    private readonly List<MluKernel> _kernels = [];
    private readonly List<(MluLaunch Launch, int Line)> _launches = [];
    private KernelScope? _kernel;

    private MluAssembler(string file)
    {
        _file = file;
        _source = new AssemblySource(file, Elements, ".kernel name, block");
    }

    /// <summary>Assembles a source.</summary>
    /// <param name="source">Text.</param>
    /// <param name="file">Name used in messages.</param>
    /// <exception cref="AssemblyException">Something is wrong; every problem found is listed.</exception>
    public static MluAssembly Assemble(string source, string file = "<input>") => new MluAssembler(file).Run(source);

    private MluAssembly Run(string source)
    {
        EndKernel(_source.Read(source, (cursor, number) => _source.Statement(cursor, number, _kernel, Directive)));
        CheckLaunches();
        _source.ThrowIfWrong();
        return new MluAssembly(_file, [.. _kernels], [.. _source.Buffers], [.. _launches.Select(entry => entry.Launch)]);
    }

    private void Directive(TokenCursor cursor, Token directive, int number)
    {
        switch (directive.Text)
        {
            case ".kernel": StartKernel(cursor, directive, number); break;
            case ".end": EndKernel(number); break;
            case ".launch": Launch(cursor, number); break;
            default: throw new LineException(directive.Column, $"unknown directive '{directive.Text}'; there are .equ .buffer .kernel .param .reg .end .launch");
        }
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
            _kernels.Add(scope.Finish(number, _source.Report));
        }
    }

    private void Launch(TokenCursor cursor, int number)
    {
        EndKernel(number);
        var kernelToken = cursor.Peek;
        var name = cursor.ExpectName("a kernel's name");
        var kernel = _kernels.Find(candidate => candidate.Name == name) ?? throw new LineException(kernelToken.Column, $"kernel '{name}' is not defined above");
        Span<int> dims = [1, 1, 1];
        for (var axis = 0; axis < 3 && cursor.Accept(","); axis++)
        {
            dims[axis] = AssemblySource.Count(cursor, "a launch dimension", 1 << 20);
        }

        var arguments = _source.Arguments(cursor);
        var type = kernel.TaskType;
        var repeat = 1;
        while (cursor.Peek.Kind == TokenKind.Name)
        {
            var word = cursor.Next();
            if (word.Text == "repeat")
            {
                repeat = AssemblySource.Count(cursor, "a repetition", 1_000_000);
            }
            else if (!MluTaskType.TryParse(word.Text, out type))
            {
                throw new LineException(word.Column, $"'{word.Text}' is neither a task type nor 'repeat'");
            }
        }

        if (arguments.Length != kernel.Parameters.Length)
        {
            throw new LineException(kernelToken.Column, $"kernel '{name}' takes {kernel.Parameters.Length} arguments, {arguments.Length} given");
        }

        _launches.Add((new MluLaunch(name, type, dims[0], dims[1], dims[2], arguments, repeat), number));
    }

    private void CheckLaunches()
    {
        foreach (var (launch, line) in _launches)
        {
            if (!launch.TaskType.IsBlock && launch.DimX % (4 * launch.TaskType.Clusters) != 0)
            {
                _source.Report(line, 1, $"dimension x of a {launch.TaskType} launch must be a multiple of {4 * launch.TaskType.Clusters}, not {launch.DimX}");
            }
        }
    }
}
