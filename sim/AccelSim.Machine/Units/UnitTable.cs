using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>What a kind of quantity is called, how it is written, and between which bounds a value is credible.</summary>
/// <param name="Quantity">Name for people, with its article: "a size".</param>
/// <param name="Example">A correctly written value, shown when one is not: "512 KiB".</param>
/// <param name="Symbols">Unit symbols, case-sensitive, each with its worth in base units; the first one is the base unit's.</param>
/// <param name="Minimum">Least credible value in base units (0 where nothing is a sensible amount).</param>
/// <param name="Maximum">Greatest credible value in base units: beyond it, a zero too many was typed.</param>
public sealed record UnitTable(string Quantity, string Example, ImmutableArray<UnitSymbol> Symbols, long Minimum, long Maximum)
{
    /// <summary>Writes base units with the largest symbol that leaves a whole number.</summary>
    public string Format(long baseUnits)
    {
        var best = Symbols[0];
        foreach (var symbol in Symbols)
        {
            if (symbol.Scale > best.Scale && baseUnits != 0 && baseUnits % symbol.Scale == 0)
            {
                best = symbol;
            }
        }

        return FormattableString.Invariant($"{baseUnits / best.Scale} {best.Symbol}");
    }
}
