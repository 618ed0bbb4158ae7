using System.Collections.Immutable;
using AccelSim.Isa.Image;

namespace AccelSim.Runtime;

/// <summary>Source lines of instructions as images hold them, and back.</summary>
internal static class SourceLines
{
    /// <summary>Runs of instructions of one line each.</summary>
    /// <param name="lines">Line of each instruction; empty where unknown.</param>
    /// <param name="count">Instructions.</param>
    /// <param name="layer">Layer they belong to; -1 for none.</param>
    public static ImmutableArray<ImageSourceRange> Ranges(ImmutableArray<int> lines, int count, int layer)
    {
        if (lines.IsDefaultOrEmpty)
        {
            return layer < 0 ? [] : [new ImageSourceRange(0, count, 0, layer, "")];
        }

        var ranges = ImmutableArray.CreateBuilder<ImageSourceRange>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (ranges.Count > 0 && ranges[^1].Line == lines[i])
            {
                ranges[^1] = ranges[^1] with { Count = ranges[^1].Count + 1 };
            }
            else
            {
                ranges.Add(new ImageSourceRange(i, 1, Math.Max(0, lines[i]), layer, ""));
            }
        }

        return ranges.ToImmutable();
    }

    /// <summary>Line of each of <paramref name="count"/> instructions; empty where the image names none.</summary>
    public static ImmutableArray<int> Of(ImageKernel kernel, int count)
    {
        if (kernel.Source.All(range => range.Line == 0))
        {
            return [];
        }

        var lines = new int[count];
        foreach (var range in kernel.Source)
        {
            for (var i = range.First; i < Math.Min((long)range.First + range.Count, count); i++)
            {
                lines[i] = range.Line;
            }
        }

        return [.. lines];
    }
}
