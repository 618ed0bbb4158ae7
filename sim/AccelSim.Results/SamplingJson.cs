using System.Text.Json;

namespace AccelSim.Results;

/// <summary>The object <c>sampling</c> of a run and of a layer.</summary>
internal static class SamplingJson
{
    /// <summary>Writes the object, only where sampling was asked for.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="sampling">What was sampled.</param>
    /// <param name="femtoseconds">Time of the kernels, fs.</param>
    public static void Write(Utf8JsonWriter json, SamplingResult? sampling, long femtoseconds)
    {
        if (sampling is null)
        {
            return;
        }

        json.WriteStartObject("sampling");
        json.WriteNumber("launches", sampling.Launches);
        json.WriteNumber("sampled", sampling.Sampled);
        json.WriteNumber("blocks", sampling.Blocks);
        json.WriteNumber("simulatedBlocks", sampling.SimulatedBlocks);
        json.WriteNumber("estimatedSeconds", RunMetrics.Seconds(sampling.EstimatedFemtoseconds));
        json.WriteNumber("boundSeconds", RunMetrics.Seconds(sampling.BoundFemtoseconds));
        json.WriteNumber("relativeBound", RunMetrics.FractionOf(sampling.BoundFemtoseconds, femtoseconds));
        json.WriteEndObject();
    }
}
