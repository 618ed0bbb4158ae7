namespace AccelSim.Machine;

/// <summary>Clock rates a chip may run at.</summary>
public sealed record DvfsRange : ICheckedRecord
{
    public required Frequency Minimum { get; init; }

    public required Frequency Maximum { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Minimum > Maximum)
        {
            report("minimum", "is above maximum");
        }
    }
}
