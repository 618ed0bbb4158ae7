using System.Text.Json;

namespace AccelSim.Results.Tests;

/// <summary>The part of JSON Schema that docs/result.schema.json uses; a keyword it does not know is a failure, not a pass.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    private static readonly HashSet<string> Annotations = ["$schema", "title", "description", "$defs"];

    public List<string> Problems { get; } = [];

    public void Check(JsonElement value) => Check(root, value, "$");

    private void Check(JsonElement schema, JsonElement value, string path)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Check(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!.Split('/')[^1]), value, path);
                    break;
                case "type":
                    var types = keyword.Value.ValueKind == JsonValueKind.Array ? keyword.Value.EnumerateArray().Select(t => t.GetString()!) : [keyword.Value.GetString()!];
                    Expect(types.Any(t => Is(value, t)), $"{path}: {value.ValueKind} is not {keyword.Value}");
                    break;
                case "const":
                    Expect(value.GetRawText() == keyword.Value.GetRawText(), $"{path}: is not {keyword.Value}");
                    break;
                case "enum":
                    Expect(keyword.Value.EnumerateArray().Any(v => v.GetRawText() == value.GetRawText()), $"{path}: is none of {keyword.Value}");
                    break;
                case "minimum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(), $"{path}: is below {keyword.Value}");
                    break;
                case "maximum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(), $"{path}: is above {keyword.Value}");
                    break;
                case "required":
                    foreach (var name in keyword.Value.EnumerateArray().Where(_ => value.ValueKind == JsonValueKind.Object))
                    {
                        Expect(value.TryGetProperty(name.GetString()!, out _), $"{path}: lacks {name}");
                    }

                    break;
                case "properties":
                case "additionalProperties":
                    break;
                case "items":
                    foreach (var (item, i) in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select((v, i) => (v, i)) : [])
                    {
                        Check(keyword.Value, item, $"{path}[{i}]");
                    }

                    break;
                default:
                    Expect(Annotations.Contains(keyword.Name), $"{path}: the schema uses '{keyword.Name}', which this validator does not know");
                    break;
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckProperties(schema, value, path);
        }
    }

    private void CheckProperties(JsonElement schema, JsonElement value, string path)
    {
        foreach (var property in value.EnumerateObject())
        {
            var at = $"{path}.{property.Name}";
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out var own))
            {
                Check(own, property.Value, at);
            }
            else if (schema.TryGetProperty("additionalProperties", out var rest))
            {
                if (rest.ValueKind == JsonValueKind.Object)
                {
                    Check(rest, property.Value, at);
                }
                else
                {
                    Expect(rest.GetBoolean(), $"{at}: is not in the schema");
                }
            }
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };

    private void Expect(bool holds, string problem)
    {
        if (!holds)
        {
            Problems.Add(problem);
        }
    }
}
