namespace AccelSim.Results;

/// <summary>One output against the reference.</summary>
/// <param name="Name">Output name.</param>
/// <param name="RelativeError">Greatest absolute difference over greatest absolute reference.</param>
/// <param name="Cosine">Cosine of the angle between both; 1 where both are zero.</param>
/// <param name="NotFinite">Infinities and NaNs among the values.</param>
/// <param name="Tolerance">Greatest relative error that passes.</param>
/// <param name="LeastCosine">Least cosine that passes.</param>
public sealed record OutputCheck(string Name, double RelativeError, double Cosine, long NotFinite, double Tolerance, double LeastCosine)
{
    /// <summary>True where the output is inside its tolerance.</summary>
    public bool Passed => NotFinite == 0 && RelativeError <= Tolerance && Cosine >= LeastCosine;
}
