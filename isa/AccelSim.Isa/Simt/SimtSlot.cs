namespace AccelSim.Isa.Simt;

/// <summary>Where an operand is stored in the instruction word.</summary>
public enum SimtSlot : byte
{
    None,
    D,
    A,
    B,
    C,

    /// <summary>Predicate destination.</summary>
    P,

    /// <summary>Predicate source.</summary>
    Q,

    /// <summary>Second predicate source.</summary>
    R,
}
