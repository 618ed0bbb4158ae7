using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AccelSim.Cli;

/// <summary>Options that count something: from 1 up to what run files allow too.</summary>
internal static class WholeNumber
{
    private const int Most = 1_000_000;
    private const long MostCycles = 1_000_000_000_000;

    /// <summary>Such an option; null where it is not given.</summary>
    public static Option<int?> Option(string name, string description) =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => Parse(name, result) };

    /// <summary>Such an option that counts cycles.</summary>
    public static Option<long?> Cycles(string name, string description) =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => ParseCycles(name, result) };

    private static long? ParseCycles(string name, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= MostCycles)
        {
            return value;
        }

        result.AddError($"{name} {text}: write a whole number from 1 to {MostCycles}");
        return null;
    }

    private static int? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= Most)
        {
            return value;
        }

        result.AddError($"{name} {text}: write a whole number from 1 to {Most}");
        return null;
    }
}
