using AccelSim.Isa.Image;

namespace AccelSim.Runtime;

/// <summary>A command in a stream: it begins when the host has issued it and what it waits for has ended.</summary>
/// <param name="command">The command.</param>
/// <param name="at">Its place in the program.</param>
/// <param name="issued">When the host had issued it.</param>
/// <param name="after">What it waits for.</param>
internal sealed class StreamStep(ImageCommand command, int at, Moment issued, IReadOnlyList<StreamStep> after)
{
    public ImageCommand Command { get; } = command;

    public int At { get; } = at;

    public IReadOnlyList<StreamStep> After { get; } = after;

    /// <summary>When it ended; null before that is known.</summary>
    public Moment? End { get; set; }

    /// <summary>When it began.</summary>
    public Moment Start { get; set; }

    /// <summary>Number of the launch on the device; -1 where it is none, or has not begun.</summary>
    public int Launch { get; set; } = -1;

    /// <summary>What the launch did.</summary>
    public DeviceLaunch? Outcome { get; set; }

    /// <summary>When it may begin; null where that is not known yet.</summary>
    public Moment? ReadyAt()
    {
        var ready = issued;
        foreach (var other in After)
        {
            if (other.End is not { } end)
            {
                return null;
            }

            ready = Moment.Later(ready, end);
        }

        return ready;
    }

    /// <summary>Launches behind which it begins, through events.</summary>
    public IEnumerable<int> Launches() => After.SelectMany(other => other.Launch >= 0 ? [other.Launch] : other.Launches());
}
