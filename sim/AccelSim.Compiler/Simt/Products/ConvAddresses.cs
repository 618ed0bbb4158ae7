using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Tiles of the matrix whose rows are the windows of output pixels, which lies nowhere: a thread knows the first element of the window of each of its
/// pixels, and for each tile where in the window its channels are, so that a copy costs an addition and, at borders, two comparisons.
/// </summary>
internal sealed class ConvAddresses : ITileAddresses
{
    private readonly SimtKernelBuilder _k;
    private readonly TileMap _map;
    private readonly ConvProblem _conv;
    private readonly int _unit;
    private readonly int _depth;
    private readonly int _elementBytes;
    private readonly Val _firstDepth;
    private readonly Reg _position;
    private readonly Dictionary<int, Pixel> _pixels = [];
    private readonly Dictionary<int, Tap> _taps = [];

    /// <param name="k">Kernel.</param>
    /// <param name="map">Who reads what.</param>
    /// <param name="conv">Convolution.</param>
    /// <param name="unitElements">Channels read at once.</param>
    /// <param name="tileDepth">Elements of a tile along k.</param>
    /// <param name="input">Address of the activations.</param>
    /// <param name="firstPixel">First pixel of the tile.</param>
    /// <param name="range">Part along k.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public ConvAddresses(
        SimtKernelBuilder k, TileMap map, ConvProblem conv, int unitElements, int tileDepth, Reg input, Val firstPixel, DepthRange range, int elementBytes)
    {
        (_k, _map, _conv, _unit, _depth, _elementBytes, _firstDepth) = (k, map, conv, unitElements, tileDepth, elementBytes, range.First);
        _position = k.Variable(k.Add(range.Start, k.Mul(map.Unit, unitElements)));
        var pixels = conv.Images * conv.Output.Height * conv.Output.Width;
        foreach (var row in map.Passes.Select(pass => pass.Row).Distinct())
        {
            // what a pixel beyond the last gives is not kept
            var pixel = k.Min(k.Add(k.Add(firstPixel, map.Row), row), pixels - 1);
            var (line, column) = k.DivRem(pixel, conv.Output.Width);
            var (image, outputRow) = k.DivRem(line, conv.Output.Height);
            var top = k.Sub(k.Mul(outputRow, conv.Stride.Height), conv.Padding.Top);
            var left = k.Sub(k.Mul(column, conv.Stride.Width), conv.Padding.Left);
            var first = k.Mul(k.Mad(k.Mad(image, conv.Height, top), conv.Width, left), conv.InputChannels);
            _pixels[row] = new(k.Offset(input, first, elementBytes), top, left);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Begin(bool first) => [.. _map.Passes.Select(pass => pass.Unit).Distinct().Select(unit => (Action)(() =>
    {
        var (tap, channel) = _k.DivRem(_k.Add(_position, unit * _unit), _conv.InputChannels);
        var (row, column) = _k.DivRem(tap, _conv.Kernel.Width);
        var (down, right) = (_k.Mul(row, _conv.Dilation.Height), _k.Mul(column, _conv.Dilation.Width));
        _taps[unit] = new(_k.Mad(_k.Mad(down, _conv.Width, right), _conv.InputChannels, channel), down, right);
    }))];

    /// <inheritdoc/>
    public TileAccess Of(int pass, int row, bool first)
    {
        var (passRow, unit) = _map.Passes[pass];
        if (!_taps.TryGetValue(unit, out var tap))
        {
            return new(default, 0, _map.Participates, Pred.Always);
        }

        var pixel = _pixels[passRow];
        var filled = first && !_firstDepth.Is(_depth) ? _k.Less(_k.Mul(_k.Add(_map.Unit, unit), _unit), _firstDepth) : Pred.Always;
        if (_conv.ReachesOutside)
        {
            filled = _k.InsideAnd(_k.Add(pixel.Top, tap.Down), _conv.Height, _k.InsideAnd(_k.Add(pixel.Left, tap.Right), _conv.Width, filled));
        }

        return new(_k.Offset(pixel.First, tap.Offset, _elementBytes), 0, _map.Participates, filled);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Advance(bool first) => [() => _k.Emit("add.s32", _position, _position, first ? _firstDepth : _depth)];

    /// <param name="First">Address of the window's first element, which may lie outside the image.</param>
    /// <param name="Top">Row of that element.</param>
    /// <param name="Left">Column of that element.</param>
    private readonly record struct Pixel(Reg First, Val Top, Val Left);

    /// <param name="Offset">Elements beyond the window's first.</param>
    /// <param name="Down">Rows below it.</param>
    /// <param name="Right">Columns behind it.</param>
    private readonly record struct Tap(Val Offset, Val Down, Val Right);
}
