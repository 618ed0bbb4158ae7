using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <summary>Which cycles of the near future are taken, for many ports: one bit per cycle, words are forgotten as time passes them.</summary>
internal sealed class SlotCalendar
{
    /// <summary>Cycles ahead of now that can be taken.</summary>
    public const int Horizon = (Words - 1) * 64;

    private const int Words = 16;
    private readonly Stretch[] _stretches;

    /// <param name="ports">Ports with a calendar each.</param>
    public SlotCalendar(int ports)
    {
        _stretches = new Stretch[ports * Words];
    }

    /// <summary>The word of a port's calendar that holds a cycle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong Word(int port, long cycle)
    {
        var epoch = (int)(cycle >> 6);
        var at = (port * Words) + (epoch & (Words - 1));
        ref var stretch = ref _stretches[at];
        if (stretch.Epoch != epoch)
        {
            stretch.Epoch = epoch;
            stretch.Taken = 0;
        }

        return ref stretch.Taken;
    }

    /// <summary>
    /// Takes the first cycle at or after <paramref name="from"/> that is free at an input and at an output. Where <paramref name="burn"/>
    /// is set, cycles on the way at which only the output is free are lost to it: it granted an input that accepted another output.
    /// </summary>
    public static long Take(SlotCalendar inputs, int input, SlotCalendar outputs, int output, long from, bool burn)
    {
        var pending = ulong.MaxValue << (int)(from & 63);
        for (var cycle = from & ~63L; ; cycle += 64, pending = ulong.MaxValue)
        {
            ref var inside = ref inputs.Word(input, cycle);
            ref var outside = ref outputs.Word(output, cycle);
            var open = ~outside & pending;
            var both = open & ~inside;
            if (both != 0)
            {
                var slot = both & (0 - both);
                inside |= slot;
                outside |= burn ? open & (slot | (slot - 1)) : slot;
                return cycle + BitOperations.TrailingZeroCount(slot);
            }

            if (burn)
            {
                outside |= open;
            }
        }
    }

    // 64 cycles; the epoch says which, so that a word of the past counts as empty.
    private struct Stretch
    {
        public ulong Taken;
        public int Epoch;
    }
}
