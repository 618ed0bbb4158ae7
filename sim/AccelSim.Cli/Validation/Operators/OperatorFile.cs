using System.Globalization;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// Reads measured operators: <c>source,chip,op,dtype,dims,latency_us,note</c>, a row each, dims a JSON object of whole numbers. Further columns are
/// not looked at. All that is wrong is reported at once, with line, value and what to write instead.
/// </summary>
internal static class OperatorFile
{
    private const long LargestFile = 64 << 20;
    private const int LongestCell = 4096;
    private const int ProblemsShown = 10;
    private const double MostMicroseconds = 1e12;

    private static readonly string[] Columns = ["source", "chip", "op", "dtype", "dims", "latency_us"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is not there, too large, or holds rows that cannot be meant.</exception>
    public static IReadOnlyList<OperatorRow> Read(string path)
    {
        if (new FileInfo(InputFile.Existing(path, ".csv")).Length is var length && length > LargestFile)
        {
            throw new UsageException($"{path}: is {length >> 20} MiB; at most {LargestFile >> 20} MiB of measurements are read, so cut it into several");
        }

        var (rows, problems) = (new List<OperatorRow>(), new List<string>());
        try
        {
            Read(path, rows, problems);
        }
        catch (CsvFormatException e)
        {
            problems.Add($"{path}, line {e.LineNumber}: {e.Message.Split('\n')[0].TrimEnd()}; is the file cut off, or a quote left open?");
        }

        if (problems.Count > 0)
        {
            var rest = problems.Count > ProblemsShown ? $"\n... and {problems.Count - ProblemsShown} more" : "";
            throw new UsageException(string.Join('\n', problems.Take(ProblemsShown)) + rest);
        }

        return rows.Count > 0 ? rows : throw new UsageException($"{path}: has no rows; write one for each measurement under the header {string.Join(',', Columns)},note");
    }

    /// <summary>A value for a message: short, in quotes, without control characters.</summary>
    public static string Quoted(string value)
    {
        var shown = string.Concat(value.Take(40).Select(c => char.IsControl(c) ? '?' : c));
        return $"'{shown}{(value.Length > 40 ? "..." : "")}'";
    }

    private static void Read(string path, List<OperatorRow> rows, List<string> problems)
    {
        using var text = new StreamReader(path);
        using var csv = CsvReader.Create(text, new CsvReaderOptions { TrackLineNumbers = true }, leaveOpen: true);
        string[]? headers = null;
        while (csv.Read())
        {
            headers ??= Headers(csv, path);
            var line = csv.LineNumber;
            try
            {
                if (csv.FieldCount < headers.Length)
                {
                    throw new FormatException($"has {csv.FieldCount} of {headers.Length} columns; is the file cut off?");
                }

                rows.Add(Row(line, name => Array.IndexOf(headers, name) is >= 0 and var at ? Cell(name, csv.GetString(at)) : ""));
            }
            catch (FormatException e)
            {
                problems.Add($"{path}, line {line}: {e.Message}");
            }
        }
    }

    private static string[] Headers(CsvReader csv, string path)
    {
        var headers = csv.Headers.ToArray();
        return Columns.FirstOrDefault(column => !headers.Contains(column)) is not { } missing ? headers
            : throw new UsageException($"{path}, line 1: there is no column '{missing}'; the header is {string.Join(',', Columns)},note");
    }

    private static string Cell(string column, string value) =>
        value.Length > LongestCell ? throw new FormatException($"column '{column}' holds {value.Length} characters, {Quoted(value)}; write at most {LongestCell}")
        : value.Any(char.IsControl) ? throw new FormatException($"column '{column}' holds {Quoted(value)} with a control character; write text")
        : value;

    private static OperatorRow Row(long line, Func<string, string> cell)
    {
        var (name, dims) = (cell("op"), cell("dims"));
        if (name.Length == 0)
        {
            throw new FormatException("column 'op' is empty; write an operator such as gemm");
        }

        var kind = OperatorKind.Named(name);
        return new OperatorRow
        {
            Line = line,
            Source = cell("source"),
            Chip = cell("chip"),
            Operator = name,
            Type = cell("dtype"),
            DimsText = dims,
            Microseconds = Latency(cell("latency_us")),
            Note = cell("note"),
            Kind = kind,
            Dims = kind is null ? null : Checked(kind, OperatorDims.Parse(dims)),
        };
    }

    private static double Latency(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MostMicroseconds
            ? value : throw new FormatException($"column 'latency_us' holds {Quoted(text)}; write microseconds, more than 0");

    private static OperatorDims Checked(OperatorKind kind, OperatorDims dims)
    {
        foreach (var key in kind.Keys)
        {
            if (dims.Or(key, 0) < 1)
            {
                throw new FormatException($"{kind.Name} needs the dims key '{key}', 1 or more; write {string.Join(", ", kind.Keys)}");
            }
        }

        return dims;
    }
}
