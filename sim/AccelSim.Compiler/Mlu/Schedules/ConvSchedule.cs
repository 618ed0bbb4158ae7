using System.Globalization;
using System.Text;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// How a convolution is divided: over tasks, and within a task over tiles of rows x columns x output channels, and by which pipeline tiles move.
/// A schedule is data: it can be printed with <see cref="ToString"/>, stored, and forced with <see cref="Parse"/>.
/// </summary>
/// <param name="RowTasks">Tasks that share the output pixels.</param>
/// <param name="CoTasks">Tasks that share the output channels.</param>
/// <param name="Rows">Output rows of a tile.</param>
/// <param name="Co">Output channels of a tile.</param>
/// <param name="Slices">Parts into which the reduction is cut over input channels.</param>
/// <param name="Share">True when the memory core brings weights to the cluster's SRAM once for all its cores, false when every core loads its own.</param>
/// <param name="Cols">Output columns of a tile; 0 for whole rows.</param>
/// <param name="Windows">Parts into which the reduction is cut over window rows.</param>
/// <param name="Stages">
/// 3: load, compute, store by each core. 4: the memory core loads input to SRAM for the cores of the cluster, which split output channels.
/// 5: results are combined in SRAM too, and the memory core stores them. [BANG C guide section 5: L-C-S, L-M-C-S, L-M1-C-M2-S]
/// </param>
/// <param name="Union">Clusters allocated together where the memory core takes part: what all of them need is read once and passed on from cluster to cluster.</param>
public readonly record struct ConvSchedule(
    int RowTasks, int CoTasks, int Rows, int Co, int Slices, bool Share, int Cols = 0, int Windows = 1, int Stages = 3, int Union = 1)
{
    private const string Example = "conv(rowTasks=8,coTasks=4,rows=7,co=64,slices=1,share)";

    /// <summary>Tasks in total.</summary>
    public int Tasks => RowTasks * CoTasks;

    /// <summary>True when the memory core takes part, so that whole clusters are allocated (UNIONn); false for BLOCK.</summary>
    public bool UsesMemoryCore => Share || Stages > 3;

    /// <summary>Written as <c>conv(rowTasks=8,coTasks=4,rows=7,co=64,slices=1,share)</c>; what is not said is whole columns, whole windows, three stages, one cluster.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"conv(rowTasks={RowTasks},coTasks={CoTasks},rows={Rows}");
        Optional("cols", Cols, 0);
        text.Append(CultureInfo.InvariantCulture, $",co={Co},slices={Slices}");
        Optional("windows", Windows, 1);
        Optional("stages", Stages, 3);
        Optional("union", Union, 1);
        return text.Append(Share ? ",share)" : ",own)").ToString();

        void Optional(string key, int value, int usual)
        {
            if (value != usual)
            {
                text.Append(CultureInfo.InvariantCulture, $",{key}={value}");
            }
        }
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not a schedule.</exception>
    public static ConvSchedule Parse(string text)
    {
        if (!text.StartsWith("conv(", StringComparison.Ordinal) || !text.EndsWith(')'))
        {
            throw new FormatException($"'{text}' is not a conv schedule such as {Example}");
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        bool? share = null;
        foreach (var part in text[5..^1].Split(','))
        {
            if (part is "share" or "own")
            {
                share = share is null ? part == "share" : throw new FormatException($"'{text}' says share or own twice");
                continue;
            }

            var (key, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (part[..at], part[(at + 1)..]) : (part, "");
            if (key is not ("rowTasks" or "coTasks" or "rows" or "cols" or "co" or "slices" or "windows" or "stages" or "union"))
            {
                throw new FormatException($"'{key}' in '{text}' is not known; a schedule looks like {Example}, with cols, windows, stages and union where they differ from the usual");
            }

            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                throw new FormatException($"{key} of '{text}' must be a whole number above zero, not '{value}'");
            }

            if (!numbers.TryAdd(key, number))
            {
                throw new FormatException($"'{text}' says {key} twice");
            }
        }

        int Number(string key) => numbers.TryGetValue(key, out var number) ? number : throw new FormatException($"'{text}' lacks {key}");
        var (rowTasks, coTasks, rows, co, slices) = (Number("rowTasks"), Number("coTasks"), Number("rows"), Number("co"), Number("slices"));
        return new ConvSchedule(
            rowTasks, coTasks, rows, co, slices, share ?? throw new FormatException($"'{text}' lacks share or own"), numbers.GetValueOrDefault("cols"),
            numbers.GetValueOrDefault("windows", 1), numbers.GetValueOrDefault("stages", 3), numbers.GetValueOrDefault("union", 1));
    }
}
