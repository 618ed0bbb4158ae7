using System.Globalization;
using System.Text.Json;

namespace AccelSim.Results;

/// <summary>The parts of the result's JSON about energy and area.</summary>
internal static class RunEnergyJson
{
    public static void Write(Utf8JsonWriter json, RunResult run)
    {
        WriteEnergy(json, run);
        WriteArea(json, run);
    }

    private static void WriteEnergy(Utf8JsonWriter json, RunResult run)
    {
        if (run.Energy is not { } energy)
        {
            json.WriteNull("energy");
            return;
        }

        json.WriteStartObject("energy");
        WriteWhole(json, "femtojoules", energy.Femtojoules);
        json.WriteNumber("joulesPerItem", run.JoulesPerItem()!.Value);
        json.WriteStartArray("parts");
        foreach (var part in energy.Parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("group", part.Group);
            json.WriteString("event", part.Event);
            json.WriteNumber("count", part.Count);
            WriteWhole(json, "femtojoules", part.Femtojoules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteArea(Utf8JsonWriter json, RunResult run)
    {
        if (run.AreaSquareMillimetres() is not { } total)
        {
            json.WriteNull("area");
            return;
        }

        json.WriteStartObject("area");
        json.WriteBoolean("estimate", true);
        json.WriteNumber("squareMillimetres", total);
        json.WriteStartObject("parts");
        foreach (var part in run.Area)
        {
            json.WriteNumber(part.Name, part.SquareMicrometres / 1e6);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWhole(Utf8JsonWriter json, string name, Int128 value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
