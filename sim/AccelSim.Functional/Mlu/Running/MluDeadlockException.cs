using System.Collections.Immutable;

namespace AccelSim.Functional.Mlu;

/// <summary>Every core of a union waits for something that no other will do. Names each core, its instruction and what it waits for.</summary>
public sealed class MluDeadlockException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="kernel">Kernel name.</param>
    /// <param name="cores">One line per core.</param>
    public MluDeadlockException(string kernel, ImmutableArray<string> cores)
        : base($"kernel '{kernel}' has come to a standstill:\n  {string.Join("\n  ", cores)}")
    {
        Cores = cores;
    }

    /// <summary>One line per core: task, instruction, what it waits for.</summary>
    public ImmutableArray<string> Cores { get; }
}
