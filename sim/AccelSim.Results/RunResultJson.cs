using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Results.Simt;

namespace AccelSim.Results;

/// <summary>Writes a result as the JSON of docs/result.schema.json: fixed order of keys, invariant numbers, so equal results are equal bytes.</summary>
public static class RunResultJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document as text, with a line end at its end.</summary>
    public static string ToText(RunResult run)
    {
        using var stream = new MemoryStream();
        Write(run, stream);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the document and a line end.</summary>
    public static void Write(RunResult run, Stream to)
    {
        using (var json = new Utf8JsonWriter(to, Options))
        {
            Write(run, json);
        }

        to.WriteByte((byte)'\n');
    }

    /// <summary>Writes the document as a value, for a document that contains it.</summary>
    public static void Write(RunResult run, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteHead(json, run);
        RunEnergyJson.Write(json, run);
        WriteFirstRun(json, run.FirstRun);
        WriteCauses(json, run.Causes);
        VirtualMemoryJson.Write(json, run.Counters.VirtualMemory);
        SimtCountersJson.Write(json, run.Counters.Simt);
        WriteUnits(json, run);
        WriteLayers(json, run);
        WriteHostOperators(json, run);
        WriteCheck(json, run.Check);
        json.WriteStartArray("warnings");
        foreach (var warning in run.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, RunResult run)
    {
        json.WriteNumber("schemaVersion", RunResult.SchemaVersion);
        if (run.Partial is { } partial)
        {
            json.WriteString("partial", partial);
        }

        SamplingJson.Write(json, run.Sampling, run.DeviceFemtoseconds);
        json.WriteString("model", run.Model);
        json.WriteString("chip", run.Chip);
        json.WriteString("host", run.Host);
        json.WriteString("precision", run.Precision);
        json.WriteString("mode", run.Mode);
        json.WriteNumber("batch", run.Batch);
        json.WriteNumber("iterations", run.Iterations);
        json.WriteNumber("cycles", run.Cycles());
        json.WriteNumber("clockHz", run.ClockHz);
        json.WriteNumber("seconds", RunMetrics.Seconds(run.Femtoseconds));
        json.WriteNumber("deviceCycles", run.DeviceCycles());
        json.WriteNumber("deviceSeconds", RunMetrics.Seconds(run.DeviceFemtoseconds));
        json.WriteNumber("itemsPerSecond", run.ItemsPerSecond());
        json.WriteNumber("deviceItemsPerSecond", run.DeviceItemsPerSecond());
        json.WriteNumber("macs", run.Macs);
        json.WriteNumber("achievedOpsPerSecond", run.AchievedOpsPerSecond());
        json.WriteNumber("peakOpsPerSecond", run.PeakOpsPerSecond);
        json.WriteNumber("dramReadBytes", run.Counters.DramReadBytes);
        json.WriteNumber("dramWriteBytes", run.Counters.DramWriteBytes);
        json.WriteNumber("dramPeakBytesPerSecond", run.DramPeakBytesPerSecond);
        json.WriteNumber("peakDeviceBytes", run.PeakDeviceBytes);
        json.WriteNumber("deviceMemoryBytes", run.DeviceMemoryBytes);
        WriteOptional(json, "energyJoules", run.EnergyJoules());
        WriteOptional(json, "averageWatts", run.AverageWatts());
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteFirstRun(Utf8JsonWriter json, FirstRunResult? first)
    {
        if (first is null)
        {
            json.WriteNull("firstRun");
            return;
        }

        json.WriteStartObject("firstRun");
        json.WriteNumber("seconds", RunMetrics.Seconds(first.Total));
        json.WriteNumber("allocationSeconds", RunMetrics.Seconds(first.Allocation));
        json.WriteNumber("weightCopySeconds", RunMetrics.Seconds(first.WeightCopy));
        json.WriteNumber("coldLaunchSeconds", RunMetrics.Seconds(first.ColdLaunch));
        json.WriteEndObject();
    }

    private static void WriteCauses(Utf8JsonWriter json, CauseStack causes)
    {
        json.WriteStartObject("causes");
        foreach (var (cause, billionths) in causes.Fractions())
        {
            json.WritePropertyName(cause.DisplayName());
            json.WriteRawValue(((decimal)billionths / 1_000_000_000).ToString("0.000000000", CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static void WriteUnits(Utf8JsonWriter json, RunResult run)
    {
        json.WriteStartArray("units");
        foreach (var unit in run.Units)
        {
            json.WriteStartObject();
            json.WriteString("name", unit.Name);
            WriteCauses(json, unit.Causes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLayers(Utf8JsonWriter json, RunResult run)
    {
        json.WriteStartArray("layers");
        foreach (var layer in run.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("op", layer.Operator);
            json.WriteNumber("cycles", layer.Cycles);
            json.WriteNumber("seconds", RunMetrics.Seconds(layer.Femtoseconds));
            json.WriteNumber("macs", layer.Macs);
            json.WriteNumber("bytes", layer.Bytes);
            WriteOptional(json, "energyJoules", layer.Energy is { } energy ? RunMetrics.Joules(energy.Femtojoules) : null);
            json.WriteString("bound", layer.Bound);
            json.WriteString("kernelType", layer.KernelType);
            json.WriteNumber("tasks", layer.Tasks);
            json.WriteNumber("launches", layer.Launches);
            json.WriteString("schedule", layer.Schedule);
            SamplingJson.Write(json, layer.Sampling, layer.Femtoseconds);
            WriteCauses(json, layer.Causes);
            WriteCounters(json, layer.Counters);
            VirtualMemoryJson.Write(json, layer.Counters.VirtualMemory);
            SimtCountersJson.Write(json, layer.Counters.Simt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounters(Utf8JsonWriter json, DeviceCounters counters)
    {
        json.WriteStartObject("counters");
        json.WriteNumber("instructions", counters.Instructions);
        json.WriteNumber("ltCycles", counters.LtCycles);
        json.WriteNumber("ctCycles", counters.CtCycles);
        json.WriteNumber("aluCycles", counters.AluCycles);
        json.WriteNumber("moveCycles", counters.MoveCycles);
        json.WriteNumber("dramReadCycles", counters.DramReadCycles);
        json.WriteNumber("dramWriteCycles", counters.DramWriteCycles);
        json.WriteNumber("memoryCoreReadCycles", counters.MemoryCoreReadCycles);
        json.WriteNumber("memoryCoreWriteCycles", counters.MemoryCoreWriteCycles);
        json.WriteNumber("dramReadBytes", counters.DramReadBytes);
        json.WriteNumber("dramWriteBytes", counters.DramWriteBytes);
        json.WriteNumber("macs", counters.Macs);
        json.WriteEndObject();
    }

    private static void WriteHostOperators(Utf8JsonWriter json, RunResult run)
    {
        json.WriteStartArray("hostOperators");
        foreach (var host in run.HostOperators)
        {
            json.WriteStartObject();
            json.WriteString("name", host.Name);
            json.WriteString("op", host.Operator);
            json.WriteNumber("seconds", RunMetrics.Seconds(host.Femtoseconds));
            json.WriteNumber("transferBytes", host.TransferBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCheck(Utf8JsonWriter json, CheckResult? check)
    {
        if (check is null)
        {
            json.WriteNull("check");
            return;
        }

        json.WriteStartObject("check");
        json.WriteBoolean("passed", check.Passed);
        json.WriteBoolean("compared", check.Compared);
        json.WriteStartArray("outputs");
        foreach (var output in check.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            json.WriteBoolean("passed", output.Passed);
            if (check.Compared)
            {
                json.WriteNumber("relativeError", Finite(output.RelativeError));
                json.WriteNumber("cosine", Finite(output.Cosine));
            }
            else
            {
                json.WriteNull("relativeError");
                json.WriteNull("cosine");
            }

            json.WriteNumber("notFinite", output.NotFinite);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("firstDifference", check.FirstDifference);
        json.WriteBoolean("racesSought", check.RacesSought);
        json.WriteStartArray("races");
        foreach (var race in check.Races)
        {
            json.WriteStringValue(race);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // JSON has no infinities; the count of values that are not finite tells.
    private static double Finite(double value) => double.IsFinite(value) ? value : double.MaxValue;
}
