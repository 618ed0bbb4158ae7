using System.Globalization;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// How a matrix product is divided: over CTAs, their warps, and steps along k. It can be printed with <see cref="ToString"/> and forced with
/// <see cref="Parse"/>.
/// </summary>
/// <param name="TileM">Rows of a CTA's tile.</param>
/// <param name="TileN">Columns of a CTA's tile.</param>
/// <param name="TileK">Step along k.</param>
/// <param name="WarpM">Rows of a warp's part, or of a warp group's.</param>
/// <param name="WarpN">Columns of a warp's part, or of a warp group's.</param>
/// <param name="Stages">Buffers in shared memory, between which copies and products alternate.</param>
/// <param name="SplitK">CTAs that share one tile along k; their sums are added by a second kernel.</param>
/// <param name="Swizzle">Rows of tiles that neighbouring CTAs walk down before they go on to the next column, for reuse in the L2.</param>
/// <param name="WarpGroups">True where four warps at a time multiply together (printed as <c>group=</c> in place of <c>warp=</c>), and one more warp copies.</param>
internal readonly record struct GemmSchedule(int TileM, int TileN, int TileK, int WarpM, int WarpN, int Stages, int SplitK = 1, int Swizzle = 1, bool WarpGroups = false)
{
    /// <summary>Warps of a warp group.</summary>
    public const int WarpsOfGroup = 4;

    private const string Example = "gemm(tile=128x128x32,warp=64x64,stages=3,split=1,swizzle=8)";

    /// <summary>Warps of a CTA that multiply.</summary>
    public int Warps => TileM / WarpM * (TileN / WarpN) * (WarpGroups ? WarpsOfGroup : 1);

    /// <summary>Warps of a CTA.</summary>
    public int AllWarps => Warps + (WarpGroups ? 1 : 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"gemm(tile={TileM}x{TileN}x{TileK},{(WarpGroups ? "group" : "warp")}={WarpM}x{WarpN},stages={Stages},split={SplitK},swizzle={Swizzle})");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not a schedule.</exception>
    public static GemmSchedule Parse(string text)
    {
        if (!text.StartsWith("gemm(", StringComparison.Ordinal) || !text.EndsWith(')'))
        {
            throw new FormatException($"'{text}' is not a gemm schedule such as {Example}");
        }

        var values = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var part in text[5..^1].Split(','))
        {
            var (key, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (part[..at], part[(at + 1)..]) : (part, "");
            var count = key switch
            {
                "tile" => 3,
                "warp" or "group" => 2,
                "stages" or "split" or "swizzle" => 1,
                _ => throw new FormatException($"'{key}' in '{text}' is not known; a schedule looks like {Example}"),
            };
            int[] numbers = [.. value.Split('x').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)];
            if (numbers.Length != count || numbers.Any(number => number < 1))
            {
                throw new FormatException($"{key} of '{text}' must be {count} whole numbers above zero with x between them, not '{value}'");
            }

            if (!values.TryAdd(key, numbers))
            {
                throw new FormatException($"'{text}' says {key} twice");
            }
        }

        int[] Of(string key) => values.TryGetValue(key, out var found) ? found : throw new FormatException($"'{text}' lacks {key}");
        var groups = values.ContainsKey("group");
        if (groups && values.ContainsKey("warp"))
        {
            throw new FormatException($"'{text}' says both warp and group");
        }

        var (tile, warp) = (Of("tile"), Of(groups ? "group" : "warp"));
        return new GemmSchedule(
            tile[0], tile[1], tile[2], warp[0], warp[1], Of("stages")[0], values.GetValueOrDefault("split", [1])[0], values.GetValueOrDefault("swizzle", [1])[0], groups);
    }
}
