using System.Text.Json;

namespace AccelSim.Cli;

/// <summary>The sizes of a measured operator: whole numbers by name, from a JSON object.</summary>
internal sealed class OperatorDims
{
    private const long Most = 1L << 40;

    private readonly SortedDictionary<string, long> _values = new(StringComparer.Ordinal);

    // words, and what else is no number: an operator that knows the key will miss its size
    private readonly SortedSet<string> _words = new(StringComparer.Ordinal);

    private OperatorDims()
    {
    }

    /// <summary>Names that are there.</summary>
    public IEnumerable<string> Keys => _values.Keys.Concat(_words);

    /// <summary>A size that the operator must have.</summary>
    public long this[string key] => _values[key];

    /// <summary>Heads of keys and values: as many as of queries where the row does not say.</summary>
    public int KvHeads => checked((int)Or("kv_heads", this["heads"]));

    /// <summary>A size that the operator must have, below 2^31.</summary>
    /// <exception cref="OverflowException">It is larger.</exception>
    public int Int(string key) => checked((int)this[key]);

    /// <summary>A size, or what stands for it where it is not there.</summary>
    public long Or(string key, long otherwise) => _values.GetValueOrDefault(key, otherwise);

    /// <summary>Reads a JSON object of whole numbers from 0 to 2^40; words are kept as keys without a size.</summary>
    /// <exception cref="FormatException">It is none; the message names the value.</exception>
    public static OperatorDims Parse(string json)
    {
        var dims = new OperatorDims();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"column 'dims' holds {OperatorFile.Quoted(json)}; write a JSON object such as {{\"m\":128,\"n\":128,\"k\":64}}");
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                dims.Add(property);
            }

            return dims;
        }
        catch (JsonException e)
        {
            throw new FormatException($"column 'dims' holds {OperatorFile.Quoted(json)}, which is no JSON ({e.Message.Split(" LineNumber", 2)[0]}); write an object such as {{\"m\":128,\"n\":128,\"k\":64}}");
        }
    }

    private void Add(JsonProperty property)
    {
        if (property.Value.ValueKind == JsonValueKind.String)
        {
            _words.Add(property.Name);
            return;
        }

        if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt64(out var value) || value < 0 || value > Most)
        {
            throw new FormatException($"dims key {OperatorFile.Quoted(property.Name)} is {OperatorFile.Quoted(property.Value.GetRawText())}; write a whole number from 0 to {Most}");
        }

        if (_words.Contains(property.Name) || !_values.TryAdd(property.Name, value))
        {
            throw new FormatException($"dims key {OperatorFile.Quoted(property.Name)} is there twice; write it once");
        }
    }
}
