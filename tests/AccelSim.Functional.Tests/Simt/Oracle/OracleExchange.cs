using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>Shuffles, votes and reductions over the threads that execute one together.</summary>
internal static class OracleExchange
{
    public static void Execute(in SimtInstruction i, OracleThread[] together, int warpWidth, Func<OracleThread, uint> flexible)
    {
        var (opcode, d, p, a, q) = (i.Opcode, i.D, i.P, i.A, i.Q);
        var name = SimtInstructionSet.Get(opcode).Mnemonic(i.Mode).Split('.');
        switch (name[0])
        {
            case "shfl":
                var segment = name.Length > 2 ? Math.Min(warpWidth, int.Parse(name[2].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)) : warpWidth;
                var given = together.ToDictionary(thread => thread.Lane, thread => thread.Word(a));
                foreach (var (thread, value) in together.Select(thread => (thread, Shuffled(name[1], thread.Lane, flexible(thread), segment, given))).ToArray())
                {
                    thread.Write(d, value);
                }

                break;
            case "vote":
                var votes = together.Where(thread => thread.Holds(q)).Select(thread => thread.Lane).ToArray();
                foreach (var thread in together)
                {
                    switch (name[1])
                    {
                        case "all": thread.Set(p, votes.Length == together.Length); break;
                        case "any": thread.Set(p, votes.Length > 0); break;
                        default: thread.WritePair(d, votes.Aggregate(0UL, (mask, lane) => mask | (1UL << lane))); break;
                    }
                }

                break;
            default:
                var values = together.Select(thread => thread.Word(a)).ToArray();
                var result = string.Join('.', name[1..]) switch
                {
                    "add.s32" => (uint)values.Sum(value => (long)value),
                    "min.s32" => (uint)values.Min(value => (int)value),
                    "max.s32" => (uint)values.Max(value => (int)value),
                    "min.u32" => values.Min(),
                    "max.u32" => values.Max(),
                    "and.b32" => values.Aggregate((x, y) => x & y),
                    "or.b32" => values.Aggregate((x, y) => x | y),
                    _ => values.Aggregate((x, y) => x ^ y),
                };
                foreach (var thread in together)
                {
                    thread.Write(d, result);
                }

                break;
        }
    }

    private static uint Shuffled(string kind, int lane, uint b, int segment, Dictionary<int, uint> given)
    {
        var first = lane / segment * segment;
        var from = kind switch
        {
            "idx" => first + (b % segment),
            "up" => lane - (long)b,
            "down" => lane + (long)b,
            _ => (long)((ulong)lane ^ b),
        };
        return from >= first && from < first + segment && given.TryGetValue((int)from, out var value) ? value : given[lane];
    }
}
