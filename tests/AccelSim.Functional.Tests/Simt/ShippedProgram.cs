using AccelSim.Functional.Simt;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>A program of programs/simt with its buffers in memory, ready to run.</summary>
internal sealed class ShippedProgram
{
    private const int Alignment = 256;
    private readonly SimtAssembly _assembly;
    private readonly Dictionary<string, (int Address, int Bytes)> _buffers = [];

    public ShippedProgram(string name, Func<string, string>? change = null)
    {
        var file = Repository.File("programs", "simt", name + ".asm");
        Text = File.ReadAllText(file);
        Text = change?.Invoke(Text) ?? Text;
        _assembly = SimtAssembler.Assemble(Text, file);
        var end = 0;
        foreach (var buffer in _assembly.Buffers)
        {
            _buffers[buffer.Name] = (end, (int)buffer.Bytes);
            end += ((int)buffer.Bytes + Alignment - 1) / Alignment * Alignment;
        }

        Memory = new byte[end];
        var random = new System.Random(1);
        foreach (var buffer in _assembly.Buffers.Where(buffer => buffer.Fill == BufferFill.Random))
        {
            Fill(buffer, random);
        }
    }

    public string Text { get; }

    public byte[] Memory { get; }

    public long Instructions { get; private set; }

    public Span<T> Buffer<T>(string name)
        where T : struct
    {
        var (address, bytes) = _buffers[name];
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(Memory.AsSpan(address, bytes));
    }

    public IEnumerable<SimtLaunchState> Launches(byte[]? memory) => _assembly.Launches.Select(launch => new SimtLaunchState(
        new SimtProgram(_assembly.Kernel(launch.Kernel)), launch.Grid, launch.Block,
        [.. launch.Arguments.Select(argument => (ulong)(argument.Value + (argument.Buffer is { } buffer ? _buffers[buffer].Address : 0)))],
        32, Memory.Length, memory, launch.SharedBytes));

    public void Run(SimtFunctionalRunner? runner = null)
    {
        runner ??= new SimtFunctionalRunner();
        foreach (var launch in Launches(Memory))
        {
            runner.Launch(launch, TestContext.Current.CancellationToken);
        }

        Instructions = runner.Instructions;
    }

    private void Fill(BufferDeclaration buffer, System.Random random)
    {
        for (var i = 0; i < buffer.Count; i++)
        {
            switch (buffer.Element.Name)
            {
                case "f16": Buffer<Half>(buffer.Name)[i] = (Half)(random.NextDouble() - 0.5); break;
                case "f32": Buffer<float>(buffer.Name)[i] = (float)((random.NextDouble() - 0.5) * 8); break;
                default: Buffer<int>(buffer.Name)[i] = random.Next(int.MinValue, int.MaxValue); break;
            }
        }
    }
}
