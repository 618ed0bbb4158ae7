
namespace AccelSim.Engine.Tests;

/// <summary>The oracle of the event queue: a sorted list, nothing clever.</summary>
internal sealed class HeapEventQueue
{
    private readonly SortedSet<(long Time, byte Phase, ulong Sequence, int Tag)> _items = [];
    private ulong _sequence;

    public int Count => _items.Count;

    public void Push(long time, Phase phase, int tag) => _items.Add((time, (byte)phase, _sequence++, tag));

    public (long Time, byte Phase, ulong Sequence, int Tag) Pop()
    {
        var least = _items.Min;
        _items.Remove(least);
        return least;
    }
}
