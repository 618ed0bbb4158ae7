using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>A chip, host or run description that cannot be used, with everything that is wrong with it.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(ImmutableArray<ConfigProblem> problems, Exception? cause = null)
        : base(string.Join(Environment.NewLine, problems), cause) =>
        Problems = problems;

    /// <summary>All problems, in the order of the files; at least one.</summary>
    public ImmutableArray<ConfigProblem> Problems { get; }
}
