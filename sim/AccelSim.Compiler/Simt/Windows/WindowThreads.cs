using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>
/// Which outputs a thread computes: some neighbouring pixels of a row, in some neighbouring channels. Neighbouring threads take neighbouring channels,
/// then pixels, so that a warp's accesses are whole lines.
/// </summary>
internal sealed class WindowThreads
{
    private const int MostThreads = 256;

    private readonly SimtKernelBuilder _k;
    private readonly WindowShape _shape;
    private readonly int _pixels;
    private readonly int _vector;
    private readonly Val _image;
    private readonly Val _row;
    private readonly Val _first;

    /// <summary>Computes indices; threads beyond the last end.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="shape">Shape.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="vector">Channels of a thread.</param>
    /// <param name="pixels">Pixels of a thread.</param>
    /// <param name="target">Chip.</param>
    public WindowThreads(SimtKernelBuilder k, WindowShape shape, int channels, int vector, int pixels, SimtTarget target)
    {
        (_k, _shape, _pixels, _vector) = (k, shape, pixels, vector);
        var groups = (shape.Wo + pixels - 1) / pixels;
        var threads = shape.N * shape.Ho * groups * (channels / vector);
        BlockThreads = MostThreads;
        while (BlockThreads > target.WarpWidth && (threads + BlockThreads - 1) / BlockThreads < 2 * target.Sms)
        {
            BlockThreads /= 2;
        }

        Blocks = (threads + BlockThreads - 1) / BlockThreads;
        var index = k.Mad(k.Special(SimtSpecialRegister.CtaidX), BlockThreads, k.Special(SimtSpecialRegister.TidX));
        if (threads % BlockThreads != 0)
        {
            k.ExitIf(!k.Less(index, threads));
        }

        var (place, channel) = k.DivRem(index, channels / vector);
        var (line, group) = k.DivRem(place, groups);
        (_image, _row) = k.DivRem(line, shape.Ho);
        _first = k.Mul(group, pixels);
        Channel = k.Mul(channel, vector);
        Top = k.Sub(k.Mul(_row, shape.Sy), shape.Top);
        Left = k.Sub(k.Mul(_first, shape.Sx), shape.Left);
        PadsColumns = shape.PadsColumns(groups * pixels);
    }

    /// <summary>Threads of a block.</summary>
    public int BlockThreads { get; }

    /// <summary>Blocks.</summary>
    public int Blocks { get; }

    /// <summary>First output channel of the thread.</summary>
    public Val Channel { get; }

    /// <summary>Input row of the window's first row; may lie in the padding.</summary>
    public Val Top { get; }

    /// <summary>Input column of the first window's first column; may lie in the padding.</summary>
    public Val Left { get; }

    /// <summary>True where some of the columns that threads look at do not exist.</summary>
    public bool PadsColumns { get; }

    /// <summary>Address of an element of the image at <see cref="Top"/> and <see cref="Left"/>, which may lie before the image.</summary>
    public Reg Input(string name, int channels, Val channel, int bytes)
    {
        var image = _k.Offset(_k.Pointer(name), _image, _shape.H * _shape.W * channels * bytes);
        return _k.Offset(_k.Offset(_k.Offset(image, Top, _shape.W * channels * bytes), Left, channels * bytes), channel, bytes);
    }

    /// <summary>Address of the first output.</summary>
    public Reg Output(string name, int channels, int bytes)
    {
        var line = _k.Mad(_image, _shape.Ho, _row);
        return _k.Offset(_k.Offset(_k.Offset(_k.Pointer(name), line, _shape.Wo * channels * bytes), _first, channels * bytes), Channel, bytes);
    }

    /// <summary>Whether output pixel i of the thread exists.</summary>
    public Pred Exists(int pixel) => _shape.Wo % _pixels == 0 || pixel == 0 ? Pred.Always : _k.Less(_first, _shape.Wo - pixel);

    /// <summary>Whether a row of the window exists.</summary>
    public Pred RowInside(Val row) => _shape.PadsRows ? _k.InsideAnd(_k.Add(Top, row), _shape.H, Pred.Always) : Pred.Always;

    /// <summary>Whether a column at a distance from <see cref="Left"/> exists where its row does.</summary>
    public Pred ColumnInside(Val column, Pred row) => PadsColumns ? _k.InsideAnd(_k.Add(Left, column), _shape.W, row) : row;

    /// <summary>
    /// Pixels and channels of a thread: as many pixels as reuse what was loaded, while there are threads enough to fill the chip half.
    /// </summary>
    public static (int Vector, int Pixels) Choose(WindowShape shape, int channels, int vector, SimtTarget target)
    {
        long Threads(int v, int p) => (long)shape.N * shape.Ho * ((shape.Wo + p - 1) / p) * (channels / v);
        var wanted = (long)target.Sms * target.Sm.MaxThreads / 2;
        var pixels = 4;
        while (pixels > 1 && (pixels > shape.Wo || Threads(vector, pixels) < wanted))
        {
            pixels /= 2;
        }

        while (vector > 2 && Threads(vector, pixels) < wanted / 4)
        {
            vector /= 2;
        }

        return (vector, pixels);
    }

    /// <summary>Finishes a kernel.</summary>
    public SimtLayerKernel Finish(SimtTarget target, string what) => new(
        _k.Finish(target.MaxRegisters), new SimtExtent(Blocks, 1, 1), new SimtExtent(BlockThreads, 1, 1), $"{what}(vector={_vector},pixels={_pixels},threads={BlockThreads})");

    /// <summary>Counts from 0 in code that is written out, or in a loop.</summary>
    public static void Repeat(SimtKernelBuilder k, int count, bool unrolled, Action<Val> body)
    {
        if (!unrolled)
        {
            k.For(0, count, 1, body);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            body(i);
        }
    }
}
