using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Results.Explain;

namespace AccelSim.Studies.Explain;

/// <summary>Runs a model on a chip and on the chips next to it, and says what its time depends on.</summary>
public sealed class Explainer(ExplainSubject subject, ExplainOptions options)
{
    /// <summary>An elasticity below this is nothing that anybody would change a chip for.</summary>
    private const double Least = 0.002;

    private const int MostTargets = 8;
    private const int MostRecompiled = 12;

    private readonly ConcurrentDictionary<string, ParameterEffect> _effects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SkippedParameter> _skipped = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LimitSearch> _searches = new(StringComparer.Ordinal);
    private ImmutableArray<ChipParameter> _parameters = [];
    private RunResult? _present;
    private TargetAnswer? _target;

    /// <summary>Finds everything out.</summary>
    /// <param name="show">Told what is being done.</param>
    /// <param name="cancellation">Ends it; <see cref="Result"/> then has what is known.</param>
    public async Task RunAsync(Action<string> show, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(show);
        show("simulating the chip as it is");
        var present = _present = await subject.SameAsync(subject.Chip, "", cancellation);
        _parameters = [.. ChipParameter.Of(subject.Chip).Where(parameter => parameter.Path.StartsWith(options.Under, StringComparison.Ordinal))];
        show($"{_parameters.Length} numbers of the chip file");
        var pairs = new ParameterPair?[_parameters.Length];
        await EachAsync(Enumerable.Range(0, _parameters.Length), i => pairs[i] = Pair(_parameters[i]), cancellation);

        var trial = new ParameterTrial(subject, present, new LedgerAnswer(present, subject.Chip));
        var (done, all) = (0, pairs.OfType<ParameterPair>().Count());
        await EachAsync(pairs.OfType<ParameterPair>(), async pair =>
        {
            var (effect, problem) = await trial.RunAsync(pair, cancellation);
            if (effect.Elasticity is null)
            {
                Skip(pair.Parameter, problem);
            }

            _effects[pair.Parameter.Path] = effect;

            show($"{Interlocked.Increment(ref done)} of {all} numbers: {pair.Parameter.Path}");
        }, cancellation);

        await RecompiledAsync(pairs.OfType<ParameterPair>(), trial, show, cancellation);
        await LimitsAsync(present, show, cancellation);
        await TargetAsync(present, show, cancellation);
    }

    /// <summary>What is known so far.</summary>
    /// <param name="partial">Why it is not all; null where it is.</param>
    /// <returns>Null where not even the chip as it is was simulated.</returns>
    public Explanation? Result(string? partial = null) => _present is not { } present ? null : new Explanation
    {
        Model = present.Model,
        Chip = present.Chip,
        Femtoseconds = present.Femtoseconds,
        Cycles = present.Cycles(),
        HostShare = present.Causes.Total == 0 ? 0 : present.Causes.Groups().Where(group => group.Group == "host").Sum(group => group.Femtoseconds) / (double)present.Causes.Total,
        Bound = CauseGroup.First(present),
        Effects = [.. Ranked().Where(effect => (effect.Elasticity ?? effect.Recompiled) is not null)],
        Skipped = [.. _parameters.Where(parameter => _skipped.ContainsKey(parameter.Path) && _effects.GetValueOrDefault(parameter.Path)?.Recompiled is null).Select(parameter => _skipped[parameter.Path])],
        Target = _target,
        Runs = subject.Runs,
        Programs = subject.Programs,
        Partial = partial,
    };

    private IEnumerable<ParameterEffect> Ranked() => _effects.Values.OrderByDescending(effect => effect.Weight).ThenBy(effect => effect.Path, StringComparer.Ordinal);

    private ParameterPair? Pair(ChipParameter parameter)
    {
        if (parameter.Value <= 0)
        {
            Skip(parameter, "is nothing: no part of it to change");
            return null;
        }

        var pair = ParameterPair.Of(subject, parameter);
        if (pair.Up is null && pair.Down is null)
        {
            Skip(parameter, pair.Problem);
            return null;
        }

        return pair;
    }

    private void Skip(ChipParameter parameter, string reason) => _skipped[parameter.Path] = new(parameter.Path, parameter.Text, reason);

    /// <summary>Numbers that matter most, and all sizes and counts: of those the compiler may make something even where the program as it is does not care.</summary>
    private async Task RecompiledAsync(IEnumerable<ParameterPair> pairs, ParameterTrial trial, Action<string> show, CancellationToken cancellation)
    {
        var most = Ranked().Where(effect => effect.Weight >= Least).Take(MostRecompiled).Select(effect => effect.Path).ToHashSet(StringComparer.Ordinal);
        await EachAsync(pairs.Where(pair => most.Contains(pair.Parameter.Path) || pair.Parameter.Units is null || pair.Parameter.Units == ByteSize.Units), async pair =>
        {
            if (_effects.TryGetValue(pair.Parameter.Path, out var effect))
            {
                show($"compiling for another {pair.Parameter.Path}");
                _effects[pair.Parameter.Path] = await trial.RecompiledAsync(pair, effect, cancellation);
            }
        }, cancellation);
    }

    private async Task LimitsAsync(RunResult present, Action<string> show, CancellationToken cancellation) =>
        await EachAsync(Ranked().Where(effect => effect.Weight >= Least && Search(present, effect).CanMove).Take(options.Limits), async effect =>
        {
            show($"how far {effect.Path} goes");
            _effects[effect.Path] = effect with { Limit = await Search(present, effect).LimitAsync(cancellation) };
        }, cancellation);

    private async Task TargetAsync(RunResult present, Action<string> show, CancellationToken cancellation)
    {
        if (options.Target is not { } speedup)
        {
            return;
        }

        var (reached, best) = (new ConcurrentBag<ParameterChange>(), new ConcurrentBag<ParameterChange>());
        await EachAsync(Ranked().Where(effect => effect.Weight >= Least && Search(present, effect).CanMove).Take(MostTargets), async effect =>
        {
            show($"how {effect.Path} reaches {speedup}x");
            var search = Search(present, effect);
            if (await search.ReachAsync(speedup, cancellation) is { } change)
            {
                reached.Add(change);
            }
            else if (await search.BestAsync(cancellation) is { } most)
            {
                best.Add(most);
            }
        }, cancellation);
        _target = new(
            speedup,
            [.. reached.OrderBy(change => Math.Abs(Math.Log(change.Factor))).ThenBy(change => change.Path, StringComparer.Ordinal)],
            reached.IsEmpty ? best.OrderByDescending(change => change.Speedup).ThenBy(change => change.Path, StringComparer.Ordinal).FirstOrDefault() : null);
    }

    private LimitSearch Search(RunResult present, ParameterEffect effect) =>
        _searches.GetOrAdd(effect.Path, path => new LimitSearch(subject, present, _parameters.First(parameter => parameter.Path == path), effect.MoreIsFaster));

    private Task EachAsync<T>(IEnumerable<T> items, Action<T> work, CancellationToken cancellation) => EachAsync(
        items, item =>
        {
            work(item);
            return Task.CompletedTask;
        }, cancellation);

    private Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        items.ToList(), new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellation }, async (item, _) => await work(item));
}
