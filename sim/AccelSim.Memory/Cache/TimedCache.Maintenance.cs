using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Writing back and letting go of lines because somebody asks for it.</summary>
/// <remarks>
/// One request after the other walks the tags beside the accesses, a set (or, where its range has fewer lines than there are sets, a line) a
/// cycle, and writes back at most one line a cycle, through the same buffer as replaced lines. It covers what accesses had changed when they were
/// answered before it was asked for. A line that waits for data is let go when that has come.
/// </remarks>
public sealed partial class TimedCache
{
    private bool _maintenanceStands;

    /// <summary>Asks for maintenance of all lines now.</summary>
    /// <param name="what">What is to be done.</param>
    /// <param name="client">Told when all of it was done and the next level has accepted what was written back.</param>
    /// <param name="tag">Handed back to the client.</param>
    public void Maintain(CacheMaintenance what, ICacheClient client, int tag) => Maintain(what, 0, long.MaxValue, client, tag);

    /// <summary>Asks for maintenance of the lines that hold any of [address, address + bytes) now.</summary>
    /// <param name="what">What is to be done.</param>
    /// <param name="address">First byte.</param>
    /// <param name="bytes">Bytes, at least 1.</param>
    /// <param name="client">Told when all of it was done and the next level has accepted what was written back.</param>
    /// <param name="tag">Handed back to the client.</param>
    public void Maintain(CacheMaintenance what, long address, long bytes, ICacheClient client, int tag)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfNegative(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        var last = (address + Math.Min(bytes - 1, long.MaxValue - address)) / _config.LineBytes;
        _works.Enqueue(new Work { What = what, First = address / _config.LineBytes, Last = last, Client = client, Tag = tag, Asked = Now });
        if (_works.Count == 1)
        {
            BeginWork();
        }
    }

    private void BeginWork()
    {
        var work = _works.Peek();
        work.ByLine = work.Last - work.First < _tags.Sets;
        work.Steps = work.ByLine ? work.Last - work.First + 1 : _tags.Sets;
        MaintainAt(_clock.CycleAtOrAfter(Now));
    }

    private void MaintainAt(long cycle) => Simulation.Schedule(_clock.Edge(cycle), Phase.Arbitrate, this, (int)Step.Maintain, 0);

    private void MaintainAgain()
    {
        if (_maintenanceStands)
        {
            _maintenanceStands = false;
            MaintainAt(_clock.CycleAtOrAfter(Now));
        }
    }

    /// <summary>One cycle of the walk.</summary>
    private void Maintain()
    {
        var work = _works.Peek();
        var cycle = _clock.CycleAtOrAfter(Now);
        var wrote = false;
        for (var (place, end) = work.ByLine ? PlaceOf(work.First + work.Step) : _tags.PlacesOf(work.Step); place < end; place++)
        {
            var line = _tags.LineAt(place);
            if (!_tags.Holds(place) || line < work.First || line > work.Last)
            {
                continue;
            }

            if (work.What != CacheMaintenance.WriteBack && _tags.Pending[place] != 0)
            {
                _maintenanceStands = true;
                return;
            }

            if (work.What != CacheMaintenance.Invalidate && _tags.Dirty[place] is not 0 and var dirty)
            {
                if (wrote)
                {
                    MaintainAt(cycle + 1);
                    return;
                }

                if (_backs.InUse >= _config.WriteBacks)
                {
                    _maintenanceStands = true;
                    return;
                }

                wrote = true;
                work.Left++;
                _tags.Dirty[place] = 0;
                WriteBack(line, dirty, _clock.Edge(cycle + _config.TagLatencyCycles), awaited: true, maintained: true);
            }

            if (work.What != CacheMaintenance.WriteBack)
            {
                _counters.Invalidations++;
                _tags.Remove(place);
            }
        }

        if (++work.Step < work.Steps)
        {
            MaintainAt(cycle + 1);
            return;
        }

        work.Walked = _clock.Edge(cycle + _config.TagLatencyCycles);
        EndWork();
    }

    private (int Place, int End) PlaceOf(long line) => _tags.Find(line) is >= 0 and var place ? (place, place + 1) : (0, 0);

    private void MaintainedBack()
    {
        _works.Peek().Left--;
        EndWork();
    }

    /// <summary>Ends the work in front where it has been walked and nothing of it is on its way.</summary>
    private void EndWork()
    {
        var work = _works.Peek();
        if (work.Walked == 0 || work.Left > 0)
        {
            return;
        }

        if (work.Walked > Now)
        {
            // Nobody else counts down: this is asked again once, when the walk's look-up has ended.
            work.Left = 1;
            Simulation.Schedule(work.Walked, Phase.Deliver, this, (int)Step.Maintained, 0);
            return;
        }

        _works.Dequeue();
        if (_works.Count > 0)
        {
            BeginWork();
        }

        var latency = work.Walked - work.Asked;
        work.Client.CacheDone(work.Tag, new CacheOutcome(Now, 0, 0, latency, Now - work.Walked, false));
    }

    /// <summary>A request for maintenance and how far it has come.</summary>
    private sealed class Work
    {
        public required CacheMaintenance What { get; init; }

        /// <summary>First and last line of its range.</summary>
        public required long First { get; init; }

        public required long Last { get; init; }

        public required ICacheClient Client { get; init; }

        public required int Tag { get; init; }

        /// <summary>When it was asked for, fs.</summary>
        public required long Asked { get; init; }

        /// <summary>Walks its lines one by one, not all sets.</summary>
        public bool ByLine { get; set; }

        public long Step { get; set; }

        public long Steps { get; set; }

        /// <summary>Lines on their way back.</summary>
        public int Left { get; set; }

        /// <summary>When the last look-up ended, fs; 0 before.</summary>
        public long Walked { get; set; }
    }
}
