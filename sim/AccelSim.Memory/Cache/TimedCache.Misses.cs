using System.Numerics;
using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Look-ups, what they ask of the next level, and what comes back.</summary>
public sealed partial class TimedCache
{
    /// <summary>Looks an access up; false, with nothing changed, when it misses and the miss cannot be taken.</summary>
    private bool TryLookUp(int number, int bank, long cycle)
    {
        ref var request = ref _requests.Items[number];
        var line = request.Span.Line;
        var place = _tags.Find(line);
        var valid = place < 0 ? 0 : _tags.Valid[place];
        var pending = place < 0 ? 0 : _tags.Pending[place];
        var demand = CacheDemand.Of(_config, request.Span, valid | pending, request.Write);
        request.Needs = (request.Span.Sectors & pending) | demand.Fetch;
        if (request.Needs != 0 && (pending == 0 ? _misses.Full : _misses.MergesUsedUp(place)))
        {
            return false;
        }

        var victim = place < 0 && demand.Allocate ? _tags.Victim(line) : place;
        if (victim < 0 && demand.Allocate)
        {
            return false;
        }

        if (victim != place && _tags.Holds(victim) && _tags.Dirty[victim] != 0 && _backs.InUse >= _config.WriteBacks)
        {
            return false;
        }

        _banks.Release(bank, Now);
        request.Limited = _banks.LimitedUntil(bank, Now) - request.Limited;
        request.LookedUp = Now;
        request.Sent = _clock.Edge(cycle + _config.TagLatencyCycles);
        request.Next = -1;
        Count(request.Span.Sectors, valid, pending);
        var (evicted, dirty) = victim == place ? (0, 0) : Replace(victim, line);
        if (victim >= 0)
        {
            _tags.Use(victim);
        }

        if (request.Needs != 0)
        {
            _banks.Look(bank, cycle);
            Wait(number, victim, demand, first: pending == 0);
        }
        else
        {
            Move(ref request, number, bank, victim, demand, cycle);
        }

        WriteBack(evicted, dirty, request.Sent, awaited: _config.WriteBacks is not null, maintained: false);
        return true;
    }

    private void Count(ulong sectors, ulong valid, ulong pending)
    {
        _counters.Accesses++;
        _counters.Hits += BitOperations.PopCount(sectors & valid);
        _counters.Underway += BitOperations.PopCount(sectors & pending & ~valid);
        _counters.Misses += BitOperations.PopCount(sectors & ~valid & ~pending);
    }

    /// <summary>Gives a place to a line; returns the line that was there and its dirty sectors.</summary>
    private (long Line, ulong Dirty) Replace(int place, long line)
    {
        var old = _tags.LineAt(place);
        var dirty = 0UL;
        if (_tags.Holds(place))
        {
            _counters.Evictions++;
            dirty = _tags.Dirty[place];
        }

        _tags.Install(place, line);
        return (old, dirty);
    }

    /// <summary>An access that moves its data now, or a write that passes by.</summary>
    private void Move(ref Request request, int number, int bank, int place, in CacheDemand demand, long cycle)
    {
        var last = cycle;
        if (place >= 0 && demand.Keep != 0)
        {
            last = _banks.Take(request.Address, request.Bytes, cycle, out var cycles) + cycles - 1;
            Keep(place, demand.Keep, dirty: request.Write && !demand.Below);
        }
        else
        {
            _banks.Look(bank, cycle);
        }

        if (demand.Below)
        {
            WriteThrough(number, request.Sent);
            return;
        }

        var done = _clock.Edge(last + _config.HitLatencyCycles);
        var moved = _clock.Edge(last);
        request.Outcome = new CacheOutcome(
            done, moved - request.Asked - request.Limited, request.Limited, done - moved, 0, demand.Missing == 0);
        Simulation.Schedule(done, Phase.Deliver, this, (int)Step.Done, number);
    }

    private void Keep(int place, ulong sectors, bool dirty)
    {
        _tags.Valid[place] |= sectors;
        _tags.Dirty[place] |= dirty ? sectors : 0;
    }

    /// <summary>An access that waits for sectors of its line.</summary>
    private void Wait(int number, int place, in CacheDemand demand, bool first)
    {
        if (first)
        {
            _misses.Open(place);
            _counters.MostMisses = Math.Max(_counters.MostMisses, _misses.InUse);
        }
        else
        {
            _counters.Merges++;
        }

        Enlist(number, place);
        ref var request = ref _requests.Items[number];
        if (request.Write)
        {
            // Sectors that are written as a whole need not wait for the others.
            Keep(place, demand.Keep & ~request.Needs, !demand.Below);
        }

        _tags.Pending[place] |= demand.Fetch;
        for (var left = demand.Fetch; left != 0;)
        {
            var run = FirstRun(left);
            left &= ~run;
            var bytes = BitOperations.PopCount(run) * _config.SectorBytes;
            _counters.BytesFetched += bytes;
            Ask(new Order { Address = Address(request.Span.Line, run), Bytes = bytes, Fetch = run, Place = place, Request = -1, Back = -1 }, request.Sent);
        }
    }

    private void Enlist(int number, int place)
    {
        var before = _misses.Wait(place, number);
        if (before >= 0)
        {
            _requests.Items[before].Next = number;
        }
    }

    private void WriteBack(long line, ulong dirty, long time, bool awaited, bool maintained)
    {
        if (dirty == 0)
        {
            return;
        }

        var back = awaited ? _backs.Take() : -1;
        if (awaited)
        {
            _backs.Items[back] = new LineBack { Maintained = maintained };
            _counters.MostWriteBacks = Math.Max(_counters.MostWriteBacks, _backs.InUse);
        }

        while (dirty != 0)
        {
            var run = FirstRun(dirty);
            dirty &= ~run;
            var bytes = BitOperations.PopCount(run) * _config.SectorBytes;
            _counters.BytesWrittenBack += bytes;
            if (awaited)
            {
                _backs.Items[back].Parts++;
            }

            Ask(new Order { Address = Address(line, run), Bytes = bytes, Request = -1, Back = back }, time);
        }
    }

    private void WriteThrough(int number, long time)
    {
        ref readonly var request = ref _requests.Items[number];
        _counters.BytesWrittenThrough += request.Bytes;
        Ask(new Order { Address = request.Address, Bytes = request.Bytes, Request = number, Back = -1 }, time);
    }

    private void Ask(in Order order, long time)
    {
        var number = _orders.Take();
        _orders.Items[number] = order;
        Simulation.Schedule(time, Phase.Execute, this, (int)Step.Send, number);
    }

    private long Address(long line, ulong run) => (line * _config.LineBytes) + ((long)BitOperations.TrailingZeroCount(run) * _config.SectorBytes);

    private static ulong FirstRun(ulong sectors)
    {
        var first = BitOperations.TrailingZeroCount(sectors);
        return (ulong.MaxValue >> (64 - BitOperations.TrailingZeroCount(~(sectors >> first)))) << first;
    }

    private void Filled(in Order order)
    {
        var place = order.Place;
        Keep(place, order.Fetch, dirty: false);
        _tags.Pending[place] &= ~order.Fetch;
        _banks.Fill(order.Address, order.Bytes, _clock.CycleAtOrAfter(Now));
        for (var number = _misses.TakeAll(place); number >= 0;)
        {
            ref var request = ref _requests.Items[number];
            var next = request.Next;
            request.Next = -1;
            request.Needs &= ~order.Fetch;
            if (request.Needs == 0)
            {
                Complete(number, place);
            }
            else
            {
                Enlist(number, place);
            }

            number = next;
        }

        if (_tags.Pending[place] == 0)
        {
            _misses.Close(place);
        }

        TryAgain();
    }

    /// <summary>The next level has accepted a part of a line.</summary>
    private void WrittenBack(int back)
    {
        ref var line = ref _backs.Items[back];
        if (--line.Parts > 0)
        {
            return;
        }

        var maintained = line.Maintained;
        _backs.Return(back);
        TryAgain();
        if (maintained)
        {
            MaintainedBack();
        }
    }

    /// <summary>Whoever stands tries again, banks in the order in which they came to stand.</summary>
    private void TryAgain()
    {
        for (var i = 0; i < _standingCount; i++)
        {
            ServeLater(_standing[i]);
        }

        _standingCount = 0;
        MaintainAgain();
    }

    /// <summary>All that an access waited for has come.</summary>
    private void Complete(int number, int place)
    {
        ref readonly var request = ref _requests.Items[number];
        var time = Math.Max(Now, request.Sent);
        if (!request.Write)
        {
            EndBelow(number, time);
            return;
        }

        var demand = CacheDemand.Of(_config, request.Span, _tags.Valid[place], write: true);
        Keep(place, demand.Keep, !demand.Below);
        if (demand.Below)
        {
            WriteThrough(number, time);
        }
        else
        {
            EndBelow(number, time);
        }
    }

    /// <summary>Ends an access that waited for the next level.</summary>
    private void EndBelow(int number, long done)
    {
        ref var request = ref _requests.Items[number];
        request.Outcome = new CacheOutcome(
            done, request.LookedUp - request.Asked - request.Limited, request.Limited, request.Sent - request.LookedUp, done - request.Sent, false);
        if (done > Now)
        {
            Simulation.Schedule(done, Phase.Deliver, this, (int)Step.Done, number);
        }
        else
        {
            Answer(number);
        }
    }
}
