using System.Text;

namespace AccelSim.Machine.Yaml;

/// <summary>
/// A document in one fixed form: keys in order, no comments, no blanks, files that it extends in place. Two documents that say the same have the same text.
/// </summary>
internal static class ConfigText
{
    public static string Of(ConfigNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ConfigNode node)
    {
        switch (node)
        {
            case ConfigMap map:
                text.Append('{');
                foreach (var entry in map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    Quote(text, entry.Key);
                    text.Append(':');
                    Append(text, entry.Value);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case ConfigList list:
                text.Append('[');
                foreach (var item in list.Items)
                {
                    Append(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case ConfigScalar { IsNull: true }: text.Append('~'); break;
            case ConfigScalar scalar: Quote(text, scalar.Text); break;
        }
    }

    private static void Quote(StringBuilder text, string value) =>
        text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
}
