using System.Collections.Immutable;
using AccelSim.Results;
using AccelSim.Results.Explain;

namespace AccelSim.Studies.Explain;

/// <summary>Finds the effect of one number from the chips next to it.</summary>
internal sealed class ParameterTrial(ExplainSubject subject, RunResult present, LedgerAnswer ledger)
{
    private const int MostLayers = 8;

    /// <summary>The effect.</summary>
    /// <param name="pair">The number and its neighbours.</param>
    /// <param name="inactive">True where the number was changed together with others already, and nothing came of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null where neither neighbour can be run, with the reason.</returns>
    public async Task<(ParameterEffect? Effect, string Problem)> RunAsync(ParameterPair pair, bool inactive, CancellationToken cancellation)
    {
        var (up, aboveProblem) = inactive ? (Unchanged(pair.Up), "") : await SameAsync(pair.Up, cancellation);
        var (down, belowProblem) = inactive ? (Unchanged(pair.Down), "") : await SameAsync(pair.Down, cancellation);
        var elasticity = Slope(up, down);
        var recompiled = await RecompiledAsync(pair, elasticity ?? 0, cancellation);
        if (elasticity is null && recompiled is null)
        {
            return (null, aboveProblem.Length > 0 ? aboveProblem : belowProblem.Length > 0 ? belowProblem : pair.Problem);
        }

        var source = inactive ? EffectSource.SimulatedTogether : (up ?? down)?.Run is null && elasticity is not null ? EffectSource.Ledger : EffectSource.Simulated;
        return (new ParameterEffect
        {
            Path = pair.Parameter.Path,
            Value = pair.Parameter.Text,
            Elasticity = elasticity ?? 0,
            Source = source,
            Up = Effect(pair.Up, up),
            Down = Effect(pair.Down, down),
            Recompiled = recompiled?.Slope,
            Layers = source == EffectSource.Ledger ? [.. ledger.Layers().Take(MostLayers).Select(layer => new LayerPart(layer.Name, layer.Share))]
                : Layers([.. ((StepOutcome?[])[up, down, recompiled?.Outcome]).OfType<StepOutcome>()]),
        }, "");
    }

    /// <summary>d ln time / d ln number from the outcomes to both sides, or the one that there is.</summary>
    private double? Slope(StepOutcome? up, StepOutcome? down) => (up, down) switch
    {
        (null, null) => null,
        ({ } above, { } below) => (Math.Log(above.Femtoseconds) - Math.Log(below.Femtoseconds)) / Math.Log(above.Factor / below.Factor),
        _ => Slope((up ?? down)!),
    };

    private double Slope(StepOutcome one) => (Math.Log(one.Femtoseconds) - Math.Log(present.Femtoseconds)) / Math.Log(one.Factor);

    private StepEffect? Effect(ParameterStep? step, StepOutcome? outcome) =>
        step is null || outcome is null ? null : new(step.Parameter.Format(step.Value), step.Factor, (double)outcome.Femtoseconds / present.Femtoseconds);

    private StepOutcome? Unchanged(ParameterStep? step) => step is null ? null : new(step.Factor, present.Femtoseconds, present);

    private async Task<(StepOutcome? Outcome, string Problem)> SameAsync(ParameterStep? step, CancellationToken cancellation)
    {
        if (step is null)
        {
            return (null, "");
        }

        if (ledger.Time(step) is { } told)
        {
            return (new(step.Factor, told, null), "");
        }

        try
        {
            var run = await subject.SameAsync(step.Chip, step.Change, cancellation);
            return (new(step.Factor, run.Femtoseconds, run), "");
        }
        catch (Exception e) when (PointFailure.CoversMadeUp(e))
        {
            return (null, PointFailure.Text(e));
        }
    }

    /// <summary>The slope to the side on which more is gained, with the program compiled anew; null where the compiler sees no difference, or no program fits.</summary>
    private async Task<(double Slope, StepOutcome Outcome)?> RecompiledAsync(ParameterPair pair, double elasticity, CancellationToken cancellation)
    {
        foreach (var step in (ParameterStep?[])(elasticity > 0 ? [pair.Down, pair.Up] : [pair.Up, pair.Down]))
        {
            if (step is null || !subject.LooksDifferent(step.Chip))
            {
                continue;
            }

            try
            {
                var run = await subject.AnewAsync(step.Chip, step.Change, cancellation);
                var outcome = new StepOutcome(step.Factor, run.Femtoseconds, run);
                return (Slope(outcome), outcome);
            }
            catch (Exception e) when (PointFailure.CoversMadeUp(e))
            {
                // The other side may fit.
            }
        }

        return null;
    }

    /// <summary>Parts that layers have in the greatest change of all outcomes.</summary>
    private ImmutableArray<LayerPart> Layers(IReadOnlyList<StepOutcome> outcomes)
    {
        var change = outcomes.Where(outcome => outcome.Run is { } run && run.Layers.Length == present.Layers.Length).MaxBy(outcome => Math.Abs(outcome.Femtoseconds - present.Femtoseconds));
        return change is null || change.Femtoseconds == present.Femtoseconds ? []
            :
            [
                .. present.Layers.Zip(change.Run!.Layers, (before, after) => new LayerPart(before.Name, (after.Femtoseconds - before.Femtoseconds) / (double)(change.Femtoseconds - present.Femtoseconds)))
                    .Where(part => part.Share != 0).OrderByDescending(part => Math.Abs(part.Share)).ThenBy(part => part.Name, StringComparer.Ordinal).Take(MostLayers),
            ];
    }
}
