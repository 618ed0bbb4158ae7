using AccelSim.Isa.Image;

namespace AccelSim.Runtime;

/// <summary>Buffers of an image as numbers: converts between device bytes in device layout and values in logical order.</summary>
internal sealed class DeviceBuffers(ProgramImage image, byte[] memory)
{
    /// <summary>Puts constants where they belong.</summary>
    /// <param name="integersOnly">True for those of integers alone.</param>
    public void LoadConstants(bool integersOnly)
    {
        foreach (var constant in image.Constants.Where(constant => !integersOnly || IsInteger(constant.Buffer)))
        {
            switch (constant.Content)
            {
                case InlineContent inline: inline.Bytes.Span.CopyTo(Bytes(constant.Buffer)); break;
                case DeferredContent deferred: deferred.Make().Span.CopyTo(Bytes(constant.Buffer)); break;
                case DescribedContent { Role: var role } when BufferFills.Of(role, constant.Name, IsInteger(constant.Buffer)) is { } element: Fill(constant.Buffer, element); break;
                default: throw new RuntimeException($"constant '{constant.Name}' has no contents, only a shape; compile with --weights seed:1 to run for values");
            }
        }
    }

    /// <summary>Whether a buffer holds integers.</summary>
    public bool IsInteger(int buffer) => FormatOf(buffer).IsInteger;

    /// <summary>Stores a value that depends on the element's number.</summary>
    public void Fill(int buffer, Func<long, double> element)
    {
        var walk = new LayoutWalk(image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        var format = FormatOf(buffer);
        var count = Count(buffer);
        for (var i = 0L; i < count; i++)
        {
            format.Store(bytes, walk.Next(), element(i));
        }
    }

    /// <summary>Values of a buffer, row-major over its shape.</summary>
    public double[] Read(int buffer)
    {
        var values = new double[Count(buffer)];
        var walk = new LayoutWalk(image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        var format = FormatOf(buffer);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = format.Load(bytes, walk.Next());
        }

        return values;
    }

    /// <summary>Stores values given row-major over the shape.</summary>
    public void Write(int buffer, ReadOnlySpan<double> values)
    {
        var walk = new LayoutWalk(image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        var format = FormatOf(buffer);
        foreach (var value in values)
        {
            format.Store(bytes, walk.Next(), value);
        }
    }

    private long Count(int buffer) => image.Buffers[buffer].Shape.Aggregate(1L, (product, extent) => product * extent);

    private Span<byte> Bytes(int buffer) => memory.AsSpan((int)image.Buffers[buffer].Address, (int)image.Buffers[buffer].Bytes);

    private ElementFormat FormatOf(int buffer) => ElementFormat.Of(image.Buffers[buffer].ElementType)
        ?? throw new RuntimeException($"buffer '{image.Buffers[buffer].Name}' holds elements of type '{image.Buffers[buffer].ElementType}', which cannot be read as numbers");
}
