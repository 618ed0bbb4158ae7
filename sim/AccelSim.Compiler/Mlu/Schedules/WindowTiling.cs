namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// Chooses the tiles of kernels that slide a window: whole rows of all channels where they fit, else parts of them. The estimate is
/// steps x max(compute, copies), never below the time of the DRAM.
/// </summary>
public static class WindowTiling
{
    private const double StepOverhead = 200;
    private const double SegmentOverhead = 16;
    private const double DramEfficiency = 0.75;

    /// <summary>The tile with the least estimated time, or null when not even one element fits.</summary>
    /// <param name="target">Chip.</param>
    /// <param name="images">Images, or any other independent parts.</param>
    /// <param name="result">Rows, columns and channels of the result.</param>
    /// <param name="cost">Cost of a tile.</param>
    public static WindowTile? Choose(MluTarget target, long images, WindowTile result, Func<WindowTile, WindowTileCost> cost)
    {
        WindowTile? best = null;
        var least = double.MaxValue;
        foreach (var channels in ChannelTiles(result.Channels))
        {
            foreach (var columns in Parts(result.Columns))
            {
                foreach (var rows in Parts(result.Rows))
                {
                    var tile = new WindowTile(rows, columns, channels);
                    var of = cost(tile);
                    if (of.NramBytes > target.Nram)
                    {
                        continue;
                    }

                    var cycles = Estimate(target, images, result, tile, of);
                    if (cycles < least)
                    {
                        (best, least) = (tile, cycles);
                    }
                }
            }

            if (best is not null && channels <= 64)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Estimated core cycles of a kernel with such tiles.</summary>
    public static double Estimate(MluTarget target, long images, WindowTile result, WindowTile tile, WindowTileCost cost)
    {
        var tiles = images * TileMath.CeilDiv(result.Rows, tile.Rows) * TileMath.CeilDiv(result.Columns, tile.Columns) * TileMath.CeilDiv(result.Channels, tile.Channels);
        var copies = (cost.CopiedBytes / (double)target.CopyBytesPerCycle) + (cost.Segments * SegmentOverhead) + (target.CopyStart + target.Copy.Chain)
            + (cost.Segments > 0 ? target.Copy.MisalignedCycles(cost.CopiedBytes, cost.Segments) : 0);
        var pipeline = (TileMath.CeilDiv(tiles, target.Cores) * (Math.Max(copies, cost.ComputeCycles) + StepOverhead)) + copies;
        var dram = tiles * cost.CopiedBytes / (target.DramBytesPerCycle * DramEfficiency);
        return Math.Max(pipeline, dram) + (0.1 * Math.Min(pipeline, dram));
    }

    /// <summary>All channels, then whole groups of 64, and below that (where nothing else fits) powers of two.</summary>
    private static IEnumerable<long> ChannelTiles(long channels)
    {
        var size = channels;
        while (size > 1)
        {
            yield return size;
            size = size > 64 ? Math.Min(size - 1, TileMath.CeilDiv(size, 128) * 64) : size / 2;
        }

        yield return 1;
    }

    /// <summary>Parts of an extent that are about equal: all, a half, a third, a quarter, a sixth, ...</summary>
    private static IEnumerable<long> Parts(long extent)
    {
        var last = 0L;
        for (var parts = 1L; last != 1; parts = parts < 4 ? parts + 1 : parts * 3 / 2)
        {
            var size = TileMath.CeilDiv(extent, parts);
            if (size != last)
            {
                yield return size;
            }

            last = size;
        }
    }
}
