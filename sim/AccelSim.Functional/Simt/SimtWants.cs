namespace AccelSim.Functional.Simt;

/// <summary>Registers and predicates that are wanted at a place in a kernel: a set of bits.</summary>
internal readonly record struct SimtWants(UInt128 Low, UInt128 High, byte Predicates)
{
    /// <summary>True where some register of a range is wanted.</summary>
    public bool Any(SimtRegisterRange range)
    {
        var (low, high) = Bits(range);
        return (Low & low) != 0 || (High & high) != 0;
    }

    /// <summary>These and others.</summary>
    public SimtWants And(in SimtWants other) => new(Low | other.Low, High | other.High, (byte)(Predicates | other.Predicates));

    /// <summary>These and the registers of a range.</summary>
    public SimtWants And(SimtRegisterRange range)
    {
        var (low, high) = Bits(range);
        return this with { Low = Low | low, High = High | high };
    }

    /// <summary>These and some predicates.</summary>
    public SimtWants And(byte predicates) => this with { Predicates = (byte)(Predicates | predicates) };

    /// <summary>These but for what an instruction writes.</summary>
    public SimtWants Without(SimtRegisterRange range, byte predicates)
    {
        var (low, high) = Bits(range);
        return new(Low & ~low, High & ~high, (byte)(Predicates & ~predicates));
    }

    private static (UInt128 Low, UInt128 High) Bits(SimtRegisterRange range)
    {
        var bits = range.Count >= 128 ? UInt128.MaxValue : (UInt128.One << range.Count) - 1;
        var first = range.First;
        return first >= 128 ? (0, bits << (first - 128)) : (bits << first, first == 0 ? 0 : bits >> (128 - first));
    }
}
