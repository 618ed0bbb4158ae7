using AccelSim.Graph;
using AccelSim.Isa.Assembly;

namespace AccelSim.Runtime;

/// <summary>Initial contents of the buffers that an assembly program declares. Images name the fill instead of holding its bytes.</summary>
internal static class BufferFills
{
    private const ulong Seed = 1;

    /// <summary>The name of a fill in an image.</summary>
    public static string Role(BufferFill fill) => fill.ToString().ToLowerInvariant();

    /// <summary>Value of an element, or null where the role is no fill.</summary>
    /// <param name="role">What the image says of the buffer.</param>
    /// <param name="buffer">Name of the buffer: random contents differ from buffer to buffer.</param>
    /// <param name="isInteger">Whether elements are integers.</param>
    public static Func<long, double>? Of(string role, string buffer, bool isInteger)
    {
        if (role == Role(BufferFill.Zero))
        {
            return _ => 0;
        }

        if (role == Role(BufferFill.Ramp))
        {
            return i => i % 61 / 8.0 - 3.5;
        }

        if (role != Role(BufferFill.Random))
        {
            return null;
        }

        var random = new CounterRandom(Seed, "buffer/" + buffer);
        return isInteger ? i => Math.Floor(8 * random.Signed(i)) : random.Signed;
    }
}
