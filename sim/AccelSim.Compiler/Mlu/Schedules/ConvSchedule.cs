using System.Globalization;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// How a convolution is divided: over tasks, and within a task over tiles. A schedule is data: it can be printed with
/// <see cref="ToString"/>, stored, and forced with <see cref="Parse"/>.
/// </summary>
/// <param name="RowTasks">Tasks that share the output rows.</param>
/// <param name="CoTasks">Tasks that share the output channels.</param>
/// <param name="Rows">Output rows of a tile.</param>
/// <param name="Co">Output channels of a tile.</param>
/// <param name="Slices">Parts the reduction is cut into (over window rows, or over input channels of a 1x1 window).</param>
/// <param name="Share">True when the memory core brings weights to the cluster's SRAM once for all its cores (UNION1), false when every core loads its own (BLOCK).</param>
public readonly record struct ConvSchedule(int RowTasks, int CoTasks, int Rows, int Co, int Slices, bool Share)
{
    /// <summary>Tasks in total.</summary>
    public int Tasks => RowTasks * CoTasks;

    /// <summary>Written as <c>conv(rowTasks=8,coTasks=4,rows=7,co=64,slices=1,share)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"conv(rowTasks={RowTasks},coTasks={CoTasks},rows={Rows},co={Co},slices={Slices},{(Share ? "share" : "own")})");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not a schedule.</exception>
    public static ConvSchedule Parse(string text)
    {
        if (!text.StartsWith("conv(", StringComparison.Ordinal) || !text.EndsWith(')'))
        {
            throw new FormatException($"'{text}' is not a conv schedule such as conv(rowTasks=8,coTasks=4,rows=7,co=64,slices=1,share)");
        }

        var parts = text[5..^1].Split(',');
        int Number(string key) => int.Parse(
            parts.FirstOrDefault(part => part.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..] ?? throw new FormatException($"'{text}' lacks {key}"),
            NumberStyles.None, CultureInfo.InvariantCulture);
        return new ConvSchedule(Number("rowTasks"), Number("coTasks"), Number("rows"), Number("co"), Number("slices"), parts.Contains("share"));
    }
}
