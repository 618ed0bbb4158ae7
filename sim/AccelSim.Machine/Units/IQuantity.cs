namespace AccelSim.Machine;

/// <summary>A physical amount held as a whole number of base units, written in files as a number and a unit.</summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>Symbols and credible bounds.</summary>
    static abstract UnitTable Units { get; }

    /// <summary>The amount that is worth <paramref name="value"/> base units.</summary>
    static abstract TSelf FromBaseUnits(long value);

    /// <summary>The amount in base units.</summary>
    long BaseUnits { get; }
}
