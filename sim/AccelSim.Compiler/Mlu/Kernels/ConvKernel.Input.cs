using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <content>Input tiles: which pixels a window sees, what of them is padding, and the copies of blocks of pixels.</content>
internal sealed partial class ConvKernel
{
    /// <summary>Pixels in a memory: pieces of some bytes, <paramref name="Pixel"/> bytes apart along a row and <paramref name="Row"/> from row to row; without strides they are dense.</summary>
    private readonly record struct Block(MluSpace Space, Val Address, Val? Pixel = null, Val? Row = null);

    /// <summary>Positions along an axis that the window of a tile sees.</summary>
    /// <param name="Start">First, which may lie before the image.</param>
    /// <param name="Count">How many.</param>
    /// <param name="Before">How many of them lie before the image.</param>
    /// <param name="After">How many lie behind it.</param>
    private readonly record struct Span(Val Start, Val Count, Val Before, Val After);

    private bool OneInputForAll => _t.Slices == 1 && _myTiles.Is(1);

    /// <summary>True when padding left and right lies at the same place in every tile, so that it is written once.</summary>
    private bool ZeroesOnce => _t.ColTiles == 1 && _t.CiSlices == 1;

    private Val InputTurn(Val step, Place at) => OneInputForAll ? 0 : _t.Slices == 1 ? at.Index : _k.Div(step, _t.HeldSlices);

    private void WhenNewInput(Val step, Place at, Action then)
    {
        if (OneInputForAll)
        {
            _k.IfEqual(step, 0, then);
        }
        else
        {
            _k.IfEqual(_t.HeldSlices == 1 ? 0 : at.KhSlice, 0, then);
        }
    }

    /// <summary>Left and right padding stays zero for the whole kernel: copies only ever write between them.</summary>
    private void ZeroBorders()
    {
        if (ZeroesOnce && _p.Left + _p.Right > 0)
        {
            _k.Fill(_type, ConvTiling.InAddress, 0, 2 * _t.InBytes / _e);
            if (!_t.SplitsChannels)
            {
                // copies from SRAM are in the queue of the fill, those from device memory are not
                _k.Sync();
            }
        }
    }

    private void LoadInput(Val step, Place at)
    {
        Span rows = RowSpan(at), cols = ColSpan(at);
        var channels = Part(_p.Ci, _t.SliceCi, at.CiSlice);
        var (pixel, pitch) = (_k.Mul(channels, _e), _k.Mul(_k.Mul(cols.Count, channels), _e));
        var buffer = Half(ConvTiling.InAddress, _t.InBytes, InputTurn(step, at));
        Val height = Inside(rows), width = Inside(cols);
        var first = _k.Add(buffer, _k.Mul(rows.Before, pitch));
        PadRows(buffer, rows, cols, channels, pitch);
        if (!ZeroesOnce)
        {
            PadColumns(first, cols.Before, channels, pitch, height);
            PadColumns(_k.Add(first, _k.Mul(_k.Add(cols.Before, width), pixel)), cols.After, channels, pitch, height);
        }

        var source = _t.SplitsChannels ? new Block(MluSpace.Sram, Half(_t.SharedInAddress, _t.SharedInBytes, InputTurn(step, at))) : Image(at, rows, cols);
        CopyBlock(new Block(MluSpace.Nram, _k.Add(first, _k.Mul(cols.Before, pixel)), pixel, pitch), source, pixel, width, height, MayBeEmpty);
    }

    private void PadRows(Val buffer, Span rows, Span cols, Val channels, Val pitch)
    {
        var line = _k.Mul(cols.Count, channels);
        if (!rows.Before.Is(0))
        {
            _k.Fill(_type, buffer, 0, _k.Mul(rows.Before, line));
        }

        if (!rows.After.Is(0))
        {
            _k.Fill(_type, _k.Add(buffer, _k.Mul(_k.Sub(rows.Count, rows.After), pitch)), 0, _k.Mul(rows.After, line));
        }
    }

    private void PadColumns(Val address, Val columns, Val channels, Val pitch, Val height) =>
        _k.IfLess(0, columns, () => _k.Fill2D(_type, address, 0, _k.Mul(columns, channels), pitch, height));

    // ---- what a window sees ----------------------------------------------------------------------------------------------------------

    private Span RowSpan(Place at)
    {
        if (_t.SkipRows)
        {
            return new Span(_k.Mul(at.FirstRow, _p.Sy), at.Rows, 0, 0);
        }

        var start = _k.Sub(_k.Mul(at.FirstRow, _p.Sy), _p.Top);
        Val reach = _p.ReachY;
        if (_t.WindowsApart)
        {
            start = _k.Add(start, _k.Mul(at.KhSlice, _t.SliceKh * _p.Dy));
            reach = _k.Add(_k.Mul(_k.Sub(Part(_p.Kh, _t.SliceKh, at.KhSlice), 1), _p.Dy), 1);
        }

        return Clip(start, _k.Add(_k.Mul(_k.Sub(at.Rows, 1), _p.Sy), reach), _p.H, _p.Top, _p.Bottom, _t.WindowsApart ? 1 : _p.ReachY);
    }

    private Span ColSpan(Place at) => _t.ColTiles == 1
        ? new Span(-_p.Left, InputColumns(at), _p.Left, _p.Right)
        : Clip(_k.Sub(_k.Mul(at.FirstCol, _p.Sx), _p.Left), InputColumns(at), _p.W, _p.Left, _p.Right, _p.ReachX);

    private Val InputColumns(Place at) => _t.ColTiles == 1 ? _t.InCols : _k.Add(_k.Mul(_k.Sub(at.Cols, 1), _p.Sx), _p.ReachX);

    private Span Clip(Val start, Val count, long size, long padBefore, long padAfter, long least)
    {
        Val before = padBefore == 0 ? 0 : _k.Max(_k.Sub(0, start), 0), after = padAfter == 0 ? 0 : _k.Max(_k.Sub(_k.Add(start, count), size), 0);
        return new Span(start, count, padBefore < least ? before : _k.Min(before, count), padAfter < least ? after : _k.Min(after, count));
    }

    /// <summary>True when the whole of a window may be padding.</summary>
    private bool MayBeEmpty =>
        Math.Max(_p.Top, _p.Bottom) >= (_t.WindowsApart ? 1 : _p.ReachY) || (_t.ColTiles > 1 && Math.Max(_p.Left, _p.Right) >= _p.ReachX);

    private Val Inside(Span span) => _k.Sub(_k.Sub(span.Count, span.Before), span.After);

    /// <summary>Where the part of a tile's input that is no padding lies in device memory.</summary>
    private Block Image(Place at, Span rows, Span cols)
    {
        var line = _p.W * _p.Ci * _e;
        var image = _k.Add(_x, _k.Mul(at.Image, _p.H * line));
        var row = _k.Add(image, _k.Mul(_k.Add(rows.Start, rows.Before), line));
        var pixel = _k.Add(row, _k.Mul(_k.Add(cols.Start, cols.Before), _p.Ci * _e));
        return new Block(MluSpace.Gdram, _k.Add(pixel, _k.Mul(at.CiSlice, _t.SliceCi * _e)), _p.Ci * _e, line * (_t.SkipRows ? _p.Sy : 1));
    }

    // ---- copies of blocks ------------------------------------------------------------------------------------------------------------

    /// <summary>Copies rows x cols pieces of some bytes in the fewest dimensions that the strides allow.</summary>
    private void CopyBlock(Block to, Block from, Val bytes, Val cols, Val rows, bool mayBeEmpty = false)
    {
        if (mayBeEmpty)
        {
            _k.IfLess(0, rows, () => _k.IfLess(0, cols, () => CopyBlock(to, from, bytes, cols, rows)));
            return;
        }

        var line = _k.Mul(bytes, cols);
        Val toPixel = to.Pixel ?? bytes, fromPixel = from.Pixel ?? bytes, toRow = to.Row ?? line, fromRow = from.Row ?? line;
        if (cols.Is(1) || (toPixel == bytes && fromPixel == bytes))
        {
            if (toRow == line && fromRow == line)
            {
                _k.Copy(from.Space, to.Space, to.Address, from.Address, _k.Mul(line, rows));
            }
            else
            {
                _k.Copy2D(from.Space, to.Space, to.Address, from.Address, line, toRow, fromRow, rows);
            }
        }
        else if (Continues(to, toPixel, toRow) && Continues(from, fromPixel, fromRow))
        {
            _k.Copy2D(from.Space, to.Space, to.Address, from.Address, bytes, toPixel, fromPixel, _k.Mul(rows, cols));
        }
        else
        {
            _k.Copy3D(from.Space, to.Space, to.Address, from.Address, bytes, (toPixel, cols), (toRow, rows), (fromPixel, cols), (fromRow, rows));
        }

        // the next row begins where one more pixel would
        bool Continues(Block block, Val pixel, Val row) =>
            block.Row is null || (pixel.IsConstant && cols.IsConstant && row.Is(pixel.Constant * cols.Constant));
    }
}
