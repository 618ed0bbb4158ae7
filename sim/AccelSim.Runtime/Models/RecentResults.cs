namespace AccelSim.Runtime;

/// <summary>Results of work by key, those asked for last; whoever asks for one that is being made waits for it.</summary>
/// <param name="most">Results kept.</param>
internal sealed class RecentResults<TKey, TResult>(int most)
    where TKey : notnull
{
    private readonly Lock _entering = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Lazy<TResult> Result)>> _byKey = [];
    private readonly LinkedList<(TKey Key, Lazy<TResult> Result)> _byAge = new();

    /// <summary>The result of a key; <paramref name="make"/> makes it where it is not kept. What throws is not kept.</summary>
    public TResult Get(TKey key, Func<TResult> make)
    {
        var entry = Enter(key, make);
        try
        {
            return entry.Value;
        }
        catch
        {
            Forget(key, entry);
            throw;
        }
    }

    private Lazy<TResult> Enter(TKey key, Func<TResult> make)
    {
        lock (_entering)
        {
            if (_byKey.TryGetValue(key, out var known))
            {
                _byAge.Remove(known);
                _byAge.AddLast(known);
                return known.Value.Result;
            }

            if (_byAge.Count == most)
            {
                _byKey.Remove(_byAge.First!.Value.Key);
                _byAge.RemoveFirst();
            }

            var entry = new Lazy<TResult>(make);
            _byKey.Add(key, _byAge.AddLast((key, entry)));
            return entry;
        }
    }

    private void Forget(TKey key, Lazy<TResult> entry)
    {
        lock (_entering)
        {
            if (_byKey.TryGetValue(key, out var known) && known.Value.Result == entry)
            {
                _byKey.Remove(key);
                _byAge.Remove(known);
            }
        }
    }
}
