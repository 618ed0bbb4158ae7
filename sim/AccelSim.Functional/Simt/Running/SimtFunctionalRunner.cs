namespace AccelSim.Functional.Simt;

/// <summary>
/// Runs launches for values, without time: one block after the other, in each the warps in turn, each until it waits at a barrier, has ended, or has
/// run <see cref="Turn"/> instructions, so that warps that wait for one another through memory make progress.
/// </summary>
/// <param name="races">Watches shared memory; null to watch nothing.</param>
public sealed class SimtFunctionalRunner(SimtRaceDetector? races = null)
{
    /// <summary>Instructions of a warp before the next has its turn.</summary>
    public const int Turn = 100_000;

    private readonly SimtInterpreter _interpreter = new();
    private readonly SimtAccess _access = new();
    private readonly SimtBlock _block = new();
    private readonly List<SimtWarp> _warps = [];
    private readonly List<SimtWarpWait> _waits = [];
    private readonly SimtBlockBarriers _barriers = new();

    /// <summary>Warp instructions executed so far.</summary>
    public long Instructions { get; private set; }

    /// <summary>Receives what launches touch of global memory; null to record nothing.</summary>
    public SimtFootprint? Footprint { get; set; }

    /// <summary>Runs one launch to its end; its device memory must be there.</summary>
    /// <exception cref="SimtExecutionException">An instruction cannot be executed, or warps wait for one another for ever.</exception>
    public void Launch(SimtLaunchState launch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(launch);
        if (launch.Global is null)
        {
            throw new ArgumentException("values need device memory", nameof(launch));
        }

        for (var index = 0L; index < launch.Grid.Count; index++)
        {
            Run(launch, index, cancellation);
        }
    }

    private void Run(SimtLaunchState launch, long index, CancellationToken cancellation)
    {
        _block.Start(launch, index, 0);
        var count = launch.WarpsPerBlock;
        _barriers.Start(launch);
        races?.Start(launch, _block);
        for (var number = 0; number < count; number++)
        {
            if (_warps.Count <= number)
            {
                _warps.Add(new SimtWarp());
                _waits.Add(default);
            }

            _warps[number].Start(launch, _block, number);
            _waits[number] = default;
        }

        for (var left = count; left > 0;)
        {
            var progress = false;
            for (var number = 0; number < count; number++)
            {
                if (_waits[number] == SimtWarpWait.None)
                {
                    // A kernel may spin for ever.
                    cancellation.ThrowIfCancellationRequested();
                    progress = true;
                    left -= RunWarp(number, count) ? 1 : 0;
                }
            }

            if (!progress)
            {
                throw Deadlock(count);
            }
        }

        if (_block.WarpGroups.Unfinished() is { } unfinished)
        {
            throw new SimtExecutionException(launch.Program.Kernel.Name, FormattableString.Invariant($"block ({_block.X}, {_block.Y}, {_block.Z})"), unfinished);
        }
    }

    /// <summary>Runs a warp until it waits or ends; true when it ended.</summary>
    private bool RunWarp(int number, int count)
    {
        var warp = _warps[number];
        for (var left = Turn; left > 0; left--)
        {
            Instructions++;
            var step = _interpreter.Step(warp, values: true, _access);
            if (step is SimtStep.Barrier or SimtStep.Arrive && !_barriers.Agrees(_access.Barrier, _access.Threads))
            {
                throw SimtInterpreter.Fail(warp, _access.Pc, $"barrier {_access.Barrier} waits for another number of threads than this warp says: {_barriers.Describe(_access.Barrier)} came before");
            }

            switch (step)
            {
                case SimtStep.Access or SimtStep.Done:
                    if (step == SimtStep.Access)
                    {
                        Footprint?.Enter(warp.Launch.Program.Info[_access.Pc].Timing, _access);
                    }

                    if (races is not null && _access.Lanes != 0)
                    {
                        races.Step(number, _access);
                    }

                    break;
                case SimtStep.Barrier:
                    races?.Arrive(number, _access.Barrier, waits: true);
                    if (!_barriers.Arrive(_access.Barrier, _access.Threads, warp.AllLanes, waits: true))
                    {
                        _waits[number] = new SimtWarpWait(_access.Barrier + 1);
                        return false;
                    }

                    Wake(_access.Barrier, count);
                    break;
                case SimtStep.Arrive:
                    races?.Arrive(number, _access.Barrier, waits: false);
                    if (_barriers.Arrive(_access.Barrier, _access.Threads, warp.AllLanes, waits: false))
                    {
                        Wake(_access.Barrier, count);
                    }

                    break;
                case SimtStep.Mbarrier or SimtStep.MbarrierWait or SimtStep.Bulk:
                    if (!Phases(number, count, step))
                    {
                        return false;
                    }

                    break;
                case SimtStep.Product or SimtStep.ProductWait:
                    if (!Products(number, count, step))
                    {
                        return false;
                    }

                    break;
                case SimtStep.Ended:
                    _waits[number] = SimtWarpWait.Ended;
                    for (var released = _barriers.End(warp.AllLanes); released >= 0; released = _barriers.NextComplete())
                    {
                        Wake(released, count);
                    }

                    return true;
            }
        }

        return false;
    }

    /// <summary>A warp has to do with barriers in shared memory; false where it waits. Bytes of a copy are there at once.</summary>
    private bool Phases(int number, int count, SimtStep step)
    {
        var barriers = _block.Mbarriers;
        if (step == SimtStep.MbarrierWait)
        {
            if (barriers.IsOver(_access.Barrier, _access.Parity))
            {
                races?.PhaseOver(number, _access.Barrier);
                return true;
            }

            _waits[number] = SimtWarpWait.Phase(_access.Barrier, _access.Parity);
            return false;
        }

        races?.Step(number, _access);

        if (step == SimtStep.Bulk)
        {
            barriers.Complete(_access.Bulk.Barrier, _access.Bulk.Bytes);
        }

        for (var other = 0; other < count; other++)
        {
            if (_waits[other].Mbarrier is >= 0 and var address && barriers.IsOver(address, _waits[other].Parity))
            {
                races?.PhaseOver(other, address);
                _waits[other] = SimtWarpWait.None;
            }
        }

        return true;
    }

    /// <summary>A warp comes to a product, or waits for some: until the whole group has come to them, for a copy may follow over what they read.</summary>
    private bool Products(int number, int count, SimtStep step)
    {
        races?.Step(number, _access);
        if (step == SimtStep.ProductWait)
        {
            _waits[number] = _access.Products > _block.WarpGroups.Started(number) ? SimtWarpWait.Product(_access.Products) : SimtWarpWait.None;
            return _waits[number] == SimtWarpWait.None;
        }

        for (var other = 0; other < count && _access.Starts; other++)
        {
            if (_waits[other].Products is > 0 and var products && products <= _block.WarpGroups.Started(other))
            {
                _waits[other] = SimtWarpWait.None;
            }
        }

        return true;
    }

    private void Wake(int barrier, int count)
    {
        races?.Release(barrier);
        for (var number = 0; number < count; number++)
        {
            if (_waits[number].Barrier == barrier)
            {
                _waits[number] = SimtWarpWait.None;
            }
        }
    }

    private SimtExecutionException Deadlock(int count)
    {
        string Place(SimtWarpWait wait) => wait.Barrier >= 0 ? FormattableString.Invariant($"barrier {wait.Barrier}")
            : wait.Mbarrier >= 0 ? _block.Mbarriers.Describe(wait.Mbarrier)
            : FormattableString.Invariant($"product {wait.Products} of its warp group");
        var waiting = Enumerable.Range(0, count).Where(number => _waits[number] != SimtWarpWait.Ended).ToArray();
        var first = waiting[0];
        var where = string.Join(", ", waiting.Take(4).Select(number => $"warp {number} at {Place(_waits[number])}"));
        return SimtInterpreter.Fail(_warps[first], _warps[first].Pc - 1, $"{waiting.Length} warps wait at barriers that the others never reach: {where}");
    }
}
