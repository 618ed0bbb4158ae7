namespace AccelSim.Machine;

/// <summary>How many buses bring commands to a channel.</summary>
public enum DramCommandBuses
{
    /// <summary>One for all commands.</summary>
    One,

    /// <summary>One for row commands (activate, precharge, refresh) and one for column commands, as HBM has.</summary>
    Two,
}
