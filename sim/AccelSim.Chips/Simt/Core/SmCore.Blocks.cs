using AccelSim.Functional.Simt;
using AccelSim.Machine;

namespace AccelSim.Chips.Simt;

/// <summary>Blocks that come and go, and their barriers.</summary>
internal sealed partial class SmCore
{
    private readonly SmBlock[] _blocks;
    private long _newest;

    /// <summary>Shared memory that is cut out of the array of both; set while no block is on the SM.</summary>
    public ByteSize CarveOut { get; set; }

    /// <summary>True where no data are on their way to it.</summary>
    public bool IsQuiet => _outstanding == 0 && _waiting.Lines == 0;

    private int CarvedWays => Math.Max(1, _sm.L1Ways(CarveOut));

    private void StartBlock(SimtKernelRun run, long index, long cycle)
    {
        if (run.Order > _newest || _tagWays != CarvedWays)
        {
            Configure(run);
        }

        var place = Array.FindIndex(_blocks, block => block.Run is null);
        var block = _blocks[place];
        block.Run = run;
        block.Began = cycle;
        run.Account?.Reside(_number, 1, cycle);
        block.Traced = run.Traced is null ? null : _coming.Dequeue();
        block.State.Start(run.State, block.Traced?.Index ?? index, _number);
        block.Barriers.Start(run.State);
        block.StartGroups(run.State.WarpsPerBlock);
        block.Warps.Clear();
        block.Left = run.State.WarpsPerBlock;
        for (var number = 0; number < block.Left; number++)
        {
            var subCore = LeastFilled();
            var slot = FreeWarp(subCore);
            block.Warps.Add(slot);
            StartWarp(slot, subCore, run, block, number, place, cycle);
        }
    }

    /// <summary>
    /// A kernel begins on this SM: the L1 cache is what was not cut out for shared memory, and empty. Beside others it forgets what it holds, and lines
    /// that wait for data stay.
    /// </summary>
    private void Configure(SimtKernelRun run)
    {
        _newest = Math.Max(_newest, run.Order);
        var ways = CarvedWays;
        if (_tagWays != ways)
        {
            (_tags, _waiting, _tagWays) = (new SectorTags(_sm.L1.Sets, ways), new LineRequests(_sm.L1.Sets * ways), ways);
        }
        else if (_waiting.Lines == 0)
        {
            _tags.Clear();
        }
        else
        {
            _tags.Invalidate();
        }
    }

    private int LeastFilled()
    {
        var least = 0;
        for (var i = 1; i < _subCores.Length; i++)
        {
            least = _subCores[i].Count < _subCores[least].Count ? i : least;
        }

        return least;
    }

    /// <summary>A free place among those of a sub-core: place mod sub-cores is the sub-core.</summary>
    private int FreeWarp(int subCore)
    {
        for (var slot = subCore; slot < _warps.Length; slot += _subCores.Length)
        {
            if (_code[slot] is null)
            {
                return slot;
            }
        }

        throw new InvalidOperationException($"{Name}: a block without room for its warps");
    }

    private void StartWarp(int slot, int subCore, SimtKernelRun run, SmBlock block, int number, int place, long cycle)
    {
        StartFront(slot, run, block, number);
        _code[slot] = run.Code.Array;
        _block[slot] = place;
        _accounts[slot] = run.Account;
        _waitsAt[slot] = -1;
        _warpNumber[slot] = number;
        _issued[slot] = cycle - 1;
        Array.Clear(_registerReady, slot * RegisterStride, RegisterStride);
        Array.Clear(_predicateReady, slot * PredicateStride, PredicateStride);
        (_copyOpen[slot], _copyDone[slot], _copyLimit[slot]) = (0, 0, Never);
        Array.Clear(_copyGroups, slot * CopyGroups, CopyGroups);
        (_productsAwaited[slot], _productsUntil[slot]) = (0, 0);
        Reside(1, cycle);
        var core = _subCores[subCore];
        if (core.Count > 0 && cycle > core.Accounted)
        {
            // Slots before it came belong to the warps that were there: to what the oldest waits for.
            core.Slots.Stall(_reason[core.Warps[0]], cycle - core.Accounted, _fromDram[core.Warps[0]]);
        }

        core.Accounted = Math.Max(core.Accounted, cycle);

        core.Add(slot);
        _ready[slot] = cycle;
        _reason[slot] = StallReason.Wait;
        _gate[slot] = _code[slot][_warps[slot].Pc].Gate;
        core.Next = Math.Min(core.Next, cycle);
    }

    private void StartFront(int slot, SimtKernelRun run, SmBlock block, int number)
    {
        if (block.Traced is { } traced)
        {
            var warp = _traced[slot] ??= new TracedWarp();
            warp.Start(run.State, traced, run.Code, number);
            _warps[slot] = warp;
        }
        else
        {
            _executed[slot].Start(run.State, block.State, number);
            _warps[slot] = _executed[slot];
        }
    }

    private void EndWarp(int slot, SubCore subCore, long cycle)
    {
        var block = _blocks[_block[slot]];
        _generation[slot]++;
        _code[slot] = null!;
        subCore.Remove(slot);
        Reside(-1, cycle + 1);
        for (var barrier = block.Barriers.End(_warps[slot].AllLanes); barrier >= 0; barrier = block.Barriers.NextComplete())
        {
            Release(block, barrier, cycle);
        }

        if (--block.Left == 0)
        {
            CheckEnd(block);
            var run = block.Run!;
            block.Run = null;
            if (block.Traced is { } traced)
            {
                run.Traced!.Return(traced);
                block.Traced = null;
            }

            if (_context.Trace is { } trace)
            {
                var row = trace.Tracks[FormattableString.Invariant($"{Name} block {_block[slot]}")];
                trace.Span(row, trace.Labels[run.Request.Program.Kernel.Name], _clock.Edge(block.Began), _clock.Edge(cycle + 1));
            }

            _counters.Blocks++;
            run.Account?.Reside(_number, -1, cycle + 1);
            Dispatcher.BlockEnds(_clock.Edge(cycle + 1), _number, run);
        }
    }

    private void Reside(int change, long cycle)
    {
        if (_residentWarps > 0 && cycle > _residentSince)
        {
            _counters.WarpCycles += _residentWarps * (cycle - _residentSince);
            _counters.ActiveCycles += cycle - _residentSince;
        }

        _residentSince = cycle;
        _residentWarps += change;
    }

    /// <summary>A warp reaches a barrier of its block; returns whether it goes on at once.</summary>
    private bool ReachBarrier(int slot, bool waits, long cycle)
    {
        var block = _blocks[_block[slot]];
        if (!block.Barriers.Agrees(_access.Barrier, _access.Threads))
        {
            var problem = $"the block's barrier {_access.Barrier} has {block.Barriers.Describe(_access.Barrier)} and this warp names {_access.Threads}";
            throw new SimtExecutionException(_warps[slot].Describe(_access.Pc), _warps[slot].Describe(), problem);
        }

        if (!block.Barriers.Arrive(_access.Barrier, _access.Threads, _warps[slot].AllLanes, waits))
        {
            _waitsAt[slot] = waits ? _access.Barrier : -1;
            return !waits;
        }

        Release(block, _access.Barrier, cycle);
        return true;
    }

    /// <summary>True where a warp of a block still has its place: others of the block may have ended, and their places have been given to another block.</summary>
    private bool Belongs(int slot, SmBlock block) => _code[slot] is not null && ReferenceEquals(_blocks[_block[slot]], block);

    private void Release(SmBlock block, int barrier, long cycle)
    {
        foreach (var slot in block.Warps)
        {
            if (Belongs(slot, block) && _waitsAt[slot] == barrier)
            {
                _waitsAt[slot] = -1;
                GoOn(slot, cycle + _sm.BarrierLatency.Count, StallReason.Barrier, cycle);
            }
        }
    }
}
