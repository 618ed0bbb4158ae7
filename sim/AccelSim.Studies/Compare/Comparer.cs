using System.Collections.Immutable;
using AccelSim.Isa.Image;
using AccelSim.Results;
using AccelSim.Results.Compare;
using AccelSim.Runtime;

namespace AccelSim.Studies.Compare;

/// <summary>Runs one model on several chips and says where they differ, and of chips of one family whether the chip or the compiler makes the difference.</summary>
public sealed class Comparer(IReadOnlyList<Contestant> contestants, ProgramCache programs, int workers)
{
    private sealed record Entry(Contestant Contestant, LoadedProgram Program, RunResult Result);

    /// <summary>Runs everything.</summary>
    /// <param name="show">Told what is being done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RuntimeException">The model cannot be run on one of the chips; says which.</exception>
    public async Task<Comparison> RunAsync(Action<string> show, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(show);
        var entries = await EachAsync(contestants, (contestant, token) =>
        {
            show($"running on {contestant.Label}");
            return RunAsync(contestant, token);
        }, cancellation);
        var first = entries[0];
        var parts = await EachAsync(
            [.. entries.Skip(1).Where(entry => entry.Contestant.Run.Chip.Family == first.Contestant.Run.Chip.Family)], (entry, token) =>
            {
                show($"running the program of {first.Contestant.Label} on {entry.Contestant.Label}");
                return PartsAsync(first, entry, token);
            }, cancellation);
        var runs = entries.Select(entry => entry.Result).ToList();
        return new Comparison
        {
            Model = first.Result.Model,
            Precision = first.Result.Precision,
            Mode = first.Result.Mode,
            Batch = first.Result.Batch,
            Runs = [.. entries.Select(entry => ComparedRun.Of(entry.Contestant.Label, entry.Result))],
            Layers = LayerComparison.Of(runs),
            Parts = [.. parts],
        };
    }

    private async Task<Entry> RunAsync(Contestant contestant, CancellationToken cancellation)
    {
        var run = contestant.Run;
        try
        {
            var program = await LoadedProgram.OfAsync(run, programs, cancellation);
            return new(contestant, program, await program.RunAsync(run, cancellation));
        }
        catch (Exception e) when (PointFailure.Covers(e))
        {
            throw new RuntimeException($"cannot be run on {contestant.Label}: {PointFailure.Text(e)}; leave that chip out, or change the run");
        }
    }

    private static async Task<ChipAndCompiler> PartsAsync(Entry first, Entry other, CancellationToken cancellation)
    {
        var speedup = (double)first.Result.Femtoseconds / other.Result.Femtoseconds;
        var (chip, against) = (other.Contestant.Label, first.Contestant.Label);
        if (ReferenceEquals(first.Program.Image, other.Program.Image) || await SameAsync(first.Program.Image, other.Program.Image, cancellation))
        {
            return new(chip, against, speedup, speedup, 1, true, null);
        }

        try
        {
            var moved = await first.Program.RunAsync(other.Contestant.Run, cancellation);
            return new(chip, against, speedup, (double)first.Result.Femtoseconds / moved.Femtoseconds, (double)moved.Femtoseconds / other.Result.Femtoseconds, false, null);
        }
        catch (Exception e) when (PointFailure.Covers(e))
        {
            return new(chip, against, speedup, null, null, false, PointFailure.Text(e));
        }
    }

    /// <summary>True where two programs differ in nothing but the chip they were made for.</summary>
    private static async Task<bool> SameAsync(ProgramImage first, ProgramImage second, CancellationToken cancellation)
    {
        var ours = await ProgramBytes.OfAsync(first, cancellation);
        var theirs = await ProgramBytes.OfAsync(second with { Target = second.Target with { Chip = first.Target.Chip } }, cancellation);
        return ours.AsSpan().SequenceEqual(theirs);
    }

    private async Task<ImmutableArray<T>> EachAsync<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, CancellationToken, Task<T>> make, CancellationToken cancellation)
    {
        var made = new T[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, async (i, token) => made[i] = await make(items[i], token));
        return [.. made];
    }
}
