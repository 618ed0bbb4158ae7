namespace AccelSim.Cli;

/// <summary>A command line that cannot be meant; the message says what to write instead.</summary>
public sealed class UsageException(string problem) : Exception(problem)
{
    /// <summary>What is made of options; where they cannot be meant, and the library says so, that is the user's to mend.</summary>
    /// <exception cref="UsageException">An argument was refused.</exception>
    internal static T Unless<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
