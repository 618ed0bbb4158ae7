using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Copies tiles of an operand from device to shared memory through registers: read early, written when the buffer is free.</summary>
internal sealed class StagedTileCopy
{
    private readonly SimtKernelBuilder _k;
    private readonly ITileAddresses _addresses;
    private readonly ITileStore _store;
    private readonly int _unitBytes;
    private readonly int _bufferBytes;
    private readonly Reg[][] _raw;
    private readonly Pred[] _takes;

    public StagedTileCopy(SimtKernelBuilder k, TileMap map, ITileAddresses addresses, ITileStore store, int unitBytes, int bufferBytes)
    {
        (_k, _addresses, _store, _unitBytes, _bufferBytes) = (k, addresses, store, unitBytes, bufferBytes);
        _takes = new Pred[map.Passes.Count];
        _raw = [.. map.Passes.Select(_ => Enumerable.Range(0, store.Together).Select(_ => k.NewReg(Math.Max(1, unitBytes / 4))).ToArray())];
    }

    /// <summary>Instructions that read the next tile into registers, where there is one.</summary>
    public IReadOnlyList<Action> Read(bool first, Pred guard) => guard.IsNever ? [] :
    [
        .. _addresses.Begin(first),
        .. from pass in Enumerable.Range(0, _raw.Length)
           from row in Enumerable.Range(0, _store.Together)
           select (Action)(() => Read(pass, row, first, guard)),
        .. _addresses.Advance(first),
    ];

    /// <summary>Instructions that write what was read into a buffer.</summary>
    public IReadOnlyList<Action> Write(int buffer) =>
        [.. Enumerable.Range(0, _raw.Length).Select(pass => (Action)(() => _store.Store(pass, _raw[pass], _takes[pass], buffer * _bufferBytes)))];

    private void Read(int pass, int row, bool first, Pred guard)
    {
        var access = _addresses.Of(pass, row, first);
        _takes[pass] = access.Takes;
        if (access.Takes.IsNever)
        {
            return;
        }

        var into = _raw[pass][row];
        var lanes = _k.Both(guard, access.Takes);
        if (!access.Filled.IsAlways)
        {
            _k.Fill(into, 0);
            lanes = _k.Both(lanes, access.Filled);
        }

        _k.EmitIf(lanes, "ld.global" + AccessWidth.Of(_unitBytes), into, Arg.At(access.Pointer, access.Offset));
    }
}
