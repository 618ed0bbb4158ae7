using System.Globalization;

namespace AccelSim.Machine.Yaml;

/// <summary>Dotted paths into a document: <c>core.queues[2].depth</c>.</summary>
internal static class ConfigPath
{
    private const int LongestList = 10_000;

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Splits a path into keys (text) and list positions (int); null when it is malformed.</summary>
    public static List<object>? Split(string path)
    {
        var steps = new List<object>();
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var key = bracket < 0 ? part : part[..bracket];
            if (key.Length == 0)
            {
                return null;
            }

            steps.Add(key);
            var rest = bracket < 0 ? "" : part[bracket..];
            while (rest.Length > 0)
            {
                var end = rest.IndexOf(']', StringComparison.Ordinal);
                if (rest[0] != '[' || end < 0 ||
                    !int.TryParse(rest[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= LongestList)
                {
                    return null;
                }

                steps.Add(index);
                rest = rest[(end + 1)..];
            }
        }

        return steps;
    }
}
