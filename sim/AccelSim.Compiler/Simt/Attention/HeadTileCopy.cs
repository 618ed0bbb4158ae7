using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Copies tiles of neighbouring rows of a head to shared memory past the registers, zeros beyond the last row and the last element. Threads lie along
/// rows: each copies the same piece of every few rows.
/// </summary>
internal sealed class HeadTileCopy
{
    private const int ElementBytes = 2;

    private readonly SimtKernelBuilder _k;
    private readonly int _rows;
    private readonly int _rowsPerTurn;
    private readonly HeadView _view;
    private readonly int _pitch;
    private readonly string _copy;
    private readonly Pred _takesPart;
    private readonly Pred _isInside;
    private readonly Reg _destination;

    /// <param name="k">Kernel.</param>
    /// <param name="problem">Size and alignment of rows.</param>
    /// <param name="view">Where rows lie.</param>
    /// <param name="rows">Rows of a tile, a multiple of 64.</param>
    /// <param name="thread">Number of the thread.</param>
    /// <param name="threads">Threads of the block, 128 or more.</param>
    public HeadTileCopy(SimtKernelBuilder k, AttentionProblem problem, HeadView view, int rows, Val thread, int threads)
    {
        (_k, _rows, _pitch) = (k, rows, problem.Pitch);
        var pieceBytes = problem.CopyBytes;
        var pieces = ElementBytes * problem.PaddedSize / pieceBytes;
        var lanes = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)pieces);
        _rowsPerTurn = threads / lanes;
        _view = view;
        _copy = "cp.async.zfill" + AccessWidth.Of(pieceBytes);
        (Row, var piece) = k.DivRem(thread, lanes);
        FirstByte = k.Mul(piece, pieceBytes);
        _takesPart = pieces == lanes ? Pred.Always : k.Less(piece, pieces);
        _isInside = problem.PaddedSize == problem.HeadSize ? Pred.Always : k.Less(FirstByte, ElementBytes * problem.HeadSize);
        _destination = k.InRegister(k.Mad(Row, _pitch, FirstByte));
    }

    /// <summary>First row that the thread copies.</summary>
    public Val Row { get; }

    /// <summary>First byte of a row that it copies.</summary>
    public Val FirstByte { get; }

    /// <summary>Writes the copies of a tile.</summary>
    /// <param name="source">The thread's first piece, a pair of registers.</param>
    /// <param name="rowsLeft">Rows from the thread's first one on that there are.</param>
    /// <param name="shared">Where the tile begins.</param>
    public void Emit(Reg source, Val rowsLeft, Val shared)
    {
        for (var row = 0; row < _rows; row += _rowsPerTurn)
        {
            var to = _k.InRegister(_k.Add(_k.Add(_destination, shared), row * _pitch));
            _k.EmitIf(_takesPart, _copy, to, Arg.At(source, checked((int)(_view.Offset(row) * ElementBytes))), _k.LessAnd(row, rowsLeft, _isInside));
        }
    }
}
