using System.Text;

namespace AccelSim.Cli;

/// <summary>
/// Which rows are simulated: a seeded sample, stratified by operator, element type, chip and decade of work. Strata give one row each in turn until
/// there are enough, so that the choice neither follows the file's order nor what is most often measured.
/// </summary>
internal static class OperatorChoice
{
    /// <summary>Chooses at most <paramref name="limit"/> of the rows, in the order of the file.</summary>
    public static IReadOnlyList<OperatorRow> Of(IEnumerable<OperatorRow> rows, int limit, int seed) =>
    [
        .. rows.GroupBy(row => (row.Kind!.Family, row.Type, row.Chip, row.Decade))
            .SelectMany(stratum => stratum.Select(row => (Key: Key(row, seed), Row: row)).OrderBy(entry => entry.Key).ThenBy(entry => entry.Row.Line).Select((entry, turn) => (Turn: turn, entry.Key, entry.Row)))
            .OrderBy(entry => entry.Turn).ThenBy(entry => entry.Key).ThenBy(entry => entry.Row.Line)
            .Take(limit).Select(entry => entry.Row).OrderBy(row => row.Line),
    ];

    /// <summary>A number that looks random, the same for the same row and seed wherever the row stands: FNV-1a, then the finaliser of SplitMix64.</summary>
    private static ulong Key(OperatorRow row, int seed)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes($"{row.Source}|{row.Chip}|{row.Operator}|{row.Type}|{row.DimsText}|{row.Note}"))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        hash += (ulong)seed * 0x9e3779b97f4a7c15UL;
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9UL;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebUL;
        return hash ^ (hash >> 31);
    }
}
