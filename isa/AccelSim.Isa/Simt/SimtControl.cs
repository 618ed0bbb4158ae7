namespace AccelSim.Isa.Simt;

/// <summary>
/// Control bits of an instruction as Volta and later encode them: what a compiler says about dependences, used by chips without a scoreboard.
/// 21 bits: stall 3..0, yield 4, write barrier 7..5, read barrier 10..8, wait mask 16..11, reuse 20..17. A barrier field of 0 means none and
/// n + 1 means barrier n, so that zero says nothing at all.
/// </summary>
/// <param name="Bits">The packed bits.</param>
public readonly record struct SimtControl(uint Bits)
{
    /// <summary>Number of dependence barriers of a warp.</summary>
    public const int Barriers = 6;

    /// <summary>Number of bits.</summary>
    public const int Width = 21;

    /// <summary>Packs the fields.</summary>
    public SimtControl(int stall, bool yield, int? writeBarrier, int? readBarrier, int waitMask, int reuse)
        : this((uint)(stall | (yield ? 1 << 4 : 0) | (writeBarrier + 1 ?? 0) << 5 | (readBarrier + 1 ?? 0) << 8 | waitMask << 11 | reuse << 17))
    {
    }

    /// <summary>Cycles before the warp may issue its next instruction; 0 leaves it to the hardware.</summary>
    public int Stall => (int)(Bits & 15);

    /// <summary>True where the scheduler should rather take another warp next.</summary>
    public bool Yield => (Bits >> 4 & 1) != 0;

    /// <summary>Dependence barrier released when the result is written.</summary>
    public int? WriteBarrier => (Bits >> 5 & 7) is > 0 and var barrier ? (int)barrier - 1 : null;

    /// <summary>Dependence barrier released when the sources have been read.</summary>
    public int? ReadBarrier => (Bits >> 8 & 7) is > 0 and var barrier ? (int)barrier - 1 : null;

    /// <summary>Bit n set: dependence barrier n must have been released before the instruction issues.</summary>
    public int WaitMask => (int)(Bits >> 11 & 63);

    /// <summary>Bits 0 to 2: operand a, b, c stays in the operand reuse cache.</summary>
    public int Reuse => (int)(Bits >> 17 & 15);

    /// <summary>True where every field is in range.</summary>
    public bool IsLegal => Bits >> Width == 0 && (Bits >> 5 & 7) <= Barriers && (Bits >> 8 & 7) <= Barriers && Reuse < 8;
}
