using System.Globalization;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>A tile of the result of a kernel that slides a window over images.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Channels">Channels.</param>
public readonly record struct WindowTile(long Rows, long Columns, long Channels)
{
    /// <summary>Written as <c>rows=4,columns=56,channels=64</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rows={Rows},columns={Columns},channels={Channels}");
}
