namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// Enumerates schedules worth estimating. Tasks fill the chip; for every division among tasks and every size of a channel tile the reduction is cut only
/// as far as it must be, and columns only where whole rows do not fit.
/// </summary>
internal static class ConvCandidates
{
    private static readonly int[] Parts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096];

    private static readonly int[] StreamParts = [2, 4, 8];

    /// <summary>Tilings that fit the chip.</summary>
    public static IEnumerable<ConvTiling> Of(ConvProblem p, MluTarget target)
    {
        var reductions = Reductions(p).ToArray();
        foreach (var form in Forms(target))
        {
            foreach (var co in CoTileSizes(p, form))
            {
                var found = false;
                for (var r = 0; r < reductions.Length && !found; r++)
                {
                    var schedule = form with { Co = co, Slices = reductions[r].Slices, Windows = reductions[r].Windows };
                    foreach (var tiling in Tiles(p, target, schedule))
                    {
                        found = true;
                        yield return tiling;
                    }

                    foreach (var tiling in found ? Streamed(p, target, schedule) : [])
                    {
                        yield return tiling;
                    }
                }
            }
        }
    }

    /// <summary>
    /// Where a task has a single tile its weights would all be loaded before it computes anything; cut further than need be, they come while it computes.
    /// </summary>
    private static IEnumerable<ConvTiling> Streamed(ConvProblem p, MluTarget target, ConvSchedule schedule)
    {
        if ((long)schedule.Co * schedule.CoTasks < p.Co)
        {
            yield break;
        }

        var rows = RowTileSizes(p, schedule.RowTasks).First();
        foreach (var parts in StreamParts.Where(parts => schedule.Slices * parts <= p.Ci))
        {
            var tiling = new ConvTiling(p, schedule with { Rows = rows, Slices = schedule.Slices * parts }, target);
            if (tiling.PixelTiles <= schedule.RowTasks && tiling.Fits(target))
            {
                yield return tiling;
            }
        }
    }

    /// <summary>Ways to divide a convolution among the cores of the chip and to move its tiles; sizes are left open.</summary>
    private static IEnumerable<ConvSchedule> Forms(MluTarget target)
    {
        var cores = target.CoresPerCluster;
        foreach (var (rowTasks, coTasks) in Divisions(target))
        {
            var own = new ConvSchedule(rowTasks, coTasks, 1, 1, 1, false);
            yield return own;
            if (!target.HasMemoryCore)
            {
                continue;
            }

            for (var union = 1; union <= target.MaxUnion && target.Clusters % union == 0; union *= 2)
            {
                if (rowTasks % (cores * union) == 0 && cores * union > 1)
                {
                    yield return own with { Share = true, Union = union };
                }

                if (cores > 1 && coTasks % (cores * union) == 0)
                {
                    yield return own with { Stages = 4, Union = union };
                    yield return own with { Stages = 5, Union = union };
                }

                if (cores > 1 && coTasks == cores && union > 1)
                {
                    yield return own with { Stages = 4, Union = union, Share = true };
                    yield return own with { Stages = 5, Union = union, Share = true };
                }
            }
        }
    }

    private static IEnumerable<(int Rows, int Co)> Divisions(MluTarget target)
    {
        for (var co = 1; co <= target.Cores; co *= 2)
        {
            if (target.Cores % co == 0)
            {
                yield return (target.Cores / co, co);
            }
        }

        if (!int.IsPow2(target.Cores))
        {
            yield return (1, target.Cores);
        }
    }

    private static IEnumerable<int> CoTileSizes(ConvProblem p, ConvSchedule form)
    {
        var even = TileMath.CeilDiv(p.Co, form.CoTasks);
        // with four and five stages input is brought again for every round of channel tiles: few rounds
        long[] wanted = form.Stages > 3
            ? [even, TileMath.CeilDiv(even, 2), TileMath.CeilDiv(even, 4), (even + 63) / 64 * 64]
            : [16, 32, 64, 128, 192, 256, 384, 512, 768, 1024, 2048, (even + 63) / 64 * 64, even];
        return new SortedSet<int>(wanted.Select(size => (int)Math.Clamp(size, 1, p.Co))).Where(size => size >= Math.Min(Math.Min(p.Co, even), 16));
    }

    private static IEnumerable<(int Slices, int Windows)> Reductions(ConvProblem p)
    {
        yield return (1, 1);
        for (var windows = 2; windows <= Math.Min(p.Kh, 16); windows++)
        {
            yield return (1, windows);
        }

        foreach (var slices in Parts.Where(slices => slices > 1 && slices < 2 * p.Ci))
        {
            yield return ((int)Math.Min(slices, p.Ci), 1);
        }

        if (p.Kh > 1)
        {
            foreach (var slices in Parts.Where(slices => slices < 2 * p.Ci))
            {
                yield return ((int)Math.Min(slices, p.Ci), (int)p.Kh);
            }
        }
    }

    /// <summary>The tiles that fit: rows as many as there are, then, where not even one does, pieces of rows.</summary>
    private static IEnumerable<ConvTiling> Tiles(ConvProblem p, MluTarget target, ConvSchedule schedule)
    {
        var smallest = new ConvTiling(p, schedule with { Rows = 1, Cols = 1 }, target);
        if (smallest.WramBytes > target.Wram)
        {
            yield break;
        }

        var found = false;
        foreach (var rows in RowTileSizes(p, schedule.RowTasks))
        {
            var tiling = new ConvTiling(p, schedule with { Rows = rows }, target);
            if (tiling.Fits(target))
            {
                found = true;
                yield return tiling;
            }
        }

        if (found || p.Wo == 1)
        {
            yield break;
        }

        foreach (var cols in Parts.Skip(1).Select(parts => (int)TileMath.CeilDiv(p.Wo, parts)).Distinct())
        {
            foreach (var rows in RowTileSizes(p, schedule.RowTasks).Where(rows => rows <= 16))
            {
                var tiling = new ConvTiling(p, schedule with { Rows = rows, Cols = cols }, target);
                if (tiling.Fits(target))
                {
                    found = true;
                    yield return tiling;
                }
            }

            if (cols == 1 || (found && cols <= 16))
            {
                yield break;
            }
        }
    }

    private static IEnumerable<int> RowTileSizes(ConvProblem p, int rowTasks)
    {
        var share = TileMath.CeilDiv(p.N * p.Ho, rowTasks);
        var sizes = new SortedSet<int>();
        for (var parts = 1; parts <= 64; parts = parts < 4 ? parts + 1 : parts * 3 / 2)
        {
            sizes.Add((int)Math.Clamp(TileMath.CeilDiv(Math.Min(share, p.Ho), parts), 1, p.Ho));
        }

        sizes.Add(1);
        return sizes.Reverse();
    }
}
