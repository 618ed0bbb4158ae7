namespace AccelSim.Engine;

/// <summary>Gives names small numbers, so that a span carries two integers instead of two strings.</summary>
public sealed class TraceNames
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The names in order of their numbers.</summary>
    public IReadOnlyList<string> All => _names;

    /// <summary>The number of <paramref name="name"/>, new or known.</summary>
    public int this[string name]
    {
        get
        {
            if (!_numbers.TryGetValue(name, out var number))
            {
                number = _names.Count;
                _names.Add(name);
                _numbers.Add(name, number);
            }

            return number;
        }
    }
}
