namespace AccelSim.Reports;

/// <summary>One measurement and what the simulator says about it.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Chip">On which chip.</param>
/// <param name="Unit">Unit of both values.</param>
/// <param name="Measured">Measured value.</param>
/// <param name="Simulated">Simulated value; null where it cannot be expressed.</param>
/// <param name="Gate">Greatest relative error that passes; null where the row is only reported.</param>
/// <param name="Role"><c>gate</c>, <c>calibration</c> or <c>report</c>.</param>
/// <param name="Source">Where the measurement is published.</param>
/// <param name="Remark">Why it deviates, or cannot be expressed.</param>
public sealed record ValidationRow(
    string Name, string Chip, string Unit, double Measured, double? Simulated, double? Gate, string Role, string Source, string Remark)
{
    /// <summary>Simulated over measured, minus one; null where nothing was simulated.</summary>
    public double? Error => Simulated is { } value ? (value / Measured) - 1 : null;

    /// <summary>False where a gated row is outside its gate or was not simulated.</summary>
    public bool Passed => Gate is not { } gate || (Error is { } error && Math.Abs(error) <= gate);
}
