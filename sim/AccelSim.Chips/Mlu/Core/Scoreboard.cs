using System.Numerics;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Timing of the scalar side of a core, all in cycles: when each register is ready, when the ALUs issued their last instructions, and when
/// a load may see the last store. Registers are renamed by the hardware, so only true dependences count. [mlu-ops BANG C guide ch. 4]
/// </summary>
internal sealed class Scoreboard
{
    private readonly long[] _ready = new long[MluInstructionSet.RegisterCount];
    private readonly long[] _issued;
    private readonly long[] _storeAddress = new long[5];
    private readonly long[] _storeReady = new long[5];
    private readonly ScalarTiming _timing;
    private readonly int _depth;
    private long _count;
    private long _last;

    public Scoreboard(ScalarTiming timing, int depth)
    {
        _timing = timing;
        _depth = depth;
        _issued = new long[Math.Max(depth, timing.Alus)];
    }

    public void Reset(long cycle)
    {
        Array.Fill(_ready, cycle);
        Array.Fill(_issued, cycle - 1);
        Array.Fill(_storeAddress, -1);
        Array.Clear(_storeReady);
        _last = cycle;
        _count = 0;
    }

    /// <summary>Cycle at which all registers in <paramref name="mask"/> are ready.</summary>
    public long Ready(ulong mask)
    {
        var cycle = 0L;
        for (; mask != 0; mask &= mask - 1)
        {
            cycle = Math.Max(cycle, _ready[BitOperations.TrailingZeroCount(mask)]);
        }

        return cycle;
    }

    /// <summary>Cycle at which everything issued so far has its result.</summary>
    public long AllReady() => Ready(ulong.MaxValue);

    /// <summary>The registers in <paramref name="mask"/> will be ready at <paramref name="cycle"/>.</summary>
    public void Set(ulong mask, long cycle)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            _ready[BitOperations.TrailingZeroCount(mask)] = cycle;
        }
    }

    /// <summary>Cycle from which the scalar queue has room.</summary>
    public long RoomCycle => _count < _depth ? 0 : _issued[(_count - _depth) % _issued.Length];

    /// <summary>Issues a scalar instruction decoded at <paramref name="decoded"/>; returns its issue cycle.</summary>
    /// <param name="decoded">Cycle of decode.</param>
    /// <param name="instruction">The instruction.</param>
    /// <param name="info">Registers it reads and writes.</param>
    /// <param name="address">Byte address of a load or store, known before it executes.</param>
    /// <param name="done">Cycle at which its result is ready.</param>
    public long Issue(long decoded, in MluInstruction instruction, in MluStaticInfo info, long address, out long done)
    {
        var cycle = Math.Max(Math.Max(decoded, _last), Ready(info.Reads));
        cycle = Math.Max(cycle, _count < _timing.Alus ? 0 : _issued[(_count - _timing.Alus) % _issued.Length] + 1);
        long latency;
        if (instruction.Opcode == MluOpcode.ScalarLoad)
        {
            var space = (int)instruction.Space;
            if (_storeAddress[space] == address)
            {
                cycle = Math.Max(cycle, _storeReady[space]);
            }

            latency = _timing.Load(instruction.Space);
        }
        else if (instruction.Opcode == MluOpcode.ScalarStore)
        {
            latency = _timing.Store(instruction.Space);
            _storeAddress[(int)instruction.Space] = address;
            _storeReady[(int)instruction.Space] = cycle + latency;
        }
        else
        {
            latency = _timing.Of(instruction);
        }

        _last = cycle;
        _issued[_count++ % _issued.Length] = cycle;
        done = cycle + latency;
        Set(info.Writes, done);
        return cycle;
    }

    /// <summary>Cycle at which the last store to any space has been performed.</summary>
    public long StoresDone() => _storeReady.Max();
}
