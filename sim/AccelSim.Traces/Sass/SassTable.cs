using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Isa.Simt;
using AccelSim.Traces.Kernels;

namespace AccelSim.Traces.Sass;

/// <summary>
/// The machine code of Volta, Turing and Ampere (sm_70 to sm_89) mapped to the timing classes of the simt family. Names after NVIDIA, "CUDA Binary
/// Utilities", sections Instruction Set Reference; what each is issued to after the throughput table of the "CUDA C++ Programming Guide" (population
/// count, leading zeros and bit reversal run at the rate of conversions and special functions there). Texture and surface instructions are missing on
/// purpose: traces hold no addresses for them.
/// </summary>
public static class SassTable
{
    /// <summary>Compute capabilities whose code the table describes.</summary>
    public static ImmutableArray<int> BinaryVersions { get; } = [70, 72, 75, 80, 86, 87, 89];

    private static readonly SassRow[] Rows =
    [
        new(SimtUnit.Float32, SimtTiming.Float32, "FADD FADD32I FCHK FFMA FFMA32I FMNMX FMUL FMUL32I FSEL FSET FSETP FSWZADD"),
        new(SimtUnit.Half, SimtTiming.Half, "HADD2 HADD2_32I HFMA2 HFMA2_32I HMUL2 HMUL2_32I HSET2 HSETP2 HMNMX2"),
        new(SimtUnit.Float64, SimtTiming.Float64, "DADD DFMA DMUL DSETP"),
        new(SimtUnit.Tensor, SimtTiming.Tensor, "HMMA IMMA BMMA DMMA"),
        new(SimtUnit.Special, SimtTiming.Special, "MUFU FLO POPC BREV"),
        new(SimtUnit.Convert, SimtTiming.Convert, "F2F F2FP F2I F2IP FRND I2F I2FP I2I I2IP UF2FP"),
        new(SimtUnit.Integer, SimtTiming.Alu,
            "BMSK IABS IADD IADD3 IADD32I IMNMX ISCADD ISCADD32I LEA LOP LOP3 LOP32I SGXT SHF SHL SHR VABSDIFF VABSDIFF4 MOV MOV32I PRMT SEL "
            + "S2R CS2R B2R R2B LEPC QSPC CSMTEST GETLMEMBASE SETLMEMBASE SETCTAID "
            + "R2UR S2UR UBMSK UBREV UCLEA UFLO UIADD3 ULEA ULOP ULOP3 ULOP32I UMOV UPOPC UPRMT USEL USGXT USHF USHL USHR"),
        new(SimtUnit.Integer, SimtTiming.Predicate, "ISETP PLOP3 PSETP P2R R2P UISETP UPLOP3 UPSETP UP2UR UR2UP"),
        new(SimtUnit.IntegerMultiply, SimtTiming.MultiplyWide, "IMAD.WIDE UIMAD.WIDE"),
        new(SimtUnit.IntegerMultiply, SimtTiming.Multiply, "IMAD IMUL IMUL32I IDP IDP4A UIMAD"),
        new(SimtUnit.Shuffle, SimtTiming.Shuffle, "SHFL MOVM"),
        new(SimtUnit.Integer, SimtTiming.WarpReduce, "VOTE VOTEU VOTE_VTG MATCH REDUX"),
        new(SimtUnit.Control, SimtTiming.Issue, "NOP EXIT YIELD NANOSLEEP PMTRIG"),
        new(SimtUnit.Control, SimtTiming.Branch, "BRA BRX BRXU BREAK BSSY BSYNC BMOV BPT CALL JMP JMX JMXU KILL RET RPCMOV RTT WARPSYNC"),
        new(SimtUnit.Control, SimtTiming.Barrier, "BAR"),
        new(SimtUnit.Control, SimtTiming.Fence, "MEMBAR ERRBAR CCTL CCTLL CCTLT"),
        new(SimtUnit.LoadStore, SimtTiming.GlobalLoad, "LDG"),
        new(SimtUnit.LoadStore, SimtTiming.GlobalLoad, "LD") { IsGeneric = true },
        new(SimtUnit.LoadStore, SimtTiming.GlobalStore, "STG"),
        new(SimtUnit.LoadStore, SimtTiming.GlobalStore, "ST") { IsGeneric = true },
        new(SimtUnit.LoadStore, SimtTiming.GlobalAtomic, "ATOMG RED"),
        new(SimtUnit.LoadStore, SimtTiming.GlobalAtomic, "ATOM") { IsGeneric = true },
        new(SimtUnit.LoadStore, SimtTiming.SharedLoad, "LDS"),
        new(SimtUnit.LoadStore, SimtTiming.SharedStore, "STS"),
        new(SimtUnit.LoadStore, SimtTiming.SharedAtomic, "ATOMS"),
        new(SimtUnit.LoadStore, SimtTiming.LocalLoad, "LDL"),
        new(SimtUnit.LoadStore, SimtTiming.LocalStore, "STL"),
        new(SimtUnit.LoadStore, SimtTiming.ConstantLoad, "LDC ULDC"),

        // every address is that of a row of eight elements of 16 bits, whatever ".16" and ".4" say
        new(SimtUnit.LoadStore, SimtTiming.MatrixLoad, "LDSM") { Width = 16 },
        new(SimtUnit.LoadStore, SimtTiming.AsyncCopy, "LDGSTS"),
        new(SimtUnit.LoadStore, SimtTiming.AsyncGroup, "DEPBAR LDGDEPBAR ARRIVES"),
    ];

    private static readonly FrozenDictionary<string, SassRow> ByName =
        Rows.SelectMany(row => row.Names.Split(' ').Select(name => (name, row))).ToFrozenDictionary(entry => entry.name, entry => entry.row, StringComparer.Ordinal);

    /// <summary>Every name of the table.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The class of an opcode with its modifiers: of the name and its first modifier where the table has it, else of the name.</summary>
    public static TraceOpcode Find(string opcode)
    {
        ArgumentNullException.ThrowIfNull(opcode);
        var parts = opcode.Split('.');
        var row = (parts.Length > 1 ? ByName.GetValueOrDefault($"{parts[0]}.{parts[1]}") : null) ?? ByName.GetValueOrDefault(parts[0]);
        return row is null
            ? new TraceOpcode(opcode, false, SimtUnit.Control, SimtTiming.Issue, false, 0)
            : new TraceOpcode(opcode, true, row.Unit, row.Timing, row.IsGeneric, row.Width > 0 ? row.Width : WidthOf(parts));
    }

    /// <summary>True where the class accesses memory through addresses of lanes.</summary>
    public static bool NeedsAddresses(SimtTiming timing) => timing is
        SimtTiming.GlobalLoad or SimtTiming.GlobalStore or SimtTiming.GlobalAtomic or SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.SharedAtomic
        or SimtTiming.LocalLoad or SimtTiming.LocalStore or SimtTiming.MatrixLoad or SimtTiming.AsyncCopy;

    /// <summary>Bytes by the first modifier that is a number of bits, also after U, S or F (<c>.128</c>, <c>.U8</c>, <c>.F64</c>); 0 where there is none.</summary>
    private static int WidthOf(string[] parts)
    {
        foreach (var part in parts.Skip(1))
        {
            var digits = part.AsSpan(part.Length > 1 && part[0] is 'U' or 'S' or 'F' ? 1 : 0);
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is 8 or 16 or 32 or 64 or 128)
            {
                return bits / 8;
            }
        }

        return 0;
    }
}
