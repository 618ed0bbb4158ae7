using System.Collections.Immutable;
using AccelSim.Machine;
using AccelSim.Runtime;

namespace AccelSim.Studies;

/// <summary>Runs the points of a study that the store has not, side by side; each by itself, so that one that fails is a row like the others.</summary>
/// <param name="plan">The study.</param>
/// <param name="store">Where results go.</param>
/// <param name="keys">Hashes of points.</param>
public sealed class StudyRunner(StudyPlan plan, StudyStore store, StudyKeys keys)
{
    private readonly Lock _telling = new();
    private readonly ProgramCache _programs = new();
    private StudyProgress _progress = new(0, 0, 0, 0, 0, "");

    /// <summary>Runs all points, or those that <paramref name="cancellation"/> lets through.</summary>
    /// <param name="workers">Points at once.</param>
    /// <param name="show">Told after each point, one at a time.</param>
    /// <param name="cancellation">Ends it; what is under way is lost, what is done is in the store.</param>
    /// <returns>A row for each point, in the order of the study.</returns>
    /// <exception cref="StudyStoreException">A result cannot be written.</exception>
    public async Task<IReadOnlyList<StudyRow>> RunAsync(int workers, Action<StudyProgress> show, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(show);
        var points = plan.Points().Select(point => (Point: point, Key: keys.Of(point.Run, plan.File))).ToList();
        var open = points.DistinctBy(entry => entry.Key).Where(entry => store.Find(entry.Key) is null).ToList();
        _progress = new(points.Count, points.Count - open.Count, points.Count - open.Count, 0, points.Count(entry => store.Find(entry.Key)?.Error is not null), "");
        show(_progress);
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, async (entry, token) =>
        {
            Tell(progress => progress with { Running = progress.Running + 1 }, show);
            var row = await RowAsync(entry.Point, entry.Key, token);
            store.Add(row);
            Tell(progress => progress with { Running = progress.Running - 1, Done = progress.Done + 1, Failed = progress.Failed + (row.Error is null ? 0 : 1), Last = Words(entry.Point) }, show);
        });
        return [.. points.Select(entry => store.Find(entry.Key)! with { At = At(entry.Point) })];
    }

    private void Tell(Func<StudyProgress, StudyProgress> change, Action<StudyProgress> show)
    {
        lock (_telling)
        {
            _progress = change(_progress);
            show(_progress);
        }
    }

    private async Task<StudyRow> RowAsync(StudyPoint point, string key, CancellationToken cancellation)
    {
        try
        {
            var run = RunFile.Complete(point.Run, plan.File);
            var program = await LoadedProgram.OfAsync(run, _programs, cancellation);
            var result = await program.RunAsync(run, cancellation);
            return new StudyRow(key, [.. At(point)], StudyMetrics.Of(result), null);
        }
        catch (Exception e) when (PointFailure.Covers(e))
        {
            return new StudyRow(key, [.. At(point)], [], e.Message.ReplaceLineEndings("; "));
        }
    }

    private ImmutableArray<KeyValuePair<string, string>> At(StudyPoint point) =>
        [.. plan.Dimensions.Select((dimension, i) => KeyValuePair.Create(dimension.Name, point.Choices[i].Label))];

    private string Words(StudyPoint point) =>
        string.Join(' ', plan.Dimensions.Select((dimension, i) => (dimension, point.Choices[i].Label)).Where(entry => entry.dimension.Choices.Length > 1).Select(entry => $"{entry.dimension.Name}={entry.Label}"));
}
