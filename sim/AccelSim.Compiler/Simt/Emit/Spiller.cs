using System.Collections.Immutable;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>
/// Moves groups of registers to a thread's local memory: each is read before instructions that use it and written after those that change it. The
/// group that costs least for what it frees goes first: uses, ten times as many inside each loop, divided by registers and length.
/// </summary>
internal sealed class Spiller(KernelUnit unit)
{
    private const int LoopWeight = 10;
    private const int MostWeight = 1_000_000;
    private const int DescriptorRegisters = 2;

    private readonly HashSet<int> _temporaries = [];

    // registers that a product reads or writes after it was issued stay where they are
    private readonly HashSet<int> _pinned = [.. unit.Code.Where(code => code.Row?.Timing == SimtTiming.GroupProduct).SelectMany(code => code.Args)
        .Where(arg => arg.Register.Count > DescriptorRegisters).Select(arg => arg.Register.Group)];

    /// <summary>Bytes of local memory of a thread so far.</summary>
    public int LocalBytes { get; private set; }

    /// <summary>Moves one of the groups to memory.</summary>
    /// <exception cref="CompileException">There is none that could be: a single instruction needs more registers than there are.</exception>
    public void Spill(List<int> pressed, int registers)
    {
        var costs = Costs();
        var victim = pressed.Where(group => !_temporaries.Contains(group) && !_pinned.Contains(group)).OrderBy(group => costs[group]).ThenBy(group => group).FirstOrDefault();
        if (victim == 0)
        {
            throw new CompileException($"kernel '{unit.Name}' does not fit into {registers} registers: an instruction alone needs more", null);
        }

        var bytes = 4 * unit.Groups[victim];
        var alignment = 4 * KernelUnit.Alignment(unit.Groups[victim]);
        var at = (LocalBytes + alignment - 1) / alignment * alignment;
        LocalBytes = at + bytes;
        Rewrite(victim, at);
    }

    private double[] Costs()
    {
        var weights = Weights();
        var costs = new double[unit.Groups.Count];
        int[] first = new int[costs.Length], last = new int[costs.Length];
        Array.Fill(first, -1);
        for (var at = 0; at < unit.Code.Count; at++)
        {
            if (unit.Code[at].Row is null)
            {
                continue;
            }

            foreach (var register in unit.Code[at].Read.Append(unit.Code[at].Written).Where(register => !register.IsZero))
            {
                costs[register.Group] += weights[at];
                first[register.Group] = first[register.Group] < 0 ? at : first[register.Group];
                last[register.Group] = at;
            }
        }

        for (var group = 1; group < costs.Length; group++)
        {
            costs[group] /= Math.Max(1, last[group] - first[group]) * (double)unit.Groups[group];
        }

        return costs;
    }

    /// <summary>How often each instruction is thought to run.</summary>
    private int[] Weights()
    {
        var weights = new int[unit.Code.Count];
        Array.Fill(weights, 1);
        var places = new Dictionary<int, int>();
        for (var at = 0; at < unit.Code.Count; at++)
        {
            if (unit.Code[at].Row is null)
            {
                places[unit.Code[at].Label] = at;
            }
            else if (unit.Code[at].Target is >= 0 and var target && places.TryGetValue(target, out var top))
            {
                for (var inside = top; inside <= at; inside++)
                {
                    weights[inside] = Math.Min(MostWeight, weights[inside] * LoopWeight);
                }
            }
        }

        return weights;
    }

    private void Rewrite(int victim, int at)
    {
        var result = new List<KernelCode>(unit.Code.Count + 16);
        foreach (var code in unit.Code)
        {
            if (code.Row is null)
            {
                result.Add(code);
                continue;
            }

            var (reads, writes) = (code.Read.Any(register => register.Group == victim), code.Written.Group == victim);
            if (!reads && !writes)
            {
                result.Add(code);
                continue;
            }

            var count = unit.Groups[victim];
            unit.Groups.Add(count);
            var temporary = new Reg(unit.Groups.Count - 1, 0, count);
            _temporaries.Add(temporary.Group);
            if (reads || !code.Guard.IsAlways || code.Written.Count < count)
            {
                Move("ld.local", temporary, at, result);
            }

            result.Add(code with { Args = [.. code.Args.Select(arg => arg.Register.Group == victim ? arg with { Register = arg.Register with { Group = temporary.Group } } : arg)] });
            if (writes)
            {
                Move("st.local", temporary, at, result);
            }
        }

        unit.Code = result;
    }

    private static void Move(string mnemonic, Reg register, int at, List<KernelCode> result)
    {
        for (var part = 0; part < register.Count;)
        {
            var count = Math.Min(register.Count - part, register.Count >= 4 ? 4 : register.Count);
            count = count == 3 ? 2 : count;
            var (row, mode) = SimtInstructionSet.ByMnemonic[mnemonic + AccessWidth.Of(4 * count)];
            Arg data = register.Slice(part, count), address = Arg.At(Reg.Zero, at + (4 * part));
            ImmutableArray<Arg> args = row.Operands[0].Kind == SimtOperandKind.Destination ? [data, address] : [address, data];
            result.Add(new KernelCode { Row = row, Mode = mode, Args = args });
            part += count;
        }
    }
}
