using System.Collections.Immutable;
using AccelSim.Isa.Image;
using AccelSim.Memory;

namespace AccelSim.Runtime.Mlu;

/// <summary>
/// Which buffers the launches of a command stream touch: those that an argument points to or into. Where buffers share memory one after the
/// other, the longest that an argument may mean is taken, so too much rather than too little.
/// </summary>
internal sealed class LaunchBuffers
{
    private readonly int[] _ordinals;
    private readonly List<ImmutableArray<(long Address, long Bytes)>> _touched = [];

    public LaunchBuffers(ProgramImage image)
    {
        _ordinals = new int[image.Commands.Length];
        for (var i = 0; i < image.Commands.Length; i++)
        {
            _ordinals[i] = _touched.Count;
            if (image.Commands[i] is LaunchCommand launch)
            {
                _touched.Add([.. launch.Arguments.Select(argument => Meant((long)argument, image.Buffers)).OfType<(long, long)>().Distinct()]);
            }
        }
    }

    /// <summary>Begins the launch at a position of the commands: keeps what it touches and fetches what the next ones do.</summary>
    /// <param name="command">Position in the commands.</param>
    /// <param name="time">When the device takes it, fs.</param>
    /// <param name="depth">How many launches ahead; 0 to fetch nothing.</param>
    /// <param name="memory">Where pages are.</param>
    public void Begin(int command, long time, int depth, UnifiedMemory memory)
    {
        var now = _ordinals[command];
        memory.BeginLaunch();
        foreach (var (address, bytes) in _touched[now])
        {
            memory.KeepForLaunch(address, bytes);
        }

        for (var next = now + 1; next <= now + depth && next < _touched.Count; next++)
        {
            foreach (var (address, bytes) in _touched[next])
            {
                memory.FetchAhead(time, address, bytes);
            }
        }
    }

    private static (long Address, long Bytes)? Meant(long argument, ImmutableArray<ImageBuffer> buffers)
    {
        ImageBuffer? meant = null;
        foreach (var buffer in buffers)
        {
            var isInside = argument >= buffer.Address && argument - buffer.Address < buffer.Bytes;
            if (isInside && (meant is null || Rank(buffer).CompareTo(Rank(meant)) > 0))
            {
                meant = buffer;
            }
        }

        return meant is null ? null : (meant.Address, meant.Bytes);

        (bool, long) Rank(ImageBuffer buffer) => (buffer.Address == argument, buffer.Bytes);
    }
}
