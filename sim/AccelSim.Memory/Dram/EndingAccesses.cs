using System.Diagnostics.CodeAnalysis;

namespace AccelSim.Memory;

/// <summary>
/// Accesses whose end is known. Those of one instant end in the order in which they were asked for, whichever channel was looked at first.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "no two have the same number, so none are equal")]
internal sealed class EndingAccesses
{
    private readonly PriorityQueue<int, Turn> _queue = new();

    /// <summary>An access ends at a time (fs).</summary>
    /// <param name="access">Which.</param>
    /// <param name="time">When.</param>
    /// <param name="number">How many were asked for before it.</param>
    public void Add(int access, long time, long number) => _queue.Enqueue(access, new Turn(time, number));

    /// <summary>Takes out the one whose turn it is.</summary>
    public int Next() => _queue.Dequeue();

    private readonly record struct Turn(long Time, long Number) : IComparable<Turn>
    {
        public int CompareTo(Turn other) => Time != other.Time ? Time.CompareTo(other.Time) : Number.CompareTo(other.Number);
    }
}
