using System.Collections.Immutable;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Image;

namespace AccelSim.Runtime;

/// <summary>The buffers that an assembly source declares, one after the other in device memory, and the launch arguments that name them.</summary>
internal sealed class AssemblyBuffers
{
    private readonly Dictionary<string, ImageBuffer> _byName = new(StringComparer.Ordinal);

    /// <summary>Places the buffers.</summary>
    /// <param name="declared">In the order of the source.</param>
    /// <param name="alignment">Each begins at a multiple of this many bytes.</param>
    public AssemblyBuffers(ImmutableArray<BufferDeclaration> declared, long alignment)
    {
        var address = 0L;
        foreach (var buffer in declared)
        {
            _byName.Add(buffer.Name, new ImageBuffer
            {
                Name = buffer.Name,
                Kind = BufferKind.Constant,
                Address = address,
                Bytes = buffer.Bytes,
                ElementType = buffer.Element.Name,
                Shape = [buffer.Count],
            });
            Bytes = address + buffer.Bytes;
            address = (Bytes + alignment - 1) / alignment * alignment;
        }

        Placed = [.. declared.Select(buffer => _byName[buffer.Name])];
        Contents = [.. declared.Select((buffer, i) => new ImageConstant
        {
            Name = buffer.Name,
            Buffer = i,
            Content = new DescribedContent(BufferFills.Role(buffer.Fill), null),
        })];
    }

    /// <summary>The buffers in the order of the source.</summary>
    public ImmutableArray<ImageBuffer> Placed { get; }

    /// <summary>What they are filled with.</summary>
    public ImmutableArray<ImageConstant> Contents { get; }

    /// <summary>Device memory up to the end of the last.</summary>
    public long Bytes { get; }

    /// <summary>Launch arguments as words: numbers, and addresses of buffers.</summary>
    /// <exception cref="RuntimeException">One names a buffer that is not declared.</exception>
    public ImmutableArray<ulong> Words(ImmutableArray<LaunchArgument> arguments) => [.. arguments.Select(Word)];

    private ulong Word(LaunchArgument argument) => argument.Buffer is { } name
        ? _byName.TryGetValue(name, out var buffer)
            ? unchecked((ulong)(buffer.Address + argument.Value))
            : throw new RuntimeException($"a launch names the buffer '{name}', which is not declared")
        : unchecked((ulong)argument.Value);
}
