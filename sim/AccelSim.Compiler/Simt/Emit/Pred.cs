namespace AccelSim.Compiler.Simt.Emit;

/// <summary>A virtual predicate, or its opposite. <c>default</c> is <c>pt</c>, which is true.</summary>
/// <param name="Number">Number; 0 is <c>pt</c>.</param>
/// <param name="Negated">True where the opposite is meant.</param>
internal readonly record struct Pred(int Number, bool Negated)
{
    /// <summary><c>pt</c>.</summary>
    public static Pred Always => default;

    /// <summary>Never true.</summary>
    public static Pred Never => new(0, true);

    /// <summary>True for <c>pt</c> itself.</summary>
    public bool IsAlways => Number == 0 && !Negated;

    /// <summary>True for the opposite of <c>pt</c>.</summary>
    public bool IsNever => Number == 0 && Negated;

    /// <summary>The opposite.</summary>
    public static Pred operator !(Pred value) => value with { Negated = !value.Negated };

    /// <inheritdoc/>
    public override string ToString() => (Negated ? "!" : "") + (Number == 0 ? "pt" : $"q{Number}");
}
