namespace AccelSim.Functional.Mlu;

/// <summary>
/// An operation met data that it cannot work on, such as an offset outside memory. The one who runs the program adds kernel, instruction and task.
/// </summary>
public sealed class MluDataException : Exception
{
    /// <summary>Creates the error.</summary>
    public MluDataException(string problem)
        : base(problem)
    {
    }
}
