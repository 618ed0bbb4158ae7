using System.Numerics;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A warp that a trace tells of: it does again what it did when it was traced.</summary>
internal sealed class TracedWarp : WarpFront
{
    private SimtTracedBlock _block = null!;
    private SimtIssue[] _code = [];
    private SimtTracedStep[] _steps = [];
    private SimtCode _source = null!;
    private int _number;
    private int _at;
    private int _end;

    /// <summary>Begins warp <paramref name="number"/> of a block.</summary>
    public void Start(SimtLaunchState launch, SimtTracedBlock block, SimtCode code, int number)
    {
        (_block, _source, _code, _number) = (block, code, code.Array, number);
        (_at, _end) = block.Warp(number);
        _steps = block.Steps;
        AllLanes = launch.LanesOf(number);
        Pc = _steps[_at].Code;
    }

    /// <inheritdoc/>
    public override SimtStep Step(long cycle, SimtAccess access)
    {
        ref readonly var step = ref _steps[_at++];
        access.Pc = step.Code;
        access.Lanes = step.Mask;
        if (_at == _end)
        {
            return SimtStep.Ended;
        }

        Pc = _steps[_at].Code;
        ref readonly var issue = ref _code[step.Code];
        if (step.Mask == 0)
        {
            return SimtStep.Done;
        }

        if (issue.Info.LaneBytes > 0)
        {
            access.Reading = step.Mask;
            access.LaneBytes = issue.Info.LaneBytes;
            _block.Addresses(step, ref access.Addresses);
            if (issue.Timing == SimtTiming.AsyncCopy)
            {
                Destination(step.Mask, access);
            }

            return SimtStep.Access;
        }

        if (issue.Timing != SimtTiming.Barrier)
        {
            return SimtStep.Done;
        }

        (access.Barrier, access.Threads) = (0, 0);
        return SimtStep.Barrier;
    }

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"block {_block.Index}, warp {_number}");

    /// <inheritdoc/>
    public override string Describe(int pc) => _source.Describe(pc);

    /// <summary>A trace does not say where a copy goes in shared memory: without conflicts, lane by lane.</summary>
    private static void Destination(uint mask, SimtAccess access)
    {
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            access.Destination[lane] = (long)lane * access.LaneBytes;
        }
    }
}
