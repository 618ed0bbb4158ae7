using System.Collections.Immutable;
using AccelSim.Results;
using AccelSim.Results.Explain;

namespace AccelSim.Studies.Explain;

/// <summary>Finds the effect of one number from the chips next to it.</summary>
internal sealed class ParameterTrial(ExplainSubject subject, RunResult present, LedgerAnswer ledger)
{
    private const int MostLayers = 8;

    /// <summary>A number that changes the time by less to its first side is not looked at on the other.</summary>
    private const double Visible = 2e-3;

    /// <summary>The effect, with the program as it is.</summary>
    /// <returns>The effect, without an elasticity where the program runs on neither neighbour; and why.</returns>
    public async Task<(ParameterEffect Effect, string Problem)> RunAsync(ParameterPair pair, CancellationToken cancellation)
    {
        var (first, firstProblem) = await SameAsync(pair.First!, cancellation);
        var (second, secondProblem) = pair.Second is null || (first is not null && Math.Abs(Math.Log((double)first.Femtoseconds / present.Femtoseconds)) < Visible)
            ? (null, "") : await SameAsync(pair.Second, cancellation);
        var (up, down) = pair.First == pair.Up ? (first, second) : (second, first);
        var source = (up ?? down) is { Run: null } ? EffectSource.Ledger : EffectSource.Simulated;
        return (new ParameterEffect
        {
            Path = pair.Parameter.Path,
            Value = pair.Parameter.Text,
            Elasticity = Slope(up, down),
            Source = source,
            Up = Effect(pair.Up, up),
            Down = Effect(pair.Down, down),
            Layers = source == EffectSource.Ledger ? [.. ledger.Layers().Take(MostLayers).Select(layer => new LayerPart(layer.Name, layer.Share))]
                : Layers([.. ((StepOutcome?[])[up, down]).OfType<StepOutcome>()]),
        }, firstProblem.Length > 0 ? firstProblem : secondProblem.Length > 0 ? secondProblem : pair.Problem);
    }

    /// <summary>An effect with the slope to the side on which more is gained, the program compiled anew; as it was where the compiler sees no difference, or no program fits.</summary>
    public async Task<ParameterEffect> RecompiledAsync(ParameterPair pair, ParameterEffect effect, CancellationToken cancellation)
    {
        foreach (var step in (ParameterStep?[])(effect.Elasticity > 0 ? [pair.Down, pair.Up] : [pair.Up, pair.Down]))
        {
            if (step is null || !subject.LooksDifferent(step.Chip))
            {
                continue;
            }

            try
            {
                var run = await subject.AnewAsync(step.Chip, step.Change, cancellation);
                var outcome = new StepOutcome(step.Factor, run.Femtoseconds, run);
                return effect with { Recompiled = Slope(outcome), Layers = effect.Layers.IsEmpty ? Layers([outcome]) : effect.Layers };
            }
            catch (Exception e) when (PointFailure.CoversMadeUp(e))
            {
                // The other side may fit.
            }
        }

        return effect;
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

    private async Task<(StepOutcome? Outcome, string Problem)> SameAsync(ParameterStep step, CancellationToken cancellation)
    {
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
