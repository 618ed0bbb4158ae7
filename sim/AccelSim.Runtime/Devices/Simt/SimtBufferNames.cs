using System.Collections.Immutable;
using AccelSim.Isa.Image;

namespace AccelSim.Runtime.Simt;

/// <summary>Names the buffer that an address most likely means: the one it is in, else the one before it, which a program ran out of.</summary>
internal sealed class SimtBufferNames(ProgramImage image)
{
    private readonly ImmutableArray<ImageBuffer> _byAddress = [.. image.Buffers.OrderBy(buffer => buffer.Address)];

    public string? At(long address)
    {
        string? name = null;
        foreach (var buffer in _byAddress)
        {
            if (buffer.Address > address)
            {
                break;
            }

            name = buffer.Name;
        }

        return name;
    }
}
