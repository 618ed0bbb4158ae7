namespace AccelSim.Machine;

/// <summary>How bank and channel numbers are scrambled.</summary>
public enum DramHash
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Banks by exclusive or with the low row bits; channels turned by the sum of the higher digits of the address.</summary>
    XorRow,

    /// <summary>Banks as <see cref="XorRow"/>; channels turned by a number that looks random and depends on all higher bits, so that no stride stays among few.</summary>
    Mixed,
}
