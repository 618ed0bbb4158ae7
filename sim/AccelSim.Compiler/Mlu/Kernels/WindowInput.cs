using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Positions along an axis of an image that the windows of a tile see, every <c>step</c>-th of the image's.</summary>
/// <param name="Start">First, which may lie before the image.</param>
/// <param name="Step">Distance in the image.</param>
/// <param name="Count">How many.</param>
/// <param name="Before">How many of them lie before the image.</param>
/// <param name="End">The first of them behind the image, or <paramref name="Count"/>.</param>
internal readonly record struct WindowSpan(Val Start, long Step, Val Count, Val Before, Val End);

/// <summary>Loads the part of channels-last images that the windows of a tile see, padding included.</summary>
/// <param name="k">Kernel.</param>
/// <param name="type">Element type.</param>
/// <param name="x">Images in device memory.</param>
/// <param name="height">Rows of an image.</param>
/// <param name="width">Columns of an image.</param>
/// <param name="channels">Channels.</param>
/// <param name="border">Bit pattern of the padding.</param>
internal sealed class WindowInput(KernelWriter k, MluDataType type, Val x, long height, long width, long channels, long border)
{
    private readonly long _pixel = channels * type.Bits() / 8;
    private readonly long _e = type.Bits() / 8;

    /// <summary>The rows of the image behind <paramref name="count"/> positions from <paramref name="start"/>.</summary>
    /// <param name="start">First row.</param>
    /// <param name="count">Positions.</param>
    /// <param name="step">Rows from one to the next.</param>
    /// <param name="isPadded">False when all of them lie inside the image.</param>
    public WindowSpan Rows(Val start, Val count, long step, bool isPadded) => Clip(start, count, step, height, isPadded);

    /// <inheritdoc cref="Rows"/>
    public WindowSpan Columns(Val start, Val count, long step, bool isPadded) => Clip(start, count, step, width, isPadded);

    private WindowSpan Clip(Val start, Val count, long step, long size, bool isPadded)
    {
        if (!isPadded)
        {
            return new WindowSpan(start, step, count, 0, count);
        }

        var before = k.Min(k.DivUp(k.Max(k.Sub(0, start), 0), step), count);
        var end = k.Max(k.Min(k.DivUp(k.Max(k.Sub(size, start), 0), step), count), before);
        return new WindowSpan(start, step, count, before, end);
    }

    /// <summary>
    /// Loads a block. Fills and copies run in different queues and touch different bytes. The columns left and right of the image are filled here only
    /// where they do not lie at the same place in every tile.
    /// </summary>
    /// <param name="buffer">NRAM address.</param>
    /// <param name="image">Image.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="part">Channels.</param>
    /// <param name="bordersAreFilled">True when the columns beside the image hold the padding already.</param>
    public void Load(Val buffer, Val image, WindowSpan rows, WindowSpan columns, TilePart part, bool bordersAreFilled)
    {
        Val piece = k.Mul(part.Count, _e), line = k.Mul(columns.Count, part.Count), pitch = k.Mul(line, _e);
        Fill(buffer, k.Mul(rows.Before, line));
        Fill(k.Add(buffer, k.Mul(rows.End, pitch)), k.Mul(k.Sub(rows.Count, rows.End), line));
        Val inside = k.Sub(rows.End, rows.Before), across = k.Sub(columns.End, columns.Before), first = k.Add(buffer, k.Mul(rows.Before, pitch));
        if (!bordersAreFilled)
        {
            FillColumns(first, columns.Before, part.Count, pitch, inside);
            FillColumns(k.Add(first, k.Mul(columns.End, piece)), k.Sub(columns.Count, columns.End), part.Count, pitch, inside);
        }

        var row = k.Add(rows.Start, k.Mul(rows.Before, rows.Step));
        var column = k.Add(columns.Start, k.Mul(columns.Before, columns.Step));
        var source = k.Add(k.Mul(k.Add(k.Mul(k.Add(k.Mul(image, height), row), width), column), _pixel), k.Mul(part.First, _e));
        k.IfLess(0, inside, () => k.IfLess(0, across, () => BlockCopy.Emit(
            k, MluSpace.Gdram, MluSpace.Nram, piece, across, inside,
            new BlockPlace(k.Add(first, k.Mul(columns.Before, piece)), piece, pitch),
            new BlockPlace(k.Add(x, source), columns.Step * _pixel, rows.Step * width * _pixel))));
    }

    private void Fill(Val address, Val count)
    {
        if (!count.Is(0))
        {
            k.Fill(type, address, border, count);
        }
    }

    private void FillColumns(Val address, Val columns, Val part, Val pitch, Val rows) =>
        k.IfLess(0, columns, () => k.Fill2D(type, address, border, k.Mul(columns, part), pitch, rows));
}
