using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A walk around the buffers of a warp-specialised loop. Each buffer has two barriers in shared memory: one is over when its bytes have come, the other when all warp
/// groups have multiplied them (CUTLASS: <c>PipelineTmaAsync</c>).
/// </summary>
internal sealed class StageRing
{
    /// <summary>Bytes of a barrier in shared memory.</summary>
    private const int BarrierBytes = 8;

    private readonly SimtKernelBuilder _k;
    private readonly int _stages;
    private readonly int _stageBytes;
    private readonly Reg _stage;
    private readonly Reg _parity;

    /// <param name="k">Kernel.</param>
    /// <param name="stages">Buffers.</param>
    /// <param name="stageBytes">Bytes of one.</param>
    /// <param name="barriers">Where the barriers lie.</param>
    /// <param name="parity">Parity of the phases that are waited for first.</param>
    public StageRing(SimtKernelBuilder k, int stages, int stageBytes, int barriers, int parity)
    {
        (_k, _stages, _stageBytes) = (k, stages, stageBytes);
        _stage = k.Variable(0);
        _parity = k.Variable(parity);
        Full = k.Variable(barriers);
        Empty = k.Variable(barriers + (stages * BarrierBytes));
        Place = k.Variable(0);
    }

    /// <summary>Where the buffer begins.</summary>
    public Reg Place { get; }

    /// <summary>Address of the barrier that tells of the buffer's bytes.</summary>
    public Reg Full { get; }

    /// <summary>Address of the barrier that tells that the buffer has been multiplied.</summary>
    public Reg Empty { get; }

    /// <summary>Bytes of the barriers of some buffers.</summary>
    public static int BytesOf(int stages) => 2 * stages * BarrierBytes;

    /// <summary>Writes the barriers' beginning, a thread for each buffer.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="thread">Number of the thread in the CTA.</param>
    /// <param name="stages">Buffers.</param>
    /// <param name="barriers">Where the barriers lie.</param>
    /// <param name="groups">Warp groups that multiply.</param>
    public static void Initialize(SimtKernelBuilder k, Val thread, int stages, int barriers, int groups)
    {
        var mine = k.Less(thread, stages);
        var at = k.Add(k.Mul(thread, BarrierBytes), barriers);
        k.EmitIf(mine, "mbarrier.init", at, 1);
        k.EmitIf(mine, "mbarrier.init", k.Add(at, stages * BarrierBytes), groups);
        k.Barrier();
    }

    /// <summary>Waits for the phase of one of the buffer's barriers.</summary>
    public void Wait(Reg barrier) => _k.Emit("mbarrier.try_wait.parity", _k.NewPred(), Arg.At(barrier), _parity);

    /// <summary>Goes on to the next buffer.</summary>
    public void Advance()
    {
        _k.Emit("add.s32", _stage, _stage, 1);
        _k.Emit("add.s32", Full, Full, BarrierBytes);
        _k.Emit("add.s32", Empty, Empty, BarrierBytes);
        _k.Emit("add.s32", Place, Place, _stageBytes);
        var around = _k.Equal(_stage, _stages);
        _k.EmitIf(around, "xor.b32", _parity, _parity, 1);
        _k.EmitIf(around, "add.s32", Full, Full, -_stages * BarrierBytes);
        _k.EmitIf(around, "add.s32", Empty, Empty, -_stages * BarrierBytes);
        _k.EmitIf(around, "mov.b32", Place, 0);
        _k.EmitIf(around, "mov.b32", _stage, 0);
    }
}
