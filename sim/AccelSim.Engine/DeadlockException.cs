using System.Collections.Immutable;

namespace AccelSim.Engine;

/// <summary>Nothing can happen any more, and yet work is unfinished: somebody waits for what nobody will do.</summary>
public sealed class DeadlockException : SimulationException
{
    /// <summary>Reports the deadlock at <paramref name="time"/> fs.</summary>
    /// <param name="time">Time of the last event, fs.</param>
    /// <param name="waiting">One line per waiting unit, saying what it waits for.</param>
    public DeadlockException(long time, IEnumerable<string> waiting)
        : base(time, $"deadlock at {time} fs: no event is left, but:{string.Concat(waiting.Select(line => $"\n  {line}"))}") =>
        Waiting = [.. waiting];

    /// <summary>One line per waiting unit.</summary>
    public ImmutableArray<string> Waiting { get; }
}
