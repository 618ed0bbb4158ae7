namespace AccelSim.Functional.Simt;

/// <summary>
/// The groups of four warps of a block, numbered by warp / 4: each makes its products in one order, and all four warps make each. A product starts when
/// the last of them has come to it.
/// </summary>
public sealed class SimtWarpGroups
{
    /// <summary>Warps of a group.</summary>
    public const int Warps = 4;

    private readonly List<List<int>> _products = [];
    private int[] _made = [];

    /// <summary>Begins a block.</summary>
    public void Start(SimtLaunchState launch)
    {
        ArgumentNullException.ThrowIfNull(launch);
        _products.ForEach(products => products.Clear());
        if (_made.Length < launch.WarpsPerBlock)
        {
            _made = new int[launch.WarpsPerBlock];
        }

        Array.Clear(_made);
    }

    /// <summary>Products that a warp has come to so far.</summary>
    public int Made(int warp) => _made[warp];

    /// <summary>Products that all four warps of a warp's group have come to.</summary>
    public int Started(int warp)
    {
        var least = int.MaxValue;
        for (var other = warp / Warps * Warps; other < ((warp / Warps) + 1) * Warps; other++)
        {
            least = Math.Min(least, other < _made.Length ? _made[other] : 0);
        }

        return least;
    }

    /// <summary>A warp comes to its next product; returns another program counter where another warp of the group made a different product at that place, else -1.</summary>
    /// <param name="warp">Number of the warp in the block.</param>
    /// <param name="pc">The product.</param>
    /// <param name="starts">True where all four have come.</param>
    public int Come(int warp, int pc, out bool starts)
    {
        var group = warp / Warps;
        while (_products.Count <= group)
        {
            _products.Add([]);
        }

        var products = _products[group];
        var place = _made[warp]++;
        if (place == products.Count)
        {
            products.Add(pc);
        }

        starts = Started(warp) > place;
        return products[place] == pc ? -1 : products[place];
    }

    /// <summary>What is wrong when a block has ended: a product that only some warps of a group came to; null where there is none.</summary>
    public string? Unfinished()
    {
        for (var group = 0; group < _products.Count; group++)
        {
            var made = _made.AsSpan(group * Warps, _products[group].Count == 0 ? 0 : Warps);
            if (made.ContainsAnyExcept(_products[group].Count))
            {
                return FormattableString.Invariant($"the warps of warp group {group} have made {made[0]}, {made[1]}, {made[2]} and {made[3]} products: a product needs all four");
            }
        }

        return null;
    }
}
