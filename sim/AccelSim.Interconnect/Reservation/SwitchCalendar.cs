using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccelSim.Interconnect;

/// <summary>
/// Which cycles of the near future are taken at the inputs and outputs of all switches: one bit per cycle. The words of all ports for the same
/// 64 cycles lie together, because those of the next few cycles are nearly all that is asked for.
/// </summary>
internal sealed class SwitchCalendar
{
    private const int WordCycles = 64;
    private const int LeastWords = 16;
    private readonly int _ports;
    private readonly ulong _burn;
    private ulong[] _inputs;
    private ulong[] _outputs;
    private int _mask;
    private int _now;

    /// <param name="ports">Inputs, and outputs.</param>
    /// <param name="burn">
    /// Whether an output loses the cycles at which it is free and the input is not: it granted an input that accepted another output.
    /// </param>
    public SwitchCalendar(int ports, bool burn)
    {
        _ports = ports;
        _burn = burn ? ulong.MaxValue : 0;
        _mask = LeastWords - 1;
        _inputs = new ulong[LeastWords * ports];
        _outputs = new ulong[LeastWords * ports];
    }

    /// <summary>Cycles ahead of now that can be taken.</summary>
    public int Horizon => _mask * WordCycles;

    /// <summary>Makes the horizon at least this far.</summary>
    public void Extend(int now, int horizon)
    {
        if (horizon > Horizon)
        {
            var mask = (int)BitOperations.RoundUpToPowerOf2((uint)(horizon / WordCycles) + 2) - 1;
            _inputs = Relaid(_inputs, now, mask);
            _outputs = Relaid(_outputs, now, mask);
            _mask = mask;
        }
    }

    /// <summary>Called once per cycle before anything is taken: the 64 cycles that have passed make room for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pass(int now)
    {
        _now = now;
        if ((now & (WordCycles - 1)) == 0)
        {
            var passed = Row((now / WordCycles) - 1);
            _inputs.AsSpan(passed, _ports).Clear();
            _outputs.AsSpan(passed, _ports).Clear();
        }
    }

    /// <summary>Takes the first cycle at or after <paramref name="from"/> that is free at an input and at an output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int input, int output, int from)
    {
        if (from - _now > Horizon)
        {
            Extend(_now, 2 * (from - _now));
        }

        return TakeNear(input, output, from);
    }

    /// <summary>As <see cref="Take"/>, from a cycle within the horizon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TakeNear(int input, int output, int from)
    {
        var row = Row(from >> 6);
        ref var inside = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_inputs), (nuint)(uint)(row + input));
        ref var outside = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_outputs), (nuint)(uint)(row + output));
        var open = ~outside & (ulong.MaxValue << from);
        var both = open & ~inside;
        if (both == 0)
        {
            outside |= open & _burn;
            return TakeLater(input, output, (from | (WordCycles - 1)) + 1);
        }

        var slot = both & (0 - both);
        inside |= slot;
        outside |= slot | (open & (slot - 1) & _burn);
        return (from & -WordCycles) + BitOperations.TrailingZeroCount(slot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int TakeLater(int input, int output, int from) => Take(input, output, from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Row(int word) => (word & _mask) * _ports;

    private ulong[] Relaid(ulong[] taken, int now, int mask)
    {
        var relaid = new ulong[(mask + 1) * _ports];
        for (var word = now >> 6; word <= (now >> 6) + _mask; word++)
        {
            taken.AsSpan(Row(word), _ports).CopyTo(relaid.AsSpan((word & mask) * _ports));
        }

        return relaid;
    }
}
