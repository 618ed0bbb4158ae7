using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>
/// The buffer of packets with data in front of the crossbar: a packet has its bytes until its slice has taken it. While it is full no store and no
/// atomic issues.
/// </summary>
internal sealed partial class SmCore
{
    private readonly long _bufferBytes;
    private BinaryHeap<SmRoom> _room = new(64);
    private long _buffered;
    private bool _awaitsRoom;

    /// <summary>A packet's bytes are free at <paramref name="time"/> (fs), not before the crossbar's latency from now.</summary>
    public void Taken(long time, int bytes)
    {
        var cycle = _clock.CycleAtOrAfter(time);
        _room.Push(new SmRoom(cycle, bytes));
        if (_awaitsRoom)
        {
            _awaitsRoom = false;
            RoomFrom(cycle);
            WakeAt(_clock.Edge(cycle));
        }
    }

    /// <summary>Cycle from which the buffer has room, not known yet where that is <see cref="Never"/>.</summary>
    private long BufferFree(long cycle)
    {
        while (_buffered >= _bufferBytes && _room.Count > 0 && _room.Min.Cycle <= cycle)
        {
            _buffered -= _room.Pop().Bytes;
        }

        if (_buffered < _bufferBytes)
        {
            return 0;
        }

        _awaitsRoom = _room.Count == 0;
        var free = _awaitsRoom ? Never : _room.Min.Cycle;
        _roomAt = _awaitsRoom ? _roomAt : free;
        return free;
    }

    /// <summary>Memory instructions that could not issue for want of room may from a cycle on.</summary>
    private void RoomFrom(long cycle)
    {
        _roomAt = cycle;
        foreach (var core in _subCores)
        {
            core.Next = Math.Min(core.Next, core.Count > 0 ? cycle : Never);
        }
    }
}
