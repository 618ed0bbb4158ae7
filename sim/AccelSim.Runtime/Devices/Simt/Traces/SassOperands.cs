using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Traces.Kernels;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// Which registers an instruction of a trace reads and writes. The tracer gives the first of each group; how many follow is decided by the opcode. Predicates
/// and uniform registers are not in traces: what waits for them in the machine does not wait here.
/// </summary>
internal static class SassOperands
{
    private const int ZeroRegister = 255;

    /// <summary>Registers d, a, b, c; sources beyond the third are not watched.</summary>
    public static (SimtRegisterRange D, SimtRegisterRange A, SimtRegisterRange B, SimtRegisterRange C) Of(in TraceStaticInstruction instruction, TraceOpcode opcode, SimtProduct? product)
    {
        Span<int> counts = [1, 1, 1, 1];
        Counts(instruction, opcode, product, counts);
        Span<SimtRegisterRange> sources = [default, default, default];
        for (var i = 0; i < Math.Min(sources.Length, (int)instruction.Sources); i++)
        {
            sources[i] = Range(instruction.Source(i), counts[i + 1]);
        }

        return (instruction.Destinations > 0 ? Range(instruction.Destination(0), counts[0]) : default, sources[0], sources[1], sources[2]);
    }

    private static void Counts(in TraceStaticInstruction instruction, TraceOpcode opcode, SimtProduct? product, Span<int> counts)
    {
        var parts = opcode.Name.Split('.');
        var data = Math.Max(1, instruction.Width / 4);
        switch (opcode.Timing)
        {
            case SimtTiming.Tensor when product is not null:
                (counts[0], counts[1], counts[2], counts[3]) = SassProducts.Registers(product);
                break;
            case SimtTiming.Float64:
                counts.Fill(2);
                break;
            case SimtTiming.MultiplyWide:
                // the sum is a pair; it is known to be the third only where all three are registers
                (counts[0], counts[3]) = (2, 2);
                break;
            case SimtTiming.Convert:
                (counts[0], counts[1]) = (parts.Length > 1 && parts[1] == "F64" ? 2 : 1, parts.Length > 2 && parts[^1] == "F64" ? 2 : 1);
                break;
            case SimtTiming.MatrixLoad:
                counts[0] = parts[^1] is "2" or "4" ? parts[^1][0] - '0' : 1;
                break;
            case SimtTiming.GlobalLoad or SimtTiming.GlobalStore or SimtTiming.GlobalAtomic:
                (counts[0], counts[1], counts[2], counts[3]) = (data, parts.Contains("E") ? 2 : 1, data, data);
                break;
            case SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.SharedAtomic or SimtTiming.LocalLoad or SimtTiming.LocalStore or SimtTiming.ConstantLoad:
                (counts[0], counts[2], counts[3]) = (Math.Max(data, opcode.Width / 4), data, data);
                break;
            case SimtTiming.AsyncCopy:
                counts[2] = parts.Contains("E") ? 2 : 1;
                break;
        }

        if (parts[0] == "CS2R" && !parts.Contains("32"))
        {
            counts[0] = 2;
        }
    }

    private static SimtRegisterRange Range(byte register, int count) =>
        register == ZeroRegister ? default : new((byte)(register + 1), (byte)Math.Min(count, ZeroRegister - register));
}
