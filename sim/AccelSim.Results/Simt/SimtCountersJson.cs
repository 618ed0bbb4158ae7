using System.Text.Json;

namespace AccelSim.Results.Simt;

/// <summary>The object <c>simt</c> of a run and of a layer.</summary>
internal static class SimtCountersJson
{
    /// <summary>Writes the object, only where multiprocessors were counted.</summary>
    public static void Write(Utf8JsonWriter json, SimtCounters? counters)
    {
        if (counters is null)
        {
            return;
        }

        json.WriteStartObject("simt");
        json.WriteNumber("warpInstructions", counters.WarpInstructions);
        json.WriteNumber("threadInstructions", counters.ThreadInstructions);
        json.WriteNumber("blocks", counters.Blocks);
        json.WriteNumber("tensorCycles", counters.TensorCycles);
        json.WriteNumber("mathCycles", counters.MathCycles);
        json.WriteNumber("globalRequests", counters.GlobalRequests);
        json.WriteNumber("globalSectors", counters.GlobalSectors);
        json.WriteNumber("sectorsPerRequest", counters.SectorsPerRequest);
        json.WriteNumber("l1Sectors", counters.L1Sectors);
        json.WriteNumber("l1Hits", counters.L1Hits);
        json.WriteNumber("l1HitRate", counters.L1HitRate);
        json.WriteNumber("l2Hits", counters.L2Hits);
        json.WriteNumber("l2Misses", counters.L2Misses);
        json.WriteNumber("l2HitRate", counters.L2HitRate);
        json.WriteNumber("sharedRequests", counters.SharedRequests);
        json.WriteNumber("sharedPasses", counters.SharedPasses);
        json.WriteNumber("activeCycles", counters.ActiveCycles);
        json.WriteNumber("warpCycles", counters.WarpCycles);
        json.WriteNumber("warpSlots", counters.WarpSlots);
        json.WriteNumber("achievedOccupancy", counters.AchievedOccupancy);
        json.WriteNumber("issueSlots", counters.IssueSlots);
        json.WriteNumber("issueUtilisation", counters.IssueUtilisation);
        json.WriteStartObject("warpStates");
        foreach (var (name, cycles) in counters.States.All())
        {
            json.WriteNumber(name, cycles);
        }

        json.WriteEndObject();
        WriteOccupancy(json, counters.Occupancy);
        json.WriteEndObject();
    }

    private static void WriteOccupancy(Utf8JsonWriter json, OccupancyFacts? occupancy)
    {
        if (occupancy is null)
        {
            json.WriteNull("occupancy");
            return;
        }

        json.WriteStartObject("occupancy");
        json.WriteNumber("registersPerThread", occupancy.RegistersPerThread);
        json.WriteNumber("sharedBytesPerBlock", occupancy.SharedBytesPerBlock);
        json.WriteNumber("threadsPerBlock", occupancy.ThreadsPerBlock);
        json.WriteNumber("blocksPerSm", occupancy.BlocksPerSm);
        json.WriteNumber("warpsPerSm", occupancy.WarpsPerSm);
        json.WriteString("limitedBy", occupancy.LimitedBy);
        json.WriteEndObject();
    }
}
