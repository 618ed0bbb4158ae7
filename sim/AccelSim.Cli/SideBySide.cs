namespace AccelSim.Cli;

/// <summary>Independent pieces of work, as many at once as there are processors.</summary>
internal static class SideBySide
{
    /// <summary>What each item makes, in the order of the items.</summary>
    /// <param name="items">What to work on.</param>
    /// <param name="name">Name of an item, for progress.</param>
    /// <param name="make">The work.</param>
    /// <param name="show">Is shown progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<T[]> RunAsync<TItem, T>(
        IReadOnlyList<TItem> items, Func<TItem, string> name, Func<TItem, CancellationToken, ValueTask<T>> make, Action<string> show, CancellationToken cancellation)
    {
        var made = new T[items.Count];
        var done = 0;
        await Parallel.ForAsync(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, async (i, token) =>
        {
            made[i] = await make(items[i], token);
            show($"{Interlocked.Increment(ref done)} of {made.Length}: {name(items[i])}");
        });
        return made;
    }

    /// <summary>As the other, for work that does not wait.</summary>
    public static Task<T[]> RunAsync<TItem, T>(
        IReadOnlyList<TItem> items, Func<TItem, string> name, Func<TItem, CancellationToken, T> make, Action<string> show, CancellationToken cancellation) =>
        RunAsync(items, name, (item, token) => ValueTask.FromResult(make(item, token)), show, cancellation);
}
