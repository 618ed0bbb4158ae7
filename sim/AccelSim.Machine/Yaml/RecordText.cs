using System.Globalization;
using System.Text;

namespace AccelSim.Machine;

/// <summary>A part of a description value by value, as <c>path=value</c>: equal parts have equal texts, whatever files they came from.</summary>
public static class RecordText
{
    /// <summary>The text of a record.</summary>
    public static string Of(object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder(record.GetType().Name);
        foreach (var leaf in Yaml.RecordWalk.Of(record))
        {
            // The declaring type tells variants with the same keys apart.
            text.Append(CultureInfo.InvariantCulture, $";{leaf.Path}@{leaf.Member?.Property.DeclaringType?.Name}={leaf.Value}");
        }

        return text.ToString();
    }
}
