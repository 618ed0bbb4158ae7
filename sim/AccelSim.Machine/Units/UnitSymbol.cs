namespace AccelSim.Machine;

/// <summary>One way to write a unit, and how many base units it is worth.</summary>
/// <param name="Symbol">Text after the number, for example <c>KiB</c>.</param>
/// <param name="Scale">Base units per one of this.</param>
public readonly record struct UnitSymbol(string Symbol, long Scale);
