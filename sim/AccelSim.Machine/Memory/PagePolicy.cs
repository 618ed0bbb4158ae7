namespace AccelSim.Machine;

/// <summary>What happens to a row after an access.</summary>
public enum PagePolicy
{
    /// <summary>Stays open until another row of the bank is wanted.</summary>
    Open,

    /// <summary>Is precharged at once.</summary>
    Closed,
}
