namespace AccelSim.Machine;

/// <summary>Collects problems while a configuration is read, so that a person sees all of them at once.</summary>
internal sealed class ProblemList
{
    // A hostile file can be wrong in every line; nobody reads further than this.
    private const int Most = 200;

    private readonly List<ConfigProblem> _problems = [];

    public int Count { get; private set; }

    public void Add(SourceLocation location, string key, string value, string message)
    {
        Count++;
        if (_problems.Count < Most)
        {
            _problems.Add(new ConfigProblem(location, key, value, message));
        }
    }

    public void ThrowIfAny(Exception? cause = null)
    {
        if (Count == 0)
        {
            return;
        }

        var inOrder = _problems.Distinct()
            .OrderBy(p => p.Location.File, StringComparer.Ordinal)
            .ThenBy(p => p.Location.Line)
            .ThenBy(p => p.Location.Column);
        throw new ConfigurationException([.. inOrder], cause);
    }
}
