using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Results.Explain;

namespace AccelSim.Studies.Explain;

/// <summary>
/// How far one number can be changed to some use: on a ladder of multiples, with the program compiled for each chip. Time is taken to fall along the ladder, so a limit or a
/// target between two of its steps is found by halving.
/// </summary>
internal sealed class LimitSearch(ExplainSubject subject, RunResult present, ChipParameter parameter, bool more)
{
    private static readonly double[] Ladder = [1.1, 1.25, 1.5, 2, 3, 4, 8, 16];

    /// <summary>Gains smaller than this part of the greatest are nothing.</summary>
    private const double Rest = 1 / 30.0;

    /// <summary>A gain below this is none: layers fall differently against the refresh of device memory with every change.</summary>
    private const double Sameness = 2e-3;

    private readonly Dictionary<int, (ParameterStep Step, RunResult Run)?> _tried = [];

    /// <summary>True where the reader takes any step of the ladder.</summary>
    public bool CanMove => Enumerable.Range(0, Ladder.Length).Any(at => ParameterStep.Nearest(subject, parameter, [Multiple(at)], out _) is not null);

    /// <summary>Looks for the limit, which is the present value where nothing is gained; null where no chip of the ladder can be run.</summary>
    public async Task<ParameterLimit?> LimitAsync(CancellationToken cancellation)
    {
        if (await LastAsync(cancellation) is not { } last)
        {
            return null;
        }

        if (Gain(last.Run) < Sameness)
        {
            return new(parameter.Text, 1, 1, CauseGroup.First(present), false);
        }

        var (top, enough) = (last.At, Gain(last.Run) * (1 - Rest));
        var first = await FirstAsync(run => Gain(run) >= enough, top, cancellation) ?? (last.At, last.Step, last.Run);
        var open = first.At >= top - 1 && await OpenAsync(top, last.Run, cancellation);
        var shown = open ? (last.At, last.Step, last.Run) : first;
        return new(parameter.Format(shown.Step.Value), shown.Step.Factor, Speedup(shown.Run), CauseGroup.First(shown.Run), open);
    }

    /// <summary>The smallest change found that is so many times as fast; null where none on the ladder is.</summary>
    public async Task<ParameterChange?> ReachAsync(double speedup, CancellationToken cancellation)
    {
        if (await LastAsync(cancellation) is not { } last || Speedup(last.Run) < speedup || await FirstAsync(run => Speedup(run) >= speedup, last.At, cancellation) is not { } found)
        {
            return null;
        }

        // Between that step and the one before it, halving in what the reader accepts.
        var (low, high) = (found.At == 0 ? 1 : Multiple(found.At - 1), Multiple(found.At));
        var best = (found.Step, found.Run);
        for (var i = 0; i < 3; i++)
        {
            var middle = Math.Sqrt(low * high);
            if (await TryAsync(middle, cancellation) is { } tried && Speedup(tried.Run) >= speedup)
            {
                (high, best) = (middle, tried);
            }
            else
            {
                low = middle;
            }
        }

        return Change(best.Step, best.Run);
    }

    /// <summary>The greatest speedup on the ladder; null where no chip of it can be run.</summary>
    public async Task<ParameterChange?> BestAsync(CancellationToken cancellation) => await LastAsync(cancellation) is { } last ? Change(last.Step, last.Run) : null;

    private ParameterChange Change(ParameterStep step, RunResult run) => new(
        parameter.Path, parameter.Text, parameter.Format(step.Value), step.Factor, Speedup(run),
        step.Chip.AreaEstimate is { } after && subject.Chip.AreaEstimate is { } before ? (double)after.Total.SquareMicrometres / before.Total.SquareMicrometres : null);

    private double Speedup(RunResult run) => (double)present.Femtoseconds / run.Femtoseconds;

    private double Gain(RunResult run) => 1 - ((double)run.Femtoseconds / present.Femtoseconds);

    private double Multiple(int at) => more ? Ladder[at] : 1 / Ladder[at];

    /// <summary>The furthest step of the ladder that can be run.</summary>
    private async Task<(int At, ParameterStep Step, RunResult Run)?> LastAsync(CancellationToken cancellation)
    {
        for (var at = Ladder.Length - 1; at >= 0; at--)
        {
            if (await AtAsync(at, cancellation) is { } found)
            {
                return (at, found.Step, found.Run);
            }
        }

        return null;
    }

    /// <summary>The first step up to <paramref name="top"/> of which something is true, found by halving; steps that cannot be run count as their neighbours above.</summary>
    private async Task<(int At, ParameterStep Step, RunResult Run)?> FirstAsync(Func<RunResult, bool> holds, int top, CancellationToken cancellation)
    {
        (int, ParameterStep, RunResult)? found = null;
        for (var (low, high) = (0, top); low <= high;)
        {
            var middle = (low + high) / 2;
            var at = middle;
            while (at < high && await AtAsync(at, cancellation) is null)
            {
                at++;
            }

            if (await AtAsync(at, cancellation) is { } tried && holds(tried.Run))
            {
                found = (at, tried.Step, tried.Run);
                high = middle - 1;
            }
            else
            {
                low = at + 1;
            }
        }

        return found;
    }

    /// <summary>True where the last doubling of the ladder still gained.</summary>
    private async Task<bool> OpenAsync(int top, RunResult last, CancellationToken cancellation)
    {
        var before = top;
        while (before > 0 && Ladder[before] > Ladder[top] / 1.9)
        {
            before--;
        }

        return await AtAsync(before, cancellation) is not { } half || Gain(last) - Gain(half.Run) > Gain(last) * Rest;
    }

    private async Task<(ParameterStep Step, RunResult Run)?> AtAsync(int at, CancellationToken cancellation)
    {
        if (!_tried.TryGetValue(at, out var known))
        {
            _tried[at] = known = await TryAsync(Multiple(at), cancellation);
        }

        return known;
    }

    private async Task<(ParameterStep Step, RunResult Run)?> TryAsync(double factor, CancellationToken cancellation)
    {
        if (ParameterStep.Nearest(subject, parameter, [factor], out _) is not { } step)
        {
            return null;
        }

        try
        {
            return (step, await subject.AnewAsync(step.Chip, step.Change, cancellation));
        }
        catch (Exception e) when (PointFailure.CoversMadeUp(e))
        {
            return null;
        }
    }
}
