using System.Numerics;
using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// The threads that share a row: a part of a warp, or all warps of a block. What each of them has is brought together by exchanges inside the warp
/// and, between warps, through shared memory, so that all of them know the result.
/// </summary>
internal sealed class RowGroup
{
    private readonly SimtKernelBuilder _k;
    private readonly int _warpWidth;
    private readonly int _threads;

    /// <summary>Reads the numbers of the threads.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="warpWidth">Threads of a warp.</param>
    /// <param name="threads">Threads of a row: a power of two up to a warp, or whole warps, at most as many as a warp has threads.</param>
    public RowGroup(SimtKernelBuilder k, int warpWidth, int threads)
    {
        (_k, _warpWidth, _threads) = (k, warpWidth, threads);
        var tid = k.Special(SimtSpecialRegister.TidX);
        (Row, Thread) = threads > warpWidth ? (0, tid) : k.DivRem(tid, threads);
        if (threads > warpWidth)
        {
            Lane = k.Special(SimtSpecialRegister.LaneId);
            Warp = k.Special(SimtSpecialRegister.WarpId);
        }
    }

    /// <summary>Row inside the block.</summary>
    public Val Row { get; }

    /// <summary>Thread inside the row.</summary>
    public Val Thread { get; }

    private Val Lane { get; }

    private Val Warp { get; }

    /// <summary>True where a row can have so many threads.</summary>
    public static bool Allows(int threads, int warpWidth) =>
        threads <= warpWidth ? BitOperations.IsPow2(threads) : threads % warpWidth == 0 && threads / warpWidth <= warpWidth;

    /// <summary>Combines one value of every thread; all threads get the result.</summary>
    public Reg All(Reg value, Func<Reg, Reg, Reg> combine, float identity) => All([value], (a, b) => [combine(a[0], b[0])], [identity])[0];

    /// <summary>Combines several values of every thread, which belong together; all threads get the result.</summary>
    /// <param name="values">A thread's values.</param>
    /// <param name="combine">Combines those of two threads, in any order.</param>
    /// <param name="identity">What changes nothing.</param>
    public Reg[] All(Reg[] values, Func<Reg[], Reg[], Reg[]> combine, float[] identity)
    {
        values = Exchange(values, combine, Math.Min(_threads, _warpWidth));
        if (_threads <= _warpWidth)
        {
            return values;
        }

        // every warp reads what all warps have
        var warps = _threads / _warpWidth;
        var at = _k.Shared(4 * warps * values.Length);
        var isFirst = _k.Equal(Lane, 0);
        var mine = _k.InRegister(_k.Mul(Warp, 4));
        for (var i = 0; i < values.Length; i++)
        {
            _k.EmitIf(isFirst, "st.shared.b32", Arg.At(mine, at + (4 * warps * i)), values[i]);
        }

        _k.Barrier();
        var seen = (int)BitOperations.RoundUpToPowerOf2((uint)warps);
        var index = seen == _warpWidth ? Lane : _k.And(Lane, seen - 1);
        var present = seen == warps ? Pred.Always : _k.Less(index, warps);
        var theirs = _k.InRegister(_k.Mul(index, 4));
        var all = new Reg[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            all[i] = _k.NewReg();
            if (!present.IsAlways)
            {
                _k.Emit("mov.b32", all[i], identity[i]);
            }

            _k.EmitIf(present, "ld.shared.b32", all[i], Arg.At(theirs, at + (4 * warps * i)));
        }

        return Exchange(all, combine, seen);
    }

    private Reg[] Exchange(Reg[] values, Func<Reg[], Reg[], Reg[]> combine, int lanes)
    {
        for (var distance = lanes / 2; distance > 0; distance /= 2)
        {
            values = combine(values, [.. values.Select(value => _k.Do("shfl.bfly", value, distance))]);
        }

        return values;
    }
}
