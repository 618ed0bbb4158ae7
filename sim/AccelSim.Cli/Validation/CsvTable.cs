using CsvHelper;

namespace AccelSim.Cli;

/// <summary>Reads tables of measurements row by row.</summary>
internal static class CsvTable
{
    /// <summary>
    /// Calls <paramref name="row"/> for every row, with the names of the columns and a way to read a cell by the name of its column; one that is not
    /// there is empty.
    /// </summary>
    public static void Each(string path, Action<string[], Func<string, string>> row)
    {
        using var text = new StreamReader(path);
        using var csv = CsvReader.Create(text, new CsvReaderOptions(), leaveOpen: true);
        string[]? columns = null;
        while (csv.Read())
        {
            columns ??= csv.Headers.ToArray();
            row(columns, name => Array.IndexOf(columns, name) is >= 0 and var at ? csv.GetString(at) : "");
        }
    }

    /// <summary>As <see cref="Each"/>, for tables all of whose columns must be there.</summary>
    /// <exception cref="FormatException">A column that is read is not.</exception>
    public static void EachComplete(string path, Action<Func<string, string>> row) =>
        Each(path, (columns, cell) => row(name => columns.Contains(name) ? cell(name) : throw new FormatException($"{path} has no column '{name}'")));
}
