namespace AccelSim.Isa.Simt;

/// <summary>Suggests what an unknown mnemonic may have meant.</summary>
internal static class SimtMnemonics
{
    private const int Suggestions = 4;

    /// <summary>A question naming the nearest mnemonics; empty where none is near.</summary>
    public static string Nearest(string text)
    {
        var limit = Math.Max(2, text.Length / 3);
        var near = SimtInstructionSet.ByMnemonic.Keys
            .Where(mnemonic => Math.Abs(mnemonic.Length - text.Length) <= limit)
            .Select(mnemonic => (Mnemonic: mnemonic, Distance: Distance(text, mnemonic)))
            .Where(entry => entry.Distance <= limit)
            .OrderBy(entry => entry.Distance)
            .ThenBy(entry => entry.Mnemonic, StringComparer.Ordinal)
            .Take(Suggestions)
            .Select(entry => entry.Mnemonic)
            .ToArray();
        return near.Length == 0 ? "" : $"; did you mean {string.Join(", ", near)}?";
    }

    /// <summary>Insertions, deletions and replacements between two words.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
