namespace AccelSim.Machine;

/// <summary>How bank and channel numbers are scrambled.</summary>
public enum DramHash
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Exclusive or with the low row bits.</summary>
    XorRow,
}
